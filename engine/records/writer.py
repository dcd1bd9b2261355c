"""The one writer. It stores images, then rows, and acknowledges only what is durable.

A thread takes whatever is queued and commits it as one transaction (group commit): it never waits for more, so a lone
part costs one sync and a busy line shares it. After a disk error nothing is tried again: after a failed fsync the
system may have dropped the data while telling the next fsync that all is well. The writer then refuses everything, and
the station stops. (When SQLite closes, it rewrites the pages it had not finished and syncs those; nothing rests on the
failed sync.) A full disk is different: SQLite rolls back, the reserve makes room for the rows of the parts in flight.
"""

import logging
import queue
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exc

from engine.errors import ErrorCode, InspectError, RecordsError
from engine.records import database
from engine.records.batch import Batch, Job, Receipt
from engine.records.chain import EMPTY, Head
from engine.records.disk import DiskState, Reserve, disk_state
from engine.records.entries import Entry, EventBody, EventLevel, SessionBody, new_uuid
from engine.records.heads import HeadsLog
from engine.records.images import EncodedImage, ImageStore
from engine.records.opening import Opened, open_for_writing

_log = logging.getLogger(__name__)
CHECKPOINT_BYTES = 16 * 2**20  # a page that many parts touch is copied once
LOW_CHECKPOINT_BYTES = 2**20  # with little room left, what the WAL has is used again soon
RESTART_BYTES = 64 * 2**20  # readers keep the WAL growing; now and then wait for them
IDLE_S = 2.0


@dataclass(frozen=True, slots=True)
class WriterOptions:
    """``low_bytes``: free space below which the disk counts as low. ``queue_size``: entries waiting at most."""

    station: str = ""
    program: str = ""
    accept_loss: bool = False
    low_bytes: int = 2 * 2**30
    queue_size: int = 256


