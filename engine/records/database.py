"""Opening the database file: which SQLite, which settings, which schema, and what is wrong with it."""

import importlib.util
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, exc
from sqlalchemy.pool import NullPool

from engine.errors import ErrorCode, RecordsError
from engine.files import sync_folder
from engine.records.schema import REVISION

FILE = "records.sqlite3"
QUARANTINE = "quarantine"
SIDE_FILES = ("", "-wal", "-shm")
LEAST_SQLITE = (3, 51, 3)  # older ones can lose a WAL when two connections reset it at once
CHECK_AT_OPEN_BYTES = 64 * 2**20
# FULL: what was acknowledged survives a power cut. Checkpoints are made by the writer, who must see their errors;
# SQLite's own would hide them. Recursive triggers: REPLACE must not get around the append-only rule.
WRITER = ("journal_mode=WAL", "synchronous=FULL", "recursive_triggers=ON", "wal_autocheckpoint=0")
READER = ("query_only=ON",)


def sqlite_module() -> Any:
    """The newest SQLite here: the bundled one, or the interpreter's own."""
    if importlib.util.find_spec("pysqlite3") is not None:
        import pysqlite3

        return pysqlite3
    import sqlite3

    return sqlite3


def sqlite_problem() -> str:
    """Empty if the SQLite in use is new enough for two connections, else what is wrong with it."""
    found = sqlite_module().sqlite_version_info
    if tuple(found) >= LEAST_SQLITE:
        return ""
    return f"SQLite {'.'.join(map(str, found))} has a WAL fault, at least {'.'.join(map(str, LEAST_SQLITE))} is needed"


def open_engine(path: Path, read_only: bool) -> Engine:
    """An engine over the database file. No transaction begins by itself: every one is BEGIN IMMEDIATE (writer) or a
    plain read transaction, so that a migration is all or nothing."""
    module = sqlite_module()
    uri = f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"

    def connect() -> Any:
        raw = module.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=10.0)
        try:
            for pragma in READER if read_only else WRITER:
                raw.execute(f"PRAGMA {pragma}")
        except module.Error:
            raw.close()
            raise
        return raw

    engine = create_engine("sqlite://", module=module, creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def explain(error: exc.DBAPIError, path: Path) -> RecordsError:
    """What a database error means for the station."""
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    why = " ".join(str(error.orig).split())[:200]
    if name == "SQLITE_FULL":
        return RecordsError(ErrorCode.DISK_FULL, path=str(path), free_mb=shutil.disk_usage(path.parent).free // 2**20)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(path), why=why)
    return RecordsError(ErrorCode.RECORDS_DISK, path=str(path), why=f"{why} {name}".strip())


def guarded(action: Callable[[], Any], path: Path) -> Any:
    """Run ``action`` and raise RecordsError instead of a database error."""
    try:
        return action()
    except exc.DBAPIError as error:
        raise explain(error, path) from error


def read_revision(connection: Connection) -> str | None:
    """The schema's revision, or None for an empty database."""
    if connection.dialect.name == "sqlite":
        known = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
    else:
        known = "SELECT to_regclass('alembic_version') IS NOT NULL"
    if not connection.exec_driver_sql(known).scalar_one():
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one_or_none()
    return None if found is None else str(found)


def migrate(connection: Connection, path: Path) -> None:
    """Bring the schema to ``REVISION`` inside the transaction of ``connection``. Raises RecordsError for a database
    of a newer program. Alembic is imported only if there is something to do."""
    found = read_revision(connection)
    if found == REVISION:
        return
    refuse_newer(found, path)
    from engine.records.upgrade import upgrade

    upgrade(connection)


def refuse_newer(found: str | None, path: Path | str) -> None:
    """Revisions count up; one above ours was made by a newer program."""
    if found is not None and found > REVISION:
        raise RecordsError(ErrorCode.RECORDS_NEWER, path=str(path), found=found, known=REVISION)


def check_pages(engine: Engine, path: Path) -> None:
    """SQLite's own check of every page. Raises RecordsError (damaged)."""

    def check() -> str:
        with engine.connect() as connection:
            return str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())

    found = guarded(check, path)
    if found != "ok":
        raise RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(path), why=" ".join(found.split())[:200])


def checkpoint(connection: Connection, restart: bool) -> None:
    """Copy pages from the WAL into the database and sync both. ``restart`` waits for readers so that the WAL begins
    anew. Raises DBAPIError. Outside of any transaction."""
    kind = "RESTART" if restart else "PASSIVE"
    raw: Any = connection.connection.dbapi_connection
    try:
        raw.execute(f"PRAGMA wal_checkpoint({kind})").fetchall()
    except sqlite_module().Error as error:
        raise exc.DBAPIError(f"wal_checkpoint({kind})", None, error) from error


def quarantine(path: Path) -> Path:
    """Move a damaged database with its side files out of the way, never over another. The lock must be held."""
    folder = path.parent / QUARANTINE
    folder.mkdir(exist_ok=True)
    stem = time.strftime("%Y%m%dT%H%M%S", time.gmtime())
    target, number = folder / f"{stem}-{FILE}", 1
    while target.exists():
        target, number = folder / f"{stem}-{number}-{FILE}", number + 1
    for suffix in SIDE_FILES:
        side = path.with_name(path.name + suffix)
        if side.exists():
            side.rename(target.with_name(target.name + suffix))
    sync_folder(folder)
    sync_folder(path.parent)
    return target
