"""Deleting old images, so that the disk never fills. Rows are never deleted.

What goes is written to the journal first, so a missing file can always be told from a lost one. Only files that a row
names are ever deleted: with the database gone, nothing is.
"""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, exists, or_, select

from engine.records import schema
from engine.records.entries import ImageState, RemovalBody
from engine.records.images import inside
from engine.records.pace import bytes_per_day
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter

__all__ = ["RetentionPolicy", "RetentionResult", "apply_retention", "bytes_per_day", "finish_removals"]
CHUNK = 500


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """``max_age_days`` None keeps images until the disk needs room; ``disk_share`` is how full (0 to 1) the disk may
    be before the oldest images go."""

    max_age_days: float | None = None
    disk_share: float = 0.85


@dataclass(frozen=True, slots=True)
class RetentionResult:
    """Image files deleted now, their bytes, and whether the disk is still fuller than wished (only images that must
    be kept are left)."""

    files: int
    bytes: int
    still_full: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    path: str
    size: int


def apply_retention(
    writer: RecordWriter, policy: RetentionPolicy, now_s: float | None = None, usage: Any = shutil.disk_usage
) -> RetentionResult:
    """Delete what the policy lets go, oldest first. Flagged parts without a finding are never touched; random audit
    parts nobody has looked at go last. ``usage`` tells (total, used, free) of the data folder's disk.

    Raises RecordsError if the journal cannot be read or written; then nothing was deleted.
    """
    reader = RecordReader(writer.folder)
    try:
        finish_removals(reader)
        now_us = int(1e6 * (time.time() if now_s is None else now_s))
        files = size = 0
        if policy.max_age_days is not None:
            before_us = now_us - int(policy.max_age_days * 86_400e6)
            while chosen := _candidates(reader, before_us):
                removed = _remove(writer, chosen, f"older than {policy.max_age_days:g} days")
                files, size = files + len(chosen), size + removed
        while (excess := _excess(writer.folder, policy, usage)) > 0 and (chosen := _candidates(reader, None)):
            chosen = _enough(chosen, excess)
            removed = _remove(writer, chosen, f"disk above {100 * policy.disk_share:g} %")
            files, size = files + len(chosen), size + removed
        return RetentionResult(files, size, _excess(writer.folder, policy, usage) > 0)
    finally:
        reader.close()


def finish_removals(reader: RecordReader) -> int:
    """Delete files that a run killed halfway had already written off; returns how many."""
    columns = schema.removals.c
    newest = select(columns.path).order_by(columns.seq.desc()).limit(CHUNK)
    count = 0
    for path in reader.query(lambda connection: connection.execute(newest).scalars().all()):
        target = inside(reader.folder, path)
        if target.exists():
            target.unlink(missing_ok=True)
            count += 1
    return count


def _excess(folder: Path, policy: RetentionPolicy, usage: Any) -> int:
    """Bytes by which the disk is fuller than wished."""
    total, used, _ = usage(folder)
    return int(used - policy.disk_share * total)


def _enough(chosen: list[_Candidate], wanted: int) -> list[_Candidate]:
    taken = 0
    for index, candidate in enumerate(chosen):
        taken += candidate.size
        if taken >= wanted:
            return chosen[: index + 1]
    return chosen


def _candidates(reader: RecordReader, before_us: int | None) -> list[_Candidate]:
    """The next images that may go, in the order in which they should."""

    def read(connection: Connection) -> list[_Candidate]:
        return [_Candidate(row[0], int(row[1])) for row in connection.execute(_may_go(before_us))]

    found: list[_Candidate] = reader.query(read)
    return found


def _may_go(before_us: int | None) -> Select[Any]:
    parts, frames, removals = schema.parts.c, schema.frames.c, schema.removals.c
    table, undo = schema.findings, schema.findings.alias("undo")
    judged = exists(
        select(table.c.seq)
        .where(table.c.part_uuid == parts.uuid, table.c.finding.is_not(None))
        .where(~exists(select(undo.c.seq).where(undo.c.undoes == table.c.seq)))
        .correlate(schema.parts)
    )
    passed: ColumnElement[bool] = parts.verdict == "PASS"
    waiting_audit = case((parts.audit & ~judged, 1), else_=0)
    statement = (
        select(frames.image_path, frames.image_bytes)
        .join(schema.parts, parts.seq == frames.seq)
        .where(frames.image_state == ImageState.STORED.value, or_(passed, judged))
        .where(~exists(select(removals.path).where(removals.path == frames.image_path)))
    )
    if before_us is not None:
        statement = statement.where(parts.utc_us < before_us)
    return statement.order_by(waiting_audit, frames.seq, frames.position).limit(CHUNK)


def _remove(writer: RecordWriter, chosen: list[_Candidate], why: str) -> int:
    """Journal first, then the files."""
    writer.store(RemovalBody(paths=tuple(candidate.path for candidate in chosen), why=why))
    for candidate in chosen:
        inside(writer.folder, candidate.path).unlink(missing_ok=True)
    return sum(candidate.size for candidate in chosen)
