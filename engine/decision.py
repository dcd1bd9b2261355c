"""The one function that turns a score into a verdict, and verdicts counted."""

import math
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What the program says of a part. ERROR is never PASS; REVIEW and ERROR drive the reject output."""

    PASS = "PASS"  # noqa: S105 (a verdict, not a password)  # nosec B105
    REVIEW = "REVIEW"
    FAIL = "FAIL"
    ERROR = "ERROR"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits in force. ``reject`` and ``review`` are scores (``review`` <= ``reject``, or None for no review band);
    ``pixel`` is a map value; ``least_area_px`` the smallest region worth showing, in pixels of the map."""

    reject: float
    review: float | None
    pixel: float
    least_area_px: int = 4

    def usable(self) -> bool:
        """True if every limit is a finite number and they stand in order."""
        values = [self.reject, self.pixel] + ([] if self.review is None else [self.review])
        return all(math.isfinite(value) and value > 0 for value in values) and self.pass_below() <= self.reject

    def pass_below(self) -> float:
        """The score below which a part passes."""
        return self.reject if self.review is None else self.review


@dataclass(frozen=True, slots=True)
class Counts:
    """Parts by verdict."""

    passed: int = 0
    review: int = 0
    failed: int = 0
    error: int = 0

    @property
    def total(self) -> int:
        """All."""
        return self.passed + self.review + self.failed + self.error

    @property
    def yield_share(self) -> float | None:
        """PASS of all, 0 to 1; None without any."""
        return self.passed / self.total if self.total else None

    def of(self, verdict: Verdict) -> int:
        """One verdict's."""
        return {
            Verdict.PASS: self.passed,
            Verdict.REVIEW: self.review,
            Verdict.FAIL: self.failed,
            Verdict.ERROR: self.error,
        }[verdict]


def decide(score: float, map_finite: bool, limits: Limits, late: bool = False) -> Verdict:
    """PASS only if every map value is finite and the score is below the lowest limit; anything unexpected is ERROR."""
    if late or not map_finite or not math.isfinite(score) or score < 0 or not limits.usable():
        return Verdict.ERROR
    if score < limits.pass_below():
        return Verdict.PASS
    return Verdict.REVIEW if score < limits.reject else Verdict.FAIL
