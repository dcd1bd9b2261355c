"""``--view [NAME:]KEY=VALUE``: how pictures are looked at, from the command line."""

import re
from collections.abc import Callable, Sequence

from engine.errors import ErrorCode, UsageError
from engine.recipe import Recipe, merge_recipe

COMMAND = "uniad-train"
Value = object


def with_views(recipe: Recipe, wishes: Sequence[str]) -> Recipe:
    """``recipe`` with the wishes laid over it; without NAME they are for all products. Polygons add up."""
    common: dict[str, object] = {}
    own: dict[str, dict[str, object]] = {}
    for wish in wishes:
        name, key, value = _parse(wish)
        place = own.setdefault(name, {}) if name else common
        earlier = place.get(key)
        place[key] = (
            (*earlier, *value) if isinstance(earlier, tuple) and key == "ignore" and isinstance(value, tuple) else value
        )
    return merge_recipe(recipe, {"data": common, "products": own}, "command line")


def parse_tiles(text: str | None) -> tuple[int, int] | None:
    """``ROWSxCOLUMNS``."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{1,3})x(\d{1,3})", text)
    if match is None:
        raise UsageError(ErrorCode.USAGE, what=f"tiles {text} are not ROWSxCOLUMNS, as 2x3", command=COMMAND)
    return int(match[1]), int(match[2])


def _parse(wish: str) -> tuple[str, str, Value]:
    """Product (empty: all), key and value of one wish."""
    head, separator, text = wish.partition("=")
    name, _, key = head.rpartition(":")
    if not separator or key not in _READERS:
        known = ", ".join(_READERS)
        raise UsageError(
            ErrorCode.USAGE, what=f"--view {wish} is not [NAME:]KEY=VALUE with a KEY of {known}", command=COMMAND
        )
    try:
        return name.strip(), key, _READERS[key](text.strip())
    except ValueError as error:
        raise UsageError(ErrorCode.USAGE, what=f"--view {wish}: {error}", command=COMMAND) from error


def _numbers(text: str, count: int) -> tuple[float, ...]:
    parts = text.split(",")
    if len(parts) != count:
        raise ValueError(f"{count} numbers with commas are needed")
    return tuple(float(part) for part in parts)


def _polygon(text: str) -> tuple[tuple[tuple[float, ...], ...], ...]:
    return (tuple(_numbers(point, 2) for point in text.split()),)


def _align(text: str) -> dict[str, object]:
    return {"reference": None if text == "first" else text}


_READERS: dict[str, Callable[[str], Value]] = {
    "roi": lambda text: _numbers(text, 4),
    "ignore": _polygon,
    "align": _align,
    "tiles": parse_tiles,
    "overlap": float,
    "aspect": str,
    "mm_per_px": float,
}
