"""What passed in the last hours, so that a station that starts again goes on where it was."""

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from engine.decision import Verdict
from engine.quality import Quality
from engine.records import schema
from engine.records.chain import parse_entry, stored_bytes
from engine.records.entries import PartBody
from engine.records.reader import RecordReader

MOST = 20_000
MOST_READ = 1000  # reading a whole part costs more than its score


@dataclass(frozen=True, slots=True)
class Passed:
    """A part that passed ``age_s`` seconds ago. ``quality`` is None where it was not read, or not stored."""

    age_s: float
    score: float
    quality: Quality | None


def recent_passes(reader: RecordReader, product: str, bundle_sha256: str, hours: float) -> list[Passed]:
    """Passed parts of a product of this bundle, oldest first, the newest 20,000 at most; the quality of 1,000 of them,
    evenly spread. Raises RecordsError."""
    now_us = int(1e6 * time.time())

    def read(connection: Connection) -> list[Passed]:
        rows = _rows(connection, product, bundle_sha256, now_us - int(3.6e9 * hours))
        stride = -(-len(rows) // MOST_READ) or 1
        known = qualities_of(connection, [row.seq for row in rows[::stride]])
        return [Passed(max(0.0, (now_us - row.utc_us) / 1e6), row.score, known.get(row.seq)) for row in reversed(rows)]

    found: list[Passed] = reader.query(read)
    return found


def _rows(connection: Connection, product: str, bundle_sha256: str, since_us: int) -> list[Any]:
    """Sequence number, time and score, newest first. The first row is looked up by time, so that a month of older
    parts is not walked through."""
    parts = schema.parts.c
    first = connection.execute(select(func.min(parts.seq)).where(parts.utc_us >= since_us)).scalar_one()
    if first is None:
        return []
    statement = (
        select(parts.seq, parts.utc_us, parts.score)
        .where(parts.product == product, parts.verdict == Verdict.PASS.value, parts.seq >= first)
        .where(parts.utc_us >= since_us, parts.bundle_sha256 == bundle_sha256, parts.score.is_not(None))
    )
    return list(connection.execute(statement.order_by(parts.seq.desc()).limit(MOST)))


def qualities_of(connection: Connection, seqs: list[int]) -> dict[int, Quality]:
    """Of the frame that decided each of these parts."""
    columns, found = schema.journal.c, {}
    for start in range(0, len(seqs), 500):
        chosen = columns.seq.in_(seqs[start : start + 500])
        for row in connection.execute(select(columns.seq, columns.body).where(chosen)):
            entry = parse_entry(stored_bytes(row.body))
            frames = [frame for frame in entry.frames if frame.quality] if isinstance(entry, PartBody) else []
            if frames:
                decisive = max(frames, key=lambda frame: frame.score or 0.0)
                found[int(row.seq)] = Quality(**decisive.quality.model_dump())  # type: ignore[union-attr]
    return found
