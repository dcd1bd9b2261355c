"""What a line does, as built from the station file."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.masters.rules import MasterRules
from engine.pipeline.storing import PNG, Encoding
from engine.records.entries import Mode
from engine.settings import LineMode
from engine.sources import Source

RECORD_MS = 50.0  # kept back from the deadline, so that an ERROR can be stored before it is due
LEAST_HANG_S = 3.0
NO_MASTERS = MasterRules()


@dataclass(frozen=True, slots=True)
class SourcePlan:
    """One source. ``live``: it gives frames whether or not anyone wants them; a file waits. ``setup``: a hash of its
    settings, for a product."""

    name: str
    open: Callable[[], Source]
    product: str
    frames_per_part: int = 1
    live: bool = False
    expected_size: tuple[int, int] | None = None
    uri: str = ""
    setup: Callable[[str], str] = lambda _: ""


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The whole line. Times in milliseconds unless their name says otherwise. ``drift``: hours to look back, and
    deviations from training that are worth a warning. ``product`` is that of parts no source can show; with
    ``stop_at_end`` the line stops when every source has ended, and may be started again."""

    sources: tuple[SourcePlan, ...]
    mode: LineMode = LineMode.EVERY
    deadline_ms: float = 2000.0
    waiting_parts: int = 8
    keep_all_images: bool = False
    encoding: Encoding = PNG
    audit_share: float = 0.01
    user: str = ""
    lot: str = ""
    least_hang_s: float = LEAST_HANG_S
    drift: tuple[float, float] | None = None
    product: str = ""
    stop_at_end: bool = False
    masters: MasterRules = NO_MASTERS

    @property
    def deadline_s(self) -> float:
        """Seconds from trigger to output."""
        return self.deadline_ms / 1e3

    @property
    def cutoff_s(self) -> float:
        """Seconds from trigger to verdict; the rest is for the record."""
        return max(0.5 * self.deadline_ms, self.deadline_ms - RECORD_MS) / 1e3

    @property
    def hang_s(self) -> float:
        """A judge that has not answered for so long is replaced."""
        return max(self.least_hang_s, 3 * self.deadline_s)

    @property
    def record_mode(self) -> Mode:
        """As it stands in records."""
        return Mode(self.mode.value)
