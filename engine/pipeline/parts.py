"""A part on its way: its trigger, its frames, its verdict, and the record made of it."""

import time
from dataclasses import dataclass, field, replace

from engine.decision import Verdict
from engine.errors import InspectError
from engine.frames import Frame
from engine.judge import Inspection
from engine.quality import Quality
from engine.records.entries import (
    ErrorBody,
    FrameBody,
    LimitsBody,
    Mode,
    PartBody,
    QualityBody,
    RegionBody,
    new_uuid,
    utc_now,
)
from engine.sources import BadFrame

_RANK = {Verdict.PASS: 0, Verdict.REVIEW: 1, Verdict.FAIL: 2, Verdict.ERROR: 3}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A part is there. ``uuid`` may be given by the sender, so that a trigger told twice is one part; ``source`` names
    the source, empty for the first; ``at_s`` monotonic seconds; ``label`` is the sender's own number for the part."""

    uuid: str = field(default_factory=new_uuid)
    source: str = ""
    serial: str = ""
    label: int | None = None
    at_s: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class FrameOfPart:
    """One frame and what came of it. ``answered`` is set once it has a fate."""

    frame: Frame | BadFrame
    job: int | None = None
    inspection: Inspection | None = None
    answered: bool = False


@dataclass(slots=True)
class OpenPart:
    """A part that has not left yet. ``cutoff_s``: when it is decided at the latest, so that there is time to store the
    ERROR before ``deadline_s``, when something must be output."""

    trigger: Trigger
    number: int
    source: int
    product: str
    wanted: int
    cutoff_s: float
    deadline_s: float
    source_name: str = ""
    utc: str = field(default_factory=utc_now)
    frames: list[FrameOfPart] = field(default_factory=list)
    decided: Inspection | None = None
    stored: bool = False
    output: bool = False

    @property
    def gathering(self) -> bool:
        """True while frames are missing."""
        return self.decided is None and len(self.frames) < self.wanted

    @property
    def complete(self) -> bool:
        """True once every frame has its fate."""
        return len(self.frames) >= self.wanted and all(frame.answered for frame in self.frames)

    def worst(self) -> Inspection:
        """The frame that decides. Only for a complete part."""
        found = [frame.inspection for frame in self.frames if frame.inspection is not None]
        return max(found, key=lambda one: (_RANK[one.verdict], one.score if one.score is not None else 0.0))


def lock_pass(inspection: Inspection, error: InspectError) -> Inspection:
    """PASS turned into ERROR; whatever is worse stays."""
    if inspection.verdict is not Verdict.PASS:
        return inspection
    return replace(inspection, verdict=Verdict.ERROR, error=error)


def frame_body(frame: FrameOfPart, fallback: Inspection) -> FrameBody:
    """What is stored of a frame; one that was not judged in time has the part's error."""
    one = frame.inspection or fallback
    score = one.score if one is frame.inspection else None
    regions = tuple(RegionBody(x=r.x, y=r.y, w=r.w, h=r.h, peak=r.peak, area_px=r.area_px) for r in one.regions)
    return FrameBody(
        frame_id=frame.frame.frame_id,
        source=frame.frame.source,
        verdict=one.verdict,
        score=score,
        regions=regions if one is frame.inspection else (),
        error=None if one.error is None else ErrorBody.of(one.error),
        quality=_quality_body(one.quality) if one is frame.inspection else None,
    )


def _quality_body(quality: Quality | None) -> QualityBody | None:
    if quality is None:
        return None
    found = (quality.brightness, quality.contrast, quality.sharpness)
    brightness, contrast, sharpness = (round(value, 2) for value in found)
    return QualityBody(brightness=brightness, contrast=contrast, sharpness=sharpness)


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What every record of this line has in common."""

    bundle_sha256: str
    mode: Mode
    deadline_ms: float
    user: str
    lot: str
    audit_share: float


def part_body(part: OpenPart, context: RecordContext, limits_seq: int | None, audit: bool) -> PartBody:
    """The record of a decided part, images not yet in."""
    decided = part.decided
    if decided is None:
        raise ValueError("the part is not decided")
    latency = decided.latency
    stages = {"read": latency.read, "preprocess": latency.preprocess, "infer": latency.infer, "decide": latency.decide}
    total = {"total": 1e3 * (time.monotonic() - part.trigger.at_s)}
    return PartBody(
        uuid=part.trigger.uuid,
        utc=part.utc,
        product=part.product,
        bundle_sha256=context.bundle_sha256,
        mode=context.mode,
        verdict=decided.verdict,
        score=decided.score,
        limits=LimitsBody.of(decided.limits),
        limits_seq=limits_seq,
        provider=decided.provider,
        source=part.source_name,
        lot=context.lot,
        serial=part.trigger.serial,
        user=context.user,
        frames=tuple(frame_body(frame, decided) for frame in part.frames),
        error=None if decided.error is None else ErrorBody.of(decided.error),
        deadline_ms=context.deadline_ms,
        captured_ns=round(part.trigger.at_s * 1e9),
        latency_ms=stages | total,
        audit=audit,
        audit_share=context.audit_share if decided.verdict is Verdict.PASS else 0.0,
    )
