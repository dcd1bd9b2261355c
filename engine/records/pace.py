"""What a rule for storing images costs in disk space a day, at the pace at which parts have been coming."""

import time
from dataclasses import dataclass

from sqlalchemy import Connection, case, func, select

from engine.decision import Verdict
from engine.records import schema
from engine.records.entries import ImageState
from engine.records.reader import RecordReader

DAYS = 7.0
NEWEST_IMAGES = 200
LEAST_HOURS = 1 / 6  # of records; less says nothing of a day
US_PER_HOUR = 3_600_000_000


@dataclass(frozen=True, slots=True)
class ImagePace:
    """Parts a day, the share of them whose images the rule stores (0 to 1), and bytes of images of one such part. The
    pace is of the last week, or since there are records."""

    parts_per_day: float
    share: float
    bytes_per_part: float

    @property
    def bytes_per_day(self) -> float:
        """What the rule means."""
        return self.parts_per_day * self.share * self.bytes_per_part


def image_pace(
    reader: RecordReader, keep_all: bool, audit_share: float, now_s: float | None = None
) -> ImagePace | None:
    """The pace under a rule: all images, or those of flagged parts and an ``audit_share`` of the passed ones. It need
    not be the rule of the past. None as long as no image was stored. Raises RecordsError."""
    now_s = time.time() if now_s is None else now_s
    since_h = int(now_s // 3600 - 24 * DAYS)

    def read(connection: Connection) -> ImagePace | None:
        columns = schema.counters.c
        flagged = columns.verdict != Verdict.PASS.value
        sums = select(
            func.sum(columns.parts),
            func.sum(case((flagged, columns.parts), else_=0)),
            func.sum(columns.image_bytes),
        ).where(columns.hour >= since_h)
        parts, bad, size = (int(value or 0) for value in connection.execute(sums).one())
        if not size:
            return None
        hours = max(LEAST_HOURS, min(24 * DAYS, now_s / 3600 - _first_hour(connection, since_h)))
        share = 1.0 if keep_all else (bad + audit_share * (parts - bad)) / parts
        return ImagePace(24 * parts / hours, share, _bytes_of_newest(connection))

    found: ImagePace | None = reader.query(read)
    return found


def bytes_per_day(reader: RecordReader, now_s: float | None = None, days: float = DAYS) -> float:
    """Image bytes a day that were really written, at the pace of the last ``days`` (or of the time there are records,
    if shorter)."""
    now_s = time.time() if now_s is None else now_s
    since_h = int(now_s // 3600 - 24 * days)

    def read(connection: Connection) -> float:
        columns = schema.counters.c
        total = connection.execute(select(func.sum(columns.image_bytes)).where(columns.hour >= since_h)).scalar_one()
        if not total:
            return 0.0
        return 24 * float(total) / max(LEAST_HOURS, min(24 * days, now_s / 3600 - _first_hour(connection, since_h)))

    found: float = reader.query(read)
    return found


def _bytes_of_newest(connection: Connection) -> float:
    """Image bytes of a part that has any, from the newest of them."""
    columns = schema.frames.c
    stored = select(columns.seq, columns.image_bytes).where(columns.image_state == ImageState.STORED.value)
    rows = connection.execute(stored.order_by(columns.seq.desc()).limit(NEWEST_IMAGES)).all()
    return float(sum(row.image_bytes for row in rows)) / max(1, len({row.seq for row in rows}))


def _first_hour(connection: Connection, since_h: int) -> float:
    """When the first part since then came, in hours since 1970."""
    columns = schema.parts.c
    first = select(func.min(columns.utc_us)).where(columns.utc_us >= since_h * US_PER_HOUR)
    found: int | None = connection.execute(first).scalar_one()
    return (found or 0) / US_PER_HOUR
