"""What the line says of itself: frozen, complete, and cheap to compare (nothing changed means the same object)."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.errors import InspectError
from engine.judge import Inspection

HISTORY = 300
REJECTS = 10


class LineState(StrEnum):
    """``IDLE``: a product or a source is missing. ``STOPPED``: ready. ``ERROR``: stopped by ``Snapshot.cause``."""

    IDLE = "idle"
    LOADING = "loading"
    STOPPED = "stopped"
    RUNNING = "running"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Mark:
    """One part in the history. ``score`` is None if it could not be judged; ``part`` counts from 1."""

    part: int
    score: float | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Reject:
    """One part that did not pass. ``thumbnail`` is RGB uint8 (h, w, 3), None if no frame came; ``inspection`` is given
    up for old rejects when pictures are large."""

    part: int
    source: str
    score: float | None
    verdict: Verdict
    thumbnail: NDArray[np.uint8] | None
    inspection: Inspection | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Parts since the last reset. ``unseen`` is how many were judged without ever being shown."""

    passed: int = 0
    review: int = 0
    failed: int = 0
    error: int = 0
    unseen: int = 0

    @property
    def judged(self) -> int:
        """All parts, whatever became of them."""
        return self.passed + self.review + self.failed + self.error

    @property
    def yield_(self) -> float | None:
        """Share of parts that passed, 0 to 1; None before the first."""
        return self.passed / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """Where frames come from. ``length`` is None if the source has no end; ``done`` counts frames taken from it.
    ``trouble`` says why a live source gives nothing just now, ``error`` that it is lost for good."""

    name: str
    ready: bool = False
    length: int | None = None
    done: int = 0
    ended: bool = False
    trouble: InspectError | None = None
    error: InspectError | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The line at one moment. ``part`` numbers ``newest``; ``cause`` is the newest trouble, also when an earlier
    product goes on; ``provider_reason`` says why it is not the GPU; ``cycle_ms`` is the median from read to verdict."""

    state: LineState = LineState.IDLE
    cause: InspectError | None = None
    bundle: Bundle | None = None
    product: str | None = None
    limits: Limits | None = None
    source: SourceStatus | None = None
    provider: str = ""
    provider_reason: str = ""
    interval_s: float = 0.0
    part: int = 0
    newest: Inspection | None = None
    counts: Counts = Counts()
    history: tuple[Mark, ...] = ()
    rejects: tuple[Reject, ...] = ()
    per_minute: float | None = None
    cycle_ms: float | None = None
