"""Master parts on the line at one moment, frozen; light enough for a window that must be seen first."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.judge import Inspection
from engine.masters.checks import CheckState
from engine.masters.rules import MasterState


@dataclass(frozen=True, slots=True, eq=False)
class Presented:
    """A part that was presented for something else than a check: ``number`` counts them, ``uuid`` names its record."""

    number: int
    uuid: str
    inspection: Inspection
    pixels_sha256: str


@dataclass(frozen=True, slots=True)
class MastersView:
    """What a window or a report asks. ``states`` by product; ``waiting``: the next part is the one that was asked
    for."""

    states: Mapping[str, MasterState] = field(default_factory=dict)
    check: CheckState | None = None
    presented: Presented | None = None
    waiting: bool = False
