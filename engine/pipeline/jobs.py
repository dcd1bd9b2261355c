"""What goes to the judge and what comes back."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from engine.decision import Limits
from engine.errors import InspectError
from engine.frames import Frame
from engine.judge import Inspection
from engine.runtime import Provider


@dataclass(frozen=True, slots=True)
class Qualification:
    """What the CPU must show before it may stand in for a lost GPU: ``masters`` (a folder of parts that must pass, or
    the station's master sets, whose stored pictures must be judged right) and a 99th percentile below ``cycle_ms``."""

    masters: str
    cycle_ms: float


@dataclass(frozen=True, slots=True)
class JudgeSpec:
    """What a judge has to load. ``sha256`` is the bundle the station verified; another one is refused.
    ``gpu_memory_mb`` 0: no bound."""

    bundle: Path
    sha256: str
    products: tuple[str, ...]
    provider: Provider = Provider.AUTO
    threads: int = 0
    qualification: Qualification | None = None
    gpu_memory_mb: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One frame to judge. ``number`` names it in the answer."""

    number: int
    product: str
    frame: Frame
    limits: Limits


@dataclass(frozen=True, slots=True)
class Ready:
    """The judge is loaded and warm. ``reason`` says why it is not the GPU."""

    provider: str
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The judgement of one frame. ``error`` of code gpu.lost means that nothing more will come from this judge."""

    number: int
    inspection: Inspection


@dataclass(frozen=True, slots=True)
class Gone:
    """The judge is no more: it could not load (``loading``), or it died."""

    error: InspectError
    loading: bool


Reply = Ready | Answer | Gone


class FrameJudge(Protocol):
    """What runs inside: a loaded model that judges frames of its products."""

    @property
    def provider(self) -> str:
        """The execution provider in use."""
        ...

    @property
    def reason(self) -> str:
        """Why it is not the GPU; empty if it is."""
        ...

    def judge(self, product: str, frame: Frame, limits: Limits) -> Inspection:
        """Never raises for a frame: that is ERROR."""
        ...


class JudgeService(Protocol):
    """A judge somewhere else, behind a queue of two. Replies come to the callback it was made with, from its thread."""

    @property
    def free(self) -> int:
        """How many jobs may be posted now."""
        ...

    def post(self, job: Job) -> None:
        """Judge this frame; only if ``free``."""
        ...

    def close(self) -> None:
        """End it, hard if it hangs. No reply comes afterwards."""
        ...
