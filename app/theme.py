"""Colours and sizes from ``resources/tokens.toml``, and the style sheet made of them."""

import tomllib
from string import Template
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from app.paths import resource
from engine.decision import Verdict

Colour = Annotated[str, Field(pattern="^#[0-9a-f]{6}$")]


class _Tokens(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Sizes(_Tokens):
    """Distances and type sizes in device-independent pixels."""

    space: tuple[int, int, int, int, int]
    corner: int
    touch: int
    text_small: int
    text: int
    text_large: int
    text_title: int
    text_huge: int
    verdict_least: int
    verdict_most: int


class Colours(_Tokens):
    """One theme."""

    ground: Colour
    well: Colour
    panel: Colour
    raised: Colour
    line: Colour
    text: Colour
    text_soft: Colour
    accent: Colour
    on_accent: Colour
    pass_: Colour = Field(alias="pass")
    pass_tile: Colour
    review: Colour
    review_tile: Colour
    fail: Colour
    error: Colour
    error_tile: Colour
    on_fail: Colour
    on_tile: Colour
    dot: Colour

    def verdict(self, verdict: Verdict) -> str:
        """The colour of a verdict."""
        return {
            Verdict.PASS: self.pass_,
            Verdict.REVIEW: self.review,
            Verdict.FAIL: self.fail,
            Verdict.ERROR: self.error,
        }[verdict]


class Tokens(_Tokens):
    """The whole file."""

    sizes: Sizes
    dark: Colours
    light: Colours


class Theme(_Tokens):
    """What widgets are given."""

    name: Literal["dark", "light"]
    colours: Colours
    sizes: Sizes


def load_theme(name: Literal["dark", "light"]) -> Theme:
    """Read the tokens; a mistake in them is a bug and raises."""
    tokens = Tokens.model_validate(tomllib.loads(resource("tokens.toml").read_text(encoding="utf-8")))
    colours = tokens.dark if name == "dark" else tokens.light
    return Theme(name=name, colours=colours, sizes=tokens.sizes)


def stylesheet(theme: Theme, icon_files: dict[str, str]) -> str:
    """The Qt style sheet. ``icon_files`` gives paths of the recoloured pictures it needs (``check``, ``arrow``)."""
    values: dict[str, object] = {**theme.colours.model_dump(by_alias=True), **icon_files}
    sizes = theme.sizes
    values |= {"corner": sizes.corner, "touch": sizes.touch - 2, "touch_full": sizes.touch, "size_text": sizes.text}
    values |= {"size_small": sizes.text_small, "size_large": sizes.text_large}
    values |= {"size_title": sizes.text_title, "size_huge": sizes.text_huge}
    return Template(resource("style.qss").read_text(encoding="utf-8")).substitute(values)
