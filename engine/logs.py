"""Log files of a station: rotated, in its data folder; faults of the interpreter too."""

import faulthandler
import logging
import logging.handlers
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

FOLDER = "logs"
FILE = "station.log"
FAULTS = "faults.log"


class StationLog:
    """Logs to ``DATA/logs/station.log`` until closed. Uncaught exceptions, also of threads, are logged, and a crash of
    the interpreter leaves its stacks in ``faults.log``."""

    def __init__(self, data: Path, level: str, max_bytes: int, files: int) -> None:
        folder = data / FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / FILE, maxBytes=max_bytes, backupCount=files, encoding="utf-8", errors="backslashreplace"
        )
        form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        handler.setFormatter(form)
        self._handler, self._root = handler, logging.getLogger()
        self._level_before = self._root.level
        self._root.addHandler(handler)
        self._root.setLevel(level)
        self._faults = (folder / FAULTS).open("a", encoding="utf-8")
        faulthandler.enable(self._faults)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = _log_exception, _log_thread_exception

    def close(self) -> None:
        """Everything as before."""
        sys.excepthook, threading.excepthook = self._hooks
        faulthandler.disable()
        self._faults.close()
        self._root.removeHandler(self._handler)
        self._root.setLevel(self._level_before)
        self._handler.close()


def _log_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("uniad").critical("uncaught exception", exc_info=(kind, error, trace))
    sys.__excepthook__(kind, error, trace)


def _log_thread_exception(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is not None:
        trace = (arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
        logging.getLogger("uniad").critical("uncaught exception in a thread", exc_info=trace)
    threading.__excepthook__(arguments)
