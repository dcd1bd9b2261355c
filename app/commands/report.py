"""``uniad-inspect report``: PDF and CSV of a shift, a lot, a product, a model or a period."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.commands.place import data_folder
from app.options import Language
from engine.console import DONE, note, print_json
from engine.errors import ErrorCode, UsageError
from engine.reports.data import Wanted
from engine.reports.period import Period, between, day_of, parse_moment, shift_of, to_us
from engine.settings import Settings, load_settings

COMMAND = "uniad-inspect report"


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """``data``: a data folder, None for the station's; times as text; ``out`` without suffix, or with .pdf or .csv."""

    data: Path | None = None
    station: Path | None = None
    out: Path | None = None
    since: str = ""
    until: str = ""
    day: str = ""
    shift: str = ""
    product: str | None = None
    lot: str | None = None
    model: str | None = None
    language: Language = "system"
    due: bool = False
    as_json: bool = False


def report(options: ReportOptions) -> int:
    """Write the files and print what they say. Raises InspectError."""
    settings = Settings() if options.station is None else load_settings(options.station)[0]
    data = data_folder(options.data, options.station, settings)
    with paper_application():
        if options.due:
            return _write_due(options, settings, data)
        return _write_one(options, settings, data)


def _write_one(options: ReportOptions, settings: Settings, data: Path) -> int:
    from app.reports.making import Target, make_files

    period = _period(options, settings.station.shifts)
    wanted = Wanted(period, options.product, options.lot, options.model)
    stem = options.out or Path(f"report-{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    suffix = stem.suffix.lower()
    pdf = None if suffix == ".csv" else stem if suffix == ".pdf" else stem.with_name(f"{stem.name}.pdf")
    csv = None if suffix == ".pdf" else stem if suffix == ".csv" else stem.with_name(f"{stem.name}.csv")
    made = make_files(data, wanted, Target(pdf, csv, options.language))
    counts, first = made.report.counts, made.report.first_pass
    found = {
        "files": [str(path) for path in made.files],
        "pages": made.pages,
        "inspections": counts.total,
        "passed": counts.passed,
        "review": counts.review,
        "failed": counts.failed,
        "error": counts.error,
        "yield": counts.yield_share,
        "first_pass_yield": first.share,
        "records_head": made.report.head,
    }
    if options.as_json:
        print_json(found)
    else:
        print(f"{counts.total} inspections, {counts.passed} passed: {', '.join(str(path) for path in made.files)}")
    return DONE


def _write_due(options: ReportOptions, settings: Settings, data: Path) -> int:
    """What the schedule of the station file still owes, for a station without a window."""
    from app.reports.schedule import Schedule, write_due

    if options.station is None or not settings.reports.folder:
        what = "--due needs a station file that names a folder for reports"
        raise UsageError(ErrorCode.USAGE, what=what, command=COMMAND)
    schedule = Schedule.of(settings, options.station.absolute().parent, data)
    files = [str(path) for path in write_due(schedule, to_us(datetime.now().astimezone()))]
    if options.as_json:
        print_json({"files": files})
    else:
        for path in files:
            print(path)
        note(f"{len(files)} files written")
    return DONE


def _period(options: ReportOptions, shifts: tuple[str, ...]) -> Period | None:
    """The one way of naming it that was used; lots, products and models need none."""
    named = [bool(options.since or options.until), bool(options.day), bool(options.shift)]
    if sum(named) > 1:
        raise UsageError(ErrorCode.USAGE, what="give one of --since/--until, --day, --shift", command=COMMAND)
    if options.day:
        return day_of(parse_moment(options.day))
    if options.shift:
        return shift_of(parse_moment(options.shift), shifts)
    if not options.since and not options.until:
        if options.lot is None and options.product is None and options.model is None:
            return day_of(datetime.now().astimezone())
        return None
    since = parse_moment(options.since or "1970-01-02")
    return between(since, parse_moment(options.until) if options.until else datetime.now().astimezone())


@contextlib.contextmanager
def paper_application() -> Iterator[None]:
    """Qt without a screen, for its fonts; the one that runs already, if one does."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    running = QGuiApplication.instance()
    made = QGuiApplication(["uniad-inspect"]) if running is None else running
    yield
    del made
