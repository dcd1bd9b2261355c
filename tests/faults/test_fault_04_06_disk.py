"""Faults 4, 5 and 6: disk errors and a full disk while recording."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError
from engine.records.disk import RESERVE_FILE
from engine.records.entries import ImageState
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter, WriterOptions
from tests.faults.conftest import Run
from tests.faults.powercut import Op, read_changes
from tests.support.records import make_part, picture

PARTS = 8


def _check_records(folder: Path, acknowledged: list[str]) -> None:
    """Open as the next start would, then see that every acknowledged part is there, once."""
    RecordWriter(folder).close()
    report = verify(folder)
    assert report.ok, report.problems
    reader = RecordReader(folder)
    there = [row.uuid for row in reader.newest(limit=1000)]
    reader.close()
    assert len(there) == len(set(there))
    assert set(acknowledged) <= set(there)


FAULTS = [
    *(("write", "-wal", number) for number in (1, 60, 140, 150)),
    *(("fsync", "-wal", number) for number in (1, 2, 3, 7)),
    *((op, "-0.png", number) for op in ("fsync", "rename") for number in (1, 3)),
    *(("fsync", "/images/20", number) for number in (1, 3)),
]


@pytest.mark.parametrize(("op", "part", "number"), FAULTS)
def test_a_disk_error_stops_recording_with_the_cause(
    record: Run, tmp_path: Path, op: str, part: str, number: int
) -> None:
    said, log = record(PARTS, fail=f"{op}:{part}:{number}:{errno.EIO}:0")
    acknowledged = [words[1] for words in said if words[0] == "ack"]
    changes = list(read_changes(log))
    failed = next((index for index, change in enumerate(changes) if change.op is Op.FAILED), None)
    assert failed is not None, "the fault never came"
    if said[0][0] == "ready":
        assert said[-1] == ["failure", ErrorCode.RECORDS_DISK.value]
        refused = [words[2] for words in said if words[0] == "refused"]
        assert len(refused) == PARTS - len(acknowledged)
        assert set(refused) == {ErrorCode.RECORDS_DISK.value}
    else:
        assert said == [["failure", ErrorCode.RECORDS_DISK.value]]
    assert not [change for change in changes[failed:] if change.path.endswith("/ACK")]
    if said[0][0] == "ready":  # one failed sync is the last (closing at start lets SQLite finish its own pages)
        assert not [change for change in changes[failed:] if change.op is Op.SYNC]
        assert op == "write" or sum(change.op is Op.FAILED for change in changes) == 1
    _check_records(tmp_path / "data", acknowledged)


def test_an_error_while_moving_pages_into_the_database_stops_too(record: Run, tmp_path: Path) -> None:
    said, _ = record(PARTS, "checkpoint=30000", fail=f"fsync:.sqlite3:4:{errno.EIO}:0")
    acknowledged = [words[1] for words in said if words[0] == "ack"]
    assert said[-1] == ["failure", ErrorCode.RECORDS_DISK.value] or said == [["failure", ErrorCode.RECORDS_DISK.value]]
    _check_records(tmp_path / "data", acknowledged)


def test_no_space_for_an_image_keeps_the_record_and_says_so(record: Run, tmp_path: Path) -> None:
    said, _ = record(PARTS, fail=f"write:.png:2:{errno.ENOSPC}:0")
    assert [words[3] for words in said if words[0] == "ack"] == ["0", "0", "0", "1", "0", "1", "0", "1"]
    reader = RecordReader(tmp_path / "data")
    flagged = [reader.part(row.uuid) for row in reader.newest() if row.verdict is Verdict.FAIL]
    states = [frame.image.state for part in flagged if part for frame in part.frames if frame.image]
    reader.close()
    assert states == [ImageState.MISSING] * 3 + [ImageState.STORED]
    report = verify(tmp_path / "data")
    assert (report.ok, report.missing_images) == (True, 3)
    assert len(list((tmp_path / "data" / "images").glob("*/*"))) == 1


def test_no_space_for_rows_refuses_the_part_and_goes_on_when_there_is_space(record: Run, tmp_path: Path) -> None:
    _, log = record(0)
    before = sum(change.op is Op.WRITE and change.path.endswith("-wal") for change in read_changes(log))
    shutil.rmtree(tmp_path / "data")
    said, _ = record(PARTS, fail=f"write:-wal:{before + 12}:{errno.ENOSPC}:6")
    kinds = [words[0] for words in said]
    assert "refused" in kinds
    assert {words[2] for words in said if words[0] == "refused"} == {ErrorCode.DISK_FULL.value}
    assert kinds[-1] == "done"
    assert "ack" in kinds[kinds.index("refused") :]
    _check_records(tmp_path / "data", [words[1] for words in said if words[0] == "ack"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 48 MB, if this user may mount one."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", str(place)]
    if (
        sys.platform != "linux"
        or os.geteuid() != 0
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("needs Linux and the right to mount")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_fills_up_warns_first_then_refuses_and_recovers(small_disk: Path) -> None:
    writer = RecordWriter(small_disk / "data", WriterOptions(low_bytes=16 * 2**20))
    assert (small_disk / "data" / RESERVE_FILE).exists()
    (small_disk / "filler").write_bytes(bytes(12 * 2**20))
    lamps, acknowledged, refused = [], [], []
    missing = 0
    for _ in range(400):
        lamps.append(writer.disk())
        part = make_part(Verdict.FAIL)
        receipt = writer.store(part, [picture(0, os.urandom(400_000))])
        acknowledged.append(part.uuid)
        missing += receipt.missing_images
        if missing > 3:
            break
    assert [lamp.low for lamp in lamps] == sorted(lamp.low for lamp in lamps)
    assert not lamps[0].low
    assert lamps[-1].low
    assert missing > 3
    _rows_until_refused(writer, acknowledged, refused)
    assert set(refused) == {ErrorCode.DISK_FULL}
    assert writer.disk().full
    assert not (small_disk / "data" / RESERVE_FILE).exists()
    (small_disk / "filler").unlink()
    again = make_part()
    writer.store(again)
    acknowledged.append(again.uuid)
    assert writer.failure is None
    writer.close()
    _check_records(small_disk / "data", acknowledged)


def _rows_until_refused(writer: RecordWriter, acknowledged: list[str], refused: list[ErrorCode]) -> None:
    """Rows without images go on for a while, first on what is left, then on the reserve."""
    for _ in range(2000):
        part = make_part(frames=500)
        try:
            writer.store(part)
        except InspectError as error:
            refused.append(error.code)
            return
        acknowledged.append(part.uuid)
