"""What a report holds. Everything is typed and frozen; words and pictures are made by whoever shows it."""

from dataclasses import dataclass, field

from engine.decision import Counts
from engine.drift import DriftReport
from engine.records.rows import Event
from engine.reports.period import Period
from engine.review.listing import Card


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which parts; None means any. Without a period: all time."""

    period: Period | None = None
    product: str | None = None
    lot: str | None = None
    bundle_sha256: str | None = None
    worst: int = 12


@dataclass(frozen=True, slots=True)
class FirstPass:
    """``first`` inspections of a part and how many of them passed. A part that comes again has the product and serial
    number of an earlier one, whenever that was; a part without a serial number counts as new. ``again``: the others."""

    first: int
    passed: int
    again: int

    @property
    def share(self) -> float | None:
        """0 to 1; None without parts."""
        return self.passed / self.first if self.first else None


@dataclass(frozen=True, slots=True)
class Group:
    """Inspections of one product, lot or model."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Span:
    """Inspections of one hour or day that begins at ``since_us``; ``median``, ``low`` and ``high`` (5 % and 95 %) of
    the scores, None if no part has one."""

    since_us: int
    counts: Counts
    median: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Defect:
    """One type of defect, as people named it ("" if they did not): how often, and the share of all up to this one."""

    name: str
    count: int
    share: float
    cumulative: float


@dataclass(frozen=True, slots=True)
class Said:
    """Findings that stand, by kind; ``flagged`` parts of which ``open_`` have none."""

    defects: int = 0
    false_rejects: int = 0
    escapes: int = 0
    unsure: int = 0
    good: int = 0
    flagged: int = 0
    open_: int = 0


@dataclass(frozen=True, slots=True)
class Drift:
    """Passed parts of a product against the training of its model; ``unknown`` says why it cannot be told (``gone``:
    the model is not on this station, ``name``: it has no product of that name any more)."""

    product: str
    bundle_sha256: str
    report: DriftReport | None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A model that judged parts of the report; only its hash is known if it is gone from this station."""

    sha256: str
    counts: Counts
    name: str = ""
    backbone: str = ""
    created_utc: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Limits put in force. ``before``: they were in force when the period began."""

    utc_us: int
    product: str
    bundle_sha256: str
    review: float | None
    reject: float
    pixel: float
    user: str
    why: str
    before: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """Warnings and errors of one kind."""

    code: str
    level: str
    count: int
    first_us: int
    last_us: int


@dataclass(frozen=True, slots=True)
class Standstill:
    """No part for at least ten minutes."""

    since_us: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Times:
    """When parts came. ``clock_jumps``: how often the wall clock moved by more than a minute against the steady one."""

    first_us: int | None = None
    last_us: int | None = None
    standstills: int = 0
    stood_s: float = 0.0
    longest: tuple[Standstill, ...] = ()
    clock_jumps: int = 0
    median_ms: float | None = None
    p95_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything. ``head`` is the newest row of the records when it was made: it proves all rows that were read;
    ``events`` are the newest warnings and errors, ``starts`` counts how often the program was started."""

    wanted: Wanted
    period: Period
    station: str
    program: str
    made_us: int
    head: str
    counts: Counts
    first_pass: FirstPass
    products: tuple[Group, ...] = ()
    lots: tuple[Group, ...] = ()
    hours: tuple[Span, ...] = ()
    days: tuple[Span, ...] = ()
    errors: tuple[tuple[str, int], ...] = ()
    said: Said = Said()
    defects: tuple[Defect, ...] = ()
    drift: tuple[Drift, ...] = ()
    worst: tuple[Card, ...] = ()
    models: tuple[Model, ...] = ()
    limits: tuple[LimitRow, ...] = ()
    checks: tuple[Event, ...] = ()
    alarms: tuple[Alarm, ...] = ()
    events: tuple[Event, ...] = ()
    starts: int = 0
    times: Times = field(default_factory=Times)

    @property
    def spans(self) -> tuple[Span, ...]:
        """Hours up to two days, days beyond."""
        return self.hours if self.period.hours <= 48 else self.days
