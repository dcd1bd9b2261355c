"""Looks twice a minute whether a scheduled report is owed; what makes reports is loaded only then."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.station_file import StationFile
from engine.errors import ErrorCode, InspectError
from engine.records.entries import Entry, EventBody, EventLevel

log = logging.getLogger(__name__)
LOOK_S = 30.0
RETRY_S = 600.0


class ReportDesk:
    """A thread of its own. ``note`` takes the event of a failure (the line writes it); ``trouble`` is the last failure,
    None after a success. A failure is tried again ten minutes later and never stops anything else."""

    def __init__(
        self,
        station: StationFile,
        data: Path,
        note: Callable[[Entry], object],
        look_s: float = LOOK_S,
        retry_s: float = RETRY_S,
    ) -> None:
        self._station, self._data, self._note = station, data, note
        self._look_s, self._retry_s = look_s, retry_s
        self._stop = threading.Event()
        self.trouble: InspectError | None = None
        self._thread = threading.Thread(target=self._work, name="reports", daemon=True)
        self._thread.start()

    def close(self, timeout_s: float = 5.0) -> bool:
        """Stop, in the middle of a report too. True if the thread ended in time."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        pause_s = self._look_s
        while not self._stop.wait(pause_s):
            pause_s = self._look_s if self._look() else self._retry_s

    def _look(self) -> bool:
        """False if it failed."""
        name = "-"
        try:
            settings, _ = self._station.read()
            name = settings.reports.folder
            if name:
                from app.reports.schedule import Schedule, write_due
                from engine.reports.period import to_us

                schedule = Schedule.of(settings, self._station.path.absolute().parent, self._data)
                write_due(schedule, to_us(datetime.now().astimezone()), self._stop)
        except InspectError as error:
            if error.code is not ErrorCode.REPORT_CANCELLED:
                self._fail(name, str(error))
            return False
        except Exception as error:  # a bug in a report must not end the others
            log.exception("a scheduled report failed")
            self._fail(name, f"{type(error).__name__}: {' '.join(str(error).split())}"[:200])
            return False
        self.trouble = None
        return True

    def _fail(self, name: str, why: str) -> None:
        """Told once for each failure, however often it is tried again."""
        trouble = InspectError(ErrorCode.REPORT_FAILED, name=name, why=why)
        if self.trouble is None or str(self.trouble) != str(trouble):
            log.error("scheduled report: %s", why)
            params: dict[str, str | int | float] = {"folder": name, "why": why}
            self._note(EventBody(code="report.failed", level=EventLevel.ERROR, params=params))
        self.trouble = trouble
