"""What other limits would have said."""

import pytest

from app.inspect.whatif import Change, compare, redecide
from engine.decision import Limits, Verdict
from engine.pipeline.tally import Mark

MARKS = [
    Mark(1, 0.2, Verdict.PASS),
    Mark(2, 0.7, Verdict.REVIEW),
    Mark(3, 1.5, Verdict.FAIL),
    Mark(4, None, Verdict.ERROR),
]
OLD = Limits(1.0, 0.5, 1.0)


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (Limits(0.6, 0.5, 1.0), Change(4, 1, -1, 1)),
        (Limits(2.0, 0.5, 1.0), Change(4, -1, 1, 1)),
        (Limits(1.0, None, 1.0), Change(4, 0, -1, 1)),
        (Limits(0.1, 0.1, 1.0), Change(4, 2, -1, 2)),
        (OLD, Change(4, 0, 0)),
    ],
)
def test_differences_are_counted(new: Limits, expected: Change) -> None:
    assert compare(MARKS, OLD, new) == expected


def test_what_was_not_judged_stays_an_error() -> None:
    assert redecide(MARKS[3], Limits(9.0, None, 1.0)) is Verdict.ERROR
    assert redecide(Mark(5, 0.1, Verdict.ERROR), OLD) is Verdict.ERROR
