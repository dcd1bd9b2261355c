"""Opening a data folder for writing: lock, checks, migration. Everything here runs before the first part."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, exc, select

from engine.errors import ErrorCode, InspectError, RecordsError
from engine.files import explain_os_error, sync_folder
from engine.records import database, schema
from engine.records.chain import EMPTY, Head, head_of, stored_bytes
from engine.records.heads import HeadsLog
from engine.records.images import FOLDER as IMAGES
from engine.records.images import remove_leftovers

LOCK_FILE = "writer.lock"
PID_FILE = "writer.pid"
TAIL_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Opened:
    """A data folder that this process, and no other, may write to. ``lost`` is the head that should have been there, if
    the end of the records is missing and a person accepted that."""

    folder: Path
    lock: FileLock
    engine: Engine
    connection: Connection
    head: Head
    lost: Head | None

    def read_records_id(self) -> str | None:
        """The identity of these records, or None if they are new."""
        columns = schema.sessions.c
        with self.connection.begin():
            statement = select(columns.records).order_by(columns.seq).limit(1)
            return self.connection.execute(statement).scalar_one_or_none()

    def close(self) -> None:
        """Close the database, then let others in."""
        self.connection.close()
        self.engine.dispose()
        self.lock.release()


def open_for_writing(folder: Path, accept_loss: bool) -> Opened:
    """Lock the folder, then check, create or migrate its records.

    Raises RecordsError: locked, newer, missing, cut, or damaged; damaged ones are moved to ``quarantine`` first and
    named. ``accept_loss`` is a person's word that records are gone: it begins new ones, or goes on after a cut.
    """
    try:
        for made in (folder, folder / IMAGES):
            made.mkdir(parents=True, exist_ok=True)
        lock = _lock(folder)
    except OSError as error:
        raise explain_os_error(error, folder / LOCK_FILE) from error
    try:
        return _open_locked(folder, lock, accept_loss)
    except BaseException:
        lock.release()
        raise


def _lock(folder: Path) -> FileLock:
    lock = FileLock(folder / LOCK_FILE, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        try:
            pid = (folder / PID_FILE).read_text(encoding="ascii").strip()[:20]
        except OSError:
            pid = "unknown"
        raise RecordsError(ErrorCode.RECORDS_LOCKED, path=str(folder), pid=pid) from error
    (folder / PID_FILE).write_text(f"{os.getpid()}\n", encoding="ascii")
    return lock


def _open_locked(folder: Path, lock: FileLock, accept_loss: bool) -> Opened:
    path = folder / database.FILE
    if not path.exists():
        _refuse_missing(folder, accept_loss)
    try:
        engine, connection, head = _open_database(path)
    except RecordsError as error:
        if error.code is not ErrorCode.RECORDS_DAMAGED:
            raise
        moved = database.quarantine(path)
        why = f"{error.params['why']}; moved to {moved}"
        raise RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(path), why=why) from error
    try:
        lost = _check_cut(folder, connection, head, accept_loss)
    except BaseException:
        connection.close()
        raise
    remove_leftovers(folder)
    for synced in (folder / IMAGES, folder, folder.parent):
        sync_folder(synced)
    return Opened(folder, lock, engine, connection, head, lost)


def _refuse_missing(folder: Path, accept_loss: bool) -> None:
    """No database, but traces of one: never replace it without being told to."""
    why = ""
    if any((folder / IMAGES).iterdir()):
        why = "there are images, but no database"
    elif (folder / database.QUARANTINE).is_dir() or HeadsLog(folder).newest() != EMPTY:
        why = "a database was here before"
    if not why:
        return
    if not accept_loss:
        raise RecordsError(ErrorCode.RECORDS_MISSING, path=str(folder), why=why)
    HeadsLog(folder).set_aside(folder / database.QUARANTINE, time.strftime("%Y%m%dT%H%M%S", time.gmtime()))


def _open_database(path: Path) -> tuple[Engine, Connection, Head]:
    """Check pages (a small file whole, see ``writer`` for a large one), schema and the end of the chain."""
    size = path.stat().st_size if path.exists() else 0
    engine = database.open_engine(path, read_only=False)
    connection = None
    try:
        if 0 < size <= database.CHECK_AT_OPEN_BYTES:
            database.check_pages(engine, path)
        connection = engine.connect()
        with connection.begin():
            database.migrate(connection, path)
        with connection.begin():
            head = read_head(connection, path)
        return engine, connection, head
    except exc.DBAPIError as error:
        _close(connection, engine)
        raise database.explain(error, path) from error
    except InspectError:
        _close(connection, engine)
        raise


def _close(connection: Connection | None, engine: Engine) -> None:
    if connection is not None:
        connection.close()
    engine.dispose()


def read_head(connection: Connection, path: Path) -> Head:
    """The head of the chain, after checking the newest rows. Raises RecordsError (damaged)."""
    columns = schema.journal.c
    rows = connection.execute(
        select(columns.seq, columns.kind, columns.previous, columns.body).order_by(columns.seq.desc()).limit(TAIL_ROWS)
    ).all()
    head = EMPTY
    for index, row in enumerate(reversed(rows)):
        if (index > 0 or row.seq == 1) and (row.seq != head.seq + 1 or stored_bytes(row.previous) != head.digest):
            why = f"row {row.seq} does not follow the row before it"
            raise RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(path), why=why)
        head = head_of(row)
    return head


def _check_cut(folder: Path, connection: Connection, head: Head, accept_loss: bool) -> Head | None:
    """Compare with the newest head noted elsewhere: rows missing at the end were acknowledged once."""
    log = HeadsLog(folder)
    noted = log.newest()
    if noted.seq < head.seq or noted == head:
        return None
    if not accept_loss:
        path = str(folder / database.FILE)
        raise RecordsError(ErrorCode.RECORDS_CUT, path=path, found=head.seq, expected=noted.seq)
    log.set_aside(folder / database.QUARANTINE, time.strftime("%Y%m%dT%H%M%S", time.gmtime()))
    return noted
