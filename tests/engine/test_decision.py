"""PASS is earned; everything unexpected is ERROR."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.decision import Limits, Verdict, decide

BAND = Limits(reject=2.0, review=1.0, pixel=1.5)
PLAIN = Limits(reject=2.0, review=None, pixel=1.5)
ODD = (math.nan, math.inf, -math.inf, 0.0, -1.0)


@pytest.mark.parametrize(
    ("score", "limits", "verdict"),
    [
        (0.0, BAND, Verdict.PASS),
        (math.nextafter(1.0, 0), BAND, Verdict.PASS),
        (1.0, BAND, Verdict.REVIEW),
        (math.nextafter(2.0, 0), BAND, Verdict.REVIEW),
        (2.0, BAND, Verdict.FAIL),
        (1e30, BAND, Verdict.FAIL),
        (math.nextafter(2.0, 0), PLAIN, Verdict.PASS),
        (2.0, PLAIN, Verdict.FAIL),
        (0.5, Limits(1.0, 1.0, 1.0), Verdict.PASS),
        (1.0, Limits(1.0, 1.0, 1.0), Verdict.FAIL),
    ],
)
def test_the_verdict_changes_at_the_limit(score: float, limits: Limits, verdict: Verdict) -> None:
    assert decide(score, True, limits) is verdict


@pytest.mark.parametrize("score", [math.nan, math.inf, -math.inf, -1e-9])
def test_a_score_that_cannot_be_is_an_error(score: float) -> None:
    assert decide(score, True, BAND) is Verdict.ERROR


def test_a_map_that_is_not_finite_and_a_late_part_are_errors() -> None:
    assert decide(0.1, False, BAND) is Verdict.ERROR
    assert decide(0.1, True, BAND, late=True) is Verdict.ERROR


@pytest.mark.parametrize("odd", ODD)
def test_limits_that_cannot_be_used_are_errors(odd: float) -> None:
    for limits in (Limits(odd, None, 1.0), Limits(2.0, odd, 1.0), Limits(2.0, 1.0, odd)):
        assert not limits.usable()
        assert decide(0.1, True, limits) is Verdict.ERROR


def test_a_review_limit_above_the_reject_limit_is_an_error() -> None:
    assert decide(0.1, True, Limits(1.0, 2.0, 1.0)) is Verdict.ERROR


any_float = st.floats(allow_nan=True, allow_infinity=True)


@given(
    score=any_float,
    finite=st.booleans(),
    late=st.booleans(),
    reject=any_float,
    review=st.one_of(st.none(), any_float),
    pixel=any_float,
)
def test_pass_means_all_is_well(
    score: float, finite: bool, late: bool, reject: float, review: float | None, pixel: float
) -> None:
    verdict = decide(score, finite, Limits(reject, review, pixel), late)
    lowest = reject if review is None else min(reject, review)
    good = finite and not late and math.isfinite(reject) and math.isfinite(pixel) and 0 <= score < lowest
    if verdict is Verdict.PASS:
        assert good
