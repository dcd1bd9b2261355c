"""How the program ended last time: a mark lies in its folder while it runs, and one that is found tells of a crash."""

import contextlib
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import ErrorCode, InspectError
from engine.files import write_atomic

log = logging.getLogger(__name__)
FILE = "running.json"
CRASHES = "crash.log"
MOST = 2000
UNTOLD = "killed, or the power failed"


class Mark(BaseModel):
    """Which process runs, since when, and how long the log of crashes was when it began."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    pid: int
    created: float
    begun: str
    crash_bytes: int = 0


class LastEnd:
    """One for a window. ``error``: what to tell of the life before this one, None if that was closed in order."""

    def __init__(self, folder: Path, logs: Path) -> None:
        self._path, self._crashes = folder / FILE, logs / CRASHES
        self.error: InspectError | None = None
        self._mine = False

    def begin(self) -> None:
        """Once there are logs: look for a mark, and leave one. A second window leaves that of the
        first alone. A disk that refuses is only logged: whether it ended well is then not known."""
        before = self._read()
        if before is not None and _lives(before):
            return
        if before is not None:
            self.error = InspectError(ErrorCode.PROGRAM_CRASHED, begun=before.begun, why=self._why(before.crash_bytes))
            log.error("%s", self.error)
        try:
            mark = Mark(
                pid=os.getpid(),
                created=psutil.Process().create_time(),
                begun=f"{datetime.now(UTC).astimezone():%Y-%m-%d %H:%M}",
                crash_bytes=self._crashes.stat().st_size if self._crashes.exists() else 0,
            )
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self._path, mark.model_dump_json().encode())
            self._mine = True
        except (InspectError, OSError) as error:
            log.warning("%s", error)

    def close(self) -> None:
        """This life ends in order; the mark of another is left alone."""
        mark = self._read()
        if self._mine and mark is not None and mark.pid == os.getpid():
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _read(self) -> Mark | None:
        try:
            return Mark.model_validate_json(self._path.read_bytes())
        except (OSError, ValidationError):
            return None

    def _why(self, start: int) -> str:
        """The first line that faulthandler has written since, as ``Fatal Python error: Segmentation fault``."""
        try:
            with self._crashes.open("rb") as file:
                file.seek(start)
                told = file.read(MOST).decode("utf-8", "replace").split("\n", 1)[0].strip()
        except OSError:
            return UNTOLD
        return told.removeprefix("Fatal Python error: ") or UNTOLD


def _lives(mark: Mark) -> bool:
    """True if that very process still runs, and not another with its number."""
    try:
        return abs(psutil.Process(mark.pid).create_time() - mark.created) < 1.0
    except psutil.Error:
        return False
