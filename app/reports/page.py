"""The page Reports: what the records say of a period, and of one part."""

from PySide6.QtWidgets import QWidget

from app.pages.panels import PanelsPage
from app.pages.parts import PageParts
from app.reports.panel import ReportPanel
from app.trace.panel import TracePanel
from engine.pipeline.snapshot import Snapshot

WIDTH = 120


class ReportsPage(PanelsPage):
    """Two panels, one button for each."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report, self.trace = ReportPanel(parts), TracePanel(parts)
        self.show_panels(((self.report, self.tr("Period")), (self.trace, self.tr("One part"))), WIDTH)

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
