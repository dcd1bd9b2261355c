"""Exceptions nobody expected, in slots, threads or the interpreter: into the log file, and onto the screen."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app.last_end import CRASHES
from engine.errors import ErrorCode, InspectError
from engine.logs import LogFile

log = logging.getLogger("app")
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def log_to(folder: Path) -> Path:
    """Log to a rotating file in ``folder``, and crashes of the interpreter to another. Returns the log's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "uniad-inspect.log"
    handler = LogFile(path, 2_000_000, 5)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    crashes = (folder / CRASHES).open("a", encoding="utf-8")  # stays open: faulthandler writes to it at the end
    faulthandler.enable(crashes)
    return path


def install(report: Callable[[InspectError], None]) -> None:
    """From now on, whatever is raised and not caught becomes the ERROR state by ``report``, in any thread.

    Exceptions in slots reach ``sys.excepthook``, too.
    """

    def main_hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.critical("not caught", exc_info=(kind, error, trace))
        report(as_inspect_error(error, "window"))

    def thread_hook(arguments: threading.ExceptHookArgs) -> None:
        if arguments.exc_value is not None and arguments.exc_type is not SystemExit:
            name = arguments.thread.name if arguments.thread else "thread"
            log.critical("not caught in %s", name, exc_info=arguments.exc_value)
            report(as_inspect_error(arguments.exc_value, name))

    sys.excepthook = main_hook
    threading.excepthook = thread_hook


def log_qt_messages() -> None:
    """Qt's own messages go to the log, too."""

    def handler(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        logging.getLogger("qt").log(LEVELS.get(kind, logging.WARNING), "%s", message)

    qInstallMessageHandler(handler)


def as_inspect_error(error: BaseException, where: str) -> InspectError:
    """An expected failure as it is; a bug as INTERNAL."""
    if isinstance(error, InspectError):
        return error
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
    return InspectError(ErrorCode.INTERNAL, where=where, why=why)
