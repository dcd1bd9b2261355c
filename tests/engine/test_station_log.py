"""Log files: rotated, exceptions of threads included."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.logs import FAULTS, FILE, FOLDER, StationLog


@pytest.fixture
def no_crash_log() -> Iterator[None]:
    """As in a station without a window: nobody listens to crashes yet."""
    before = faulthandler.is_enabled()
    faulthandler.disable()
    yield
    if before:
        faulthandler.enable(sys.__stderr__ or 2)


@pytest.mark.usefixtures("no_crash_log")
def test_files_are_rotated_and_bounded(tmp_path: Path) -> None:
    log = StationLog(tmp_path, "INFO", 2000, 2)
    try:
        for index in range(200):
            logging.getLogger("x").info("line %s with some words", index)
    finally:
        log.close()
    files = sorted(path.name for path in (tmp_path / FOLDER).iterdir())
    assert files == [FAULTS, FILE, f"{FILE}.1", f"{FILE}.2"]
    assert "line 199" in (tmp_path / FOLDER / FILE).read_text()
    assert sum((tmp_path / FOLDER / name).stat().st_size for name in files) < 8000


def test_an_exception_is_in_the_log_and_reaches_whoever_listened_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window's hooks stop the line; a log must not stand between."""
    heard: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda told: heard.append(told.exc_type.__name__))
    monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: heard.append(kind.__name__))
    hooks, level = (sys.excepthook, threading.excepthook), logging.getLogger().level
    log = StationLog(tmp_path, "INFO", 10_000, 2)
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
        sys.excepthook(KeyError, KeyError("in a slot"), None)
    finally:
        log.close()
    assert heard == ["ZeroDivisionError", "KeyError"]
    text = (tmp_path / FOLDER / FILE).read_text()
    assert "ZeroDivisionError" in text
    assert "in a slot" in text
    assert (sys.excepthook, threading.excepthook, logging.getLogger().level) == (*hooks, level)


def test_hooks_and_a_crash_log_of_somebody_else_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_crash_log: None
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with (tmp_path / "window.log").open("w") as crashes:
        faulthandler.enable(crashes)
        log = StationLog(tmp_path, "INFO", 10_000, 2)
        later = lambda *_error: None  # noqa: E731
        sys.excepthook = later
        log.close()
        assert sys.excepthook is later
        assert faulthandler.is_enabled()
        assert not (tmp_path / FOLDER / FAULTS).exists()
        faulthandler.disable()


@pytest.mark.usefixtures("no_crash_log")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_costs_lines_of_the_log_and_says_so_once(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / FILE).symlink_to("/dev/full")
    log = StationLog(tmp_path, "INFO", 1_000_000, 2)
    for number in range(3):
        logging.getLogger("uniad.test").warning("something happened %d", number)
    log.close()
    lines = [line for line in capfd.readouterr().err.splitlines() if FILE in line or "Traceback" in line]
    assert len(lines) == 1, lines
    assert "No space left" in lines[0]
