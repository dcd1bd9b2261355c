"""Limits for a rate of false rejects, from the scores of held-out good parts, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.bundle.manifest import ProductEntry
from engine.calibration import Limit, group_maxima, needed_for, propose_limit
from engine.decision import Limits, Verdict, decide

RATES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.10, 0.15, 0.20)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Limits, and what is known of the reject limit. ``chosen_before``: the rate was fixed before scores were shown;
    otherwise the limits are an estimate without guarantee."""

    limits: Limits
    reject: Limit
    chosen_before: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some parts would get each verdict."""

    passed: int
    review: int
    rejected: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.passed + self.review + self.rejected


def held_out(entry: ProductEntry) -> list[float]:
    """The worst score of each held-out good part."""
    return group_maxima(entry.calibration.scores, entry.calibration.groups)


def proposal_for(entry: ProductEntry, rate: float) -> Proposal:
    """Limits at ``rate`` in (0, 1). At the rate of the manifest they are the manifest's own. The review limit keeps its
    rate, or twice the reject limit's if that is larger."""
    calibration = entry.calibration
    scores, proposed = held_out(entry), entry.limits.to_limits()
    reject = propose_limit(scores, rate)
    if abs(rate - calibration.rate) < 1e-12:
        return Proposal(proposed, reject, True)
    review = None
    if calibration.review_rate is not None:
        wide = min(0.5, max(calibration.review_rate, 2 * rate))
        value = propose_limit(scores, wide).value
        review = value if value < reject.value else None
    return Proposal(replace(proposed, reject=reject.value, review=review), reject, False)


def tally(scores: Sequence[float], limits: Limits) -> Tally:
    """What parts of these scores would get; a score that is not finite is rejected."""
    verdicts = [decide(value, bool(np.isfinite(value)), limits) for value in scores]
    passed, review = verdicts.count(Verdict.PASS), verdicts.count(Verdict.REVIEW)
    return Tally(passed, review, len(verdicts) - passed - review)


def next_step(limit: Limit) -> tuple[int, float]:
    """So many good parts without one above the limit would show a rate: that asked for if it is out of reach now, else
    the next smaller of the usual ones. Returns (parts, rate)."""
    if not limit.demonstrable:
        return limit.needed, limit.rate
    smaller = [rate for rate in RATES if rate < limit.rate]
    rate = smaller[-1] if smaller else limit.rate
    return needed_for(rate), rate
