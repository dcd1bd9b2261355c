"""Canonical JSON, hashes, heads."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError
from engine.records.chain import EMPTY, Head, canonical, parse_entry, row_hash
from engine.records.entries import ErrorBody, EventBody, FindingBody, FindingKind, FrameBody, LimitBody
from tests.support.records import BUNDLE, LIMITS, make_part

TEXT = st.text(max_size=250)
NUMBER = st.floats(allow_nan=False, allow_infinity=False)


@given(code=TEXT, params=st.dictionaries(st.text(max_size=20), TEXT | st.integers() | NUMBER, max_size=4))
def test_any_entry_comes_back_from_its_canonical_text(code: str, params: dict[str, str | int | float]) -> None:
    entry = EventBody(code=code, params=params)
    text = canonical(entry)
    assert parse_entry(text) == entry
    assert canonical(parse_entry(text)) == text


@given(score=NUMBER | st.none(), verdict=st.sampled_from(Verdict), source=TEXT)
def test_any_part_comes_back_exactly(score: float | None, verdict: Verdict, source: str) -> None:
    frame = FrameBody(frame_id=1, source=source, verdict=verdict, score=score)
    part = make_part(verdict, score).model_copy(update={"frames": (frame,)})
    assert parse_entry(canonical(part)) == part


def test_keys_are_sorted_and_without_blanks() -> None:
    text = canonical(FindingBody(part="0" * 32, finding=FindingKind.DEFECT)).decode()
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert ": " not in text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_finite_is_refused(value: float) -> None:
    with pytest.raises(ValidationError):
        make_part(score=value)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(ValidationError, match="colour"):
        parse_entry(b'{"kind":"event","code":"x","colour":1}')


def test_file_names_that_are_no_text_are_stored_as_text() -> None:
    error = InspectError(ErrorCode.IMAGE_DAMAGED, path="a\udcff\0.png", why="w" * 9000)
    body = ErrorBody.of(error)
    part = make_part(Verdict.ERROR, None, source="b\udcff.png" + "x" * 500, error=body)
    assert parse_entry(canonical(part)) == part
    assert part.source.startswith("b?.png")
    assert len(part.source) == 200
    assert body.params["path"] == "a? .png"


@given(seq=st.integers(1, 2**40), kind=st.sampled_from(["part", "event"]), previous=st.binary(min_size=32, max_size=32))
def test_every_field_of_a_row_enters_its_hash(seq: int, kind: str, previous: bytes) -> None:
    base = row_hash(seq, kind, previous, b"{}")
    flipped = bytes([previous[0] ^ 1]) + previous[1:]
    others = [
        row_hash(seq + 1, kind, previous, b"{}"),
        row_hash(seq, kind + "x", previous, b"{}"),
        row_hash(seq, kind, flipped, b"{}"),
        row_hash(seq, kind, previous, b"{ }"),
    ]
    assert base not in others
    assert len(base) == 32


def test_a_head_is_written_and_read() -> None:
    head = Head(12, row_hash(12, "part", EMPTY.digest, b"{}"))
    assert Head.parse(f" {head}\n") == head


@pytest.mark.parametrize("text", ["", "12", "12:zz", "12:abcd", "x:" + "0" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Head.parse(text)


def test_limits_survive_the_way_to_the_journal_and_back() -> None:
    entry = LimitBody(product="Plate", bundle_sha256=BUNDLE, limits=LIMITS, why="first limits", user="Ada")
    parsed = parse_entry(canonical(entry))
    assert isinstance(parsed, LimitBody)
    assert parsed.limits.to_limits() == LIMITS.to_limits()
