"""From the schema of the station file to fields of a form. No Qt: what a field is, how its text becomes a value."""

import re
import types
import typing
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel

from engine.settings import ProductSettings, Settings, SourceSettings

Path = tuple[str | int, ...]
Raw = dict[str, Any]
SKIPPED = frozenset({"format", "sources", "products"})


class Kind(StrEnum):
    """How a value is edited."""

    FLAG = "flag"
    CHOICE = "choice"
    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    LIST = "list"
    SIZE = "size"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One key. ``key`` names it in the schema (``records.retention.disk_share``), ``path`` in a file (with positions);
    ``optional``: empty is allowed and means None."""

    key: str
    path: Path
    kind: Kind
    choices: tuple[str, ...] = ()
    optional: bool = False


def sections() -> tuple[str, ...]:
    """Top tables of the file, in its order, without those that have an editor of their own."""
    return tuple(name for name in Settings.model_fields if name not in SKIPPED)


def section_fields(section: str) -> tuple[FieldSpec, ...]:
    """All keys of a top table, those of tables within it too."""
    return _fields(_model(Settings.model_fields[section].annotation), section, (section,))


def source_fields(index: int) -> tuple[FieldSpec, ...]:
    """All keys of one source."""
    return _fields(SourceSettings, "sources", ("sources", index))


def product_fields(name: str) -> tuple[FieldSpec, ...]:
    """All keys kept for one product."""
    return _fields(ProductSettings, "products", ("products", name))


def get(raw: Raw, path: Path) -> Any:
    """The value at a path; None if it is not there."""
    found: Any = raw
    for step in path:
        if isinstance(found, dict):
            found = found.get(str(step))
        elif isinstance(found, list) and isinstance(step, int) and step < len(found):
            found = found[step]
        else:
            return None
    return found


def put(raw: Raw, path: Path, value: Any) -> None:
    """Set the value at a path; None takes the key away. Tables are made as needed."""
    table: Any = raw
    for step in path[:-1]:
        if isinstance(table, dict):
            if table.get(str(step)) is None:
                table[str(step)] = {}
            table = table[str(step)]
        else:
            table = table[step]
    if value is None:
        table.pop(str(path[-1]), None)
    else:
        table[str(path[-1])] = value


def to_text(spec: FieldSpec, value: Any) -> str:
    """A value as it is typed."""
    if value is None:
        return ""
    if spec.kind is Kind.LIST:
        return ", ".join(str(one) for one in value)
    if spec.kind is Kind.SIZE:
        return " × ".join(str(one) for one in value)
    if spec.kind is Kind.TABLE:
        return ", ".join(f"{name} = {number}" for name, number in value.items())
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def to_value(spec: FieldSpec, text: str) -> Any:
    """What was typed as a value; what cannot be one stays text, so that the schema complains about it."""
    text = text.strip()
    if not text and (spec.optional or spec.kind in (Kind.INTEGER, Kind.NUMBER)):
        return None if spec.optional else ""
    if spec.kind is Kind.INTEGER:
        return int(text) if re.fullmatch(r"[+-]?\d+", text) else text
    if spec.kind is Kind.NUMBER:
        return float(text.replace(",", ".")) if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text) else text
    if spec.kind is Kind.LIST:
        return [part.strip() for part in text.split(",") if part.strip()]
    if spec.kind is Kind.SIZE:
        return [int(part) if part.isdigit() else part for part in re.split(r"\s*[x×,]\s*", text)]
    if spec.kind is Kind.TABLE:
        pairs = (part.rpartition("=") for part in text.split(",") if part.strip())
        return {name.strip(): int(value) if value.strip().isdigit() else value.strip() for name, _, value in pairs}
    return text


def _fields(model: type[BaseModel], key: str, path: Path) -> tuple[FieldSpec, ...]:
    found: list[FieldSpec] = []
    for name, info in model.model_fields.items():
        optional, kind = _strip(info.annotation)
        here, where = f"{key}.{name}", (*path, name)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found.extend(_fields(kind, here, where))
        else:
            found.append(_field(FieldSpec(here, where, Kind.TEXT, optional=optional), kind))
    return tuple(found)


def _field(spec: FieldSpec, kind: Any) -> FieldSpec:
    choices: tuple[str, ...] = ()
    made = Kind.TEXT
    origin = get_origin(kind)
    if kind is bool:
        made = Kind.FLAG
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        made, choices = Kind.CHOICE, tuple(member.value for member in kind)
    elif origin is Literal:
        made, choices = Kind.CHOICE, tuple(str(value) for value in get_args(kind))
    elif kind in (int, float):
        made = Kind.INTEGER if kind is int else Kind.NUMBER
    elif origin is dict:
        made = Kind.TABLE
    elif origin is tuple:
        made = Kind.LIST if Ellipsis in get_args(kind) else Kind.SIZE
    return FieldSpec(spec.key, spec.path, made, choices, spec.optional)


def _strip(annotation: Any) -> tuple[bool, Any]:
    """Without ``| None`` and without constraints."""
    optional = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (typing.Union, types.UnionType):
            rest = [one for one in get_args(annotation) if one is not type(None)]
            optional, annotation = True, rest[0]
        else:
            return optional, annotation


def _model(annotation: Any) -> type[BaseModel]:
    _, model = _strip(annotation)
    assert isinstance(model, type)
    assert issubclass(model, BaseModel)
    return model
