"""What a person can touch in a window."""

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTextEdit,
    QWidget,
)

KINDS = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QAbstractItemView,
    QAbstractSpinBox,
    QPlainTextEdit,
    QTextEdit,
    QSlider,
)


def controls(root: QWidget) -> list[QWidget]:
    """All that are visible."""
    return [child for kind in KINDS for child in root.findChildren(kind) if child.isVisible() and not _internal(child)]


def name_of(control: QWidget) -> str:
    """What a screen reader says."""
    text = control.text() if isinstance(control, QAbstractButton) else ""
    return control.accessibleName() or text


def _internal(control: QWidget) -> bool:
    """Parts that Qt itself puts into its widgets."""
    inside = isinstance(control.parentWidget(), QComboBox | QAbstractSpinBox | QAbstractItemView)
    return control.objectName().startswith("qt_") or inside
