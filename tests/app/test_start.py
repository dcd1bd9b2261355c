"""Starting and ending: pictures of the pages, memory, no display, exceptions."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app import hooks
from app.memory import Memory, load_memory, save_memory
from app.options import WindowOptions
from app.start import prepare_platform
from engine.errors import ErrorCode, InspectError, UsageError
from engine.pipeline.snapshot import LineState
from tests.support.windows import Window

RUN = """
import sys
from pathlib import Path
from app.options import WindowOptions
assert "PySide6" not in sys.modules
from app.start import open_window
code = open_window(WindowOptions(bundle=Path(sys.argv[1]), source=sys.argv[2], shots=Path(sys.argv[3]), quit_after=2.0))
assert "torch" not in sys.modules and "training" not in sys.modules
sys.exit(code)
"""


def test_shots_are_written_and_the_program_ends(bundle: Path, parts: Path, tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", RUN, str(bundle), str(parts), str(tmp_path / "shots")]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for name in ("inspect", "products", "train"):
        assert QImage(str(tmp_path / "shots" / f"{name}.png")).width() >= 1280


def test_no_display_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(UsageError) as caught:
        prepare_platform(WindowOptions())
    assert caught.value.code is ErrorCode.NO_DISPLAY


def test_what_was_open_is_remembered(window: Window, bundle: Path, parts: Path, tmp_path: Path) -> None:
    window.main.open_bundle(bundle, "Washer")
    window.main.open_source(str(parts))
    window.wait_line(lambda now: now.state is LineState.STOPPED and now.source is not None)
    window.station.close()
    memory = load_memory(tmp_path / "home" / "window.json")
    assert (memory.bundle, memory.product, memory.source) == (bundle, "Washer", str(parts))


def test_a_torn_memory_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "window.json"
    save_memory(path, Memory(theme="light"))
    assert load_memory(path).theme == "light"
    path.write_bytes(path.read_bytes()[:-5])
    assert load_memory(path) == Memory()
    save_memory(tmp_path / "no" / "folder" / "window.json", Memory())


def test_exceptions_in_any_thread_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[InspectError] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    hooks.install(seen.append)

    def broken() -> None:
        raise RuntimeError("broken in a thread")

    thread = threading.Thread(target=broken, name="worker")
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError("broken in a slot"), None)
    expected = InspectError(ErrorCode.NOT_FOUND, path="x")
    sys.excepthook(InspectError, expected, None)
    assert [error.code for error in seen] == [ErrorCode.INTERNAL, ErrorCode.INTERNAL, ErrorCode.NOT_FOUND]
    assert seen[0].params["where"] == "worker"
    assert "broken in a slot" in str(seen[1])
    assert seen[2] is expected
