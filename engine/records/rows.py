"""What readers of the records get: filters, lines of lists, counters, findings, events."""

from dataclasses import dataclass, field
from typing import Any

from engine.decision import Verdict
from engine.records.entries import EventLevel, FindingKind


@dataclass(frozen=True, slots=True)
class PartFilter:
    """Which parts to show; None and empty mean any. Times are UTC microseconds since 1970, ``until_us`` exclusive.
    ``finding`` is what a person said (not undone); ``open_only`` are flagged or audited parts nobody has judged yet;
    ``text`` begins serial number, lot or identity, or stands in what a person noted."""

    product: str | None = None
    lot: str | None = None
    serial: str | None = None
    verdicts: tuple[Verdict, ...] = ()
    since_us: int | None = None
    until_us: int | None = None
    least_score: float | None = None
    most_score: float | None = None
    finding: FindingKind | None = None
    open_only: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class PartRow:
    """A line of a list of parts."""

    seq: int
    uuid: str
    utc_us: int
    product: str
    lot: str
    serial: str
    source: str
    verdict: Verdict
    score: float | None
    review: float | None
    reject: float
    audit: bool
    error_code: str | None


@dataclass(frozen=True, slots=True)
class Counters:
    """Parts by verdict, and the bytes of images written for them."""

    by_verdict: dict[Verdict, int] = field(default_factory=dict)
    image_bytes: int = 0

    @property
    def total(self) -> int:
        """All parts."""
        return sum(self.by_verdict.values())

    @property
    def yield_share(self) -> float | None:
        """Passed share of all parts, 0 to 1; None without parts."""
        return self.by_verdict.get(Verdict.PASS, 0) / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person said of a part, as row ``seq``; ``undone`` if a later row took it back."""

    seq: int
    utc_us: int
    part: str
    finding: FindingKind
    defect_type: str
    note: str
    user: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the station."""

    seq: int
    utc_us: int
    code: str
    level: EventLevel
    params: dict[str, Any]
    user: str
