"""Tokens: readable, complete, and the only place of colours."""

import re
from pathlib import Path

import pytest

from app.theme import Colours, load_theme, stylesheet

ICONS = {"check": "/check.svg", "arrow": "/arrow.svg"}


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    bright, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture(params=["dark", "light"])
def colours(request: pytest.FixtureRequest) -> Colours:
    return load_theme(request.param).colours


def test_words_are_readable(colours: Colours) -> None:
    for ground in (colours.ground, colours.panel, colours.raised):
        assert contrast(colours.text, ground) >= 4.5
        assert contrast(colours.text_soft, ground) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    for tile in (colours.pass_tile, colours.review_tile, colours.error_tile):
        assert contrast(colours.on_tile, tile) >= 7
    assert contrast(colours.on_fail, colours.fail) >= 3  # a word of at least 40 pixels


def test_the_style_sheet_is_filled(colours: Colours) -> None:
    for name in ("dark", "light"):
        text = stylesheet(load_theme(name), ICONS)  # type: ignore[arg-type]
        assert "$" not in text
        assert "/check.svg" in text


def test_no_colour_is_written_in_the_code() -> None:
    for path in (Path(__file__).parents[2] / "app").rglob("*.py"):
        assert not re.search(r"""["']#[0-9a-fA-F]{3,8}["']""", path.read_text(encoding="utf-8")), path
