"""Questions to the line's thread: answered, refused, or never taken, and then not done later either."""

from collections.abc import Callable

import pytest

from engine.errors import ErrorCode, JudgeError, UsageError
from engine.pipeline.answers import ask, wait_for


def test_what_is_not_answered_in_time_is_told_and_never_done() -> None:
    waiting: list[Callable[[], None]] = []
    done: list[int] = []
    answer = ask(waiting.append, lambda: done.append(1))
    with pytest.raises(JudgeError) as told:
        wait_for(answer, 0.01)
    assert told.value.code is ErrorCode.LINE_BUSY
    waiting[0]()
    assert done == []


def test_a_refusal_is_an_answer_and_a_bug_is_told_to_both_sides() -> None:
    def refuse() -> None:
        raise UsageError(ErrorCode.MASTERS_BUSY, what="a check is under way")

    with pytest.raises(UsageError):
        wait_for(ask(lambda work: work(), refuse))
    waiting: list[Callable[[], None]] = []
    answer = ask(waiting.append, lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        waiting[0]()
    with pytest.raises(ZeroDivisionError):
        wait_for(answer)
