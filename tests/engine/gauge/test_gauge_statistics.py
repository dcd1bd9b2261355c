"""Agreement and intervals against scikit-learn, scipy and a published worked example."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import binomtest
from sklearn.metrics import cohen_kappa_score

from engine.calibration import interval
from engine.gauge.report import EFFECTIVENESS, FALSE_ALARMS, MISSES, Grade, grade_high, grade_kappa, grade_low
from engine.gauge.statistics import (
    Calls,
    CrossTable,
    cohen_kappa,
    cross_table,
    fleiss_kappa,
    pooled_spread,
    rate,
    wilson,
)


def from_table(both_bad: int, first_bad: int, second_bad: int, both_good: int) -> tuple[Calls, Calls]:
    first = np.repeat([True, True, False, False], [both_bad, first_bad, second_bad, both_good])
    second = np.repeat([True, False, True, False], [both_bad, first_bad, second_bad, both_good])
    return first, second


# AIAG, Measurement Systems Analysis, 4th edition, chapter III section C: 50 parts, appraisers A, B, C, three trials.
AIAG = {
    "A*B": ((44, 6, 3, 97), 0.86),
    "B*C": ((42, 5, 9, 94), 0.79),
    "A*C": ((43, 7, 8, 92), 0.78),
    "A*Ref": ((45, 5, 3, 97), 0.88),
    "B*Ref": ((45, 2, 3, 100), 0.92),
    "C*Ref": ((42, 9, 6, 93), 0.77),
}


@pytest.mark.parametrize("name", AIAG)
def test_the_kappas_of_the_worked_example_of_aiag(name: str) -> None:
    counts, published = AIAG[name]
    first, second = from_table(*counts)
    assert cross_table(first, second) == CrossTable(*counts)
    assert cohen_kappa(first, second) == pytest.approx(published, abs=0.005)


def test_the_rates_of_the_worked_example_of_aiag() -> None:
    effective = {"A": (42, 0.71, 0.93), "B": (45, 0.78, 0.97), "C": (40, 0.66, 0.90)}
    for count, low, high in effective.values():
        found = rate(count, 50)
        assert (found.low, found.high) == (pytest.approx(low, abs=0.005), pytest.approx(high, abs=0.005))
    assert [grade_high(count / 50, EFFECTIVENESS) for count, _, _ in effective.values()] == [
        Grade.MARGINAL,
        Grade.ACCEPTABLE,
        Grade.MARGINAL,
    ]
    misses, alarms = [3 / 48, 3 / 48, 6 / 48], [5 / 102, 2 / 102, 9 / 102]
    assert [round(100 * share, 1) for share in misses + alarms] == [6.2, 6.2, 12.5, 4.9, 2.0, 8.8]
    assert [grade_low(share, MISSES) for share in misses] == [Grade.UNACCEPTABLE] * 3
    assert [grade_low(share, FALSE_ALARMS) for share in alarms] == [Grade.ACCEPTABLE, Grade.ACCEPTABLE, Grade.MARGINAL]
    assert [grade_kappa(value) for value in (0.86, 0.75, 0.39, None)] == [
        Grade.ACCEPTABLE,
        Grade.MARGINAL,
        Grade.UNACCEPTABLE,
        Grade.UNKNOWN,
    ]


@settings(max_examples=40)
@given(hnp.arrays(bool, st.tuples(st.integers(1, 60), st.just(2))))
def test_cohens_kappa_is_scikit_learns(calls: Calls) -> None:
    first, second = calls[:, 0], calls[:, 1]
    found = cohen_kappa(first, second)
    if len({*first.tolist(), *second.tolist()}) == 1:
        assert found is None
    else:
        assert found == pytest.approx(cohen_kappa_score(first, second), abs=1e-12)


def pairwise_kappa(calls: Calls) -> float | None:
    """Fleiss' kappa by counting pairs one by one."""
    n, m = calls.shape
    agreements = [row[i] == row[j] for row in calls.tolist() for i, j in combinations(range(m), 2)]
    seen = sum(agreements) / len(agreements)
    bad = sum(sum(row) for row in calls.tolist()) / (n * m)
    by_chance = bad * bad + (1 - bad) * (1 - bad)
    return None if by_chance == 1 else (seen - by_chance) / (1 - by_chance)


@settings(max_examples=40)
@given(hnp.arrays(bool, st.tuples(st.integers(1, 20), st.integers(2, 9))))
def test_fleiss_kappa_is_the_one_counted_pair_by_pair(calls: Calls) -> None:
    expected = pairwise_kappa(calls)
    assert fleiss_kappa(calls) == (None if expected is None else pytest.approx(expected, abs=1e-12))


@settings(max_examples=40)
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_are_scipys(pair: tuple[int, int]) -> None:
    exact = binomtest(*pair).proportion_ci(0.95, "exact")
    score = binomtest(*pair).proportion_ci(0.95, "wilson")
    assert interval(*pair) == (pytest.approx(exact.low, abs=1e-9), pytest.approx(exact.high, abs=1e-9))
    assert wilson(*pair) == (pytest.approx(score.low, abs=1e-9), pytest.approx(score.high, abs=1e-9))


def test_nothing_to_count_has_no_interval_and_nonsense_is_refused() -> None:
    assert rate(0, 0).share is None
    assert rate(0, 0).low is None
    with pytest.raises(ValueError, match="3 of 2"):
        rate(3, 2)
    with pytest.raises(ValueError, match="same length"):
        cohen_kappa(np.array([True]), np.array([True, False]))
    with pytest.raises(ValueError, match="two calls"):
        fleiss_kappa(np.array([[True]]))


def test_the_pooled_spread_is_that_of_one_way_analysis() -> None:
    chance = np.random.default_rng(7)
    groups = [chance.normal(part, 0.2, size) for part, size in ((1.0, 3), (2.0, 5), (9.0, 2))]
    found = pooled_spread([*groups, [4.0]], reject=2.0)
    assert found is not None
    squares = sum((len(group) - 1) * np.var(group, ddof=1) for group in groups)
    assert found.deviation == pytest.approx(np.sqrt(squares / 7))
    assert found.share_of_limit == pytest.approx(3 * found.deviation)
    assert (found.parts, found.readings) == (3, 10)
    assert pooled_spread([[1.0], [2.0]], 1.0) is None
