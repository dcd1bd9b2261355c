"""Copies of records in a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from engine.errors import ErrorCode, InspectError, RecordsError, UsageError
from engine.records.entries import EventBody, EventLevel, FindingBody, FindingKind
from engine.records.plant import PlantCopy, copy_records, parse_address
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from tests.support.postgres import find_programs, running
from tests.support.records import fill, make_part, tamper

PROGRAMS = find_programs()


@pytest.fixture(scope="module")
def plant() -> Iterator[str]:
    """The address of a server."""
    pytest.importorskip("psycopg", reason="the extra [plant] is not installed")
    if PROGRAMS is None:
        pytest.skip("no PostgreSQL is installed (Debian: postgresql)")
    with running(PROGRAMS) as address:
        yield address


def ask(plant: str, question: str) -> list[tuple[object, ...]]:
    """Rows of an SQL question, or nothing for a command."""
    with create_engine(parse_address(plant), poolclass=NullPool).begin() as connection:
        found = connection.execute(text(question))
        return [tuple(row) for row in found] if found.returns_rows else []


def more(folder: Path) -> None:
    """A few rows of every kind, with words that databases like to trip over."""
    writer = RecordWriter(folder)
    part = make_part(serial="100 % 'ü' \\ :x %(y)s", lot="")
    writer.store(part)
    writer.store(FindingBody(part=part.uuid, finding=FindingKind.ESCAPE, note="50 %"))
    writer.store(EventBody(code="note", level=EventLevel.INFO, params={"x": 0.1, "text": "零件"}))
    writer.close()


def test_a_copy_is_whole_grows_with_the_station_and_is_not_made_twice(tmp_path: Path, plant: str) -> None:
    fill(tmp_path, 9)
    first = copy_records(tmp_path, plant, check=True)
    assert first.rows == 10
    assert first.check is not None
    assert (first.check.ok, first.check.parts) == (True, 9), first.check.problems
    assert copy_records(tmp_path, plant).rows == 0
    more(tmp_path)
    again = copy_records(tmp_path, plant, check=True)
    assert again.rows == 4
    assert again.check is not None
    assert again.check.ok, again.check.problems
    reader = RecordReader(tmp_path)
    assert again.head == str(reader.head())
    reader.close()


def die_within(copy: PlantCopy) -> None:
    """A program that ends in the middle of a transaction."""
    with copy.transaction() as connection:
        connection.execute(text("INSERT INTO journal VALUES (5, 'part', '', '')"))
        raise ZeroDivisionError


def test_a_copy_that_was_cut_off_goes_on(tmp_path: Path, plant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.records.plant.BUNCH", 3)
    fill(tmp_path, 9)
    reader = RecordReader(tmp_path)
    records = reader.query(lambda connection: connection.exec_driver_sql("SELECT records FROM sessions").scalar_one())
    copy = PlantCopy(plant, records)
    copy.prepare()
    assert copy.add(reader) == 4
    with pytest.raises(ZeroDivisionError):
        die_within(copy)
    copy.close()
    reader.close()
    done = copy_records(tmp_path, plant, check=True)
    assert done.rows == 6
    assert done.check is not None
    assert done.check.ok, done.check.problems


@pytest.mark.slow
def test_several_stations_share_a_database_and_are_seen_together(tmp_path: Path, plant: str) -> None:
    before = 0
    if ask(plant, "SELECT 1 FROM pg_namespace WHERE nspname = 'plant'"):
        before = int(str(ask(plant, "SELECT count(*) FROM plant.parts")[0][0]))
    names = []
    for number in (3, 5):
        fill(tmp_path / str(number), number)
        names.append(copy_records(tmp_path / str(number), plant).namespace)
    assert len(set(names)) == 2
    assert ask(plant, "SELECT count(*) FROM plant.parts") == [(before + 8,)]
    mine = f"SELECT sum(parts) FROM plant.counters WHERE station_id = '{names[1][8:]}'"  # noqa: S608
    assert [int(str(row[0])) for row in ask(plant, mine)] == [5]


def test_a_copy_that_was_changed_shows_and_rows_of_others_are_not_mixed_in(tmp_path: Path, plant: str) -> None:
    fill(tmp_path, 6)
    space = copy_records(tmp_path, plant).namespace
    with pytest.raises(Exception, match="append-only"):
        ask(plant, f"UPDATE {space}.parts SET verdict = 'PASS'")  # noqa: S608
    ask(plant, f"ALTER TABLE {space}.parts DISABLE TRIGGER ALL")
    ask(plant, f"UPDATE {space}.parts SET verdict = 'PASS' WHERE verdict = 'FAIL'")  # noqa: S608
    check = copy_records(tmp_path, plant, check=True).check
    assert check is not None
    assert "table parts: row 5 changed (verdict)" in check.problems
    tamper(tmp_path, "UPDATE journal SET body = replace(body, 'part7', 'part8') WHERE seq = 7")
    with pytest.raises(UsageError, match="row 7 of the copy is another"):
        copy_records(tmp_path, plant)
    tamper(tmp_path, "DELETE FROM journal WHERE seq = 7")
    with pytest.raises(UsageError, match="ends at row 7"):
        copy_records(tmp_path, plant)


def test_a_station_of_an_older_program_keeps_no_other_from_being_seen(tmp_path: Path, plant: str) -> None:
    fill(tmp_path / "a", 1)
    copy_records(tmp_path / "a", plant)
    older = f"records_{32 * '0'}"
    ask(plant, f"CREATE SCHEMA {older}")
    ask(plant, f"CREATE TABLE {older}.parts (seq bigint)")
    ask(plant, f"INSERT INTO {older}.parts VALUES (7)")  # noqa: S608
    try:
        fill(tmp_path / "b", 2)
        space = copy_records(tmp_path / "b", plant).namespace
        seen = "SELECT max(seq) FROM plant.parts WHERE station_id = '{}'"
        assert ask(plant, seen.format(32 * "0")) == [(7,)]
        assert ask(plant, f"SELECT count(*) FROM plant.journal WHERE station_id = '{space[8:]}'")[0][0] == 3  # noqa: S608
    finally:
        ask(plant, f"DROP SCHEMA {older} CASCADE")


@pytest.mark.slow
def test_damaged_rows_of_the_station_are_not_copied(tmp_path: Path, plant: str) -> None:
    fill(tmp_path, 6)
    tamper(tmp_path, "UPDATE journal SET body = '{}' WHERE seq = 4")
    with pytest.raises(UsageError, match="row 4 after row 3 is damaged"):
        copy_records(tmp_path, plant)


@pytest.mark.slow
def test_a_copy_of_a_newer_program_is_left_alone(tmp_path: Path, plant: str) -> None:
    fill(tmp_path, 2)
    space = copy_records(tmp_path, plant).namespace
    ask(plant, f"UPDATE {space}.alembic_version SET version_num = '9999'")  # noqa: S608
    with pytest.raises(RecordsError) as caught:
        copy_records(tmp_path, plant)
    assert caught.value.code is ErrorCode.RECORDS_NEWER


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "an address is postgresql://"),
        ("postgresql://a:b@host:port/x", "an address is postgresql://"),
        ("mysql://host/x", "an address is postgresql://"),
        ("postgresql://ada:secret@127.0.0.1:9/x", "refused"),
        ("postgresql://ada:secret@no.such.host.invalid/x", "no copy at postgresql"),
    ],
)
def test_a_database_that_is_not_there_is_one_clear_line(tmp_path: Path, address: str, words: str) -> None:
    pytest.importorskip("psycopg", reason="the extra [plant] is not installed")
    fill(tmp_path, 1)
    with pytest.raises(InspectError, match=words) as caught:
        copy_records(tmp_path, address)
    assert "\n" not in str(caught.value)
    assert "secret" not in str(caught.value)
