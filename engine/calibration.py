"""Limits from the scores of good parts that training never saw (split calibration).

A limit is an order statistic, never interpolated: with n exchangeable good groups, the k-th smallest score with
k = ceil((n + 1) * (1 - rate)) rejects a further good part with probability at most ``rate`` on average. What is *known*
about the realised rate is a one-sided 95 % Clopper-Pearson bound, and that is what people are shown.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Limit:
    """A proposed limit. ``n`` counts groups, ``above`` how many of them exceed it, ``bound`` is the one-sided 95 %
    upper bound of the false-reject rate; ``demonstrable`` says if n suffices to show the requested rate at all."""

    value: float
    rate: float
    n: int
    above: int
    bound: float
    demonstrable: bool
    needed: int

    def describe(self) -> str:
        """One English line for reports and the command line."""
        known = f"{self.above} of {self.n} good parts above it: at most {100 * self.bound:.1f} % with 95 % confidence"
        if self.demonstrable:
            return known
        return f"{known}; {100 * self.rate:g} % is not demonstrable with {self.n} parts ({self.needed} would be needed)"


def group_maxima(scores: Sequence[float], groups: Sequence[Hashable]) -> list[float]:
    """The worst score of each group (part, lot, burst), in order of first appearance; parts are judged by the worst."""
    if len(scores) != len(groups):
        raise ValueError("one group for each score")
    worst: dict[Hashable, float] = {}
    for value, group in zip(scores, groups, strict=True):
        worst[group] = max(value, worst.get(group, -math.inf))
    return list(worst.values())


def needed_for(rate: float) -> int:
    """Good groups needed so that none above the limit shows ``rate`` with 95 % confidence (598 for 0.5 %)."""
    return math.ceil(math.log(1 - CONFIDENCE) / math.log1p(-rate))


def upper_bound(above: int, n: int) -> float:
    """One-sided 95 % Clopper-Pearson upper bound of a rate after seeing ``above`` of ``n``; 1.0 if nothing was seen."""
    from scipy.special import betaincinv  # 0.1 s to import, and the station rarely asks

    if n == 0 or above >= n:
        return 1.0
    return float(betaincinv(above + 1, n - above, CONFIDENCE))


def interval(count: int, n: int) -> tuple[float, float]:
    """Two-sided 95 % Clopper-Pearson interval of ``count`` of ``n``."""
    from scipy.special import betaincinv

    if n == 0:
        return 0.0, 1.0
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, n - count + 1, tail))
    high = 1.0 if count == n else float(betaincinv(count + 1, n - count, 1 - tail))
    return low, high


def propose_limit(scores: Sequence[float], rate: float) -> Limit:
    """The limit for a false-reject rate in (0, 1) from one score per good group.

    A limit is the value at which the verdict changes (score >= limit is no PASS), so the order statistic is moved up by
    one representable step: the part that gave it still passes. With too few groups for the rate the largest score is
    taken, and ``demonstrable`` is False.
    """
    if not 0 < rate < 1:
        raise ValueError(f"rate {rate} is not between 0 and 1")
    if not scores or not np.isfinite(scores).all():
        raise ValueError("a limit needs finite scores of good parts")
    ordered = sorted(scores)
    n = len(ordered)
    rank = min(n, max(1, math.ceil((n + 1) * (1 - rate) - 1e-9)))
    value = math.nextafter(ordered[rank - 1], math.inf)
    above = sum(score >= value for score in ordered)
    needed = needed_for(rate)
    return Limit(value, rate, n, above, upper_bound(above, n), n >= needed, needed)
