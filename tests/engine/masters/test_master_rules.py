"""When master parts are due: start, shift, time, changes, and clocks that jump. No waiting: the clock is given."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ErrorCode
from engine.masters.rules import Conditions, Due, MasterRules, Proof, Standing, find_due, judge_state

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HERE = Conditions("s", "b", "l", "p", "c")
RULES = MasterRules(enabled=True, every_s=8 * 3600, shifts=("06:00", "14:00", "22:00"))


def proof(standing: Standing = Standing.PASSED, age_s: float = 0.0, session: bool = True, at: datetime = NOON) -> Proof:
    return Proof(standing, HERE, at, session, age_s, "hole seen as good")


@pytest.mark.parametrize(
    ("change", "due"),
    [
        ({}, ()),
        ({"set_sha256": "x"}, (Due.SET,)),
        ({"bundle_sha256": "x"}, (Due.MODEL,)),
        ({"limits": "x"}, (Due.LIMITS,)),
        ({"provider": "x"}, (Due.PROVIDER,)),
        ({"source": "x"}, (Due.SOURCE,)),
        ({"provider": "", "source": ""}, ()),
        ({"limits": "x", "provider": "y"}, (Due.LIMITS, Due.PROVIDER)),
    ],
)
def test_a_change_makes_it_due(change: dict[str, str], due: tuple[Due, ...]) -> None:
    now = replace(HERE, **change)
    assert find_due(RULES, proof(), now, NOON) == due
    assert find_due(replace(RULES, after_change=False), proof(), now, NOON) == ()


def test_start_shift_and_time() -> None:
    assert find_due(RULES, None, HERE, NOON) == (Due.NEVER,)
    assert find_due(RULES, proof(session=False), HERE, NOON) == (Due.START,)
    before_two, after_two = NOON.replace(hour=13, minute=59), NOON.replace(hour=14, minute=0)
    assert find_due(RULES, proof(age_s=7140), HERE, before_two) == ()
    assert find_due(RULES, proof(age_s=7200), HERE, after_two) == (Due.SHIFT,)
    night = datetime(2026, 11, 20, 23, 0, tzinfo=UTC)
    assert find_due(RULES, proof(at=night, age_s=6 * 3600), HERE, night + timedelta(hours=6)) == (), "the same shift"
    assert find_due(RULES, proof(at=night, age_s=7 * 3600), HERE, night + timedelta(hours=7)) == (Due.SHIFT,)
    assert find_due(replace(RULES, shifts=()), proof(age_s=8 * 3600), HERE, NOON) == (Due.TIME,)


def test_a_clock_that_was_set_back_proves_nothing_and_a_jump_does_not_hide_hours() -> None:
    assert find_due(RULES, proof(), HERE, NOON - timedelta(hours=5)) == (Due.CLOCK,)
    assert find_due(RULES, proof(), HERE, NOON - timedelta(seconds=60)) == (), "a time server moves it a little"
    backwards = find_due(RULES, proof(age_s=8 * 3600), HERE, NOON - timedelta(hours=20))
    assert backwards == (Due.CLOCK, Due.TIME)
    assert Due.SHIFT in find_due(RULES, proof(age_s=1), HERE, NOON + timedelta(days=1))


def test_what_locks_and_what_only_reminds() -> None:
    late = NOON.replace(hour=13, minute=50)
    calm = judge_state("Plate", RULES, proof(age_s=0), HERE, NOON)
    assert (calm.lock, calm.due, calm.due_in_min) == (None, (), None)
    soon = judge_state("Plate", RULES, proof(age_s=6600), HERE, late)
    assert (soon.lock, soon.due_in_min) == (None, 10)
    due = judge_state("Plate", RULES, proof(session=False), HERE, NOON)
    assert due.lock is not None
    assert due.lock.code is ErrorCode.MASTERS_DUE
    told = judge_state("Plate", replace(RULES, lock_when_due=False), proof(session=False), HERE, NOON)
    assert (told.lock, told.due) == (None, (Due.START,))
    failed = judge_state("Plate", MasterRules(), proof(Standing.FAILED), HERE, NOON)
    assert failed.lock is not None, "a failed check locks, whatever the station file says"
    assert failed.lock.code is ErrorCode.MASTERS_FAILED
    off = judge_state("Plate", MasterRules(), None, HERE, NOON, "the set has no part")
    assert off.lock is None


def test_a_set_that_proves_nothing_locks_until_an_engineer_acts() -> None:
    empty = judge_state("Plate", RULES, proof(), HERE, NOON, "the set has no part")
    assert empty.lock is not None
    assert empty.lock.code is ErrorCode.MASTERS_UNUSABLE
    released = judge_state("Plate", RULES, proof(Standing.RELEASED), HERE, NOON, "the set has no part")
    assert released.lock is None
    again = judge_state("Plate", RULES, proof(Standing.RELEASED, session=False), HERE, NOON, "the set has no part")
    assert again.lock is not None, "a release lasts until the next check is due"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can be set on POSIX only")
def test_shifts_begin_by_the_clock_on_the_wall_in_the_nights_when_it_is_changed(zone: Callable[[str], None]) -> None:
    zone("Europe/Berlin")
    rules = MasterRules(enabled=True, shifts=("06:00",), remind_s=1e6)
    spring = datetime.fromisoformat("2026-03-29T00:30").astimezone()  # an hour goes at 2
    calm = judge_state("Plate", rules, proof(at=spring), HERE, spring)
    assert calm.due_in_min == 270
    winter_five = datetime.fromisoformat("2026-03-29T04:00:00+00:00").astimezone()
    assert find_due(rules, proof(at=spring), HERE, winter_five) == (Due.SHIFT,), "6 on the wall"
    autumn = datetime.fromisoformat("2026-10-25T00:30").astimezone()
    assert judge_state("Plate", rules, proof(at=autumn), HERE, autumn).due_in_min == 390


@given(minutes=st.integers(0, 60 * 24 * 3), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_within_three_shifts_a_check_is_always_due(minutes: int, hour: int, minute: int) -> None:
    at = NOON.replace(hour=hour, minute=minute)
    due = find_due(RULES, proof(age_s=60 * minutes, at=at), HERE, at + timedelta(minutes=minutes))
    assert bool(due) or minutes < 8 * 60
    if minutes >= 8 * 60:
        assert {Due.SHIFT, Due.TIME} <= set(due)
