"""The rules of counting, assignment and deadlines, for any order of events."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, JudgeError
from engine.frames import Frame
from engine.judge import Inspection
from engine.pipeline.book import PartBook
from engine.pipeline.parts import OpenPart, Trigger
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.settings import LineMode
from engine.sources import BadFrame
from tests.support.lines import LIMITS, Tap

PIXELS = np.zeros((2, 2, 3), np.uint8)
BROKEN = JudgeError(ErrorCode.JUDGE_GONE, why="test")


def book(mode: LineMode = LineMode.TRIGGERED, frames: int = 1, waiting: int = 4) -> PartBook:
    """A book over one source."""
    plan = LinePlan((SourcePlan("s", Tap, "Plate", frames, True),), mode, 1000.0, waiting)
    return PartBook(plan, lambda _product: LIMITS)


def frame(number: int, at_s: float) -> Frame:
    """A frame taken at this time."""
    return Frame(number, f"f{number}", PIXELS, at_s)


def judged(one: Frame, verdict: Verdict = Verdict.PASS, score: float = 0.1) -> Inspection:
    """An answer."""
    return Inspection(one.source, "Plate", verdict, LIMITS, score, frame=one)


def leave_all(made: PartBook) -> list[OpenPart]:
    """Let every decided part leave."""
    gone = []
    while (part := made.take_decided()) is not None:
        assert part.decided is not None
        made.leave(part, part.decided.verdict)
        gone.append(part)
    return gone


EVENTS = st.lists(
    st.one_of(
        st.just(("trigger",)),
        st.just(("frame",)),
        st.just(("bad",)),
        st.tuples(st.just("post"), st.integers(1, 3)),
        st.tuples(st.just("answer"), st.sampled_from(Verdict)),
        st.just(("lose",)),
        st.tuples(st.just("time"), st.floats(0.01, 0.8)),
        st.just(("leave",)),
    ),
    max_size=60,
)


@settings(max_examples=300)
@given(events=EVENTS, mode=st.sampled_from(LineMode), frames=st.integers(1, 3), waiting=st.integers(1, 4))
def test_counts_add_up_and_every_part_leaves_once(
    events: list[tuple[object, ...]], mode: LineMode, frames: int, waiting: int
) -> None:
    made, now = book(mode, frames, waiting), 100.0
    out: dict[int, Frame] = {}
    gone: list[OpenPart] = []
    for number, event in enumerate(events):
        if event[0] == "trigger":
            made.trigger(Trigger(at_s=now), 0)
        elif event[0] == "frame":
            made.add_frame(0, frame(number, now))
        elif event[0] == "bad":
            made.add_frame(0, BadFrame(number, "s", BROKEN, now))
        elif event[0] == "post":
            for _ in range(int(event[1])):  # type: ignore[call-overload]
                if (job := made.next_job()) is not None:
                    out[job[0]] = job[2]
        elif event[0] == "answer" and out:
            job_number = min(out)
            made.answer(job_number, judged(out.pop(job_number), Verdict(event[1])))
        elif event[0] == "lose" and out:
            job_number = min(out)
            del out[job_number]
            made.lose(job_number, BROKEN)
        elif event[0] == "time":
            now += float(event[1])  # type: ignore[arg-type]
            made.time_is(now)
        elif event[0] == "leave":
            gone += leave_all(made)
        assert made.counter.frames(0).add_up
        assert made.counter.parts().add_up
    made.time_is(now + 100)
    gone += leave_all(made)
    assert not made.open
    assert len({part.trigger.uuid for part in gone}) == len(gone) == made.counter.triggers
    assert made.counter.frames(0).waiting == 0


def test_the_worst_frame_decides() -> None:
    made = book(LineMode.EVERY, frames=3)
    for number, verdict in enumerate((Verdict.PASS, Verdict.FAIL, Verdict.REVIEW)):
        made.add_frame(0, one := frame(number, 1.0))
        job = made.next_job()
        assert job is not None
        made.answer(job[0], judged(one, verdict, 0.5 * number))
    (part,) = leave_all(made)
    assert part.decided is not None
    assert (part.decided.verdict, part.decided.score) == (Verdict.FAIL, 0.5)


def test_a_trigger_takes_the_first_frame_after_it_and_others_are_passed_over() -> None:
    made = book()
    made.add_frame(0, frame(0, 1.0))
    made.trigger(Trigger(at_s=2.0), 0)
    made.trigger(Trigger(at_s=2.5), 0)
    made.add_frame(0, frame(1, 1.9))  # exposed before the trigger
    made.add_frame(0, frame(2, 2.1))
    made.add_frame(0, frame(3, 2.6))
    made.add_frame(0, frame(4, 2.7))
    jobs = [made.next_job(), made.next_job(), made.next_job()]
    assert [job[2].frame_id for job in jobs if job] == [2, 3]
    assert made.counter.passed_over == 3


def test_the_same_trigger_twice_is_one_part() -> None:
    made = book()
    trigger = Trigger()
    assert made.trigger(trigger, 0) is not None
    assert made.trigger(replace(trigger, serial="again"), 0) is None
    assert (made.counter.triggers, made.counter.repeated) == (1, 1)


def test_one_part_too_many_is_an_error_and_visible() -> None:
    made = book(waiting=2)
    for _ in range(3):
        made.trigger(Trigger(at_s=1.0), 0)
    (part,) = leave_all(made)
    assert part.decided is not None
    assert part.decided.error is not None
    assert part.decided.error.code is ErrorCode.LINE_OVERRUN
    assert made.counter.overrun == 1


@pytest.mark.parametrize(("with_frame", "code"), [(False, ErrorCode.LINE_NO_FRAME), (True, ErrorCode.JUDGE_LATE)])
def test_a_part_that_is_late_is_an_error_at_the_cutoff(with_frame: bool, code: ErrorCode) -> None:
    made = book()
    made.trigger(Trigger(at_s=10.0), 0)
    if with_frame:
        made.add_frame(0, frame(1, 10.1))
    assert made.due_s() == 10.95
    made.time_is(10.94)
    assert made.take_decided() is None
    made.time_is(10.95)
    part = made.take_decided()
    assert part is not None
    assert part.decided is not None
    assert part.decided.error is not None
    assert part.decided.error.code is code
    assert made.due_s() == 11.0


def test_a_late_answer_changes_nothing_and_is_told() -> None:
    made = book()
    made.trigger(Trigger(at_s=10.0), 0)
    made.add_frame(0, one := frame(1, 10.1))
    job = made.next_job()
    assert job is not None
    made.time_is(11.0)
    (part,) = leave_all(made)
    assert made.answer(job[0], judged(one)) is part
    assert leave_all(made) == []
    assert part.decided is not None
    assert part.decided.verdict is Verdict.ERROR
    assert made.counter.late_results == 1


def test_a_refused_part_is_an_error_with_the_cause() -> None:
    made = book(LineMode.EVERY)
    made.add_frame(0, frame(1, 1.0), BROKEN)
    (part,) = leave_all(made)
    assert part.decided is not None
    assert part.decided.error is BROKEN


def test_free_running_passes_frames_over_while_one_is_judged() -> None:
    made = book(LineMode.FREE)
    for number in range(5):
        made.add_frame(0, frame(number, 1.0))
    assert (made.counter.triggers, made.counter.passed_over) == (1, 4)


def test_a_frame_of_another_size_is_an_error() -> None:
    source = SourcePlan("s", Tap, "Plate", 1, True, (640, 480))
    made = PartBook(LinePlan((source,), LineMode.EVERY), lambda _product: Limits(1, None, 1))
    made.add_frame(0, frame(1, 1.0))
    (part,) = leave_all(made)
    assert part.decided is not None
    error = part.decided.error
    assert isinstance(error, InspectError)
    assert error.code is ErrorCode.SOURCE_SIZE
