"""From a journal row to the rows of the tables people query. A pure function: writer, migrations and ``verify`` share
it, so that what is queried is always what was hashed."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from engine.records import schema
from engine.records.entries import (
    Entry,
    EventBody,
    FindingBody,
    ImageState,
    LateBody,
    LimitBody,
    PartBody,
    RemovalBody,
    SessionBody,
)

Row = dict[str, Any]
CounterKey = tuple[int, str, str, str, bool]
MICROSECONDS_PER_HOUR = 3_600_000_000


def utc_us(utc: str) -> int:
    """An ISO time as microseconds since 1970."""
    moment = datetime.fromisoformat(utc)
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond


def project(seq: int, entry: Entry) -> list[tuple[Table, Row]]:
    """The rows that stand for journal row ``seq``."""
    if isinstance(entry, PartBody):
        return _part(seq, entry)
    if isinstance(entry, LateBody):
        row = {"part_uuid": entry.part, "verdict": entry.verdict.value, "score": entry.score, "late_ms": entry.late_ms}
        return [(schema.late_results, {"seq": seq, **row})]
    if isinstance(entry, RemovalBody):
        return [(schema.removals, {"path": path, "seq": seq}) for path in entry.paths]
    base = {"seq": seq, "utc_us": utc_us(entry.utc)}
    if isinstance(entry, SessionBody):
        row = {"records": entry.records, "station": entry.station, "program": entry.program}
        return [(schema.sessions, {**base, "monotonic_ns": entry.monotonic_ns, **row})]
    base["user"] = entry.user  # type: ignore[assignment]
    if isinstance(entry, FindingBody):
        kind = None if entry.finding is None else entry.finding.value
        row = {"part_uuid": entry.part, "finding": kind, "defect_type": entry.defect_type, "note": entry.note}
        return [(schema.findings, {**base, **row, "undoes": entry.undoes})]
    if isinstance(entry, LimitBody):
        row = {"product": entry.product, "bundle_sha256": entry.bundle_sha256, "why": entry.why}
        return [(schema.limits, {**base, **row, **entry.limits.model_dump()})]
    return [(schema.events, {**base, **_event(entry)})]


def _event(entry: EventBody) -> Row:
    params = json.dumps(entry.params, sort_keys=True, ensure_ascii=False)
    return {"code": entry.code, "level": entry.level.value, "params": params}


def _part(seq: int, part: PartBody) -> list[tuple[Table, Row]]:
    row = {
        "seq": seq,
        "uuid": part.uuid,
        "utc_us": utc_us(part.utc),
        "monotonic_ns": part.monotonic_ns,
        "session": part.session,
        "product": part.product,
        "bundle_sha256": part.bundle_sha256,
        "mode": part.mode.value,
        "verdict": part.verdict.value,
        "score": part.score,
        **part.limits.model_dump(),
        "limits_seq": part.limits_seq,
        "provider": part.provider,
        "source": part.source,
        "lot": part.lot,
        "serial": part.serial,
        "user": part.user,
        "error_code": None if part.error is None else part.error.code,
        "regions": sum(len(frame.regions) for frame in part.frames),
        "latency_ms": part.latency_ms.get("total"),
        "audit": part.audit,
        "audit_share": part.audit_share,
    }
    return [(schema.parts, row), *((schema.frames, _frame(seq, part, index)) for index in range(len(part.frames)))]


def _frame(seq: int, part: PartBody, index: int) -> Row:
    frame = part.frames[index]
    image = frame.image
    return {
        "seq": seq,
        "position": index,
        "frame_id": frame.frame_id,
        "source": frame.source,
        "verdict": frame.verdict.value,
        "score": frame.score,
        "image_path": None if image is None else image.path,
        "image_sha256": None if image is None else image.sha256,
        "image_bytes": None if image is None else image.size,
        "image_state": None if image is None else image.state.value,
    }


def count(parts: Iterable[PartBody]) -> list[Row]:
    """What these parts add to the ``counters`` table."""
    sums: dict[CounterKey, list[int]] = {}
    for part in parts:
        hour = utc_us(part.utc) // MICROSECONDS_PER_HOUR
        cell = sums.setdefault((hour, part.product, part.lot, part.verdict.value, part.audit), [0, 0])
        cell[0] += 1
        images = (frame.image for frame in part.frames if frame.image is not None)
        cell[1] += sum(image.size for image in images if image.state is ImageState.STORED)
    names = ("hour", "product", "lot", "verdict", "audit")
    return [dict(zip(names, key, strict=True)) | {"parts": n, "image_bytes": size} for key, (n, size) in sums.items()]
