"""What the choice of images and retention means on this disk, in GB a day and in days."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import RecordsError
from engine.settings import KeepImages, RecordSettings

if TYPE_CHECKING:
    from engine.records.pace import ImagePace


@dataclass(frozen=True, slots=True)
class Usage:
    """The disk in GB, and the pace of flagged parts (without any audit share); None as long as no image was stored."""

    pace: "ImagePace | None"
    free_gb: float
    total_gb: float

    def gb_per_day(self, wanted: RecordSettings) -> float | None:
        """GB of images a day under this choice."""
        pace = self.pace
        if pace is None:
            return None
        share = pace.share + wanted.audit_share * (1 - pace.share)
        stored = 1.0 if wanted.images is KeepImages.ALL else share
        return pace.parts_per_day * stored * pace.bytes_per_part / 1e9

    def days(self, wanted: RecordSettings) -> float | None:
        """Days of images until the oldest go; None if nothing grows."""
        daily = self.gb_per_day(wanted)
        if not daily:
            return None
        room = self.free_gb - (1 - wanted.retention.disk_share) * self.total_gb
        full = max(0.0, room / daily)
        return min(full, wanted.retention.max_age_days or full)


def measure(data: Path) -> Usage:
    """Ask records and disk; not for the window's thread."""
    from engine.records.pace import image_pace
    from engine.records.reader import RecordReader

    existing = next(path for path in (data, *data.parents) if path.exists())
    disk = shutil.disk_usage(existing)
    pace = None
    try:
        reader = RecordReader(data)
    except RecordsError:
        pass
    else:
        try:
            pace = image_pace(reader, keep_all=False, audit_share=0.0)
        finally:
            reader.close()
    return Usage(pace, disk.free / 1e9, disk.total / 1e9)
