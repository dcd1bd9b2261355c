"""Futures that are answered from the thread of commands."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, TypeVar

from engine.errors import ErrorCode, InspectError, UsageError

if TYPE_CHECKING:
    from engine.pipeline.present import LineMasters
    from engine.pipeline.station import Station

T = TypeVar("T")


def pass_on(done: "Future[T]", answer: "Future[T]") -> None:
    """What one future found, to another."""
    error = done.exception()
    if error is None:
        answer.set_result(done.result())
    else:
        answer.set_exception(error)


def ask(command: Callable[[Callable[[], None]], object], task: Callable[[], T]) -> "Future[T]":
    """Give ``command`` the task; an expected failure is an answer, too."""
    answer: Future[T] = Future()

    def work() -> None:
        try:
            answer.set_result(task())
        except InspectError as error:
            answer.set_exception(error)

    command(work)
    return answer


def masters_of(station: "Station") -> "LineMasters":
    """What the line in use offers for master parts. Raises UsageError if there is none."""
    if station.current is None:
        raise UsageError(ErrorCode.MASTERS_BUSY, what="no product is loaded")
    return station.current.masters
