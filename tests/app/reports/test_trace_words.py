"""What the check of an export says is said in the language of the window."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

import engine.trace.check
from app.i18n import Translators
from app.trace.problems import problem_text

HAN = re.compile("[一-鿿]")


def told() -> list[str]:
    """Every problem the check can name, with something in its places."""
    nodes = list(ast.walk(ast.parse(Path(engine.trace.check.__file__).read_text())))
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    added = [call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "append"]
    texts = [text.values for text in added if isinstance(text, ast.JoinedStr)]
    return ["".join(str(one.value) if isinstance(one, ast.Constant) else "17" for one in text) for text in texts]


def test_the_list_of_problems_is_found() -> None:
    assert len(told()) >= 10
    assert "17 was added" in told()


@pytest.mark.parametrize("problem", told())
def test_every_problem_has_its_words(problem: str, qapp: QApplication) -> None:
    assert problem_text(problem) == problem
    translators = Translators()
    translators.use("zh_CN")
    chinese = problem_text(problem)
    translators.use("en")
    assert HAN.search(chinese)
    assert "17" in chinese
    assert not re.search("[A-Za-z]{3}", chinese)


def test_what_nobody_knows_stays(qapp: QApplication) -> None:
    assert problem_text("something else") == "something else"
