"""What can stand in the journal, one class for each kind of row.

The canonical JSON of an entry is what is hashed and kept for ever. Keys may be added (with a default), never renamed
or removed, so that every journal ever written can be read.
"""

import time
import uuid
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from engine.decision import Limits, Verdict
from engine.errors import InspectError

Finite = Annotated[float, Field(allow_inf_nan=False)]
Uuid = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Polygon = Annotated[tuple[tuple[Finite, Finite], ...], Field(min_length=3, max_length=2000)]


def _tidy(value: object, length: int) -> object:
    """Text that any database takes: no undecodable file name characters, no NUL, cut to ``length``."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "replace").decode().replace("\0", " ")[:length]


Text = Annotated[str, BeforeValidator(lambda value: _tidy(value, 200))]
LongText = Annotated[str, BeforeValidator(lambda value: _tidy(value, 4000))]


def new_uuid() -> str:
    """A random identity, 32 hexadecimal digits."""
    return uuid.uuid4().hex


def utc_now() -> str:
    """The wall clock, UTC, microseconds; for people. Order and durations never rely on it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


class Body(BaseModel):
    """Frozen; an unknown key is an error. ``session`` is the sequence number of the row that opened the records in
    this run of the program: monotonic times are comparable within a session only."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    session: int = 0
    utc: str = Field(default_factory=utc_now)
    monotonic_ns: int = Field(default_factory=time.monotonic_ns)
    user: Text = ""


class SessionBody(Body):
    """The records were opened for writing. ``records`` is the identity of this set of records, made with its first
    row, so that two journals never agree by chance."""

    kind: Literal["session"] = "session"
    records: Uuid
    station: Text = ""
    program: Text = ""


class ErrorBody(BaseModel):
    """A cause with its parameters, so that it can be shown in any language later."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Text
    params: dict[str, LongText | int | Finite] = Field(default_factory=dict)

    @classmethod
    def of(cls, error: InspectError) -> "ErrorBody":
        """From an expected failure."""
        return cls(code=error.code.value, params=dict(error.params))


class RegionBody(BaseModel):
    """A place above the pixel limit, in frame pixels; ``peak`` in map units."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    x: int
    y: int
    w: int
    h: int
    peak: Finite
    area_px: int


class ImageState(StrEnum):
    """What became of a frame's image file."""

    STORED = "stored"
    MISSING = "missing"


class ImageBody(BaseModel):
    """An image file of the records. ``path`` is relative to the data folder, with /; ``missing`` means that saving it
    failed (``why``) while the part was recorded all the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str
    sha256: Sha256
    size: int
    state: ImageState = ImageState.STORED
    why: Text = ""


class QualityBody(BaseModel):
    """How bright, rich in contrast and sharp a judged frame was; see ``engine.quality``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    brightness: Finite
    contrast: Finite
    sharpness: Finite


class FrameBody(BaseModel):
    """One frame of a part; ``score`` is None if it was not judged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    frame_id: int
    source: LongText
    verdict: Verdict
    score: Finite | None = None
    regions: tuple[RegionBody, ...] = ()
    error: ErrorBody | None = None
    image: ImageBody | None = None
    quality: QualityBody | None = None


class LimitsBody(BaseModel):
    """Limits a part was judged with, or that are put in force."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reject: Finite
    review: Finite | None = None
    pixel: Finite
    least_area_px: int = 4

    @classmethod
    def of(cls, limits: Limits) -> "LimitsBody":
        """From the decision's limits."""
        return cls(reject=limits.reject, review=limits.review, pixel=limits.pixel, least_area_px=limits.least_area_px)

    def to_limits(self) -> Limits:
        """For the decision."""
        return Limits(self.reject, self.review, self.pixel, self.least_area_px)


class Mode(StrEnum):
    """Why a part was judged."""

    FREE = "free"
    EVERY = "every"
    TRIGGERED = "triggered"
    EVALUATION = "evaluation"


class PartBody(Body):
    """One part, one verdict. ``uuid`` is made with its trigger, so that a part told twice is stored once; ``audit``
    marks a passed part drawn at random (with probability ``audit_share``) for review."""

    kind: Literal["part"] = "part"
    uuid: Uuid
    product: Text
    bundle_sha256: Sha256
    mode: Mode = Mode.EVERY
    verdict: Verdict
    score: Finite | None = None
    limits: LimitsBody
    limits_seq: int | None = None
    provider: Text = ""
    source: Text = ""
    lot: Text = ""
    serial: Text = ""
    frames: Annotated[tuple[FrameBody, ...], Field(max_length=1000)] = ()
    error: ErrorBody | None = None
    deadline_ms: Finite | None = None
    captured_ns: int | None = None
    latency_ms: dict[str, Finite] = Field(default_factory=dict)
    audit: bool = False
    audit_share: Finite = 0.0


class LateBody(Body):
    """What a part would have been, had its result not come after the deadline. Never output."""

    kind: Literal["late"] = "late"
    part: Uuid
    verdict: Verdict
    score: Finite | None = None
    late_ms: Finite = 0.0


class FindingKind(StrEnum):
    """What a person said of a record: of one that did not pass ``defect`` or ``false_reject``, of one that passed
    ``escape`` or ``good``."""

    DEFECT = "defect"
    FALSE_REJECT = "false_reject"
    ESCAPE = "escape"
    UNSURE = "unsure"
    GOOD = "good"


class FindingBody(Body):
    """What a person said of a part. With ``undoes`` set, the row of that number no longer counts, a finding or the
    undoing of one (and ``finding`` is None); nothing is ever erased. ``blind``: said without seeing the first answer;
    ``outline``: the true defect, polygons relative to the frame (0 to 1)."""

    kind: Literal["finding"] = "finding"
    part: Uuid
    finding: FindingKind | None = None
    defect_type: Text = ""
    note: LongText = ""
    undoes: int | None = None
    blind: bool = False
    outline: Annotated[tuple[Polygon, ...], Field(max_length=100)] = ()


class LimitBody(Body):
    """Limits put in force for a product of a bundle, by ``user``, for the reason ``why``."""

    kind: Literal["limit"] = "limit"
    product: Text
    bundle_sha256: Sha256
    limits: LimitsBody
    why: LongText = ""


class EventLevel(StrEnum):
    """How loud an event is."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class EventBody(Body):
    """Something that happened to the station: start, stop, camera lost, disk low, change of product, drift."""

    kind: Literal["event"] = "event"
    code: Text
    level: EventLevel = EventLevel.INFO
    params: dict[str, LongText | int | Finite] = Field(default_factory=dict)


class RemovalBody(Body):
    """Image files that retention is about to delete; their rows stay."""

    kind: Literal["removal"] = "removal"
    paths: Annotated[tuple[str, ...], Field(min_length=1)]
    why: Text


Entry = Annotated[
    SessionBody | PartBody | LateBody | FindingBody | LimitBody | EventBody | RemovalBody,
    Field(discriminator="kind"),
]
