"""The line at one moment, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from engine.bundle import Bundle
from engine.decision import Limits
from engine.drift import DriftReport
from engine.errors import InspectError
from engine.judge import Inspection
from engine.masters.view import MastersView
from engine.pipeline.counts import FrameCounts, PartCounts
from engine.pipeline.tally import Mark, Reject, TallyCounts, TallyView
from engine.records.disk import DiskState
from engine.settings import LineMode
from engine.signing import Trust


class LineState(StrEnum):
    """``IDLE``: a product or a source is missing. ``STOPPED``: ready. ``FAILED``: stopped by ``cause``; every further
    trigger is ERROR. ``READ_ONLY``: another station writes the records of this data folder."""

    IDLE = "idle"
    LOADING = "loading"
    STOPPED = "stopped"
    RUNNING = "running"
    FAILED = "failed"
    READ_ONLY = "read_only"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source. ``lost``: why it gives nothing at the moment; ``over``: it has ended. ``missing`` frames were
    numbered by the camera and never came; ``restarts`` counts replaced capture processes. ``length`` is None if it has
    no end; ``done`` counts the frames that came; ``ready`` once it is open."""

    name: str
    product: str
    lost: InspectError | None = None
    over: bool = False
    passed_over: int = 0
    missing: int = 0
    restarts: int = 0
    uri: str = ""
    ready: bool = False
    length: int | None = None
    done: int = 0


@dataclass(frozen=True, slots=True)
class LineSnapshot:
    """Everything a window or a report asks. ``banner`` is trouble that did not stop the line (a restart, a lost GPU);
    ``part`` numbers ``newest``, which is in the records; ``head`` is the newest row of the records; ``drift`` by
    product; ``limits`` by product with the row that put them in force, None if nobody did."""

    state: LineState
    cause: InspectError | None = None
    banner: InspectError | None = None
    provider: str = ""
    provider_reason: str = ""
    sources: tuple[SourceState, ...] = ()
    frames: FrameCounts = field(default_factory=FrameCounts)
    parts: PartCounts = field(default_factory=PartCounts)
    tally: TallyView = field(default_factory=TallyView)
    disk: DiskState | None = None
    head: str = ""
    output_problems: tuple[str, ...] = ()
    judge_restarts: int = 0
    drift: Mapping[str, DriftReport] = field(default_factory=dict)
    limits: Mapping[str, tuple[Limits, int | None]] = field(default_factory=dict)
    mode: LineMode = LineMode.EVERY
    interval_s: float = 0.0
    user: str = ""
    lot: str = ""
    serial: str = ""
    masters: MastersView = field(default_factory=MastersView)

    @property
    def part(self) -> int:
        """Number of the newest part."""
        return self.tally.part

    @property
    def newest(self) -> Inspection | None:
        """The newest part that has left."""
        return self.tally.newest


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """What the window sees: the line, and what the client knows besides. ``cause`` stopped the line or a command;
    ``notices`` are troubles that did not stop it, the gravest first. ``data`` is the folder of the records;
    ``trust`` is what the bundle's signature is worth here."""

    state: LineState = LineState.IDLE
    cause: InspectError | None = None
    notices: tuple[InspectError, ...] = ()
    bundle: Bundle | None = None
    product: str | None = None
    limits: Limits | None = None
    confirmed: bool = False
    source: SourceState | None = None
    data: Path | None = None
    shifts: tuple[str, ...] = ()
    line: LineSnapshot = field(default_factory=lambda: LineSnapshot(LineState.IDLE))
    trust: Trust | None = None

    @property
    def provider(self) -> str:
        """The execution provider in use; empty until the judge is ready."""
        return self.line.provider

    @property
    def provider_reason(self) -> str:
        """Why it is not the GPU."""
        return self.line.provider_reason

    @property
    def gpu_lost(self) -> bool:
        """True while the CPU stands in for a GPU, or nothing does."""
        errors = (self.line.banner, self.line.cause)
        return any(error is not None and error.code.value == "gpu.lost" for error in errors)

    @property
    def part(self) -> int:
        """Number of the newest part."""
        return self.line.tally.part

    @property
    def newest(self) -> Inspection | None:
        """The newest part; it is in the records."""
        return self.line.tally.newest

    @property
    def counts(self) -> TallyCounts:
        """Parts since the last reset."""
        return self.line.tally.counts

    @property
    def history(self) -> tuple[Mark, ...]:
        """Scores of the last parts."""
        return self.line.tally.history

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """The last parts that did not pass, newest first."""
        return self.line.tally.rejects
