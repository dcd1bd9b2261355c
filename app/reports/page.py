"""The page Reports: what the records say of a period, and of one part."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.pages.page import Page
from app.pages.parts import PageParts
from app.reports.panel import ReportPanel
from app.trace.panel import TracePanel
from engine.pipeline.snapshot import Snapshot

WIDTH = 120


class ReportsPage(Page):
    """Two panels, one button for each."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.report, self.trace = ReportPanel(parts), TracePanel(parts)
        self.stack = QStackedWidget()
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.buttons: list[QPushButton] = []
        for panel, text in ((self.report, self.tr("Period")), (self.trace, self.tr("One part"))):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setMinimumWidth(WIDTH)
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
        return self.report.busy or self.trace.busy

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shifts may have changed with the station file, and the bundle."""
        self.trace.set_bundle(snapshot.bundle)
        self.report.set_shifts(snapshot.shifts)

    def close_page(self) -> bool:
        """End both panels."""
        ended = [self.report.close_panel(), self.trace.close_panel()]
        return all(ended)
