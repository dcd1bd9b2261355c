"""What the check of an export says, in the language of the window; the engine says it in English."""

import re

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def problem_text(problem: str) -> str:
    """One problem of an ``ExportCheck``; what nobody knows stays as it is."""
    for pattern, text in _known():
        if found := re.fullmatch(pattern, problem):
            return text.format(**found.groupdict())
    return problem


def _known() -> tuple[tuple[str, str], ...]:
    """The longer ones first: the shorter ones would fit them too."""
    return (
        (
            r"(?P<name>.+) was changed: the signature does not fit",
            translate("Trace", "{name} was changed: the signature does not fit"),
        ),
        (
            r"row (?P<row>\S+) of part (?P<part>\S+) is missing or was changed",
            translate("Trace", "row {row} of part {part} is missing or was changed"),
        ),
        (
            r"(?P<name>.+) is not the picture that row (?P<row>\S+) names",
            translate("Trace", "{name} is not the picture that row {row} names"),
        ),
        (r"(?P<name>.+): line (?P<line>\S+) is no row", translate("Trace", "{name}: line {line} is no row")),
        (
            r"row (?P<row>\S+): the row before it was changed",
            translate("Trace", "row {row}: the row before it was changed"),
        ),
        (
            r"row (?P<row>\S+): differs from what was acknowledged",
            translate("Trace", "row {row}: differs from what was acknowledged"),
        ),
        (r"row (?P<row>\S+) was changed", translate("Trace", "row {row} was changed")),
        (r"(?P<name>.+) is missing or damaged", translate("Trace", "{name} is missing or damaged")),
        (r"(?P<name>.+) is missing", translate("Trace", "{name} is missing")),
        (r"(?P<name>.+) was changed", translate("Trace", "{name} was changed")),
        (r"(?P<name>.+) was added", translate("Trace", "{name} was added")),
    )
