"""Proof that records are whole: pages, chain, tables against the journal, images against their hashes, and the end of
the journal against heads noted elsewhere."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, Table, exc, func, select

from engine.errors import ErrorCode, RecordsError
from engine.records import database, schema
from engine.records.chain import EMPTY, Head, head_of, parse_entry, stored_bytes
from engine.records.entries import PartBody
from engine.records.heads import HeadsLog
from engine.records.images import FOLDER as IMAGES
from engine.records.images import TEMPORARY, inside
from engine.records.projection import Row, count, project

CHUNK = 2000
MAX_LISTED = 100
PROJECTIONS = tuple(table for table in schema.APPEND_ONLY if table is not schema.journal)


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """``problems`` are English lines, at most 100 of ``problem_count``. ``orphans`` are images no row names: left by a
    writer killed between image and row, harmless."""

    path: str
    rows: int
    parts: int
    images: int
    removed_images: int
    missing_images: int
    orphans: int
    head: str
    problem_count: int
    problems: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Nothing was lost or altered."""
        return self.problem_count == 0


class ImagePlace(Protocol):
    """Where the images lie: a folder, or a zip."""

    def read(self, path: str) -> bytes:
        """The bytes of a stored path. Raises OSError, KeyError or ValueError."""
        ...

    def paths(self) -> Iterator[str]:
        """All image files there, finished ones only."""
        ...


