"""When a part may begin, for any moment."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from engine.pipeline.pacing import Pace


@given(st.floats(0.01, 10), st.lists(st.floats(0, 30), max_size=50))
def test_parts_never_begin_closer_than_half_the_interval_and_never_pile_up(interval: float, steps: list[float]) -> None:
    pace, now, begun = Pace(held=False), 100.0, []
    pace.set_interval(interval)
    for step in steps:
        now += step
        if pace.parts(now, 0):
            pace.begun(now)
            begun.append(now)
            assert pace.parts(now, 0) == 0
        assert pace.parts(now, 1) == 0
    assert all(later - earlier >= 0.5 * interval * 0.999 for earlier, later in itertools.pairwise(begun))


def test_held_takes_steps_and_nothing_else() -> None:
    pace = Pace(held=True)
    assert (pace.parts(0.0, 0), pace.may_begin(0.0, live=True), pace.may_begin(0.0, live=False)) == (0, False, True)
    pace.step()
    assert (pace.parts(0.0, 0), pace.may_begin(0.0, live=True)) == (1, True)
    pace.begun(0.0)
    assert pace.parts(0.0, 0) == 0
    pace.run()
    assert pace.parts(0.0, 9) is None


def test_a_serial_number_is_used_once() -> None:
    pace = Pace(held=False)
    pace.serial = "A"
    assert (pace.take_serial(), pace.take_serial()) == ("A", "")
