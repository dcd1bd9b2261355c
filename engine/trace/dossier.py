"""Everything known of one part, with the rows of the journal that say so.

The proof of a row is its hash in the row after it, so that row is always read along; the newest row's hash stands for
all of them, and was told to log and outputs.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from engine.bundle import Bundle, Manifest
from engine.errors import ErrorCode, InspectError, UsageError
from engine.records import schema
from engine.records.chain import Head, stored_bytes
from engine.records.entries import LateBody, LimitBody, PartBody, RemovalBody, SessionBody
from engine.records.reader import RecordReader
from engine.records.rows import Finding
from engine.review.listing import Card, read_cards
from engine.review.pictures import BundleOf, Shelves
from engine.trace.rows import JournalRow


@dataclass(frozen=True, slots=True)
class Dossier:
    """``rows`` are those of the part and of all that is told here, each with the row after it, in order. ``limits``
    were put in force by a person, None if nobody did (an evaluation). ``manifest`` is None where the model is not on
    this station; ``model_problem`` says why. ``head`` is the newest row."""

    card: Card
    part: PartBody
    rows: tuple[JournalRow, ...]
    findings: tuple[Finding, ...]
    session: SessionBody | None
    limits: LimitBody | None
    late: LateBody | None
    removed: tuple[RemovalBody, ...]
    manifest: Manifest | None
    model_problem: InspectError | None
    head: Head

    @property
    def seq(self) -> int:
        """The part's own row."""
        return self.card.row.seq


def read_dossier(reader: RecordReader, uuid: str, bundles: BundleOf | None = None) -> Dossier:
    """Everything about a part. UsageError if the records have none of this identity; RecordsError."""
    part = reader.part(uuid)
    if part is None:
        raise UsageError(ErrorCode.TRACE_NOTHING, wanted=uuid)
    statement = select(schema.parts.c.seq).where(schema.parts.c.uuid == uuid)
    seq = int(reader.query(lambda connection: connection.execute(statement).scalar_one()))
    head = reader.head()
    findings = tuple(reader.findings(uuid))
    rows: tuple[JournalRow, ...] = reader.query(lambda connection: _rows(connection, seq, part))
    entries = {row.seq: row.entry for row in rows}
    session, limits = entries.get(part.session), entries.get(part.limits_seq or 0)
    late = next((one for one in entries.values() if isinstance(one, LateBody) and one.part == uuid), None)
    paths = {frame.image.path for frame in part.frames if frame.image is not None}
    removed = tuple(one for one in entries.values() if isinstance(one, RemovalBody) and paths & set(one.paths))
    manifest, problem = _model(bundles or Shelves(reader.folder).of, part.bundle_sha256)
    return Dossier(
        read_cards(reader, [seq])[seq],
        part,
        rows,
        findings,
        session if isinstance(session, SessionBody) else None,
        limits if isinstance(limits, LimitBody) else None,
        late,
        removed,
        manifest,
        problem,
        head,
    )


def _model(bundles: BundleOf, sha256: str) -> tuple[Manifest | None, InspectError | None]:
    try:
        bundle: Bundle = bundles(sha256)
    except InspectError as error:
        return None, error
    return bundle.manifest, None


def _rows(connection: Connection, seq: int, part: PartBody) -> tuple[JournalRow, ...]:
    """The part, who ran, which limits, what was said, what was removed; and the row after each."""
    wanted = {seq, part.session, part.limits_seq or 0}
    findings, late, removals = schema.findings.c, schema.late_results.c, schema.removals.c
    paths = [frame.image.path for frame in part.frames if frame.image is not None]
    for statement in (
        select(findings.seq).where(findings.part_uuid == part.uuid),
        select(late.seq).where(late.part_uuid == part.uuid),
        select(removals.seq).where(removals.path.in_(paths)),
    ):
        wanted |= {int(found) for found in connection.execute(statement).scalars()}
    return tuple(_read(connection, {one for found in wanted for one in (found, found + 1)}))


def _read(connection: Connection, seqs: Iterable[int]) -> list[JournalRow]:
    table = schema.journal.c
    columns = (table.seq, table.kind, table.body, table.previous)
    chosen = sorted(seqs)
    found: list[JournalRow] = []
    for start in range(0, len(chosen), 500):
        statement = select(*columns).where(table.seq.in_(chosen[start : start + 500])).order_by(table.seq)
        found += [
            JournalRow(int(row.seq), str(row.kind), stored_bytes(row.body), stored_bytes(row.previous))
            for row in connection.execute(statement)
        ]
    return found
