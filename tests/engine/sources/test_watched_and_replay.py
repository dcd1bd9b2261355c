"""The watched folder (faults 20 to 22) and parts played back from the records."""

import os
import threading
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, SourceError
from engine.frames import Frame
from engine.records.images import EncodedImage
from engine.records.writer import RecordWriter
from engine.sources import BadFrame, NoFrame, open_source
from engine.sources.finding import find_sources
from engine.sources.replay import ReplaySource
from engine.sources.watched import After, WatchedFolder, WatchOptions
from tests.support.images import plate, write_image
from tests.support.records import make_part

QUICK = {"settle_s": 0.15, "patience_s": 1.0, "poll_s": 0.03}


def _collect(source: WatchedFolder, seconds: float = 1.0, wanted: int = 10_000) -> list[Frame | BadFrame]:
    found: list[Frame | BadFrame] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end and len(found) < wanted:
        frame = source.read()
        if isinstance(frame, (Frame, BadFrame)):
            found.append(frame)
    return found


def test_each_complete_file_is_given_once_in_order(tmp_path: Path) -> None:
    for index in (2, 10, 1):
        write_image(tmp_path / f"part{index}.png", plate())
    source = WatchedFolder(tmp_path, WatchOptions(**QUICK))  # type: ignore[arg-type]
    assert [Path(frame.source).name for frame in _collect(source, 60, 3)] == ["part1.png", "part2.png", "part10.png"]
    write_image(tmp_path / "sub" / "later.png", plate())
    assert [Path(frame.source).name for frame in _collect(source, 60, 1)] == ["later.png"]
    write_image(tmp_path / "part1.png", plate(defect=48))  # the same name, another part
    assert [Path(frame.source).name for frame in _collect(source, 60, 1)] == ["part1.png"]


