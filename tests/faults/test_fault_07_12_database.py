"""Faults 7 to 10 and 12: the database damaged, missing, half migrated, too new, or in use."""

import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import ErrorCode, RecordsError
from engine.records import database, schema
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter, WriterOptions
from tests.support.records import fill, make_part, tamper

ROOT = Path(__file__).parents[2]
MIGRATOR = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
left = int(sys.argv[2])

@event.listens_for(Engine, "before_cursor_execute")
def count(*_arguments):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

from engine.records import database
path = Path(sys.argv[1]) / database.FILE
engine = database.open_engine(path, read_only=False)
with engine.connect() as connection, connection.begin():
    database.migrate(connection, path)
os.write(1, b"migrated")
"""


def _open(folder: Path) -> RecordsError | None:
    try:
        RecordWriter(folder).close()
    except RecordsError as error:
        return error
    return None


def test_07_damaged_pages_are_quarantined_named_and_never_silently_replaced(tmp_path: Path) -> None:
    source = tmp_path / "source"
    fill(source, 30)
    whole = (source / database.FILE).read_bytes()
    chance = random.Random(1)
    told = 0
    for number in range(12):
        data = tmp_path / f"data{number}"
        shutil.copytree(source, data)
        damaged = bytearray(whole)
        start = chance.randrange(len(whole) // 4096) * 4096
        damaged[start : start + 4096] = chance.randbytes(4096)
        (data / database.FILE).write_bytes(damaged)
        error = _open(data)
        if error is None:  # a page nothing rests on; then all records must be there
            assert verify(data).ok
            continue
        told += 1
        assert error.code is ErrorCode.RECORDS_DAMAGED
        moved = list((data / database.QUARANTINE).glob(f"*{database.FILE}"))
        assert [path.read_bytes() == bytes(damaged) for path in moved] == [True]
        assert str(moved[0]) in str(error)
        again = _open(data)
        assert again is not None
        assert again.code is ErrorCode.RECORDS_MISSING
        assert not (data / database.FILE).exists()
    assert told >= 10


@pytest.mark.parametrize("keep", [0, 10, 100, 5000])
def test_07_a_cut_file_is_never_taken_for_whole(tmp_path: Path, keep: int) -> None:
    fill(tmp_path, 10)
    path = tmp_path / database.FILE
    path.write_bytes(path.read_bytes()[:keep])
    error = _open(tmp_path)
    assert error is not None
    assert error.code in (ErrorCode.RECORDS_DAMAGED, ErrorCode.RECORDS_CUT)


def test_07_damage_met_while_recording_stops_the_writer(tmp_path: Path) -> None:
    fill(tmp_path, 40)
    writer = RecordWriter(tmp_path)
    writer.store(make_part())
    with (tmp_path / database.FILE).open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom((tmp_path / database.FILE).stat().st_size - 4096))
    codes = set()
    for _ in range(300):
        try:
            writer.store(make_part())
        except RecordsError as error:
            codes.add(error.code)
    writer.close()
    assert codes <= {ErrorCode.RECORDS_DAMAGED, ErrorCode.RECORDS_DISK}
    error = _open(tmp_path)
    assert error is not None
    assert error.code is ErrorCode.RECORDS_DAMAGED


def test_08_a_missing_database_is_not_replaced_while_there_are_images(tmp_path: Path) -> None:
    fill(tmp_path, 8)
    (tmp_path / database.FILE).unlink()
    images = sorted((tmp_path / "images").glob("*/*"))
    error = _open(tmp_path)
    assert error is not None
    assert error.code is ErrorCode.RECORDS_MISSING
    assert not (tmp_path / database.FILE).exists()
    RecordWriter(tmp_path, WriterOptions(accept_loss=True)).close()
    assert sorted((tmp_path / "images").glob("*/*")) == images
    assert verify(tmp_path).orphans == len(images)


def test_09_killed_at_any_statement_of_a_migration_the_schema_is_old_or_new(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    states = []
    for statement in (*range(1, 60, 9), 10_000):
        command = [sys.executable, "-c", MIGRATOR, str(data), str(statement)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
        engine = database.open_engine(data / database.FILE, read_only=False)
        with engine.connect() as connection:
            names = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
            revision = database.read_revision(connection)
        engine.dispose()
        killed = done.returncode == -signal.SIGKILL
        states.append((killed, revision))
        assert killed or done.stdout == b"migrated", done.stderr
        if revision is None:
            assert names == set()
        else:
            assert names >= set(schema.metadata.tables)
        if not killed:
            break
        for path in data.iterdir():
            path.unlink()
    assert (True, None) in states
    assert states[-1] == (False, schema.REVISION)


@pytest.mark.parametrize("statement", [1, 2, 3, 4, 5, 6, 8, 10, 10_000])
def test_09_killed_while_records_are_upgraded_nothing_is_lost(tmp_path: Path, statement: int) -> None:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "tests" / "compat" / "records-0001", data)
    command = [sys.executable, "-c", MIGRATOR, str(data), str(statement)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=False, timeout=60)
    engine = database.open_engine(data / database.FILE, read_only=True)
    with engine.connect() as connection:
        revision = database.read_revision(connection)
        indexes = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'").scalars())
    engine.dispose()
    assert (revision, "ix_parts_audit" in indexes) in {("0001", False), (schema.REVISION, True)}
    RecordWriter(data).close()
    report = verify(data)
    assert (report.ok, report.parts) == (True, 5), report.problems


def test_10_a_database_of_a_newer_program_is_refused_with_both_versions_and_left_alone(tmp_path: Path) -> None:
    fill(tmp_path, 2)
    tamper(tmp_path, "UPDATE alembic_version SET version_num = '0999'")
    before = (tmp_path / database.FILE).read_bytes()
    error = _open(tmp_path)
    assert error is not None
    assert error.code is ErrorCode.RECORDS_NEWER
    assert "0999" in str(error)
    assert schema.REVISION in str(error)
    assert (tmp_path / database.FILE).read_bytes() == before


def test_12_a_second_station_says_so_and_a_reader_may_look(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.faults.recorder", str(tmp_path), "100000", "pause=0.01"]
    first = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert first.stdout is not None
        while not first.stdout.readline().startswith("ack"):
            continue
        error = _open(tmp_path)
        assert error is not None
        assert error.code is ErrorCode.RECORDS_LOCKED
        assert f"process {first.pid}" in str(error)
        reader = RecordReader(tmp_path)
        assert reader.counters().total >= 1
        reader.close()
    finally:
        first.kill()
        first.communicate()
    assert _open(tmp_path) is None
