"""One key of the station file as widgets: title, editor, help, and what is wrong with it."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.look import Look
from app.settings.schema import FieldSpec, Kind, Path, Raw, get, to_text, to_value
from app.settings.words import choice_words, field_words

TITLE_WIDTH, EDIT_WIDTH = 190, 320


class Field(QWidget):
    """Emits ``edited`` with the path and the new value."""

    edited = Signal(object, object)

    def __init__(self, spec: FieldSpec, value: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.spec = spec
        title, text = field_words().get(spec.key, (spec.key, ""))
        self.editor = self._make_editor(value)
        self.editor.setAccessibleName(title)
        self.editor.setAccessibleDescription(text)
        self.editor.setToolTip(f"{text}\n{spec.key}".strip())
        self.editor.setFixedWidth(EDIT_WIDTH)
        head, self.hint, self.problem = QLabel(title), QLabel(text), QLabel()
        head.setFixedWidth(TITLE_WIDTH)
        head.setBuddy(self.editor)
        self.hint.setObjectName("soft")
        self.problem.setObjectName("trouble")
        for label in (head, self.hint, self.problem):
            label.setWordWrap(True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        grid.addWidget(head, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(self.hint, 0, 2)
        grid.addWidget(self.problem, 1, 1, 1, 2)
        grid.setColumnStretch(2, 1)
        self.problem.hide()

    def complain(self, text: str) -> None:
        """Say what is wrong here; empty if nothing is."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.editor.setProperty("wrong", bool(text))
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)

    def _make_editor(self, value: Any) -> QWidget:
        if self.spec.kind is Kind.FLAG:
            box = QCheckBox(self.tr("on"))
            box.setChecked(bool(value))
            box.toggled.connect(self._tell)
            return box
        if self.spec.kind is Kind.CHOICE:
            return self._make_choice(value)
        line = QLineEdit(to_text(self.spec, value))
        line.textEdited.connect(lambda text: self._tell(to_value(self.spec, text)))
        return line

    def _make_choice(self, value: Any) -> QComboBox:
        known = choice_words()
        combo = QComboBox()
        for choice in self.spec.choices:
            combo.addItem(known.get(f"{self.spec.key}={choice}", choice), choice)
        combo.setCurrentIndex(max(0, combo.findData(value)))
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel scrolls the page
        combo.currentIndexChanged.connect(lambda row: self._tell(combo.itemData(row)))
        return combo

    def _tell(self, value: Any) -> None:
        self.edited.emit(self.spec.path, value)


def make_fields(specs: Iterable[FieldSpec], raw: Raw) -> list[Field]:
    """A field for each key with its value."""
    return [Field(spec, get(raw, spec.path)) for spec in specs]


def show_problems(fields: Iterable[Field], problems: dict[Path, str]) -> int:
    """Each complaint at its field; returns how many found none."""
    left = dict(problems)
    for field in fields:
        path = field.spec.path
        mine = [found for found in left if found[: len(path)] == path or (found == path[: len(found)] and found)]
        field.complain(left[mine[0]] if mine else "")
        for found in mine:
            del left[found]
    return len(left)


def group_title(look: Look, text: str) -> QLabel:
    """A heading within a section."""
    label = QLabel(text)
    label.setFont(look.font(look.theme.sizes.text_large, bold=True))
    return label
