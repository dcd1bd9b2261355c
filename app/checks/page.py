"""The page Checks: master parts, gauge study."""

from PySide6.QtWidgets import QWidget

from app.checks.gauge_panel import GaugePanel
from app.checks.masters_panel import MastersPanel
from app.pages.panels import PanelsPage
from app.pages.parts import PageParts
from engine.pipeline.snapshot import Snapshot

WIDTH = 150  # bold words need more room than plain ones


class ChecksPage(PanelsPage):
    """Two panels, one button for each."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.masters, self.gauge = MastersPanel(parts), GaugePanel(parts)
        self.show_panels(((self.masters, self.tr("Master parts")), (self.gauge, self.tr("Gauge study"))), WIDTH)

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
