"""The line at one moment, frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engine.drift import DriftReport
from engine.errors import InspectError
from engine.judge import Inspection
from engine.pipeline.counts import FrameCounts, PartCounts
from engine.records.disk import DiskState


class LineState(StrEnum):
    """``FAILED``: stopped by ``LineSnapshot.cause``; every further trigger is ERROR."""

    LOADING = "loading"
    STOPPED = "stopped"
    RUNNING = "running"
    FAILED = "failed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class SourceState:
    """One source. ``lost``: why it gives nothing at the moment; ``over``: it has ended. ``missing`` frames were
    numbered by the camera and never came; ``restarts`` counts replaced capture processes."""

    name: str
    product: str
    lost: InspectError | None = None
    over: bool = False
    passed_over: int = 0
    missing: int = 0
    restarts: int = 0


@dataclass(frozen=True, slots=True)
class LineSnapshot:
    """Everything a window or a report asks. ``banner`` is trouble that did not stop the line (a restart, a lost GPU);
    ``part`` numbers ``newest``; ``head`` is the newest row of the records; ``drift`` by product."""

    state: LineState
    cause: InspectError | None = None
    banner: InspectError | None = None
    provider: str = ""
    provider_reason: str = ""
    sources: tuple[SourceState, ...] = ()
    frames: FrameCounts = field(default_factory=FrameCounts)
    parts: PartCounts = field(default_factory=PartCounts)
    part: int = 0
    newest: Inspection | None = None
    disk: DiskState | None = None
    head: str = ""
    output_problems: tuple[str, ...] = ()
    judge_restarts: int = 0
    drift: Mapping[str, DriftReport] = field(default_factory=dict)
