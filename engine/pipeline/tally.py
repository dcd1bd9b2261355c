"""What an operator is told of the parts so far: counts, scores, rejects, rates. Only parts that have left are counted.

The line's thread adds; whoever looks gets frozen copies.
"""

import statistics
from collections import deque
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.decision import Counts, Verdict
from engine.frames import Pixels
from engine.judge import Inspection
from engine.shown import shrink

HISTORY = 300
REJECTS = 10
THUMBNAIL_PX = 192
KEPT_BYTES = 96 * 2**20  # pictures of rejects kept for a second look
RATE_WINDOW_S, LEAST_SPAN_S = 60.0, 1.0
PAUSE_S = 15.0  # a longer gap is a standstill, not a slow line
_FIELDS = {Verdict.PASS: "passed", Verdict.REVIEW: "review", Verdict.FAIL: "failed", Verdict.ERROR: "error"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One part in the history. ``score`` is None if it could not be judged; ``part`` counts from 1."""

    part: int
    score: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reject:
    """One part that did not pass. ``thumbnail`` is RGB uint8 (h, w, 3), None if no frame came; ``inspection`` is given
    up for old rejects when pictures are large; ``uuid`` names its record."""

    part: int
    source: str
    score: float | None
    verdict: Verdict
    thumbnail: NDArray[np.uint8] | None
    inspection: Inspection | None
    uuid: str = ""


@dataclass(frozen=True, slots=True)
class TallyCounts(Counts):
    """Parts since the last reset. ``unseen`` is how many were judged without ever being shown."""

    unseen: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class TallyView:
    """The parts so far at one moment. ``part`` numbers ``newest``; ``cycle_ms`` is the median from read to verdict."""

    part: int = 0
    newest: Inspection | None = None
    counts: TallyCounts = TallyCounts()
    history: tuple[Mark, ...] = ()
    rejects: tuple[Reject, ...] = ()
    per_minute: float | None = None
    cycle_ms: float | None = None


class Tally:
    """Counts, history, rejects and rates. ``seen`` is set by whoever shows parts: the newest number that was shown."""

    def __init__(self, first: int = 0) -> None:
        self.seen = first
        self._newest: Inspection | None = None
        self._part = first
        self.view = TallyView(part=first)
        self._counts = TallyCounts()
        self._history: deque[Mark] = deque(maxlen=HISTORY)
        self._rejects: deque[Reject] = deque(maxlen=REJECTS)
        self._times: deque[float] = deque(maxlen=4096)
        self._cycles: deque[float] = deque(maxlen=50)

    @property
    def part(self) -> int:
        """Number of the newest part; it is never used twice, not even after a reset."""
        return self._part

    def add(self, inspection: Inspection, uuid: str, now_s: float) -> None:
        """Take one part that has left."""
        if self._part > self.seen:
            self._counts = replace(self._counts, unseen=self._counts.unseen + 1)
        self._part += 1
        self._newest = inspection
        if inspection.presented:
            self._freeze()  # a master part or one of a study: seen, but no product
            return
        name = _FIELDS[inspection.verdict]
        self._counts = replace(self._counts, **{name: getattr(self._counts, name) + 1})
        self._history.append(Mark(self._part, inspection.score, inspection.verdict))
        if self._times and now_s - self._times[-1] > PAUSE_S:
            self._times.clear()
        self._times.append(now_s)
        if inspection.latency.total > 0:
            self._cycles.append(inspection.latency.total)
        if inspection.verdict is not Verdict.PASS:
            self._add_reject(inspection, uuid)
        self._freeze()

    def reset(self, forget: bool = False) -> None:
        """Start counting anew; part numbers go on. The newest part stays to be seen unless it is to be forgotten."""
        self._counts = TallyCounts()
        for kept in (self._history, self._rejects, self._times, self._cycles):
            kept.clear()
        if forget:
            self._newest = None
        self._freeze()

    def _freeze(self) -> None:
        history, rejects = tuple(self._history), tuple(self._rejects)
        cycle_ms = statistics.median(self._cycles) if self._cycles else None
        self.view = TallyView(self._part, self._newest, self._counts, history, rejects, self._per_minute(), cycle_ms)

    def _per_minute(self) -> float | None:
        """Parts a minute over the last minute of work; None within the first second: a burst is no pace."""
        if len(self._times) < 2:
            return None
        newest = self._times[-1]
        recent = [time for time in self._times if newest - time <= RATE_WINDOW_S]
        span = newest - recent[0]
        return 60 * (len(recent) - 1) / span if span >= LEAST_SPAN_S else None

    def _add_reject(self, inspection: Inspection, uuid: str) -> None:
        thumbnail = None if inspection.frame is None else make_thumbnail(inspection.frame.pixels)
        source, score, verdict = inspection.source, inspection.score, inspection.verdict
        self._rejects.appendleft(Reject(self._part, source, score, verdict, thumbnail, inspection, uuid))
        budget = KEPT_BYTES
        for index, reject in enumerate(self._rejects):
            frame = reject.inspection.frame if reject.inspection else None
            budget -= frame.pixels.nbytes if frame else 0
            if index and budget < 0:
                self._rejects[index] = replace(reject, inspection=None)


def make_thumbnail(pixels: Pixels) -> NDArray[np.uint8]:
    """A small uint8 copy of a frame, longest side 192 pixels."""
    return shrink(pixels, THUMBNAIL_PX, THUMBNAIL_PX)
