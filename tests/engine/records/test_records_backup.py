"""Copies of the records, made while they grow."""

import threading
import zipfile
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError, UsageError
from engine.records.backup import backup, check_backup
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from tests.support.records import fill, make_part, picture


@pytest.mark.parametrize("name", ["copy", "copy.zip"])
def test_a_backup_of_running_records_is_whole(tmp_path: Path, name: str) -> None:
    data, target = tmp_path / "data", tmp_path / name
    fill(data, 20)
    writer = RecordWriter(data)
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            writer.store(make_part(Verdict.FAIL, 2.0), [picture()])

    thread = threading.Thread(target=work)
    thread.start()
    try:
        report = backup(data, target)
    finally:
        stop.set()
        thread.join()
        writer.close()
    again = check_backup(target)
    assert report.check.ok, report.check.problems
    assert again.ok
    assert report.images >= 5
    assert again.parts >= 20
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["data", name])
    assert verify(data).ok


def test_a_folder_backup_is_a_data_folder_that_can_be_used(tmp_path: Path) -> None:
    parts = fill(tmp_path / "data", 4)
    backup(tmp_path / "data", tmp_path / "copy")
    writer = RecordWriter(tmp_path / "copy")
    writer.store(make_part())
    writer.close()
    reader = RecordReader(tmp_path / "copy")
    assert len(reader.newest()) == 5
    assert reader.part(parts[3].uuid) is not None
    reader.close()


def test_a_changed_byte_of_a_zip_shows(tmp_path: Path) -> None:
    fill(tmp_path / "data", 4)
    target = tmp_path / "copy.zip"
    backup(tmp_path / "data", target)
    with zipfile.ZipFile(target) as archive:
        image = next(info for info in archive.infolist() if info.filename.endswith(".png"))
    data = bytearray(target.read_bytes())
    data[image.header_offset + 30 + len(image.filename) + 3] ^= 1
    target.write_bytes(data)
    report = check_backup(target)
    assert [line for line in report.problems if image.filename in line]


def test_existing_targets_missing_records_and_other_files_are_refused(tmp_path: Path) -> None:
    fill(tmp_path / "data", 1)
    (tmp_path / "there").mkdir()
    with pytest.raises(UsageError, match="exists"):
        backup(tmp_path / "data", tmp_path / "there")
    with pytest.raises(RecordsError):
        backup(tmp_path / "there", tmp_path / "copy")
    with pytest.raises(UsageError):
        check_backup(tmp_path / "nothing.zip")
    (tmp_path / "text.zip").write_text("not a zip")
    with pytest.raises(RecordsError) as caught:
        check_backup(tmp_path / "text.zip")
    assert caught.value.code is ErrorCode.RECORDS_DAMAGED


def test_a_copy_that_was_interrupted_does_not_stand_in_the_way(tmp_path: Path) -> None:
    fill(tmp_path / "data", 2)
    (tmp_path / "copy.part").mkdir()
    (tmp_path / "copy.part" / "records.sqlite3").write_bytes(b"half")
    assert backup(tmp_path / "data", tmp_path / "copy").check.ok
