"""What the schema says of a value, at its field and in the language of the window."""

from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication

from app.settings.schema import Path, Raw
from engine.settings import Settings

translate = QCoreApplication.translate


def check(raw: Raw) -> tuple[Settings | None, dict[Path, str]]:
    """The settings, or what is wrong by path."""
    try:
        return Settings.model_validate(raw), {}
    except ValidationError as error:
        found: dict[Path, str] = {}
        for one in error.errors(include_url=False):
            found.setdefault(tuple(one["loc"]), words(str(one["type"]), dict(one.get("ctx") or {}), str(one["msg"])))
        return None, found


def words(kind: str, context: dict[str, Any], english: str) -> str:
    """One complaint; what is not foreseen stays as the library says it."""
    known = {
        "greater_than": translate("Settings", "must be more than {gt}"),
        "greater_than_equal": translate("Settings", "must be at least {ge}"),
        "less_than": translate("Settings", "must be less than {lt}"),
        "less_than_equal": translate("Settings", "must be at most {le}"),
        "string_too_short": translate("Settings", "must not be empty"),
        "string_too_long": translate("Settings", "must have at most {max_length} characters"),
        "too_short": translate("Settings", "must not be empty"),
        "too_long": translate("Settings", "there are too many"),
        "extra_forbidden": translate("Settings", "nobody knows this key"),
        "missing": translate("Settings", "must not be empty"),
        "string_pattern_mismatch": translate("Settings", "must be written like 06:00"),
    }
    if kind.startswith(("int_", "float_", "finite_number")):
        return translate("Settings", "must be a number")
    text = known.get(kind)
    if text is None:
        return english.removeprefix("Value error, ")
    return text.format(**context)
