"""Files of stations: written by a thread, read by anybody, silent when they no longer change."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.board import SILENT_S, SUFFIX, Board, Herald, StationStatus, file_name
from engine.errors import ErrorCode, InspectError
from engine.pipeline.counts import PartCounts
from engine.pipeline.snapshot import LineSnapshot, LineState, SourceState
from engine.pipeline.status import board_folder, status_of
from engine.pipeline.tally import Counts, TallyView
from engine.settings import Settings, Station


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def put(folder: Path, name: str, **more: object) -> None:
    status = StationStatus(name=name, **more)  # type: ignore[arg-type]
    (folder / f"{name}{SUFFIX}").write_text(status.model_dump_json())


def test_a_station_tells_of_itself_and_that_it_is_closed(tmp_path: Path) -> None:
    herald = Herald(tmp_path / "board", "Line 1", tmp_path, lambda: StationStatus(name="Line 1", state="running"))
    board = Board(tmp_path / "board")
    wait_for(lambda: board.look(0.0))
    (seen,) = board.look(0.0)
    assert (seen.status.name, seen.status.state, seen.silent) == ("Line 1", "running", False)
    herald.close()
    (seen,) = board.look(1000.0)
    assert (seen.status.state, seen.silent) == ("closed", False)
    assert [path.name for path in (tmp_path / "board").iterdir()] == [file_name("Line 1", tmp_path)]


def test_a_file_that_no_longer_changes_is_silent_whatever_its_clock_says(tmp_path: Path) -> None:
    put(tmp_path, "A", state="running", beat=7, utc="1999-01-01T00:00:00+00:00")
    board = Board(tmp_path)
    assert [one.silent for one in board.look(100.0)] == [False]
    assert [one.silent for one in board.look(100.0 + SILENT_S + 1)] == [True]
    put(tmp_path, "A", state="running", beat=8, utc="1999-01-01T00:00:00+00:00")
    assert [one.silent for one in board.look(200.0)] == [False]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"name": 5}', b"\xff\xfe", b'{"name": "' + b"x" * 100_000])
def test_what_is_no_station_is_passed_over(tmp_path: Path, content: bytes) -> None:
    put(tmp_path, "good")
    (tmp_path / f"bad{SUFFIX}").write_bytes(content)
    (tmp_path / f"folder{SUFFIX}").mkdir()
    assert [one.status.name for one in Board(tmp_path).look(0.0)] == ["good"]
    assert Board(tmp_path / "missing").look(0.0) == ()


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "board"
    blocked.write_text("a file")
    asked: list[int] = []

    def ask() -> StationStatus:
        asked.append(1)
        return StationStatus(name="A")

    herald = Herald(blocked, "A", tmp_path, ask)
    wait_for(lambda: asked)
    herald.close()
    assert blocked.read_text() == "a file"


def test_two_stations_of_one_name_have_two_files(tmp_path: Path) -> None:
    assert file_name("../ü/x", tmp_path) == file_name("../ü/x", tmp_path)
    assert file_name("A", tmp_path / "one") != file_name("A", tmp_path / "two")
    assert "/" not in file_name("../ü/x", tmp_path)


def test_the_gravest_trouble_is_told(tmp_path: Path) -> None:
    source = SourceState("camera", "Plate", InspectError(ErrorCode.SOURCE_LOST, source="camera", why="cable"))
    tally = TallyView(counts=Counts(passed=3, failed=1), per_minute=60.0, cycle_ms=20.0)
    now = LineSnapshot(LineState.RUNNING, sources=(source,), parts=PartCounts(), tally=tally, lot="L1")
    status = status_of("A", now, tmp_path)
    assert (status.trouble, status.product, status.lot, status.passed) == ("source.lost", "Plate", "L1", 3)
    assert "cable" in status.why
    assert status_of("A", None, tmp_path).state == "idle"


def test_a_shared_folder_is_the_station_files_choice(tmp_path: Path) -> None:
    assert board_folder(Settings(), tmp_path) == tmp_path / "data" / "board"
    shared = Settings(station=Station(board="/plant/board"))
    assert board_folder(shared, tmp_path) == Path("/plant/board")
