"""A copy of a station's records in the plant's PostgreSQL. The station's own file stays the truth: rows travel one way.

Each set of records has a schema (a namespace) of its own there, ``records_ID``, with the same tables made by the same
migrations, so several stations share a database and no row has to be renumbered; views in the schema ``plant`` show the
rows of all. Rows are copied in bunches, each in one transaction that begins where the copy ends: a copy that was cut
off goes on, and one that was made twice changes nothing. The chain is proved on the way in.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import URL, Connection, Engine, Row, create_engine, exc, make_url, select, text
from sqlalchemy.pool import NullPool

from engine.errors import ErrorCode, UsageError
from engine.records import database, schema
from engine.records.batch import insert_entries
from engine.records.chain import EMPTY, Head, head_of, parse_entry, stored_bytes
from engine.records.entries import Entry
from engine.records.reader import RecordReader, head_in
from engine.records.upgrade import upgrade
from engine.records.verify import VerifyReport, verify_copy

BUNCH = 2000
CONNECT_S = 10
VIEWS = "plant"


@dataclass(frozen=True, slots=True)
class Copied:
    """``target`` is the address without its password; ``rows`` were copied now, ``head`` is the copy's newest."""

    target: str
    namespace: str
    rows: int
    head: str
    check: VerifyReport | None


class PlantCopy:
    """The copy of one set of records. Raises UsageError for an address that is none, or a database that cannot be
    used, and RecordsError for one of a newer program."""

    def __init__(self, address: str, records: str) -> None:
        url = parse_address(address)
        self.target = url.render_as_string(hide_password=True)
        if not re.fullmatch("[0-9a-f]{32}", records):
            raise _refused(self.target, "the records have no identity")
        self.namespace = f"records_{records}"
        self._lock = int(records[:15], 16)
        self._engine: Engine = create_engine(url, poolclass=NullPool, connect_args={"connect_timeout": CONNECT_S})

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction in the namespace; whoever else copies the same records waits."""
        try:
            with self._engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": self._lock})
                connection.exec_driver_sql(f'SET LOCAL search_path TO "{self.namespace}"')
                yield connection
        except exc.SQLAlchemyError as error:
            why = " ".join(str(getattr(error, "orig", None) or error).split())[:200]
            raise _refused(self.target, why) from error

    def prepare(self) -> None:
        """Namespace, tables and views, if they are not there."""
        with self.transaction() as connection:
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{self.namespace}"')
            found = database.read_revision(connection)
            if found == schema.REVISION:
                return
            database.refuse_newer(found, self.target)
            upgrade(connection)
            _show_all(connection)

    def add(self, reader: RecordReader) -> int:
        """Copy the next rows; how many. Raises UsageError if the copy holds other rows than the station."""
        with self.transaction() as connection:
            head = head_in(connection)
            rows = reader.query(lambda source: _rows_from(source, head.seq))
            self._prove(head, rows)
            entries: list[tuple[Head, Entry]] = []
            bodies: list[bytes] = []
            for row in rows[1 if head != EMPTY else 0 :]:
                entries.append((head, self._next(head, row)))
                bodies.append(stored_bytes(row.body))
                head = head_of(row)
            insert_entries(connection, entries, bodies)
            return len(entries)

    def _next(self, head: Head, row: Row[Any]) -> Entry:
        """The entry of a row of the station, which must follow ``head``."""
        if row.seq == head.seq + 1 and stored_bytes(row.previous) == head.digest:
            with suppress(ValidationError):
                entry = parse_entry(stored_bytes(row.body))
                if entry.kind == row.kind:
                    return entry
        raise _refused(self.target, f"the station's row {row.seq} after row {head.seq} is damaged; verify its records")

    def _prove(self, head: Head, rows: Sequence[Row[Any]]) -> None:
        if head == EMPTY:
            return
        if not rows or rows[0].seq != head.seq:
            raise _refused(self.target, f"the copy ends at row {head.seq}, which the station does not have")
        if head_of(rows[0]) != head:
            raise _refused(self.target, f"row {head.seq} of the copy is another than the station's")

    def verify(self, heads: Sequence[Head]) -> VerifyReport:
        """Chain and tables of the copy, against heads noted by the station."""
        with self.transaction() as connection:
            return verify_copy(self.target, connection, heads)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()


def copy_records(folder: Path, address: str, check: bool = False) -> Copied:
    """Bring the copy at ``address`` up to the records in ``folder``, which may be in use; ``check``: then verify it
    whole. Raises RecordsError and UsageError."""
    reader = RecordReader(folder)
    try:
        first = select(schema.sessions.c.records).order_by(schema.sessions.c.seq).limit(1)
        copy = PlantCopy(address, str(reader.query(lambda connection: connection.execute(first).scalar_one_or_none())))
        try:
            copy.prepare()
            noted, total = reader.head(), 0  # a line in use goes on writing
            while number := copy.add(reader):
                total += number
            with copy.transaction() as connection:
                head = head_in(connection)
            return Copied(copy.target, copy.namespace, total, str(head), copy.verify([noted]) if check else None)
        finally:
            copy.close()
    finally:
        reader.close()


def parse_address(address: str) -> URL:
    """``postgresql://user@host/database`` for the driver that is installed. Raises UsageError."""
    try:
        url = make_url(address)
        url.port  # noqa: B018 (a port that is no number shows only here)
    except (exc.ArgumentError, ValueError) as error:
        raise _refused("--to", "an address is postgresql://user@host/database") from error
    if url.drivername not in ("postgresql", "postgres"):
        raise _refused(url.render_as_string(), "an address is postgresql://user@host/database")
    if find_spec("psycopg") is None:
        raise _refused(url.render_as_string(), "its driver is not installed: pip install 'uniad-inspect[plant]'")
    return url.set(drivername="postgresql+psycopg")


