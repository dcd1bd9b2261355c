"""Log files of a station: rotated, in its data folder; faults of the interpreter too."""

import contextlib
import faulthandler
import logging
import logging.handlers
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import TextIO

FOLDER = "logs"
FILE = "station.log"
FAULTS = "faults.log"
SAID_EVERY_S = 3600.0


class LogFile(logging.handlers.RotatingFileHandler):
    """A rotated log. On a full disk lines are lost, which is said once an hour instead of with a traceback for each."""

    _said_s = -SAID_EVERY_S

    def __init__(self, path: Path, max_bytes: int, files: int) -> None:
        super().__init__(path, maxBytes=max_bytes, backupCount=files, encoding="utf-8", errors="backslashreplace")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (its name there)
        """As the base class, but for what the disk refuses."""
        error, now = sys.exc_info()[1], time.monotonic()
        if not isinstance(error, OSError):
            super().handleError(record)
        elif sys.stderr is not None and now - self._said_s >= SAID_EVERY_S:
            self._said_s = now
            print(f"{self.baseFilename} cannot be written ({error.strerror}), lines of it are lost", file=sys.stderr)

    def close(self) -> None:
        """Never raises what the disk refuses: its last lines are lost."""
        with contextlib.suppress(OSError):
            super().close()


class StationLog:
    """Logs to ``DATA/logs/station.log`` until closed. Uncaught exceptions, also of threads, are logged and handed on to
    the hooks that were there (a window's stop the line), and a crash of the interpreter leaves its stacks in
    ``faults.log``."""

    def __init__(self, data: Path, level: str, max_bytes: int, files: int) -> None:
        folder = data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        handler = LogFile(folder / FILE, max_bytes, files)
        form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        handler.setFormatter(form)
        self._handler, self._root = handler, logging.getLogger()
        self._level_before = self._root.level
        self._root.addHandler(handler)
        self._root.setLevel(level)
        self._faults: TextIO | None = None
        if not faulthandler.is_enabled():  # a window has a log of crashes of its own
            self._faults = (folder / FAULTS).open("a", encoding="utf-8")
            faulthandler.enable(self._faults)
        self._hooks = sys.excepthook, threading.excepthook
        self._mine = self._log_exception, self._log_thread_exception
        sys.excepthook, threading.excepthook = self._mine

    def close(self) -> None:
        """Everything as before; hooks that somebody has set since stay."""
        if sys.excepthook == self._mine[0]:
            sys.excepthook = self._hooks[0]
        if threading.excepthook == self._mine[1]:
            threading.excepthook = self._hooks[1]
        if self._faults is not None:
            faulthandler.disable()
            self._faults.close()
        self._root.removeHandler(self._handler)
        self._root.setLevel(self._level_before)
        self._handler.close()

    def _log_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        logging.getLogger("uniad").critical("uncaught exception", exc_info=(kind, error, trace))
        self._hooks[0](kind, error, trace)

    def _log_thread_exception(self, arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None:
            trace = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
            logging.getLogger("uniad").critical("uncaught exception in a thread", exc_info=trace)
        self._hooks[1](arguments)
