"""The kiosk: it begins again by itself when what stopped it may have gone, and survives what screens do."""

import os
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.kiosk import LAST_RETRY_S, Retry
from app.options import WindowOptions
from app.start import make_station
from engine.errors import ErrorCode, InspectError
from engine.pipeline.snapshot import LineState, Snapshot
from tests.support.windows import Window

FULL = InspectError(ErrorCode.DISK_FULL, path="data", free_mb=0)
CRASHES = InspectError(ErrorCode.JUDGE_CRASHES, count=6, seconds=60, why="abort")


def begins(snapshots: list[Snapshot]) -> list[int]:
    """Seconds at which it begins again; one snapshot a second."""
    now, begun = [0], []
    retry = Retry(lambda: begun.append(now[0]), clock=lambda: float(now[0]))
    for second, snapshot in enumerate(snapshots):
        now[0] = second
        retry.follow(snapshot)
    return begun


def test_it_waits_longer_each_time_and_starts_over_once_it_ran() -> None:
    failed = Snapshot(LineState.FAILED, FULL)
    begun = begins([failed] * 1000)
    waits = [later - earlier for earlier, later in pairwise(begun)]
    assert begun[0] == 5
    assert waits == sorted(waits)
    assert waits[-1] <= LAST_RETRY_S + 1
    again = begins([failed] * 100 + [Snapshot(LineState.RUNNING)] + [failed] * 10)
    assert again[-1] == 106


@pytest.mark.parametrize("state", [LineState.STOPPED, LineState.RUNNING, LineState.LOADING, LineState.IDLE])
def test_it_leaves_a_line_alone_that_has_not_failed(state: LineState) -> None:
    assert begins([Snapshot(state, FULL)] * 100) == []


def test_it_never_repeats_what_needs_a_decision() -> None:
    assert begins([Snapshot(LineState.FAILED, CRASHES)] * 1000) == []
    assert begins([Snapshot(LineState.FAILED, InspectError(ErrorCode.GPU_LOST, provider="CUDA", why="x"))] * 1000) == []
    assert begins([Snapshot(LineState.FAILED)] * 1000) == []


def test_a_kiosk_goes_on_by_itself_when_the_other_station_has_closed(
    window: Window, bundle: Path, parts: Path, qapp: QApplication
) -> None:
    window.open(bundle, parts)
    second = Window(make_station(qapp, WindowOptions(theme="dark", language="en")))  # the same home, the same records
    second.wait_line(lambda now: now.state is LineState.READ_ONLY)
    second.main.kiosk.on = True
    second.main.kiosk._retry = Retry(second.line.start, clock=lambda: 20 * time.monotonic())
    second.line.set_interval(0)
    second.main.open_bundle(bundle)
    second.main.open_source(str(parts))
    window.main.close()
    assert window.station.close()
    second.wait_line(lambda now: now.part >= 4)
    assert second.line.snapshot().cause is None
    second.main.leaving = True
    second.main.close()
    assert second.station.close()
    second.main.deleteLater()


SHAKE = """
import sys, tempfile, os
os.environ["UNIAD_INSPECT_HOME"] = sys.argv[3]
from pathlib import Path
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from app.options import WindowOptions
from app.start import make_station, show, begin
app = QApplication(["shake"])
options = WindowOptions(bundle=Path(sys.argv[1]), source=sys.argv[2], theme="dark", language="en", kiosk=True)
station = make_station(app, options)
window, line = station.window, station.line
line.set_interval(0)
show(window, options)
begin(station, options)
def wait(condition):
    for _ in range(3000):
        if condition():
            return
        QTest.qWait(20)
    now = line.snapshot()
    raise SystemExit(f"never happened: {now.state} {now.cause} {now.part} {now.confirmed}")
def run():
    before = line.snapshot().part
    line.start()
    wait(lambda: line.snapshot().part == before + 4 and window.inspect.shown_part == before + 4)
wait(lambda: line.snapshot().part == 4)  # all ERROR: nobody has confirmed the limits
QTest.qWait(100)
window.inspect.confirm_proposed("test")
wait(lambda: line.snapshot().confirmed)
run()
assert line.snapshot().counts.passed == 3, line.snapshot().counts
ratio = window.devicePixelRatioF()
assert ratio == float(os.environ["QT_SCALE_FACTOR"]), ratio
for width, height in ((1280, 800), (960, 540), (1920, 1080)):  # what a screen that comes, goes or wakes up does
    window.hide()
    window.move(30, 20)
    window.resize(width, height)
    QTest.qWait(30)
    window.show()
    window.kiosk._changed()
    wait(lambda: window.isVisible() and window.isFullScreen())
run()
assert window.geometry().contains(window.screen().geometry()), (window.geometry(), window.screen().geometry())
assert line.snapshot().cause is None
window.leaving = True
window.close()
assert station.close()
"""


@pytest.mark.parametrize(
    "scale", ["1.5", pytest.param("1.25", marks=pytest.mark.slow), pytest.param("2", marks=pytest.mark.slow)]
)
def test_it_survives_sleep_and_other_screens_at_any_scale(
    bundle: Path, parts: Path, tmp_path: Path, scale: str
) -> None:
    environment = {**os.environ, "QT_SCALE_FACTOR": scale}
    home = tmp_path / "shaken"
    home.mkdir()
    (home / "station.toml").write_text("[line]\ndeadline_ms = 60000.0\n")
    arguments = [sys.executable, "-c", SHAKE, str(bundle), str(parts), str(home)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=200, check=False, env=environment)
    assert done.returncode == 0, done.stderr[-2000:]
