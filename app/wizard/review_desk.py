"""The review of the new bundle, made once for the pages that need it."""

from PySide6.QtCore import QObject, Signal

from app.background import Background
from app.wizard.desk import Desk
from app.wizard.judged import Review, review
from engine.decision import Limits
from engine.errors import InspectError
from engine.teach.review import Tally, proposal_for, tally


class ReviewDesk(QObject):
    """``ready`` when there is a review, or trouble."""

    ready = Signal()

    def __init__(self, desk: Desk, background: Background) -> None:
        super().__init__()
        self._desk, self._background = desk, background
        self.review: Review | None = None
        self.trouble: InspectError | None = None
        self._asked: tuple[object, float] | None = None

    def want(self) -> None:
        """Begin, unless it is made or being made for this bundle."""
        path, plan = self._desk.bundle, self._desk.plan
        if path is None or plan is None or not path.is_file():
            return
        asked = (path, path.stat().st_mtime)
        if asked == self._asked:
            return
        self._asked, self.review, self.trouble = asked, None, None
        self._background.start(lambda: review(path, plan, self._desk.run), self._done, self._failed)

    def limits(self) -> dict[str, tuple[Limits, float]]:
        """The limits of each product as they were chosen, with their rate."""
        if self.review is None:
            return {}
        chosen, found = self._desk.draft.limits_rate, {}
        for name in self.review.products:
            entry = self.review.bundle.manifest.products[name]
            rate = chosen.get(name, entry.calibration.rate)
            found[name] = (proposal_for(entry, rate).limits, rate)
        return found

    def defects(self) -> dict[str, Tally]:
        """What the known defects would get at these limits."""
        if self.review is None:
            return {}
        limits = self.limits()
        return {
            name: tally([item.score for item in one.defects], limits[name][0])
            for name, one in self.review.products.items()
        }

    def _done(self, made: Review) -> None:
        self.review = made
        self.ready.emit()

    def _failed(self, error: InspectError) -> None:
        self.trouble = error
        self.ready.emit()
