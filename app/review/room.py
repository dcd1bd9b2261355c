"""The place of the Review page in the window. The page itself, and the database behind it, are loaded when it is first
opened: a window must be seen first."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.pages.parts import PageParts
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import FindingKind

if TYPE_CHECKING:
    from app.review.page import ReviewPage


class ReviewRoom(QWidget):
    """Passes everything on to the page, once there is one."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts, self._snapshot = parts, Snapshot()
        self.page: ReviewPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        self._snapshot = snapshot
        if self.page is not None:
            self.page.show_snapshot(snapshot)

    def say(self, kind: FindingKind) -> None:
        """A key of a finding."""
        if self.page is not None:
            self.page.say(kind)

    def undo(self, redo: bool = False) -> None:
        """The last step back, or again."""
        if self.page is not None:
            self.page.undo(redo)

    def close_page(self) -> bool:
        """End the threads; True if they ended in time."""
        return self.page is None or self.page.close_page()

    def showEvent(self, event: QShowEvent) -> None:
        """Opened for the first time."""
        super().showEvent(event)
        if self.page is None:
            from app.review.page import ReviewPage

            self.page = ReviewPage(self._parts)
            self.page.show_snapshot(self._snapshot)
            self._column.addWidget(self.page)
