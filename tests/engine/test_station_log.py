"""Log files: rotated, exceptions of threads included."""

import logging
import threading
from pathlib import Path

import pytest

from engine.logs import FAULTS, FILE, FOLDER, StationLog


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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_exception_of_a_thread_is_in_the_log_and_afterwards_all_is_as_before(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hook, level = threading.excepthook, logging.getLogger().level
    log = StationLog(tmp_path, "INFO", 10_000, 2)
    try:
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    finally:
        log.close()
    text = (tmp_path / FOLDER / FILE).read_text()
    assert "ZeroDivisionError" in text
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert (threading.excepthook, logging.getLogger().level) == (hook, level)
