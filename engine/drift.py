"""Is the line still as it was when the model learned? Passed parts of the last hours against training.

Score against the calibration scores, brightness and sharpness against the quality levels, each as a median and as its
distance in training standard deviations. A slow change (a lamp that ages, a lens that gets dirty) shows here long
before parts are rejected.
"""

import statistics
from dataclasses import dataclass

import numpy as np

from engine.bundle.manifest import ProductEntry, QualityLevels
from engine.quality import Quality

LEAST_PARTS = 20
MOST_PARTS = 20_000
RANGE_IN_DEVIATIONS = 4.0  # what lies between the least and the most of a few dozen images
FIGURES = ("score", "brightness", "sharpness")


@dataclass(frozen=True, slots=True)
class Shift:
    """One figure. ``deviations``: how far the median is from training, in training standard deviations, signed."""

    name: str
    median: float
    reference: float
    deviations: float


@dataclass(frozen=True, slots=True)
class DriftReport:
    """``parts`` passed parts were looked at; with less than 20 nothing is said (``shifts`` is empty). ``worst`` is the
    figure that moved most; ``warn`` if it moved too far."""

    parts: int
    shifts: tuple[Shift, ...] = ()
    worst: Shift | None = None
    warn: bool = False


class DriftWatch:
    """Collects passed parts of one product. ``warn`` in deviations. Times in monotonic seconds."""

    def __init__(self, entry: ProductEntry, hours: float, warn: float) -> None:
        self._window_s, self._warn = 3600 * hours, warn
        self._references = {"score": _of_scores(list(entry.calibration.scores))} | _of_levels(entry.quality)
        # The newest parts in a circle: time and figures, NaN where one is not known. All of it at once, so that a
        # station that runs for weeks has the memory it had in the first hour.
        self._seen = np.full((MOST_PARTS, 1 + len(FIGURES)), np.nan)
        self._added = 0

    def add(self, score: float, quality: Quality | None, now_s: float) -> None:
        """A part passed."""
        bright, sharp = (np.nan, np.nan) if quality is None else (quality.brightness, quality.sharpness)
        self._seen[self._added % MOST_PARTS] = now_s, score, bright, sharp
        self._added += 1

    def report(self, now_s: float) -> DriftReport:
        """The figures now."""
        known = self._seen[: self._added]
        recent = known[now_s - known[:, 0] <= self._window_s]
        if len(recent) < LEAST_PARTS:
            return DriftReport(len(recent))
        shifts = []
        for name, (reference, deviation) in self._references.items():
            values = recent[:, 1 + FIGURES.index(name)]
            values = values[~np.isnan(values)]
            if len(values) and deviation > 0:
                median = float(np.median(values))
                shifts.append(Shift(name, median, reference, (median - reference) / deviation))
        worst = max(shifts, key=lambda shift: abs(shift.deviations), default=None)
        warn = worst is not None and abs(worst.deviations) > self._warn
        return DriftReport(len(recent), tuple(shifts), worst, warn)


def _of_scores(scores: list[float]) -> tuple[float, float]:
    """Median and standard deviation; one score says nothing of a spread."""
    if len(scores) < 2:
        return (scores[0] if scores else 0.0), 0.0
    return statistics.median(scores), statistics.stdev(scores)


def _of_levels(levels: QualityLevels | None) -> dict[str, tuple[float, float]]:
    if levels is None:
        return {}
    spans = {"brightness": levels.brightness, "sharpness": levels.sharpness}
    least = {"brightness": 1.0, "sharpness": 1e-6}  # a perfectly constant lamp must not make every grey value an alarm
    return {
        name: ((low + high) / 2, max(least[name], 0.05 * high, (high - low) / RANGE_IN_DEVIATIONS))
        for name, (low, high) in spans.items()
    }
