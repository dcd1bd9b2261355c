"""The page Checks: master parts, gauge study."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.checks.gauge_panel import GaugePanel
from app.checks.masters_panel import MastersPanel
from app.pages.page import Page
from app.pages.parts import PageParts
from engine.pipeline.snapshot import Snapshot

WIDTH = 150  # bold words need more room than plain ones


class ChecksPage(Page):
    """Two panels, one button for each."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.masters, self.gauge = MastersPanel(parts), GaugePanel(parts)
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons: list[QPushButton] = []
        for panel, text in ((self.masters, self.tr("Master parts")), (self.gauge, self.tr("Gauge study"))):
            button = QPushButton(text)
            button.setMinimumWidth(WIDTH)
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

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self.masters.background.busy or self.gauge.background.busy

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        self.masters.show_snapshot(snapshot)
        self.gauge.show_snapshot(snapshot)

    def close_page(self) -> bool:
        """End both panels."""
        ended = [self.masters.close_panel(), self.gauge.close_panel()]
        return all(ended)
