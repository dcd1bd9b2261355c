"""Fault 3, power cut: no acknowledged record is lost, whenever it comes. And: each sync is there for a reason."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Run
from tests.faults.powercut import Change, Disk, Op, lost_after, read_changes

PARTS = 12


def losses(log: Path, data: Path, scratch: Path, forget: Callable[[Change], bool] = lambda _change: False) -> list[str]:
    """Cut the power after each acknowledgement, and at the end; tell what was acknowledged and is not there."""
    disk, acknowledged, lost = Disk(data, forget), [], []
    for change in read_changes(log):
        disk.apply(change)
        if change.op is Op.WRITE and change.path.endswith("/ACK"):
            acknowledged.append(change.data.decode().strip())
            lost += _missing(disk, acknowledged, scratch)
    assert len(acknowledged) == PARTS
    return lost


def _missing(disk: Disk, acknowledged: list[str], scratch: Path) -> list[str]:
    shutil.rmtree(scratch, ignore_errors=True)
    disk.write_to(scratch)
    return lost_after(scratch, acknowledged)


@pytest.mark.parametrize("checkpoint", ["4000000", "30000"])
def test_no_acknowledged_record_is_lost(record: Run, tmp_path: Path, checkpoint: str) -> None:
    said, log = record(PARTS, f"checkpoint={checkpoint}")
    assert [words[0] for words in said].count("ack") == PARTS
    checkpoints = sum(change.op is Op.SYNC and change.path.endswith(".sqlite3") for change in read_changes(log))
    assert checkpoints > (4 if checkpoint == "30000" else 0)
    assert losses(log, tmp_path / "data", tmp_path / "cut") == []


@pytest.mark.parametrize(
    ("name", "forgotten"),
    [
        ("rows", lambda path: path.endswith("-wal")),
        ("images", lambda path: path.endswith(".png")),
        ("names of images", lambda path: "/images/" in path and "." not in path.rpartition("/")[2]),
        ("names of days", lambda path: path.endswith("/images")),
        ("names in the data folder", lambda path: path.endswith("/data")),
    ],
)
def test_every_sync_is_needed(record: Run, tmp_path: Path, name: str, forgotten: Callable[[str], bool]) -> None:
    _, log = record(PARTS)
    dropped = [change for change in read_changes(log) if change.op is Op.SYNC and forgotten(change.path)]
    assert dropped, name
    lost = losses(log, tmp_path / "data", tmp_path / "cut", lambda change: forgotten(change.path))
    assert lost, name


def test_without_full_synchronisation_records_are_lost(record: Run, tmp_path: Path) -> None:
    _, log = record(PARTS, "synchronous=NORMAL")
    assert losses(log, tmp_path / "data", tmp_path / "cut")