def test_a_file_that_is_still_being_written_is_waited_for(tmp_path: Path) -> None:
    whole = write_image(
        tmp_path / "aside" / "x.png", np.random.default_rng(1).integers(0, 255, (200, 300, 3)).astype(np.uint8)
    )
    data = whole.read_bytes()
    folder = tmp_path / "watched"
    folder.mkdir()

    def write() -> None:
        with (folder / "slow.png").open("wb") as file:
            for start in range(0, len(data), len(data) // 4):
                file.write(data[start : start + len(data) // 4])
                file.flush()
                time.sleep(0.35)  # longer than a file needs to settle

    thread = threading.Thread(target=write)
    thread.start()
    source = WatchedFolder(folder, WatchOptions(settle_s=0.15, patience_s=5.0, poll_s=0.03))
    frames = _collect(source, 60, 1)
    thread.join()
    assert [type(frame) for frame in frames] == [Frame]


def test_a_damaged_file_is_an_error_after_a_while_and_never_judged(tmp_path: Path) -> None:
    whole = write_image(tmp_path / "aside" / "x.jpg", plate()).read_bytes()
    folder = tmp_path / "watched"
    folder.mkdir()
    for percent in (1, 30, 60, 99):
        (folder / f"cut{percent}.jpg").write_bytes(whole[: len(whole) * percent // 100])
    frames = _collect(WatchedFolder(folder, WatchOptions(**QUICK)), 60, 4)  # type: ignore[arg-type]
    assert [type(frame) for frame in frames] == [BadFrame] * 4


@pytest.mark.parametrize("after", list(After))
def test_a_recorded_part_is_left_moved_or_marked_and_not_given_again(tmp_path: Path, after: After) -> None:
    write_image(tmp_path / "a.png", plate())
    options = WatchOptions(after=after, **QUICK)  # type: ignore[arg-type]
    source = WatchedFolder(tmp_path, options)
    frame = _collect(source, 60, 1)[0]
    identity = source.part_uuid(frame.frame_id)
    restarted = WatchedFolder(tmp_path, options)
    again = _collect(restarted, 60, 1)[0]
    assert restarted.part_uuid(again.frame_id) == identity  # killed before it was recorded: the same part
    source.acknowledge(frame.frame_id)
    names = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert names == {After.LEAVE: ["a.png"], After.MOVE: ["judged/a.png"], After.MARK: ["a.png", "a.png.judged"]}[after]
    assert _collect(source, 0.6) == []
    if after is not After.LEAVE:
        assert _collect(WatchedFolder(tmp_path, options), 0.6) == []
    write_image(tmp_path / "b.png", plate())
    second = _collect(source, 60, 1)[0]
    assert source.part_uuid(second.frame_id) != identity


def test_moving_never_overwrites(tmp_path: Path) -> None:
    source = WatchedFolder(tmp_path, WatchOptions(after=After.MOVE, **QUICK))  # type: ignore[arg-type]
    for grey in (0, 48):
        write_image(tmp_path / "a.png", plate(defect=grey))
        source.acknowledge(_collect(source, 60, 1)[0].frame_id)
    assert sorted(path.name for path in (tmp_path / "judged").iterdir()) == ["a-1.png", "a.png"]


def test_what_is_no_image_is_skipped_and_listed(tmp_path: Path) -> None:
    write_image(tmp_path / "a.png", plate())
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "loop").symlink_to(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
    source = WatchedFolder(tmp_path, WatchOptions(**QUICK))  # type: ignore[arg-type]
    assert [Path(frame.source).name for frame in _collect(source, 60, 1)] == ["a.png"]
    assert {path.name for path, _ in source.skipped} >= {"notes.txt", "pipe.png"}


def test_a_folder_that_vanishes_is_told_once_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "watched"
    folder.mkdir()
    source = WatchedFolder(folder, WatchOptions(**QUICK))  # type: ignore[arg-type]
    folder.rename(tmp_path / "away")
    told = _collect(source, 0.5)
    assert [frame.error.code for frame in told if isinstance(frame, BadFrame)] == [ErrorCode.SOURCE_LOST]
    waiting = source.read()
    assert isinstance(waiting, NoFrame)
    assert waiting.error is not None
    (tmp_path / "away").rename(folder)
    write_image(folder / "a.png", plate())
    assert [type(frame) for frame in _collect(source, 60, 1)] == [Frame]


def test_existing_files_can_be_passed_over(tmp_path: Path) -> None:
    write_image(tmp_path / "old.png", plate())
    source = WatchedFolder(tmp_path, WatchOptions(existing=False, **QUICK))  # type: ignore[arg-type]
    write_image(tmp_path / "new.png", plate())
    assert [Path(frame.source).name for frame in _collect(source, 60, 1)] == ["new.png"]


def test_recorded_parts_are_played_back_and_changed_images_refused(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    pictures, stored = [], []
    for index in range(4):
        pixels = plate(defect=10 * index)
        pictures.append(pixels)
        stored.append(cv2.imencode(".png", pixels)[1].tobytes())
        part = make_part(Verdict.FAIL if index else Verdict.PASS, 1.5)
        writer.store(part, [EncodedImage(0, stored[-1], ".png")] if index else [])
    writer.close()
    (second,) = (path for path in (tmp_path / "images").glob("*/*") if path.read_bytes() == stored[2])
    second.write_bytes(stored[1])
    source = open_source(f"records:{tmp_path}")
    assert isinstance(source, ReplaySource)
    found = []
    while (frame := source.read()) is not None:
        found.append(frame)
    source.close()
    assert [type(frame) for frame in found] == [Frame, BadFrame, Frame]
    assert source.without_image == 1
    assert isinstance(found[0], Frame)
    assert np.array_equal(found[0].pixels, pictures[1])


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        open_source(f"watch:{tmp_path / 'none'}")


def test_cameras_are_looked_for_and_what_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    genicam = pytest.importorskip("genicam")
    monkeypatch.setenv("GENICAM_GENTL64_PATH", str(Path(genicam.__file__).parent))
    assert {"genicam:0", "genicam:1", "genicam:2"} <= {source.uri for source in find_sources().sources}
    monkeypatch.setenv("GENICAM_GENTL64_PATH", "")
    assert [line for line in find_sources().problems if "producer" in line]
