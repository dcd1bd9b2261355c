"""What retention may delete, and what never."""

import shutil
import time
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import RecordsError
from engine.records.entries import FindingBody, FindingKind, PartBody
from engine.records.pace import bytes_per_day, image_pace
from engine.records.reader import RecordReader
from engine.records.retention import RetentionPolicy, apply_retention
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from tests.support.records import make_part, picture

Usage = namedtuple("Usage", "total used free")
KINDS = ("passed", "failed", "reviewed", "audit", "audit seen", "taken back")


def _aged(days: float) -> str:
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="microseconds")


def _store(writer: RecordWriter, days: float) -> dict[str, PartBody]:
    """One part of each kind, each with an image of 1000 bytes."""
    made = {}
    for kind in KINDS:
        verdict = Verdict.PASS if kind in ("passed", "audit", "audit seen") else Verdict.FAIL
        part = make_part(verdict, utc=_aged(days), audit=kind.startswith("audit"))
        writer.store(part, [picture(0, bytes(1000))])
        if kind in ("reviewed", "audit seen", "taken back"):
            said = writer.store(FindingBody(part=part.uuid, finding=FindingKind.DEFECT))
            if kind == "taken back":
                writer.store(FindingBody(part=part.uuid, undoes=said.seq))
        made[kind] = part
    return made


def _left(folder: Path, parts: dict[str, PartBody]) -> list[str]:
    return [kind for kind, part in parts.items() if list((folder / "images").glob(f"*/{part.uuid}-0.png"))]


def _roomy(_folder: Path) -> Usage:
    return Usage(100, 0, 100)


def test_age_takes_what_may_go_and_nothing_else(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    old, new = _store(writer, 40), _store(writer, 2)
    result = apply_retention(writer, RetentionPolicy(max_age_days=30), usage=_roomy)
    again = apply_retention(writer, RetentionPolicy(max_age_days=30), usage=_roomy)
    assert (result.files, result.bytes, result.still_full, again.files) == (4, 4000, False, 0)
    assert _left(tmp_path, old) == ["failed", "taken back"]
    assert _left(tmp_path, new) == list(KINDS)
    writer.close()
    report = verify(tmp_path)
    assert (report.ok, report.removed_images, report.parts) == (True, 4, 12)


def test_a_full_disk_takes_the_oldest_first_and_the_audit_last(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    parts = _store(writer, 2)

    def used(folder: Path) -> Usage:
        taken = sum(path.stat().st_size for path in (folder / "images").glob("*/*.png"))
        return Usage(10_000, taken, 10_000 - taken)

    order = []
    for share in (0.59, 0.49, 0.39, 0.29, 0.0):
        before = set(_left(tmp_path, parts))
        result = apply_retention(writer, RetentionPolicy(disk_share=share), usage=used)
        order.append(sorted(before - set(_left(tmp_path, parts))))
    assert order == [["passed"], ["reviewed"], ["audit seen"], ["audit"], []]
    assert (_left(tmp_path, parts), result.still_full) == (["failed", "taken back"], True)
    writer.close()


def test_what_a_killed_run_left_is_deleted_by_the_next(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    parts = _store(writer, 40)
    kept = tmp_path / "kept"
    shutil.copytree(tmp_path / "images", kept)
    apply_retention(writer, RetentionPolicy(max_age_days=30), usage=_roomy)
    shutil.copytree(kept, tmp_path / "images", dirs_exist_ok=True)  # as if killed before the files were deleted
    assert _left(tmp_path, parts) == list(KINDS)
    apply_retention(writer, RetentionPolicy(max_age_days=30), usage=_roomy)
    assert _left(tmp_path, parts) == ["failed", "taken back"]
    writer.close()


def test_without_its_database_retention_deletes_nothing(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    parts = _store(writer, 40)
    writer.close()
    (tmp_path / "records.sqlite3").unlink()
    with pytest.raises(RecordsError):
        apply_retention(writer, RetentionPolicy(max_age_days=1, disk_share=0.0), usage=_roomy)
    assert _left(tmp_path, parts) == list(KINDS)


def test_images_that_no_row_names_are_never_deleted(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    _store(writer, 40)
    stray = tmp_path / "images" / "2020-01-01" / "stray.png"
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    apply_retention(writer, RetentionPolicy(max_age_days=0, disk_share=0.0))
    assert stray.exists()
    writer.close()


def test_bytes_a_day_follow_the_pace_and_the_rule(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    reader = RecordReader(tmp_path)
    assert (bytes_per_day(reader), image_pace(reader, keep_all=True, audit_share=0.5)) == (0, None)
    for days in (30.0, 0.0, 0.5):  # the oldest are no pace any more
        _store(writer, days)
    for _ in range(12):
        writer.store(make_part(Verdict.PASS))
    now = time.time()
    assert bytes_per_day(reader, now) == pytest.approx(24_000, rel=0.02)
    kept = {all_: image_pace(reader, all_, 0.5, now) for all_ in (True, False)}
    assert kept[True] is not None
    assert kept[False] is not None
    assert kept[True].parts_per_day == pytest.approx(48, rel=0.02)
    assert kept[True].bytes_per_day == pytest.approx(48_000, rel=0.02)
    assert kept[False].share == pytest.approx((6 + 0.5 * 18) / 24)
    assert kept[False].bytes_per_day == pytest.approx(48_000 * 15 / 24, rel=0.02)
    reader.close()
    writer.close()
