"""What the doctor says is said in the language of the window."""

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.i18n import Translators
from app.pages.doctor_words import name_word, sentence
from engine import doctor
from engine.doctor import examine


@pytest.fixture
def chinese(qapp: QApplication) -> object:
    translators = Translators()
    translators.use("zh_CN")
    yield
    translators.use("en")


def test_every_sentence_of_this_computer_is_chinese(chinese: object) -> None:
    for check in examine().checks:
        if check.advice and not check.advice.startswith(("pip ", "apt-get ")):
            assert re.search("[一-鿿]", sentence(check.advice)), check
        plain = re.fullmatch(r"[\d.]+|.*[/=].*", check.found)
        assert plain or re.search("[一-鿿]", sentence(check.found)), check


def test_english_stays_as_it_is(qapp: QApplication) -> None:
    Translators().use("en")
    for text in ("usable", "12.5 GB free", "not usable: no NVIDIA driver", "something new"):
        assert sentence(text) == text


def test_every_check_has_a_name(qapp: QApplication) -> None:
    tree = ast.parse(Path(doctor.__file__).read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Check"]
    names = {call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)}
    assert names
    assert all(name_word(str(name)) != name for name in names)