class FolderPlace:
    """Images of a data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes:
        """The bytes of an image file."""
        return inside(self._folder, path).read_bytes()

    def paths(self) -> Iterator[str]:
        """Every image file. A link is none: it would lead a check or a backup out of the folder."""
        for root, _, names in os.walk(self._folder / IMAGES):
            relative = Path(root).relative_to(self._folder).as_posix()
            for name in names:
                if not name.startswith(TEMPORARY) and not os.path.islink(f"{root}/{name}"):  # noqa: PTH114 (a million)
                    yield f"{relative}/{name}"


def verify(folder: Path, heads: Sequence[Head] = (), with_images: bool = True) -> VerifyReport:
    """Check the records of a data folder. ``heads`` were noted outside (log, output of a part); those in the folder's
    own log are added. Safe while the writer writes. Raises RecordsError if they cannot be opened at all."""
    noted = [*heads, *HeadsLog(folder).heads()]  # read before the records: a head noted later is not missing from them
    return verify_database(folder / database.FILE, noted, FolderPlace(folder) if with_images else None)


def verify_database(path: Path, noted: Sequence[Head], place: ImagePlace | None) -> VerifyReport:
    """Check one database file against noted heads and its images (not at all if ``place`` is None)."""
    if not path.exists():
        raise RecordsError(ErrorCode.RECORDS_MISSING, path=str(path.parent), why="there is no database")
    engine = database.open_engine(path, read_only=True)
    try:
        with engine.connect() as connection:
            return _Check(path, connection, noted, place).run()
    except exc.DBAPIError as error:
        raise database.explain(error, path) from error
    finally:
        engine.dispose()


def verify_copy(name: str, connection: Connection, noted: Sequence[Head]) -> VerifyReport:
    """Check a copy in another database, which has no images, against noted heads."""
    return _Check(name, connection, noted, None).run()


class _Check:
    """One pass over the journal within one read transaction."""

    def __init__(
        self, path: Path | str, connection: Connection, noted: Sequence[Head], place: ImagePlace | None
    ) -> None:
        self._path, self._connection, self._place = path, connection, place
        self._noted: dict[int, set[bytes]] = {}
        for head in noted:
            self._noted.setdefault(head.seq, set()).add(head.digest)
        self._problems: list[str] = []
        self._problem_count = 0
        self._head = EMPTY
        self._parts = self._images = self._missing = 0
        self._removed: set[str] = set()
        self._known: set[str] = set()
        self._counted: dict[tuple[Any, ...], list[int]] = {}

    def run(self) -> VerifyReport:
        self._check_database()
        columns = schema.removals.c
        self._removed = set(self._connection.execute(select(columns.path)).scalars())
        for rows in self._chunks():
            self._check_chunk(rows)
        self._check_strays()
        self._check_counters()
        self._check_heads()
        orphans = 0 if self._place is None else sum(1 for path in self._place.paths() if path not in self._known)
        return VerifyReport(
            str(self._path),
            self._head.seq,
            self._parts,
            self._images,
            len(self._removed),
            self._missing,
            orphans,
            str(self._head),
            self._problem_count,
            tuple(self._problems),
        )

    def _tell(self, problem: str) -> None:
        self._problem_count += 1
        if len(self._problems) < MAX_LISTED:
            self._problems.append(problem)

    def _check_database(self) -> None:
        revision = database.read_revision(self._connection)
        database.refuse_newer(revision, self._path)
        if revision != schema.REVISION:
            found = revision or "none"
            raise RecordsError(ErrorCode.RECORDS_OLDER, path=str(self._path), found=found, known=schema.REVISION)
        if self._connection.dialect.name != "sqlite":
            return
        for line in self._connection.exec_driver_sql(f"PRAGMA integrity_check({MAX_LISTED})").scalars():
            if line != "ok":
                self._tell(f"database page: {' '.join(str(line).split())[:200]}")

    def _chunks(self) -> Iterator[Sequence[Any]]:
        columns = schema.journal.c
        statement = select(columns.seq, columns.kind, columns.previous, columns.body).order_by(columns.seq).limit(CHUNK)
        last = -1
        while rows := self._connection.execute(statement.where(columns.seq > last)).all():
            yield rows
            last = rows[-1].seq

    def _check_chunk(self, rows: Sequence[Any]) -> None:
        expected: dict[Table, list[Row]] = {table: [] for table in PROJECTIONS}
        for row in rows:
            self._check_link(row)
            try:
                entry = parse_entry(stored_bytes(row.body))
            except ValidationError as error:
                self._tell(f"row {row.seq}: not an entry ({error.error_count()} errors)")
                continue
            if entry.kind != row.kind:
                self._tell(f"row {row.seq}: kind {row.kind} does not match its content")
            for table, projected in project(row.seq, entry):
                expected[table].append(projected)
            if isinstance(entry, PartBody):
                self._check_part(row.seq, entry)
        for table, wanted in expected.items():
            self._compare(table, wanted, rows[0].seq, rows[-1].seq)

    def _check_link(self, row: Any) -> None:
        if row.seq != self._head.seq + 1:
            missing = f"row {self._head.seq + 1}" if row.seq == self._head.seq + 2 else "rows"
            self._tell(f"{missing} before row {row.seq} removed")
        elif stored_bytes(row.previous) != self._head.digest:
            self._tell(f"row {row.seq}: the row before it was changed")
        self._head = head_of(row)
        if row.seq in self._noted and self._noted.pop(row.seq) != {self._head.digest}:
            self._tell(f"row {row.seq}: differs from what was acknowledged")

    def _check_part(self, seq: int, part: PartBody) -> None:
        self._parts += 1
        for counted in count([part]):
            key = tuple(value for name, value in counted.items() if name not in ("parts", "image_bytes"))
            cell = self._counted.setdefault(key, [0, 0])
            cell[0] += counted["parts"]
            cell[1] += counted["image_bytes"]
        for frame in part.frames:
            if frame.image is None:
                continue
            self._images += 1
            self._known.add(frame.image.path)
            if frame.image.state == "missing":
                self._missing += 1
            elif self._place is not None and frame.image.path not in self._removed:
                self._check_image(self._place, seq, frame.image.path, frame.image.sha256)

    def _check_image(self, place: ImagePlace, seq: int, path: str, sha256: str) -> None:
        try:
            data = place.read(path)
        except (OSError, KeyError, ValueError):
            self._tell(f"row {seq}: image {path} is missing")
            return
        if hashlib.sha256(data).hexdigest() != sha256:
            self._tell(f"row {seq}: image {path} was changed")

    def _compare(self, table: Table, wanted: list[Row], first: int, last: int) -> None:
        """The projected rows of a range of the journal against the table."""
        found = self._connection.execute(select(table).where(table.c.seq.between(first, last))).mappings().all()
        keys = [column.name for column in table.primary_key.columns]
        there = {tuple(row[key] for key in keys): dict(row) for row in found}
        for row in wanted:
            key = tuple(row[name] for name in keys)
            actual = there.pop(key, None)
            if actual is None:
                self._tell(f"table {table.name}: row {row['seq']} removed")
            elif actual != row:
                changed = ", ".join(name for name in row if actual.get(name) != row[name])
                self._tell(f"table {table.name}: row {row['seq']} changed ({changed})")
        for extra in there.values():
            self._tell(f"table {table.name}: row {extra['seq']} added")

    def _check_strays(self) -> None:
        """Rows of tables with numbers that the journal does not have at all."""
        for table in PROJECTIONS:
            beyond = select(func.count()).select_from(table).where((table.c.seq > self._head.seq) | (table.c.seq < 1))
            if number := self._connection.execute(beyond).scalar_one():
                self._tell(f"table {table.name}: {number} rows that are not in the journal")

    def _check_counters(self) -> None:
        rows = self._connection.execute(select(schema.counters)).mappings()
        found = {tuple(list(row.values())[:5]): list(row.values())[5:] for row in rows}
        for key in found.keys() | self._counted.keys():
            if found.get(key) != self._counted.get(key):
                self._tell(f"table counters: {key[1]} {key[3]} of hour {key[0]} does not add up")

    def _check_heads(self) -> None:
        beyond = max(self._noted, default=0)
        if beyond > self._head.seq:
            self._tell(f"cut off: the journal ends at row {self._head.seq}, but row {beyond} was acknowledged")
