"""Second opinions: parts that come back without the first answer, and how often both agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from sqlalchemy import Connection, Select, select

from engine.calibration import interval
from engine.records import schema
from engine.records.reader import RecordReader, findings_of
from engine.records.rows import Finding
from engine.review.listing import Seqs


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of ``pairs`` parts that got a second opinion, ``agreed`` got the same answer; ``low`` to ``high`` is the 95 %
    interval of that share. ``disputed`` are the parts (UUID) where they differ and nobody has decided."""

    pairs: int
    agreed: int
    low: float
    high: float
    disputed: tuple[str, ...]


def drawn(uuid: str, share: float) -> bool:
    """True for a share of all parts, always the same ones: the UUID is random, so it is the lot."""
    return int(uuid[:8], 16) < share * 2**32


def second_opinions(reader: RecordReader, user: str, share: float) -> Seqs:
    """Drawn parts with one standing answer, by somebody else; newest first. Raises RecordsError."""
    chosen = []
    for part, findings in _by_part(reader).items():
        standing = [one for one in findings if not one.undone]
        if len(standing) == 1 and standing[0].user != user and drawn(part, share):
            chosen.append(part)
    return _seqs(reader, chosen)


def agreement(reader: RecordReader) -> Agreement:
    """Over all parts where a second person answered while the first answer stood. Raises RecordsError."""
    pairs = agreed = 0
    disputed = []
    for part, rows in _rows_by_part(reader).items():
        found = _pair(rows)
        if found is None:
            continue
        pairs += 1
        agreed += found[0].finding is found[1].finding
        if found[0].finding is not found[1].finding and not (found[0].undone or found[1].undone):
            disputed.append(part)
    low, high = interval(agreed, pairs)
    return Agreement(pairs, agreed, low, high, tuple(disputed))


def _pair(rows: Sequence[Any]) -> tuple[Finding, Finding] | None:
    """The first answer, and the first one by somebody else that came while it stood: a correction takes the first back
    with a row before its own."""
    findings = findings_of(rows)
    taken = {row.undoes: row.seq for row in reversed(rows) if row.undoes is not None}
    for index, first in enumerate(findings):
        for second in findings[index + 1 :]:
            stood = taken.get(first.seq, second.seq + 1) > second.seq
            if stood and second.user != first.user:
                return first, second
    return None


def _by_part(reader: RecordReader) -> dict[str, list[Finding]]:
    return {part: findings_of(rows) for part, rows in _rows_by_part(reader).items()}


def _rows_by_part(reader: RecordReader) -> dict[str, list[Any]]:
    def read(connection: Connection) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for row in connection.execute(select(schema.findings).order_by(schema.findings.c.seq)):
            found.setdefault(row.part_uuid, []).append(row)
        return found

    rows: dict[str, list[Any]] = reader.query(read)
    return rows


def _scalars(statement: Select[Any], connection: Connection) -> Sequence[int]:
    return connection.execute(statement).scalars().all()


def _seqs(reader: RecordReader, uuids: Sequence[str]) -> Seqs:
    table = schema.parts.c
    found: list[int] = []
    for start in range(0, len(uuids), 500):
        statement = select(table.seq).where(table.uuid.in_(uuids[start : start + 500]))
        found += reader.query(partial(_scalars, statement))
    return np.array(sorted(found, reverse=True), np.int64)
