"""``uniad-train config``: a recipe as a TOML file in which every key is explained."""

import textwrap
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import tomli_w
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from engine.recipe import Recipe

WIDTH = 100


def documented_toml(recipe: Recipe) -> str:
    """Every key of ``recipe`` with its meaning, so that the file gives the recipe back whatever it is laid over."""
    lines = ["# A recipe of uniad-train fit --config FILE. Keys you do not name keep their value; an unknown key is an"]
    lines += ["# error. Optional keys are left out with the text \"none\"."]  # fmt: skip
    lines += ["", *_keys(recipe)]
    for name, value in recipe:
        if isinstance(value, BaseModel):
            title = " ".join((type(value).__doc__ or "").split())
            lines += ["", *_comment(title), f"[{name}]", *_keys(value), *_below(name, value)]
    for name, view in recipe.products.items():
        title = f"products.{_plain({name: 0}).split(' = ')[0]}"
        lines += [
            "",
            "# Of this product alone; what is none is as for all.",
            f"[{title}]",
            *_keys(view),
            *_below(title, view),
        ]
    return "\n".join(lines) + "\n"


def _below(title: str, section: BaseModel) -> Iterator[str]:
    """Sections inside a section."""
    for name, value in section:
        if isinstance(value, BaseModel):
            text = " ".join((type(value).__doc__ or "").split())
            yield from ["", *_comment(text), f"[{title}.{name}]", *_keys(value)]


def _keys(section: BaseModel) -> Iterator[str]:
    for name, value in section:
        if isinstance(value, BaseModel | dict):
            continue
        field = type(section).model_fields[name]
        yield from _comment(explain(field))
        yield f'{name} = "none"' if value is None else f"{name} = {_plain(value)}"


def explain(field: FieldInfo) -> str:
    """Meaning, allowed values and bounds of a key."""
    parts = [field.description or ""]
    if get_origin(field.annotation) is Literal:
        parts.append(" | ".join(str(choice) for choice in get_args(field.annotation)))
    signs = {"gt": ">", "ge": ">=", "lt": "<", "le": "<="}
    parts += [
        f"{sign} {getattr(rule, key):g}" for rule in field.metadata for key, sign in signs.items() if hasattr(rule, key)
    ]
    return "; ".join(part for part in parts if part)


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="# ", subsequent_indent="# ")


def _plain(value: Any) -> str:
    """A value, or a table's first key with its value, in TOML, on one line."""
    if isinstance(value, dict):
        return tomli_w.dumps(value).strip()
    if isinstance(value, tuple):
        return f"[{', '.join(_plain(item) for item in value)}]"
    return tomli_w.dumps({"x": value}).strip().removeprefix("x = ")
