"""Agreement and rates. Pure functions on arrays; True means that a part was called bad."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.calibration import interval

Z = 1.959963984540054  # of the two-sided 95 % of the normal distribution
Calls = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``n``, with the exact two-sided 95 % interval (Clopper-Pearson) and Wilson's, which is narrower and
    right on average only. Without anything to count all is None."""

    count: int
    n: int
    low: float | None
    high: float | None
    wilson_low: float | None
    wilson_high: float | None

    @property
    def share(self) -> float | None:
        """0 to 1."""
        return self.count / self.n if self.n else None


def rate(count: int, n: int) -> Rate:
    """A rate with its intervals. ValueError if ``count`` is not between 0 and ``n``."""
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n}")
    if n == 0:
        return Rate(0, 0, None, None, None, None)
    return Rate(count, n, *interval(count, n), *wilson(count, n))


def wilson(count: int, n: int) -> tuple[float, float]:
    """Wilson's two-sided 95 % score interval, without continuity correction."""
    share, square = count / n, Z * Z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def cohen_kappa(first: Calls, second: Calls) -> float | None:
    """Agreement of two rows of calls (n,) beyond chance, -1 to 1. None if both say the same of everything: there is no
    chance to correct for, and the formula divides by zero."""
    if first.shape != second.shape or first.size == 0:
        raise ValueError("two rows of the same length, not empty")
    seen = float(np.mean(first == second))
    a, b = float(np.mean(first)), float(np.mean(second))
    by_chance = a * b + (1 - a) * (1 - b)
    return None if by_chance >= 1.0 else (seen - by_chance) / (1 - by_chance)


def fleiss_kappa(calls: Calls) -> float | None:
    """Agreement of m >= 2 calls on each of n parts, ``calls`` (n, m). None if all calls are the same."""
    n, m = calls.shape
    if n == 0 or m < 2:
        raise ValueError("at least one part with two calls")
    bad = calls.sum(axis=1).astype(float)
    each = (bad * (bad - 1) + (m - bad) * (m - bad - 1)) / (m * (m - 1))
    share = float(bad.sum()) / (n * m)
    by_chance = share**2 + (1 - share) ** 2
    return None if by_chance >= 1.0 else (float(each.mean()) - by_chance) / (1 - by_chance)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """How often two said what: ``both_bad``, only the first, only the second, ``both_good``."""

    both_bad: int
    first_bad: int
    second_bad: int
    both_good: int


def cross_table(first: Calls, second: Calls) -> CrossTable:
    """Of two rows of calls (n,)."""
    pairs = ((first & second), (first & ~second), (~first & second), (~first & ~second))
    return CrossTable(*(int(np.count_nonzero(pair)) for pair in pairs))


@dataclass(frozen=True, slots=True)
class Spread:
    """How far scores of one part differ: pooled standard deviation over ``parts`` with ``readings`` in all, and the
    width of six of them as a share of the reject limit."""

    deviation: float
    parts: int
    readings: int
    share_of_limit: float


def pooled_spread(groups: Sequence[Sequence[float]], reject: float) -> Spread | None:
    """Repeatability of the score from repeats of each part; None without any repeat."""
    repeated = [np.asarray(group, float) for group in groups if len(group) >= 2]
    freedom = sum(len(group) - 1 for group in repeated)
    if not freedom:
        return None
    squares = sum(float(((group - group.mean()) ** 2).sum()) for group in repeated)
    deviation = math.sqrt(squares / freedom)
    return Spread(deviation, len(repeated), sum(len(group) for group in repeated), 6 * deviation / reject)
