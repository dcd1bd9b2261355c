"""Counting what the line did. Not thread-safe: the line holds its lock around every call."""

import statistics
from collections import deque
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.decision import Verdict
from engine.frames import Array, Pixels
from engine.judge import Inspection
from engine.line.snapshot import HISTORY, REJECTS, Counts, Mark, Reject

THUMBNAIL_PX = 192
KEPT_BYTES = 96 * 2**20  # pictures of rejects kept for a second look
RATE_WINDOW_S = 60.0
PAUSE_S = 15.0  # a longer gap is a standstill, not a slow line
_FIELDS = {Verdict.PASS: "passed", Verdict.REVIEW: "review", Verdict.FAIL: "failed", Verdict.ERROR: "error"}


class Tally:
    """Counts, history, rejects and rates of the parts judged so far."""

    def __init__(self) -> None:
        self.counts = Counts()
        self.history: deque[Mark] = deque(maxlen=HISTORY)
        self.rejects: deque[Reject] = deque(maxlen=REJECTS)
        self._times: deque[float] = deque(maxlen=4096)
        self._cycles: deque[float] = deque(maxlen=50)
        self._part = 0

    @property
    def part(self) -> int:
        """Number of the newest part; it is never used twice, not even after a reset."""
        return self._part

    def add(self, inspection: Inspection, thumbnail: NDArray[np.uint8] | None, now_s: float) -> None:
        """Take one judged part; ``thumbnail`` is wanted for all that did not pass."""
        self._part += 1
        name = _FIELDS[inspection.verdict]
        self.counts = replace(self.counts, **{name: getattr(self.counts, name) + 1})
        self.history.append(Mark(self._part, inspection.score, inspection.verdict))
        if self._times and now_s - self._times[-1] > PAUSE_S:
            self._times.clear()
        self._times.append(now_s)
        if inspection.latency.total > 0:
            self._cycles.append(inspection.latency.total)
        if inspection.verdict is not Verdict.PASS:
            self._add_reject(inspection, thumbnail)

    def add_unseen(self) -> None:
        """A part was replaced on the display before anyone could see it."""
        self.counts = replace(self.counts, unseen=self.counts.unseen + 1)

    def reset(self) -> None:
        """Start counting anew; part numbers go on."""
        part = self._part
        self.__init__()  # type: ignore[misc]
        self._part = part

    def per_minute(self) -> float | None:
        """Parts a minute over the last minute of work; None before the second part."""
        if len(self._times) < 2:
            return None
        newest = self._times[-1]
        recent = [time for time in self._times if newest - time <= RATE_WINDOW_S]
        span = newest - recent[0]
        return 60 * (len(recent) - 1) / span if span > 0 else None

    def cycle_ms(self) -> float | None:
        """Median milliseconds from read to verdict over the last parts."""
        return statistics.median(self._cycles) if self._cycles else None

    def _add_reject(self, inspection: Inspection, thumbnail: NDArray[np.uint8] | None) -> None:
        made = Reject(self._part, inspection.source, inspection.score, inspection.verdict, thumbnail, inspection)
        self.rejects.appendleft(made)
        budget = KEPT_BYTES
        for index, reject in enumerate(self.rejects):
            frame = reject.inspection.frame if reject.inspection else None
            budget -= frame.pixels.nbytes if frame else 0
            if index and budget < 0:
                self.rejects[index] = replace(reject, inspection=None)


def make_thumbnail(pixels: Pixels) -> NDArray[np.uint8]:
    """A small uint8 copy of a frame, longest side 192 pixels."""
    height, width = pixels.shape[:2]
    scale = min(1.0, THUMBNAIL_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small: Array = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return (small >> 8).astype(np.uint8) if small.dtype == np.uint16 else small
