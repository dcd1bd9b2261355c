"""The interface every output has."""

from dataclasses import dataclass
from typing import Protocol

from engine.decision import Verdict


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict that leaves the program. ``seq`` is its record, ``head`` the newest row that was made durable with it
    (``seq`` or later); None if the deadline came first, and then the verdict is ERROR."""

    part: str
    number: int
    label: int | None
    source: str
    product: str
    serial: str
    lot: str
    verdict: Verdict
    score: float | None
    utc: str
    seq: int | None = None
    head: str | None = None
    error: str = ""


class Output(Protocol):
    """Takes results. Calls return at once; what talks to a network does it in a thread of its own.

    An output rests at *reject*: before the first result, after an error, and when the line is not ready.
    """

    @property
    def name(self) -> str:
        """For messages."""
        ...

    @property
    def problem(self) -> str:
        """Why it does not work; empty if it does."""
        ...

    def ready(self, ready: bool) -> None:
        """The line takes triggers, or not."""
        ...

    def send(self, result: Result) -> None:
        """A verdict. It is in the records already, unless it is an ERROR whose deadline came first."""
        ...

    def close(self) -> None:
        """Rest at reject, then end."""
        ...
