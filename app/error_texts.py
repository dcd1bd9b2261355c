"""Every expected failure in the language of the window: what happened and where, and what to do.

The words follow ``engine.errors.MESSAGES``; a code that is missing here is shown in the English of the engine, and a
test fails.
"""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from app.errors import checks, line, records, station, training, users
from app.errors.reasons import reason_text
from engine.errors import MESSAGES, ErrorCode, InspectError

Text = tuple[str, str]
DETAILS = ("why", "part")  # parameters that hold words of the engine or of the system


def all_texts() -> dict[ErrorCode, Text]:
    """Cause and remedy by code, translated now; with the placeholders of ``InspectError.params``."""
    return station.texts() | training.texts() | records.texts() | line.texts() | users.texts() | checks.texts()


def cause_text(error: InspectError) -> str:
    """What happened, and where."""
    return _fill(_text(error)[0], error.params)


def remedy_text(error: InspectError) -> str:
    """What to do; may be empty."""
    return _fill(_text(error)[1], error.params)


def full_text(error: InspectError) -> str:
    """Cause and remedy in one line."""
    both = QCoreApplication.translate("Errors", "{cause}. {remedy}")
    return both.format(cause=cause_text(error), remedy=remedy_text(error))


def _text(error: InspectError) -> Text:
    known = all_texts().get(error.code)
    if known is not None:
        return known
    cause, _, remedy = MESSAGES[error.code].partition("; ")
    return cause, remedy


def _fill(text: str, params: Mapping[str, object]) -> str:
    """Placeholders filled; a translation with a placeholder too many is shown as it is rather than not at all."""
    filled = {name: reason_text(str(value)) if name in DETAILS else value for name, value in params.items()}
    try:
        return text.format_map(filled)
    except (KeyError, IndexError, ValueError):
        return text
