"""Reports that are written by themselves, one after each shift or day, into a folder of the station file.

What was written last stands in the data folder, so that a station that was off catches up. A failure is told and tried
again; it never stops anything else.
"""

import logging
import re
import threading
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from app.options import Language
from app.reports.making import Target, make_files
from engine.files import write_atomic
from engine.reports.data import Wanted
from engine.reports.period import US, Every, Period, ended, local
from engine.settings import Settings

log = logging.getLogger(__name__)
STATE_FILE = "reports.json"
MOST_BACK_US = 31 * 86_400 * US
SETTLE_US = 60 * US  # the last parts of a shift are on their way into the records


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is to be written, and where to."""

    folder: Path
    data: Path
    every: Every
    shifts: tuple[str, ...]
    language: Language
    pdf: bool
    csv: bool
    station: str

    @classmethod
    def of(cls, settings: Settings, beside: Path, data: Path) -> "Schedule":
        """From a station file in the folder ``beside``."""
        wanted, station = settings.reports, settings.station
        folder = beside / wanted.folder
        return cls(folder, data, wanted.every, station.shifts, wanted.language, wanted.pdf, wanted.csv, station.name)


class _State(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    written_until_us: int


def write_due(schedule: Schedule, now_us: int, cancel: threading.Event | None = None) -> list[Path]:
    """Write every report that is owed, oldest first, and remember each. The first time nothing is owed but what ends
    from now on. Raises InspectError at the first that fails; those before it stay written."""
    files: list[Path] = []
    for period in owed(schedule, now_us):
        stem = schedule.folder / name_of(schedule, period)
        target = Target(
            stem.with_name(f"{stem.name}.pdf") if schedule.pdf else None,
            stem.with_name(f"{stem.name}.csv") if schedule.csv else None,
            schedule.language,
        )
        schedule.folder.mkdir(parents=True, exist_ok=True)
        made = make_files(schedule.data, Wanted(period), target, None, cancel)
        files += made.files
        _remember(schedule, period.until_us)
        log.info("report %s: %s inspections", stem.name, made.report.counts.total)
    return files


def owed(schedule: Schedule, now_us: int) -> list[Period]:
    """Periods that ended since the last report, at most a month back. A clock that was set back begins anew."""
    path = schedule.data / STATE_FILE
    try:
        last_us = _State.model_validate_json(path.read_bytes()).written_until_us
    except (OSError, ValidationError):
        last_us = None
    if last_us is None or last_us > now_us:
        _remember(schedule, now_us - SETTLE_US)
        return []
    return ended(schedule.every, schedule.shifts, max(last_us, now_us - MOST_BACK_US), now_us - SETTLE_US)


def name_of(schedule: Schedule, period: Period) -> str:
    """Station, local date and time at which it began, and the shift; a file name on every system."""
    station = re.sub(r"[^\w-]+", "_", schedule.station)[:40]
    shift = f"_shift{period.shift}" if period.shift else ""
    return f"{station or 'station'}_{local(period.since_us):%Y-%m-%d_%H%M}{shift}"


def _remember(schedule: Schedule, until_us: int) -> None:
    if schedule.data.is_dir():
        content = _State(written_until_us=until_us).model_dump_json().encode()
        write_atomic(schedule.data / STATE_FILE, content)
