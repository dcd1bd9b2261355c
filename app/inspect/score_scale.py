"""The range of scores that is worth showing for a product. It never follows single parts, so that nothing jumps."""

from dataclasses import dataclass

from engine.bundle import ProductEntry
from engine.decision import Limits

BELOW, ABOVE = 0.6, 1.4  # room beyond the best good part and the reject limit, in their distance
LEAST_SPAN = 0.1  # of the reject limit: identical calibration scores must not blow up noise


@dataclass(frozen=True, slots=True)
class ScoreScale:
    """``low`` to ``high``, both scores; ``place`` says where a score stands between them, 0 to 1."""

    low: float
    high: float

    def place(self, score: float) -> float:
        """0 at or below ``low``, 1 at or above ``high``."""
        return min(1.0, max(0.0, (score - self.low) / (self.high - self.low)))

    def clamp(self, score: float) -> float:
        """The score, or the nearer end."""
        return min(self.high, max(self.low, score))


def scale_of(entry: ProductEntry | None, limits: Limits) -> ScoreScale:
    """From the best good part of calibration to well above the reject limit; limits in force are always inside."""
    proposed = entry.limits.reject if entry is not None else limits.reject
    best = min(entry.calibration.scores, default=0.0) if entry is not None else 0.0
    span = max(proposed - best, LEAST_SPAN * proposed)
    low = max(0.0, min(proposed - span, proposed) - BELOW * span)
    high = proposed + ABOVE * span
    lowest, highest = limits.pass_below(), limits.reject
    return ScoreScale(min(low, max(0.0, 0.9 * lowest)), max(high, 1.1 * highest))