def _rows_from(source: Connection, seq: int) -> Sequence[Row[Any]]:
    """Row ``seq`` of the station, and a bunch after it."""
    table = schema.journal.c
    statement = select(table.seq, table.kind, table.previous, table.body).where(table.seq >= seq)
    rows: list[Any] = list(source.execute(statement.order_by(table.seq).limit(BUNCH + 1)))
    return rows


def _show_all(connection: Connection) -> None:
    """Views over the tables of all stations, with the columns that every one of them has."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('plant views'))"))
    connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {VIEWS}")
    names = text("SELECT nspname FROM pg_namespace WHERE nspname ~ '^records_[0-9a-f]{32}$' ORDER BY nspname")
    spaces = list(connection.execute(names).scalars())
    holders = text(
        "SELECT table_schema FROM information_schema.tables WHERE table_name = :table AND table_schema = ANY(:spaces) "
        "ORDER BY table_schema"
    )
    wanted = text(
        "SELECT column_name FROM information_schema.columns WHERE table_name = :table AND table_schema = ANY(:spaces) "
        "GROUP BY column_name HAVING count(*) = :number ORDER BY min(ordinal_position)"
    )
    for table in schema.metadata.sorted_tables:
        # A station of an older program lacks newer tables and columns.
        having = list(connection.execute(holders, {"table": table.name, "spaces": spaces}).scalars())
        given = {"table": table.name, "spaces": having, "number": len(having)}
        columns = ", ".join(f't."{name}"' for name in connection.execute(wanted, given).scalars())
        named = (f"'{space[8:]}' AS station_id, {columns} FROM {space}.{table.name} t" for space in having)
        every = " UNION ALL ".join(f"SELECT {one}" for one in named)
        _show(connection, f"{VIEWS}.{table.name}", every)


def _show(connection: Connection, view: str, rows: str) -> None:
    """Replace a view, which keeps the rights on it; one that must lose columns can only be made anew."""
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {view} AS {rows}")
    except exc.ProgrammingError:
        connection.exec_driver_sql(f"DROP VIEW {view}")
        connection.exec_driver_sql(f"CREATE VIEW {view} AS {rows}")


def _refused(target: str, why: str) -> UsageError:
    return UsageError(ErrorCode.USAGE, what=f"no copy at {target}: {why}", command="uniad-inspect copy")
