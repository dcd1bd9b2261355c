"""Futures that are answered from the thread of commands."""

from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from typing import TYPE_CHECKING, TypeVar

from engine.errors import ErrorCode, InspectError, JudgeError, UsageError

if TYPE_CHECKING:
    from engine.pipeline.present import LineMasters
    from engine.pipeline.station import Station

ASK_S, ASK_STATION_S = 10.0, 30.0  # the station may be loading a model
T = TypeVar("T")


def pass_on(done: "Future[T]", answer: "Future[T]") -> None:
    """What one future found, to another."""
    error = done.exception()
    if error is None:
        answer.set_result(done.result())
    else:
        answer.set_exception(error)


def ask(command: Callable[[Callable[[], None]], object], task: Callable[[], T]) -> "Future[T]":
    """Give ``command`` the task; a failure is an answer, too, and a bug is told to both sides. A task whose answer was
    cancelled before its turn is left out."""
    answer: Future[T] = Future()

    def work() -> None:
        if not answer.set_running_or_notify_cancel():
            return
        try:
            answer.set_result(task())
        except InspectError as error:
            answer.set_exception(error)
        except BaseException as error:
            answer.set_exception(error)
            raise

    command(work)
    return answer


def wait_for(answer: "Future[T]", seconds: float = ASK_S) -> T:
    """The answer of the line's thread. Raises what prevented it; JudgeError if its turn does not come in time, and then
    it is never done; what was begun is waited for once more."""
    try:
        return answer.result(seconds)
    except TooLate as error:
        busy = JudgeError(ErrorCode.LINE_BUSY, seconds=round(seconds))
        if answer.cancel():
            raise busy from error
    try:
        return answer.result(seconds)
    except TooLate as error:
        raise busy from error


def masters_of(station: "Station") -> "LineMasters":
    """What the line in use offers for master parts. Raises UsageError if there is none."""
    if station.current is None:
        raise UsageError(ErrorCode.MASTERS_BUSY, what="no product is loaded")
    return station.current.masters
