"""Every expected failure has one line of English, and every place that raises it fills that line."""

import ast
import string
from pathlib import Path

import pytest

from engine.errors import MESSAGES, ErrorCode, InspectError, explained

ROOT = Path(__file__).parents[2]


def placeholders(code: ErrorCode) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}


def is_error(function: ast.expr) -> bool:
    """``SomethingError`` or ``room.SomethingError``."""
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name.endswith("Error")


def raised() -> list[tuple[str, ErrorCode, set[str]]]:
    """(place, code, names of parameters) of every ``SomethingError(ErrorCode.X, a=..., b=...)`` in the program."""
    found = []
    for room in ("app", "engine", "training"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args or not is_error(node.func):
                    continue
                first = node.args[0]
                if not (isinstance(first, ast.Attribute) and isinstance(first.value, ast.Name)):
                    continue
                names = [keyword.arg for keyword in node.keywords]
                if first.value.id == "ErrorCode" and None not in names:
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    found.append((place, ErrorCode[first.attr], {name for name in names if name is not None}))
    return found


@pytest.mark.parametrize("code", ErrorCode)
def test_every_code_has_a_line_that_says_what_to_do(code: ErrorCode) -> None:
    message = MESSAGES[code]
    assert "\n" not in message
    assert not message.endswith(".")
    assert message[0].islower() or message[0] in "{"
    line = str(InspectError(code, **dict.fromkeys(placeholders(code), "two\nlines")))
    assert "\n" not in line


@pytest.mark.parametrize("code", ErrorCode)
def test_every_code_has_a_cause_and_a_remedy(code: ErrorCode) -> None:
    cause, remedy = explained(code)
    assert cause
    assert remedy, "what to do stands after the semicolon"


def test_codes_are_different_and_stable_words() -> None:
    values = [code.value for code in ErrorCode]
    assert len(set(values)) == len(values)
    assert all(value == value.lower() and " " not in value for value in values)


def test_every_raise_fills_its_message() -> None:
    calls = raised()
    assert len(calls) > 30
    wrong = {place: names ^ placeholders(code) for place, code, names in calls if not placeholders(code) <= names}
    assert wrong == {}


def test_an_error_keeps_code_and_parameters() -> None:
    error = InspectError(ErrorCode.NOT_FOUND, path="/a/b")
    assert (error.code, error.params) == (ErrorCode.NOT_FOUND, {"path": "/a/b"})
    assert str(error) == "not found: /a/b; check the path"
