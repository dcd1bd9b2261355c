"""The model in use and the new one, side by side on what the station has recorded. Judged once for each new bundle, in
the background; only one product that both know is needed."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.background import Background
from app.look import Look
from engine.bundle import Bundle
from engine.decision import Limits
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.teach.gate import Check, Item, Light

if TYPE_CHECKING:  # the database is loaded when something is compared
    from engine.review.beside import Beside


@dataclass(frozen=True, eq=False)
class SideBySide:
    """``limits``: the old ones, of every product."""

    products: "tuple[Beside, ...]"
    limits: Mapping[str, Limits]


class RecordedDesk(QObject):
    """``ready`` when there is a comparison, or trouble; ``told`` how far it is."""

    ready = Signal()
    told = Signal(int, int)

    def __init__(self, data: Path, background: Background) -> None:
        super().__init__()
        self._data, self._background = data, background
        self._stop = threading.Event()
        self._asked: tuple[str, str] | None = None
        self._old: Bundle | None = None
        self.found: SideBySide | None = None
        self.trouble: InspectError | None = None

    def use(self, old: Bundle | None) -> None:
        """The bundle in use."""
        self._old = old

    def want(self, new: Bundle) -> None:
        """Begin, unless there is nothing to compare with, or it is done or under way."""
        old = self._old
        if old is None or old.sha256 == new.sha256 or not set(old.manifest.products) & set(new.manifest.products):
            return
        asked = old.sha256, new.sha256
        if asked == self._asked:
            return
        self._stop.set()
        self._asked, self._stop, self.found, self.trouble = asked, threading.Event(), None, None
        stop = self._stop
        self._background.start(lambda: self._compare(old, new, stop), self._done, self._failed)

    @property
    def waiting(self) -> bool:
        """True while it is judged."""
        return self._asked is not None and self.found is None and self.trouble is None

    def checks(self, new: Bundle, limits: Mapping[str, tuple[Limits, float]]) -> tuple[Check, ...]:
        """Lines for the gate; ``limits`` and rates as they were chosen for the new bundle."""
        if self.waiting:
            return (Check(Item.RECORDED, Light.WAITING, {}),)
        if self.trouble is not None:
            return (Check(Item.RECORDED, Light.RED, {"failed": 1}),)
        if self.found is None:
            return ()
        from engine.teach.recorded import check_recorded

        lines = []
        for one in self.found.products:
            entry, old = new.manifest.products.get(one.product), self.found.limits[one.product]
            now, rate = limits.get(one.product, (old if entry is None else entry.limits.to_limits(), 0.0))
            if entry is not None:
                rate = max(rate, entry.calibration.rate, entry.calibration.review_rate or 0.0)
            lines.append(check_recorded(one, old, now, rate))
        return tuple(lines)

    def close(self) -> None:
        """Stop judging."""
        self._stop.set()

    def _compare(self, old: Bundle, new: Bundle, stop: threading.Event) -> SideBySide:
        """In a worker thread."""
        from engine.records.reader import RecordReader
        from engine.review.beside import compare_models, limits_of

        try:
            reader = RecordReader(self._data)
        except RecordsError as error:
            if error.code is ErrorCode.RECORDS_MISSING:
                return SideBySide((), {})
            raise
        try:
            return SideBySide(compare_models(reader, old, new, self.told.emit, stop), limits_of(reader, old))
        finally:
            reader.close()

    def _done(self, found: SideBySide) -> None:
        if not self._stop.is_set():
            self.found = found
            self.ready.emit()

    def _failed(self, error: InspectError) -> None:
        self.trouble = error
        self.ready.emit()


class RecordedWords(QObject):
    """What the line says."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def of(self, check: Check) -> str:
        """One product."""
        figures = {name: value if isinstance(value, str) else self._look.number(int(value))
                   for name, value in check.figures.items()}  # fmt: skip
        if check.light is Light.WAITING:
            return self.tr("is being compared")
        if "failed" in figures:
            return self.tr("could not be compared")
        if "gone" in figures:
            return self.tr("{product}: the new model does not know it").format(**figures)
        if not check.figures["total"]:
            return self.tr("{product}: nothing is recorded with an image, so nothing can be compared").format(**figures)
        words = []
        if check.figures["defects"]:
            words.append(
                self.tr("of {defects} confirmed defects the old model misses {defects_old}, the new {defects_new}")
            )
        if check.figures["locked"]:
            words.append(self.tr("of {locked} locked away from training {locked_old}, now {locked_new}"))
        if check.figures["good"]:
            words.append(self.tr("of {good} parts known as good the old flags {good_old}, the new {good_new}"))
        if check.figures["silent"]:
            words.append(self.tr("of {silent} parts nobody spoke of the old flags {silent_old}, the new {silent_new}"))
        if check.figures["learned"]:
            words.append(
                self.tr("of {learned} learned false rejects the old flags {learned_old}, the new {learned_new}")
            )
        if check.figures["missing"]:
            words.append(self.tr("{missing} without image"))
        return f"{check.figures['product']}: " + "; ".join(words).format(**figures)
