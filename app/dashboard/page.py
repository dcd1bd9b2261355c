"""The dashboard as a page, with a second one in a window of its own for another screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.dashboard.view import DashboardView
from app.pages.page import Page
from app.pages.parts import PageParts, button
from engine.pipeline.snapshot import Snapshot


class DashboardPage(Page):
    """The window of its own stays open when another page is chosen; it closes with the program."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts = parts
        self._snapshot = Snapshot()
        self.view = self._make_view()
        self.second: DashboardView | None = None
        self.apart = button(self.tr("In a window of its own"), self.open_apart, self.tr("For a second screen"))
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 0)
        row.addWidget(self.apart)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.apart)

    @property
    def busy(self) -> bool:
        """True while something is read."""
        return self.view.busy or (self.second is not None and self.second.busy)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """For both."""
        self._snapshot = snapshot
        for view in (self.view, self.second):
            if view is not None and view.isVisible():
                view.show_snapshot(snapshot)

    def showEvent(self, event: QShowEvent) -> None:
        """As the line is now."""
        super().showEvent(event)
        self.view.show_snapshot(self._snapshot)

    def open_apart(self) -> None:
        """Open it, or bring it to the front."""
        if self.second is None:
            self.second = self._make_view()
            self.second.setWindowFlag(Qt.WindowType.Window, True)
            self.second.setWindowTitle(self.tr("UniAD Inspect: dashboard"))
            self.second.setStyleSheet(self.window().styleSheet())
            self.second.resize(1280, 800)
        self.second.show_snapshot(self._snapshot)
        self.second.show()
        self.second.raise_()

    def close_page(self) -> bool:
        """End both views."""
        ended = self.view.close_view()
        if self.second is not None:
            ended = self.second.close_view() and ended
            self.second.close()
            self.second.deleteLater()
            self.second = None
        return ended

    def _make_view(self) -> DashboardView:
        return DashboardView(self._parts.look, self._parts.data, self._parts.station)
