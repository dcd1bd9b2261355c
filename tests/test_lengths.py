"""Files stay below 400 lines and functions below 40, the main window below 300, so that each can be read in one go."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("app", "engine", "training", "resources", "tests")
MOST_LINES, MOST_FUNCTION_LINES = 400, 40
SHORTER = {"app/main_window.py": 300}
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def long_functions(source: str) -> list[str]:
    """``name (lines)`` of every function or method above the limit, its docstring included, decorators not."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MOST_FUNCTION_LINES:
                found.append(f"{node.name} ({length})")
    return found


def test_the_rooms_are_found() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in FILES} == set(ROOMS)


def test_a_long_function_is_seen() -> None:
    body = "\n".join("    x = 1" for _ in range(MOST_FUNCTION_LINES))
    assert long_functions(f"def f():\n{body}\n") == ["f (41)"]
    assert long_functions(f"class A:\n    async def f(self):\n{body.replace('    ', '        ')}\n") == ["f (41)"]
    assert long_functions(f"def f():\n{body[:-10]}\n") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_lengths(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    limit = SHORTER.get(path.relative_to(ROOT).as_posix(), MOST_LINES)
    assert len(source.splitlines()) <= limit
    assert long_functions(source) == []
