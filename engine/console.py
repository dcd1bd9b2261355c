"""What the two command lines share: exit codes, one line for an expected failure, one JSON object a line.

Exit codes are a contract: 0 done, 2 wrong usage or input, 3 done but at least one part was ERROR, 130 stopped by
Ctrl-C, 1 a bug (then the traceback is shown, nothing is caught).
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from typing import NoReturn, TextIO

import typer
from typer.exceptions import TyperException

from engine.errors import ErrorCode, InspectError, UsageError

DONE, BUG, WRONG_INPUT, SOME_ERRORS, STOPPED, READER_GONE = 0, 1, 2, 3, 130, 141


def run_command_line(app: typer.Typer, command: str) -> int:
    """Run a command line and return its exit code; a command returns its own code, None means done."""
    for stream in (sys.stdout, sys.stderr):
        tolerate_odd_names(stream)
    try:
        code = app(standalone_mode=False, prog_name=command)
        sys.stdout.flush()
    except TyperException as error:
        what = " ".join(error.format_message().split()).rstrip(".")
        context = getattr(error, "ctx", None)
        asked = command if context is None else context.command_path
        return _fail(UsageError(ErrorCode.USAGE, what=what, command=asked))
    except InspectError as error:
        return _fail(error)
    except (KeyboardInterrupt, typer.Abort):
        code = STOPPED
    except (BrokenPipeError, SystemExit):  # typer answers a closed pipe with SystemExit(1), which would mean a bug
        return _reader_gone()
    if code == STOPPED:  # typer's answer to Ctrl-C
        note("stopped")
    return code if isinstance(code, int) else DONE


def leave(code: int) -> NoReturn:
    """End the process with ``code``. Threads that hang in a driver or decoder are not waited for: everything was
    closed in order before, and an interpreter that tears down under a running thread may abort instead."""
    if any(thread.daemon for thread in threading.enumerate() if thread is not threading.current_thread()):
        _end_children()
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _end_children() -> None:
    if "multiprocessing" in sys.modules:
        import multiprocessing

        for child in multiprocessing.active_children():
            child.kill()


def note(line: str) -> None:
    """Progress and remarks go to stderr, so that stdout holds results alone."""
    print(line, file=sys.stderr, flush=True)


def print_json(value: Mapping[str, object]) -> None:
    """One JSON object on one line. NaN and infinity are no JSON: they are a bug here."""
    print(json.dumps(value, allow_nan=False), flush=True)


def tolerate_odd_names(stream: TextIO) -> None:
    """A file name that the terminal's encoding cannot show is escaped instead of ending the program."""
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="backslashreplace")


def _reader_gone() -> int:
    """The reader of the pipe has seen enough (``| head``); nothing may be flushed into it at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return READER_GONE


def _fail(error: InspectError) -> int:
    note(f"error: {error}")
    return BUG if error.code is ErrorCode.INTERNAL else WRONG_INPUT
