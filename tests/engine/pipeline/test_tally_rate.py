"""Parts a minute, as the operator reads it."""

import pytest

from engine.decision import Limits, Verdict
from engine.judge import Inspection
from engine.pipeline.tally import Tally

PART = Inspection("camera", "Plate", Verdict.PASS, Limits(2.0, 1.0, 1.0), 0.5)


def rate_after(times_s: list[float]) -> float | None:
    tally = Tally()
    for now_s in times_s:
        tally.add(PART, "", now_s)
    return tally.view.per_minute


def test_a_burst_is_no_pace() -> None:
    """Parts that are refused at once come within microseconds of each other: that is not a million a minute."""
    assert rate_after([5.0 + index * 1e-4 for index in range(9)]) is None
    assert rate_after([5.0]) is None


def test_the_pace_is_that_of_the_last_minute() -> None:
    assert rate_after([index * 0.5 for index in range(9)]) == pytest.approx(120)
    assert rate_after([0.0, 1.0, 2.0, *(50.0 + index for index in range(5))]) == pytest.approx(60)
    assert rate_after([index * 2.0 for index in range(90)]) == pytest.approx(30)
