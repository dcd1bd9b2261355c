"""Every failure has words in every language, with the placeholders of the engine's message and no others."""

from collections.abc import Iterator
from string import Formatter

import pytest
from PySide6.QtWidgets import QApplication

from app.error_texts import all_texts, cause_text, remedy_text
from app.i18n import LANGUAGES, Translators
from app.options import Language
from engine.errors import MESSAGES, ErrorCode, InspectError


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Language]:
    translators = Translators()
    translators.use(request.param)
    yield request.param
    translators.use("en")


def test_all_codes_are_there(language: Language) -> None:
    assert set(all_texts()) == set(ErrorCode)
    assert all(cause and remedy for cause, remedy in all_texts().values())


def test_placeholders_are_those_of_the_engine(language: Language) -> None:
    for code, (cause, remedy) in all_texts().items():
        assert placeholders(cause) | placeholders(remedy) <= placeholders(MESSAGES[code]), code


def test_parameters_are_filled_in(language: Language) -> None:
    error = InspectError(ErrorCode.SOURCE_EMPTY, path="/parts", skipped=3)
    assert "/parts" in cause_text(error)
    assert "3" in cause_text(error)
    assert "PNG" in remedy_text(error)


def test_a_missing_parameter_still_shows_something(language: Language) -> None:
    assert "{path}" in cause_text(InspectError(ErrorCode.NOT_FOUND))


def test_details_inside_a_message_are_in_the_language_of_the_window(qapp: QApplication) -> None:
    translators = Translators()
    translators.use("zh_CN")
    lost = InspectError(ErrorCode.SOURCE_LOST, source="video", why="the server hung up")
    folder = InspectError(ErrorCode.NOT_WRITABLE, path="/data", why="[Errno 13] Permission denied: '/data'")
    odd = InspectError(ErrorCode.SOURCE_LOST, source="video", why="E_1234")
    torn = InspectError(ErrorCode.SETTINGS_INVALID, path="s.toml", why="line 2, key station.nam: unknown key")
    texts = [cause_text(error) for error in (lost, folder, odd, torn)]
    translators.use("en")
    assert "the server hung up" not in texts[0]
    assert "服务器" in texts[0]
    assert "Permission denied" not in texts[1]
    assert "/data" in texts[1]
    assert "Errno" not in texts[1]
    assert "第 2 行，键 station.nam：" in texts[3]
    assert "E_1234" in texts[2]
    assert cause_text(lost) == "Source video is lost: the server hung up"