class RecordWriter:
    """Appends to the records of one data folder. Thread-safe; one process at a time (a lock says so).

    Raises RecordsError when the folder is locked by another writer, or its records are missing, cut, damaged or newer.
    """

    def __init__(self, folder: Path, options: WriterOptions | None = None) -> None:
        self._options = options or WriterOptions()
        self._opened: Opened = open_for_writing(folder, self._options.accept_loss)
        self.folder = folder
        self._images = ImageStore(folder)
        self._heads = HeadsLog(folder)
        self._reserve = Reserve(folder)
        self._reserve.fill()
        self._head = self._opened.head
        self._queue: queue.Queue[Job | None] = queue.Queue(self._options.queue_size)
        self._state = threading.Lock()
        self._failure: InspectError | None = None
        self._closing = False
        self._full = self._no_images = False
        self._session = 0
        self._thread = threading.Thread(target=self._run, name="records", daemon=True)
        self._checker = threading.Thread(target=self._check_pages, name="records-check", daemon=True)
        self._begin_session()

    @property
    def head(self) -> Head:
        """The newest durable row."""
        return self._head

    @property
    def failure(self) -> InspectError | None:
        """Why nothing can be recorded any more, or None."""
        return self._failure

    def disk(self) -> DiskState:
        """Space left for records, for the lamp."""
        return disk_state(self.folder, self._options.low_bytes, self._full, self._no_images)

    def submit(self, entry: Entry, images: Sequence[EncodedImage] = (), wait_s: float = 5.0) -> "Future[Receipt]":
        """Queue an entry; the future resolves once it is durable, or raises the InspectError that prevented it.

        ``images`` belong to the frames of a part. Waits up to ``wait_s`` for a place in the queue (records.busy).
        A part whose UUID is stored already is not stored again: its receipt names the first row.
        """
        job = Job(entry, tuple(images), Future())
        with self._state:
            if self._failure is not None:
                raise self._failure
            if self._closing:
                raise RecordsError(ErrorCode.RECORDS_CLOSED, path=str(self.folder))
        try:
            self._queue.put(job, timeout=wait_s)
        except queue.Full:
            raise RecordsError(ErrorCode.RECORDS_BUSY, path=str(self.folder), seconds=wait_s) from None
        if not self._thread.is_alive():  # it ended between the check and the put
            self._refuse_queued()
        return job.future

    def store(self, entry: Entry, images: Sequence[EncodedImage] = (), timeout_s: float = 30.0) -> Receipt:
        """Submit and wait until it is durable."""
        future = self.submit(entry, images, timeout_s)
        try:
            return future.result(timeout_s)
        except FutureTimeoutError:
            raise RecordsError(ErrorCode.RECORDS_BUSY, path=str(self.folder), seconds=timeout_s) from None

    def close(self, timeout_s: float = 10.0) -> None:
        """Write what is queued, then close. Entries submitted later are refused. Safe to call twice."""
        with self._state:
            first, self._closing = not self._closing, True
        if first and self._thread.is_alive():
            self._queue.put(None)
        self._thread.join(timeout_s)
        self._checker.join(timeout_s)
        if first and not self._thread.is_alive():
            self._refuse_queued()
            self._heads.close()
            self._opened.close()

    def _begin_session(self) -> None:
        """The first row of this run; it also tells what a person accepted to be lost."""
        records = self._opened.read_records_id() or new_uuid()
        options = self._options
        opening: list[Entry] = [SessionBody(records=records, station=options.station, program=options.program)]
        if self._opened.lost is not None:
            cut = {"expected": str(self._opened.lost), "found": str(self._opened.head)}
            opening.append(EventBody(code="records.cut", level=EventLevel.ERROR, params=cut))
        self._session = self._head.seq + 1
        jobs = [Job(entry, (), Future()) for entry in opening]
        self._commit(jobs)
        try:
            jobs[0].future.result(0)
        except InspectError:
            self._heads.close()
            self._opened.close()
            raise
        self._thread.start()
        self._checker.start()

    def _run(self) -> None:
        stop = False
        while not stop and self._failure is None:
            try:
                job = self._queue.get(timeout=IDLE_S)
            except queue.Empty:
                self._guard_checkpoint(1)
                continue
            jobs = []
            while True:
                if job is None:
                    stop = True
                else:
                    jobs.append(job)
                try:
                    job = self._queue.get_nowait()
                except queue.Empty:
                    break
            if jobs:
                self._commit(jobs)
                self._guard_checkpoint(LOW_CHECKPOINT_BYTES if self.disk().low else CHECKPOINT_BYTES)
        if self._failure is not None:
            self._refuse_queued()

    def _commit(self, jobs: list[Job]) -> None:
        """Store a batch and acknowledge it; on failure every job of it learns the cause."""
        batch = Batch(self._opened.connection, self._images, self._head, self._session, jobs)
        try:
            try:
                head = batch.write()
            except exc.DBAPIError as error:
                cause = database.explain(error, self.folder / database.FILE)
                if cause.code is not ErrorCode.DISK_FULL or not self._make_room():
                    raise cause from error
                head = self._write_again(batch)
        except InspectError as error:
            self._fail(error, jobs)
        except Exception as error:  # a bug must stop the station, not hang those who wait for their receipt
            _log.exception("writing records failed")
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            self._fail(InspectError(ErrorCode.INTERNAL, where="records", why=why), jobs)
        else:
            self._head = head
            if (lost := batch.lost_images()) is not None:
                self._no_images = lost
            self._heads.append(head)
            batch.acknowledge()

    def _write_again(self, batch: Batch) -> Head:
        """After room was made; the transaction before was rolled back whole."""
        try:
            return batch.write()
        except exc.DBAPIError as error:
            raise database.explain(error, self.folder / database.FILE) from error

    def _make_room(self) -> bool:
        self._full = True
        return self._reserve.release()

    def _fail(self, error: InspectError, jobs: list[Job]) -> None:
        """A full disk fails this batch only; everything else ends the writer."""
        if error.code is not ErrorCode.DISK_FULL:
            _log.error("records stop: %s", error)
            with self._state:
                self._failure = error
        else:
            self._full = True
        for job in jobs:
            if not job.future.done():
                job.future.set_exception(error)

    def _refuse_queued(self) -> None:
        error = self._failure or RecordsError(ErrorCode.RECORDS_CLOSED, path=str(self.folder))
        while True:
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return
            if job is not None:
                job.future.set_exception(error)

    def _guard_checkpoint(self, least_bytes: int) -> None:
        """Move pages from the WAL into the database; an error here is a disk error like any other."""
        if self._full and self._reserve.fill():
            self._full = False
        if self._failure is not None:
            return
        wal = self.folder / f"{database.FILE}-wal"
        size = wal.stat().st_size if wal.exists() else 0
        if size < least_bytes or self._head == EMPTY:
            return
        try:
            database.checkpoint(self._opened.connection, restart=size > RESTART_BYTES)
        except exc.DBAPIError as error:
            cause = database.explain(error, wal)
            self._fail(cause, [])

    def _check_pages(self) -> None:
        """A large database is not checked before the first part, but beside it. Damage stops the station."""
        path = self.folder / database.FILE
        try:
            if path.stat().st_size <= database.CHECK_AT_OPEN_BYTES:
                return
            engine = database.open_engine(path, read_only=True)
            try:
                database.check_pages(engine, path)
            finally:
                engine.dispose()
        except RecordsError as error:
            self._fail(error, [])
