"""Finding parts by what is in somebody's hand: a serial number, a lot, a time, or an image file."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select

from engine.errors import ErrorCode, UsageError
from engine.files import explain_os_error
from engine.records import schema
from engine.records.paging import rows_of
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter, PartRow
from engine.reports.period import US

MOST = 500
AROUND_US = 60 * US


class How(StrEnum):
    """What led to a part. ``NAME``: only the name of the file agrees, not its content."""

    IDENTITY = "identity"
    SERIAL = "serial"
    LOT = "lot"
    TIME = "time"
    IMAGE = "image"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Sought:
    """The first that is given counts, in this order; ``lot`` narrows ``serial``. ``at_us``: a minute to both sides."""

    uuid: str = ""
    image: Path | None = None
    serial: str = ""
    lot: str | None = None
    at_us: int | None = None

    def __str__(self) -> str:
        """For messages."""
        given = (self.uuid, self.image and self.image.name, self.serial, self.lot)
        return ", ".join(str(one) for one in given if one) or "the time"


@dataclass(frozen=True, slots=True)
class Found:
    """Parts, newest first, 500 at most."""

    how: How
    parts: tuple[PartRow, ...]


def find(reader: RecordReader, sought: Sought, limit: int = MOST) -> Found:
    """Raises UsageError if nothing fits, or the image cannot be read; RecordsError."""
    found = _find(reader, sought, limit)
    if not found.parts:
        raise UsageError(ErrorCode.TRACE_NOTHING, wanted=str(sought))
    return found


def _find(reader: RecordReader, sought: Sought, limit: int) -> Found:
    if sought.uuid:
        return Found(How.IDENTITY, _rows(reader, _seqs_of(reader, [schema.parts.c.uuid == sought.uuid], limit)))
    if sought.image is not None:
        return _by_image(reader, sought.image, limit)
    if sought.serial:
        wanted = PartFilter(serial=sought.serial, lot=sought.lot)
        return Found(How.SERIAL, tuple(reader.newest(wanted, limit)))
    if sought.lot is not None:
        return Found(How.LOT, tuple(reader.newest(PartFilter(lot=sought.lot), limit)))
    if sought.at_us is not None:
        wanted = PartFilter(since_us=sought.at_us - AROUND_US, until_us=sought.at_us + AROUND_US)
        return Found(How.TIME, tuple(reader.newest(wanted, limit)))
    return Found(How.TIME, ())


def _by_image(reader: RecordReader, image: Path, limit: int) -> Found:
    """By its content, whatever it is called now; else by the name under which a frame was read."""
    try:
        with image.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise explain_os_error(error, image) from error
    frames = schema.frames.c
    seqs = _frames_of(reader, frames.image_sha256 == digest, limit)
    if seqs:
        return Found(How.IMAGE, _rows(reader, seqs))
    ends = frames.source.endswith(f"/{image.name}", autoescape=True) | (frames.source == image.name)
    return Found(How.NAME, _rows(reader, _frames_of(reader, ends, limit)))


def _frames_of(reader: RecordReader, test: ColumnElement[bool], limit: int) -> list[int]:
    statement = select(schema.frames.c.seq).where(test).order_by(schema.frames.c.seq.desc()).limit(limit)
    return [int(seq) for seq in reader.query(lambda connection: connection.execute(statement).scalars().all())]


def _seqs_of(reader: RecordReader, tests: Sequence[ColumnElement[bool]], limit: int) -> list[int]:
    statement = select(schema.parts.c.seq).where(*tests).limit(limit)
    return [int(seq) for seq in reader.query(lambda connection: connection.execute(statement).scalars().all())]


def _rows(reader: RecordReader, seqs: Sequence[int]) -> tuple[PartRow, ...]:
    found: Any = reader.query(lambda connection: rows_of(connection, seqs)) if seqs else ()
    return tuple(found)
