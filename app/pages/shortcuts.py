"""The page of shortcuts (F1): everything the window can do, and the key for it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.actions import action_specs, extra_keys
from app.look import Look
from app.pages.page import Page
from app.pages.parts import scrolling

COLUMNS = 2


class ShortcutsPage(Page):
    """Two columns of keys, from the same data as the actions."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        title = QLabel(self.tr("Keys"))
        title.setObjectName("huge")
        pairs = [(spec.text, native(spec.keys)) for spec in action_specs() if spec.keys]
        pairs += [(text, native(keys)) for text, keys in extra_keys()]
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        rows = -(-len(pairs) // COLUMNS)
        for index, (text, keys) in enumerate(pairs):
            row, column = index % rows, 2 * (index // rows)
            key = QLabel(keys)
            key.setObjectName("key")
            key.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            words = QLabel(text)
            words.setWordWrap(True)
            grid.addWidget(words, row, column + 1)
        for column in range(1, 2 * COLUMNS, 2):
            grid.setColumnStretch(column, 1)
        inner = QVBoxLayout()
        inner.addLayout(grid)
        inner.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.setSpacing(16)
        layout.addWidget(title)
        layout.addWidget(scrolling(inner), 1)


def native(keys: str) -> str:
    """A key as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys
