"""The interface every source has."""

import time
from dataclasses import dataclass, field
from typing import Protocol

from engine.errors import InspectError
from engine.frames import Frame


@dataclass(frozen=True, slots=True)
class BadFrame:
    """A frame that came but must not be judged; its part is ERROR, and the source goes on."""

    frame_id: int
    source: str
    error: InspectError
    monotonic_s: float = field(default_factory=time.monotonic)


@dataclass(frozen=True, slots=True)
class NoFrame:
    """Nothing came for a moment; read again. ``error`` says why, if the source is lost and being looked for."""

    error: InspectError | None = None


class Source(Protocol):
    """Gives frames one by one. Not thread-safe: one thread reads it."""

    @property
    def name(self) -> str:
        """For people: a folder, a camera."""
        ...

    @property
    def length(self) -> int | None:
        """Number of frames if the source ends, else None."""
        ...

    def read(self) -> Frame | BadFrame | NoFrame | None:
        """The next frame; None at the end. Raises SourceError if the source is lost for good.

        A live source that is lost gives one BadFrame and then NoFrame until it is back; it never blocks for long."""
        ...

    def close(self) -> None:
        """Free what the source holds; ``read`` must not be called afterwards."""
        ...
