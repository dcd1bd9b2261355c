"""What the rule for images means for the disk: GB a day, from the real sizes of images and the pace of the records."""

import shutil
from pathlib import Path

from engine.doctor import Check, Status
from engine.errors import RecordsError
from engine.records.pace import ImagePace, image_pace
from engine.records.reader import RecordReader
from engine.settings import KeepImages, RecordSettings, load_settings

FEW_DAYS = 7


def read_pace(data: Path, wanted: RecordSettings) -> ImagePace | None:
    """The pace of the records in ``data`` under this rule; None before the first image. Raises RecordsError."""
    reader = RecordReader(data)
    try:
        return image_pace(reader, wanted.images is KeepImages.ALL, wanted.audit_share)
    finally:
        reader.close()


def image_line(pace: ImagePace | None, wanted: RecordSettings, free_bytes: int) -> str:
    """It in one line."""
    flagged = f"of flagged parts and {100 * wanted.audit_share:g} % of the passed"
    rule = "of all parts" if wanted.images is KeepImages.ALL else flagged
    if pace is None:
        return f"images {rule}: GB a day not known before the first ones are stored, {free_bytes / 1e9:.1f} GB free"
    size, days = pace.bytes_per_day, free_bytes / max(1.0, pace.bytes_per_day)
    until = f", room for {days:.0f} days" if days < 10_000 else ""
    known = f"{size / 1e9:.2f} GB a day at the pace of the last 7 days"
    return f"images {rule}: {known}, {free_bytes / 1e9:.1f} GB free{until}"


def check_images(station: Path) -> Check:
    """For the doctor: of the records of this station file. A disk that is full within a week is worth a note; what
    retention deletes is not counted. Raises SettingsError."""
    settings, _ = load_settings(station)
    wanted, data = settings.records, station.resolve().parent / settings.station.data
    existing = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    try:
        pace = read_pace(data, wanted)
    except RecordsError:
        pace = None
    found = image_line(pace, wanted, free).removeprefix("images ")
    if pace is not None and free < FEW_DAYS * pace.bytes_per_day:
        advice = "store fewer images (records.images, records.format, records.audit_share), or free disk space"
        return Check("images", Status.NOTE, found, advice)
    return Check("images", Status.OK, found)
