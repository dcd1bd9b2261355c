"""Reading records, from any process and while the writer writes. Never changes anything."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, exc, func, select

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.records import database, schema
from engine.records.chain import EMPTY, Head, head_of, parse_entry, stored_bytes
from engine.records.entries import EventLevel, FindingKind, LimitBody, PartBody
from engine.records.paging import newest
from engine.records.rows import Counters, Event, Finding, PartFilter, PartRow

US_PER_HOUR = 3_600_000_000


class RecordReader:
    """Read-only access to one data folder. Thread-safe: each call uses a connection of its own.

    Raises RecordsError if there are no records, or ones of a newer or older schema, or damaged ones.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path = folder / database.FILE
        if not self._path.exists():
            raise RecordsError(ErrorCode.RECORDS_MISSING, path=str(folder), why="there is no database")
        self._engine = database.open_engine(self._path, read_only=True)
        found = self.query(database.read_revision)
        if found is None:
            raise RecordsError(ErrorCode.RECORDS_MISSING, path=str(folder), why="nothing is in its database yet")
        if found != schema.REVISION:
            code = ErrorCode.RECORDS_NEWER if found > schema.REVISION else ErrorCode.RECORDS_OLDER
            raise RecordsError(code, path=str(self._path), found=found, known=schema.REVISION)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def newest(self, wanted: PartFilter | None = None, limit: int = 100, before: int | None = None) -> list[PartRow]:
        """The newest parts that pass the filter, newest first; ``before`` a sequence number, for the next page."""
        found: list[PartRow] = self.query(lambda connection: newest(connection, wanted or PartFilter(), limit, before))
        return found

    def counters(self, product: str | None = None, lot: str | None = None, since_us: int | None = None) -> Counters:
        """Parts by verdict, whole hours from ``since_us`` on."""
        table = schema.counters.c
        statement = select(table.verdict, func.sum(table.parts), func.sum(table.image_bytes)).group_by(table.verdict)
        for column, value in ((table.product, product), (table.lot, lot)):
            if value is not None:
                statement = statement.where(column == value)
        if since_us is not None:
            statement = statement.where(table.hour >= since_us // US_PER_HOUR)
        rows = self.query(lambda connection: connection.execute(statement).all())
        return Counters({Verdict(row[0]): int(row[1]) for row in rows}, sum(int(row[2]) for row in rows))

    def part(self, uuid: str) -> PartBody | None:
        """Everything stored of a part, from the journal itself."""
        columns = schema.parts.c
        statement = select(schema.journal.c.body).join(schema.parts, columns.seq == schema.journal.c.seq)
        body = self.query(lambda c: c.execute(statement.where(columns.uuid == uuid)).scalar_one_or_none())
        entry = None if body is None else parse_entry(stored_bytes(body))
        return entry if isinstance(entry, PartBody) else None

    def removed(self, paths: Sequence[str]) -> set[str]:
        """Those of these image paths that retention has removed."""
        column = schema.removals.c.path
        return set(self.query(lambda c: c.execute(select(column).where(column.in_(paths))).scalars().all()))

    def findings(self, uuid: str) -> list[Finding]:
        """All findings of a part, oldest first, those taken back too."""
        table = schema.findings.c
        statement = select(schema.findings).where(table.part_uuid == uuid).order_by(table.seq)
        rows = self.query(lambda connection: connection.execute(statement).all())
        return findings_of(rows)

    def limits_in_force(self, product: str, bundle_sha256: str) -> tuple[int, LimitBody] | None:
        """The newest limits a person put in force for this product of this bundle, with their row; None: PASS is
        locked."""
        table = schema.limits.c
        statement = select(table.seq).where(table.product == product, table.bundle_sha256 == bundle_sha256)
        newest = statement.order_by(table.seq.desc()).limit(1).scalar_subquery()
        found = select(schema.journal.c.seq, schema.journal.c.body).where(schema.journal.c.seq == newest)
        row = self.query(lambda connection: connection.execute(found).one_or_none())
        entry = None if row is None else parse_entry(stored_bytes(row.body))
        return (int(row.seq), entry) if row is not None and isinstance(entry, LimitBody) else None

    def limit_history(self, product: str, limit: int = 100) -> list[tuple[int, LimitBody]]:
        """Who put which limits in force, newest first."""
        table = schema.limits.c
        statement = (
            select(schema.journal.c.seq, schema.journal.c.body)
            .join(schema.limits, table.seq == schema.journal.c.seq)
            .where(table.product == product)
            .order_by(table.seq.desc())
            .limit(limit)
        )
        rows = self.query(lambda connection: connection.execute(statement).all())
        entries = ((int(row.seq), parse_entry(stored_bytes(row.body))) for row in rows)
        return [(seq, entry) for seq, entry in entries if isinstance(entry, LimitBody)]

    def events(self, code: str | None = None, limit: int = 100) -> list[Event]:
        """The newest events, newest first."""
        table = schema.events.c
        statement = select(schema.events).order_by(table.seq.desc()).limit(limit)
        if code is not None:
            statement = statement.where(table.code == code)
        return [event_of(row) for row in self.query(lambda connection: connection.execute(statement).all())]

    def head(self) -> Head:
        """The newest row and its hash."""
        found: Head = self.query(head_in)
        return found

    def parts_after(self, seq: int, limit: int = 1000) -> Iterator[tuple[int, PartBody]]:
        """Parts in order, for replay and export: those after row ``seq``, at most ``limit``."""
        table = schema.journal.c
        statement = select(table.seq, table.body).where(table.seq > seq, table.kind == "part")
        statement = statement.order_by(table.seq).limit(limit)
        for row in self.query(lambda connection: connection.execute(statement).all()):
            entry = parse_entry(stored_bytes(row.body))
            if isinstance(entry, PartBody):
                yield int(row.seq), entry

    def query(self, read: Callable[[Connection], Any]) -> Any:
        """Run a query of another module of these records; database errors become RecordsError."""
        try:
            with self._engine.connect() as connection:
                return read(connection)
        except exc.DBAPIError as error:
            raise database.explain(error, self._path) from error


def head_in(connection: Connection) -> Head:
    """The newest row of the journal that ``connection`` sees, and its hash."""
    table = schema.journal.c
    statement = select(table.seq, table.kind, table.previous, table.body).order_by(table.seq.desc()).limit(1)
    row: Any = connection.execute(statement).one_or_none()
    return EMPTY if row is None else head_of(row)


def findings_of(rows: Sequence[Row[Any]]) -> list[Finding]:
    """All findings among the rows of one part. An undoing may itself be undone: then its finding counts again."""
    revoked = {row.undoes for row in rows if row.undoes is not None}
    undone = {row.undoes for row in rows if row.undoes is not None and row.seq not in revoked}
    return [_finding(row, row.seq in undone) for row in rows if row.finding is not None]


def _finding(row: Row[Any], undone: bool) -> Finding:
    kind = FindingKind(row.finding)
    return Finding(row.seq, row.utc_us, row.part_uuid, kind, row.defect_type, row.note, row.user, undone)


def event_of(row: Row[Any]) -> Event:
    """From a row of its table."""
    return Event(row.seq, row.utc_us, row.code, EventLevel(row.level), json.loads(row.params), row.user)


__all__ = ["Counters", "Event", "Finding", "PartFilter", "PartRow", "RecordReader"]
