"""The parts of a gallery: which pass a filter, in which order, and what is shown of each.

A list of a million parts is one array of sequence numbers; what a line shows is read page by page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Select, select

from engine.decision import Verdict
from engine.records import schema
from engine.records.entries import ImageState
from engine.records.paging import matching, rows_of
from engine.records.reader import RecordReader, findings_of
from engine.records.rows import Finding, PartFilter, PartRow
from engine.review.desk import Target

Seqs = NDArray[np.int64]


class Order(StrEnum):
    """How a list is sorted. Parts without a score (ERROR) stand at the end of both score orders."""

    NEWEST = "newest"
    OLDEST = "oldest"
    HIGHEST = "highest"
    LOWEST = "lowest"


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A frame's image file: ``path`` below the data folder, and the SHA-256 it had when it was written. ``state`` is
    ``stored``, ``missing`` (it never could be written) or ``removed`` (by retention)."""

    position: int
    path: str
    sha256: str
    state: str


@dataclass(frozen=True, slots=True)
class Card:
    """A part as a list shows it. ``finding`` is the one that counts, ``opinions`` how many stand; ``images`` may be
    fewer than its frames."""

    row: PartRow
    bundle_sha256: str
    finding: Finding | None
    opinions: int
    images: tuple[StoredImage, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """What filters offer."""

    products: tuple[str, ...]
    lots: tuple[str, ...]
    defect_types: tuple[str, ...]


def find_parts(reader: RecordReader, wanted: PartFilter, order: Order = Order.NEWEST) -> Seqs:
    """Sequence numbers of all parts that pass, in order. Raises RecordsError."""
    seq_text, score_text = reader.query(lambda connection: matching(connection, wanted))
    if not seq_text:
        return np.empty(0, np.int64)
    seqs = np.fromstring(seq_text, np.int64, sep=",")
    if order in (Order.NEWEST, Order.OLDEST):
        seqs.sort()
        return seqs if order is Order.OLDEST else seqs[::-1]
    scores = np.fromstring(score_text, np.float64, sep=",")
    sign = -1.0 if order is Order.HIGHEST else 1.0
    found: Seqs = seqs[np.lexsort((-seqs, sign * scores, scores < 0))]
    return found


def read_cards(reader: RecordReader, seqs: Sequence[int]) -> dict[int, Card]:
    """What is shown of these parts, by sequence number. Raises RecordsError."""

    def read(connection: Connection) -> dict[int, Card]:
        rows = rows_of(connection, seqs)
        counting, counts = _findings(connection, [row.uuid for row in rows])
        images = _images(connection, [row.seq for row in rows])
        table = schema.parts.c
        found = connection.execute(select(table.seq, table.bundle_sha256).where(table.seq.in_(seqs)))
        bundles = {int(seq): str(sha256) for seq, sha256 in found}
        return {
            row.seq: Card(
                row,
                bundles[row.seq],
                counting.get(row.uuid),
                counts.get(row.uuid, 0),
                tuple(images.get(row.seq, ())),
            )
            for row in rows
        }

    found: dict[int, Card] = reader.query(read)
    return found


def read_targets(reader: RecordReader, seqs: Seqs) -> list[Target]:
    """Who these parts are, for findings; in their order. Raises RecordsError."""
    table, found = schema.parts.c, {}
    for start in range(0, len(seqs), 500):
        chosen = [int(seq) for seq in seqs[start : start + 500]]
        statement = select(table.seq, table.uuid, table.verdict).where(table.seq.in_(chosen))
        for seq, uuid, verdict in reader.query(partial(_rows, statement)):
            found[int(seq)] = Target(uuid, Verdict(verdict))
    return [found[int(seq)] for seq in seqs if int(seq) in found]


def read_names(reader: RecordReader) -> Names:
    """Products and lots of the records, types of defect that were ever named."""

    def read(connection: Connection) -> Names:
        counters, findings = schema.counters.c, schema.findings.c
        columns = (counters.product, counters.lot, findings.defect_type)
        found = [connection.execute(select(column).distinct().order_by(column)).scalars().all() for column in columns]
        products, lots, types = (tuple(value for value in values if value) for values in found)
        return Names(products, lots, types)

    names: Names = reader.query(read)
    return names


def _rows(statement: Select[Any], connection: Connection) -> Sequence[Any]:
    return connection.execute(statement).all()


def _findings(connection: Connection, uuids: Sequence[str]) -> tuple[dict[str, Finding], dict[str, int]]:
    table = schema.findings.c
    statement = select(schema.findings).where(table.part_uuid.in_(uuids)).order_by(table.seq)
    by_part: dict[str, list[Any]] = {}
    for row in connection.execute(statement):
        by_part.setdefault(row.part_uuid, []).append(row)
    counting, counts = {}, {}
    for uuid, rows in by_part.items():
        said = [one for one in findings_of(rows) if not one.undone]
        if said:
            counting[uuid] = said[0]  # later ones are second opinions: a correction takes the first back
        counts[uuid] = len(said)
    return counting, counts


def _images(connection: Connection, seqs: Sequence[int]) -> dict[int, list[StoredImage]]:
    frames, removals = schema.frames.c, schema.removals.c
    statement = (
        select(frames.seq, frames.position, frames.image_path, frames.image_sha256, frames.image_state, removals.seq)
        .join_from(schema.frames, schema.removals, removals.path == frames.image_path, isouter=True)
        .where(frames.seq.in_(seqs), frames.image_path.is_not(None))
        .order_by(frames.seq, frames.position)
    )
    found: dict[int, list[StoredImage]] = {}
    for seq, position, path, sha256, state, removal in connection.execute(statement):
        gone = "removed" if removal is not None else state
        found.setdefault(int(seq), []).append(StoredImage(position, path, sha256, gone or ImageState.MISSING.value))
    return found
