"""The form follows the schema: every key has a field, words in both languages, and survives being edited."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.settings.draft import Draft
from app.settings.problems import check
from app.settings.schema import (
    FieldSpec,
    Kind,
    get,
    product_fields,
    put,
    section_fields,
    sections,
    source_fields,
    to_text,
    to_value,
)
from app.settings.words import choice_words, field_words, section_titles
from engine.settings import ProductSettings, Settings, SourceSettings


def all_fields() -> list[FieldSpec]:
    found = [spec for section in sections() for spec in section_fields(section)]
    return [*found, *source_fields(0), *product_fields("Plate")]


def full_raw() -> dict[str, Any]:
    source = SourceSettings(uri="camera:0", expected_size=(1920, 1080))
    settings = Settings(sources=(source,), products={"Plate": ProductSettings()})
    return settings.model_dump(mode="json", exclude_none=True)


def leaves(table: dict[str, Any], before: str = "") -> set[str]:
    found = set()
    for key, value in table.items():
        here = f"{before}{key}"
        found |= leaves(value, f"{here}.") if isinstance(value, dict) and value else {here}
    return found


def test_every_key_of_the_file_has_a_field_and_every_field_words() -> None:
    keys = {spec.key for spec in all_fields()}
    written = leaves(Settings().model_dump(mode="json")) - {"format", "sources", "products", "train"}
    assert written <= keys
    assert keys == set(field_words())
    assert set(sections()) | {"window", "sources", "products"} == set(section_titles())
    known = {f"{spec.key}={choice}" for spec in all_fields() for choice in spec.choices}
    assert set(choice_words()) <= known


@pytest.mark.parametrize("spec", all_fields(), ids=lambda spec: spec.key)
def test_a_value_survives_being_typed(spec: FieldSpec) -> None:
    raw = full_raw()
    value = get(raw, spec.path)
    if spec.kind in (Kind.FLAG, Kind.CHOICE):
        return
    assert to_value(spec, to_text(spec, value)) == value or value is None


@pytest.mark.parametrize(
    ("key", "text", "complaint"),
    [
        ("outputs.tcp.port", "99999", "65535"),
        ("outputs.tcp.port", "9,5", ""),
        ("outputs.tcp.heartbeat_s", "soon", ""),
        ("outputs.tcp.heartbeat_s", "0", "0"),
        ("records.audit_share", "", ""),
        ("station.shifts", "6 o'clock", "06:00"),
        ("sources.expected_size", "1920", ""),
        ("sources.uri", "", ""),
        ("line.deadline_ms", "1e999", ""),
        ("outputs.modbus.products", "Plate", ""),
    ],
)
def test_what_cannot_be_saved_is_told_at_its_key(qapp: QApplication, key: str, text: str, complaint: str) -> None:
    spec = next(spec for spec in all_fields() if spec.key == key)
    raw = full_raw()
    put(raw, spec.path, to_value(spec, text))
    settings, problems = check(raw)
    assert settings is None
    assert any(path[: len(spec.path)] == spec.path and complaint in text for path, text in problems.items()), problems


@given(st.sampled_from(all_fields()), st.text(max_size=12))
def test_whatever_is_typed_the_form_answers(spec: FieldSpec, text: str) -> None:
    raw = full_raw()
    put(raw, spec.path, to_value(spec, text))
    settings, problems = check(raw)
    assert (settings is None) == bool(problems)


def test_the_draft_knows_what_was_changed(qapp: QApplication) -> None:
    draft = Draft()
    draft.begin(Settings())
    assert not draft.dirty
    draft.set(("records", "audit_share"), 0.5)
    draft.add_source("camera:0")
    draft.add_source("camera:1")
    assert draft.settings is not None
    assert [source.name for source in draft.settings.sources] == ["camera", "camera1"]
    assert draft.differences() == ["records", "sources"]
    draft.remove_source(0)
    draft.remove_source(0)
    draft.set(("records", "audit_share"), 0.01)
    draft.set(("train", "command"), ["uniad-train"])
    assert draft.settings.train is not None
    draft.set(("train", "command"), [])
    assert not draft.dirty
