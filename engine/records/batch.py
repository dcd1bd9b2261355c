"""One group commit: images of all parts, then all rows in one transaction."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from engine.records import schema
from engine.records.chain import Head, canonical, row_hash
from engine.records.entries import Entry, ImageBody, PartBody
from engine.records.images import EncodedImage, ImageStore
from engine.records.projection import Row, count, project
from engine.records.statements import add_counts, add_rows, stored_parts


@dataclass(frozen=True, slots=True)
class Receipt:
    """An entry is durable. ``head`` proves everything up to and including its commit; ``duplicate`` means that this
    part was stored before, as row ``seq``."""

    seq: int
    head: Head
    duplicate: bool = False
    missing_images: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """An entry waiting for its receipt."""

    entry: Entry
    images: tuple[EncodedImage, ...]
    future: "Future[Receipt]"


class Batch:
    """Writes jobs after ``head``. ``write`` may be called again after a rollback; images are written once."""

    def __init__(
        self, connection: Connection, images: ImageStore, head: Head, session: int, jobs: Sequence[Job]
    ) -> None:
        self._connection, self._images, self._head, self._session = connection, images, head, session
        self._jobs = jobs
        self._entries: dict[int, Entry] = {}  # by position in jobs, images filled in
        self._seqs: dict[int, int] = {}
        self._known: dict[str, int] = {}
        self._last = head

    def write(self) -> Head:
        """Write everything durably; returns the new head. Raises DBAPIError or RecordsError; then nothing of it is
        in the records."""
        with self._connection.begin():
            self._known = self._find_known()
            self._store_images()
            self._insert()
        return self._last

    def lost_images(self) -> bool | None:
        """True if an image of it found no room; None if it had none to store."""
        states = [image.state for stored in self._entries.values() for image in _images_of(stored)]
        return any(state != "stored" for state in states) if states else None

    def acknowledge(self) -> None:
        """Hand out the receipts."""
        for index, job in enumerate(self._jobs):
            stored = self._entries.get(index)
            if stored is not None:
                missing = sum(1 for image in _images_of(stored) if image.state != "stored")
                job.future.set_result(Receipt(self._seqs[index], self._last, False, missing))
            elif isinstance(job.entry, PartBody):
                job.future.set_result(Receipt(self._known[job.entry.uuid], self._last, True))

    def _find_known(self) -> dict[str, int]:
        """Parts of this batch that are stored already, by UUID."""
        wanted = [job.entry.uuid for job in self._jobs if isinstance(job.entry, PartBody)]
        return stored_parts(self._connection, wanted)

    def _store_images(self) -> None:
        if self._entries:
            return
        stored: list[ImageBody] = []
        told: set[str] = set()
        for index, job in enumerate(self._jobs):
            entry = job.entry
            if isinstance(entry, PartBody):
                if entry.uuid in self._known or entry.uuid in told:
                    continue
                told.add(entry.uuid)
                if job.images:
                    bodies = self._images.store(entry.uuid, entry.utc, job.images)
                    stored.extend(bodies.values())
                    frames = tuple(
                        frame.model_copy(update={"image": bodies.get(position)})
                        for position, frame in enumerate(entry.frames)
                    )
                    entry = entry.model_copy(update={"frames": frames})
            self._entries[index] = entry.model_copy(update={"session": self._session})
        self._images.sync(stored)

    def _insert(self) -> None:
        """Chain the rows, insert them and their projections, table by table."""
        head, entries, bodies = self._head, [], []
        for index, entry in self._entries.items():
            body = canonical(entry)
            entries.append((head, entry))
            bodies.append(body)
            head = Head(head.seq + 1, row_hash(head.seq + 1, entry.kind, head.digest, body))
            if isinstance(entry, PartBody):
                self._known[entry.uuid] = head.seq
            self._seqs[index] = head.seq
        insert_entries(self._connection, entries, bodies)
        self._last = head


def insert_entries(connection: Connection, entries: Sequence[tuple[Head, Entry]], bodies: Sequence[bytes]) -> None:
    """Insert entries, each with the head before it and its canonical bytes, and their projections, table by table."""
    tables: dict[Table, list[Row]] = {schema.journal: []}
    for (before, entry), body in zip(entries, bodies, strict=True):
        seq = before.seq + 1
        tables[schema.journal].append({"seq": seq, "kind": entry.kind, "body": body, "previous": before.digest})
        for table, row in project(seq, entry):
            tables.setdefault(table, []).append(row)
    for table, rows in tables.items():
        add_rows(connection, table, rows)
    add_counts(connection, count(entry for _, entry in entries if isinstance(entry, PartBody)))


def _images_of(entry: Entry) -> list[ImageBody]:
    if not isinstance(entry, PartBody):
        return []
    return [frame.image for frame in entry.frames if frame.image is not None]
