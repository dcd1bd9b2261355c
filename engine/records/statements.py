"""What the writer says to the database for every part: text made once, and given to the driver itself. Building a
statement, and wrapping what it returns, costs several times what SQLite takes to run it."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, Dialect, Executable, Table, bindparam, exc, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.records import schema
from engine.records.projection import Row

UUIDS_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement in the words of one database. ``names`` is the order of its parameters, None if they are named."""

    text: str
    names: tuple[str, ...] | None

    def given(self, row: Row) -> Any:
        """The parameters of one row, as the driver takes them."""
        return row if self.names is None else tuple(row[name] for name in self.names)


def add_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Append to ``table``; each row has all columns."""
    _run(connection, _insert(connection.dialect.name, table), rows)


def add_counts(connection: Connection, rows: Sequence[Row]) -> None:
    """Add to the ``counters`` table."""
    _run(connection, _add_counts(connection.dialect.name), rows)


def stored_parts(connection: Connection, uuids: Sequence[str]) -> dict[str, int]:
    """Sequence numbers of those of these parts that are stored already."""
    found: dict[str, int] = {}
    for start in range(0, len(uuids), UUIDS_AT_ONCE):
        some = uuids[start : start + UUIDS_AT_ONCE]
        question = _find(connection.dialect.name, len(some))
        given = question.given({f"uuid{index}": uuid for index, uuid in enumerate(some)})
        with _driver(connection, question) as cursor:
            cursor.execute(question.text, given)
            found |= {str(uuid): int(seq) for uuid, seq in cursor.fetchall()}
    return found


def _run(connection: Connection, statement: Prepared, rows: Sequence[Row]) -> None:
    if rows:
        with _driver(connection, statement) as cursor:
            cursor.executemany(statement.text, [statement.given(row) for row in rows])


@contextmanager
def _driver(connection: Connection, statement: Prepared) -> Iterator[Any]:
    """A cursor of the driver, in the transaction of ``connection``; its errors as everywhere else."""
    cursor: Any = connection.connection.cursor()
    driver: Any = connection.dialect.loaded_dbapi
    try:
        yield cursor
    except driver.Error as error:
        raise exc.DBAPIError(statement.text, None, error) from error
    finally:
        cursor.close()


@functools.cache
def _insert(dialect: str, table: Table) -> Prepared:
    return _prepare(insert(table), dialect)


@functools.cache
def _add_counts(dialect: str) -> Prepared:
    table = schema.counters
    module: Any = sqlite if dialect == "sqlite" else postgresql
    statement = module.insert(table)
    added = {name: table.c[name] + statement.excluded[name] for name in ("parts", "image_bytes")}
    return _prepare(
        statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=added), dialect
    )


@functools.cache
def _find(dialect: str, count: int) -> Prepared:
    columns = schema.parts.c
    wanted: list[BindParameter[str]] = [bindparam(f"uuid{index}") for index in range(count)]
    return _prepare(select(columns.uuid, columns.seq).where(columns.uuid.in_(wanted)), dialect)


def _prepare(statement: Executable, dialect: str) -> Prepared:
    known: Dialect = sqlite.dialect() if dialect == "sqlite" else postgresql.dialect()  # type: ignore[no-untyped-call]
    compiled: Any = statement.compile(dialect=known)  # type: ignore[attr-defined]
    return Prepared(str(compiled), None if compiled.positiontup is None else tuple(compiled.positiontup))
