"""Limits are order statistics, and the bound is the textbook's."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from engine.calibration import group_maxima, interval, needed_for, propose_limit, upper_bound

scores = st.lists(st.floats(0, 1e6), min_size=1, max_size=200)
rates = st.sampled_from([0.005, 0.01, 0.05, 0.1, 0.25, 0.5])


@given(values=scores, rate=rates)
def test_the_limit_stands_one_step_above_an_order_statistic(values: list[float], rate: float) -> None:
    limit = propose_limit(values, rate)
    n = len(values)
    rank = min(n, math.ceil(round((n + 1) * (1 - rate), 6)))
    below = math.nextafter(limit.value, -math.inf)
    assert below == sorted(values)[rank - 1]
    assert limit.n == n
    assert limit.above == sum(value >= limit.value for value in values) <= n - rank
    assert limit.bound == upper_bound(limit.above, n)


@given(values=scores, low=rates, high=rates)
def test_a_higher_rate_never_gives_a_higher_limit(values: list[float], low: float, high: float) -> None:
    low, high = min(low, high), max(low, high)
    assert propose_limit(values, high).value <= propose_limit(values, low).value


def test_the_order_of_scores_does_not_matter() -> None:
    values = list(np.random.default_rng(0).random(99))
    assert propose_limit(values, 0.05) == propose_limit(sorted(values), 0.05)


def test_worked_example() -> None:
    values = [float(value) for value in range(1, 100)]
    limit = propose_limit(values, 0.05)
    assert limit.value == math.nextafter(95.0, math.inf)
    assert limit.above == 4


def test_too_few_parts_take_the_largest_and_say_so() -> None:
    limit = propose_limit([3.0, 1.0, 2.0], 0.005)
    assert limit.value == math.nextafter(3.0, math.inf)
    assert not limit.demonstrable
    assert limit.needed == 598
    line = limit.describe()
    assert "0.5 % is not demonstrable with 3 parts (598 would be needed)" in line
    assert "0 of 3" in line


def test_enough_parts_state_the_bound_alone() -> None:
    limit = propose_limit([float(value) for value in range(60)], 0.05)
    assert limit.demonstrable
    assert limit.describe() == "2 of 60 good parts above it: at most 10.1 % with 95 % confidence"


@pytest.mark.parametrize(("rate", "needed"), [(0.005, 598), (0.01, 299), (0.05, 59), (0.1, 29)])
def test_parts_needed_to_show_a_rate(rate: float, needed: int) -> None:
    assert needed_for(rate) == needed
    assert upper_bound(0, needed) <= rate < upper_bound(0, needed - 1)


def test_none_of_sixty_is_at_most_4_9_percent() -> None:
    assert f"{100 * upper_bound(0, 60):.1f}" == "4.9"


@given(n=st.integers(1, 3000), share=st.floats(0, 1))
def test_bounds_are_clopper_pearson(n: int, share: float) -> None:
    count = round(share * n)
    exact = stats.binomtest(count, n)
    one_sided = 1.0 if count == n else stats.beta.ppf(0.95, count + 1, n - count)
    assert upper_bound(count, n) == pytest.approx(one_sided, abs=1e-9)
    two_sided = exact.proportion_ci(0.95, method="exact")
    assert interval(count, n) == pytest.approx((two_sided.low, two_sided.high), abs=1e-6)


def test_nothing_seen_bounds_nothing() -> None:
    assert upper_bound(0, 0) == 1.0
    assert interval(0, 0) == (0.0, 1.0)


def test_coverage_of_the_limit_on_fresh_parts() -> None:
    """Over many draws a further good part is rejected at most as often as asked for (the promise of the method)."""
    random = np.random.default_rng(1)
    rejected = [random.normal() >= propose_limit(list(random.normal(size=59)), 0.05).value for _ in range(4000)]
    assert np.mean(rejected) <= 0.05 + 3 * math.sqrt(0.05 * 0.95 / 4000)


def test_groups_count_once_with_their_worst() -> None:
    assert group_maxima([1.0, 5.0, 2.0, 4.0], ["a", "b", "a", "b"]) == [2.0, 5.0]
    with pytest.raises(ValueError, match="one group for each score"):
        group_maxima([1.0, 2.0], ["a"])


@pytest.mark.parametrize("rate", [0.0, 1.0, -0.1, 2.0, math.nan])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="rate"):
        propose_limit([1.0], rate)


@pytest.mark.parametrize("values", [[], [math.nan], [1.0, math.inf]])
def test_scores_that_are_none_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="finite scores"):
        propose_limit(values, 0.05)


def test_a_rate_next_to_one_takes_the_smallest() -> None:
    assert propose_limit([1.0, 2.0, 3.0], 1 - 1e-12).value == math.nextafter(1.0, math.inf)
