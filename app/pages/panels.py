"""A page of several panels, one button for each above them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.pages.page import Page


class PanelsPage(Page):
    """Who derives makes the panels and calls ``show_panels`` once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.stack = QStackedWidget()
        self.buttons: list[QPushButton] = []
        self._group = QButtonGroup(self)

    def show_panels(self, panels: Sequence[tuple[QWidget, str]], width: int) -> None:
        """Each panel with the text of its button, which is ``width`` pixels wide at least; the first is open."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for panel, text in panels:
            button = QPushButton(text)
            button.setMinimumWidth(width)
            button.setCheckable(True)
            button.setChecked(not self.buttons)
            button.clicked.connect(lambda _=False, panel=panel: self.stack.setCurrentWidget(panel))
            self._group.addButton(button)
            self.buttons.append(button)
            row.addWidget(button)
            self.stack.addWidget(panel)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.stack, 1)
        self.setFocusProxy(self.buttons[0])
