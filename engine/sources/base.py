"""The interface every source has."""

from dataclasses import dataclass
from typing import Protocol

from engine.errors import InspectError
from engine.frames import Frame


@dataclass(frozen=True, slots=True)
class BadFrame:
    """A frame that came but must not be judged; its part is ERROR, and the source goes on."""

    frame_id: int
    source: str
    error: InspectError


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

    def read(self) -> Frame | BadFrame | None:
        """The next frame; None at the end. Raises SourceError if the source is lost."""
        ...

    def close(self) -> None:
        """Free what the source holds; ``read`` must not be called afterwards."""
        ...
