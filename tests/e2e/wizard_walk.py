"""From first start to a model that judges, as a new user would: ``python -m tests.e2e.wizard_walk [IMAGES]``.

The real program on a display of its own (``xvfb-run -a -s "-screen 0 1280x800x24"``), worked by ``xdotool``: real mouse
and key events, no call into the pages but for where a button is. IMAGES is a folder of good images; without one the
solar cells of ``elpv-dataset``. Prints one JSON object: clicks, seconds until the model is activated and until it has
judged, the time of each step, and how late the window's event loop was while it trained (a 2 ms timer, milliseconds).
Exit code 1 above 12 clicks, 300 seconds or 50 ms at the 99th percentile.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from app.demo import choose_cells, find_data
from engine.sources.folder import list_images

PERIOD_MS = 2
STEP_S = 1800.0  # no step takes longer; then something is broken
SETTLE_S = 0.5
PIN = "2580"
MOST_CLICKS, MOST_S, MOST_MS = 12, 300.0, 50.0
Wait = Callable[[], object]


class Walker:
    """Works the window from inside its event loop; ``steps`` yields what to wait for."""

    def __init__(self, station: Any, good: Path, stream: Path, began_s: float) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._station, self._good, self._stream, self._began_s = station, good, stream, began_s
        self._window, self._line = station.window, station.line
        self._steps: Iterator[tuple[str, Wait]] = self.steps()
        self._waiting: tuple[str, Wait] = ("the window", lambda: self._window.isVisible())
        self._since = self._last = time.monotonic()
        self._hand: list[subprocess.Popen[bytes]] = []
        self.clicks, self.keys, self.failed = 0, 0, ""
        self.late_ms: list[float] = []
        self.told: dict[str, float] = {}
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)
        self.timer.start(PERIOD_MS)

    def steps(self) -> Iterator[tuple[str, Wait]]:
        """Everything a person does."""
        from app.wizard.desk import Phase

        window, desk = self._window, self._window.workplace.desk
        yield "first page", lambda: window.welcome.isVisible()
        self.click(window.welcome.train)
        yield "wizard", lambda: window.stack.currentWidget() is window.engineer.train
        page = window.engineer.train
        self.click(page.folder.choose)
        yield from self._choose_folder(self._good)
        yield "images looked through", lambda: page.folder.may_go_on
        for name in ("region", "defects", "options"):
            self.click(page.next)
            yield name, lambda name=name: getattr(page, name).isVisible() and page.next.isEnabled()
        self.click(page.next)
        yield "training begun", lambda: desk.phase is Phase.RUNNING
        yield "trained", lambda: page.training.may_go_on and page.next.isEnabled()
        for name in ("limits", "gate", "result"):
            yield from self._settle()
            self.click(page.next)
            yield name, lambda name=name: getattr(page, name).isVisible() and self._ready(page)
        yield from self._settle()
        self.click(page.result.activate)
        yield "first engineer is asked", lambda: window.sign_in.isVisible()
        self.key("Return")
        for _ in range(2):
            self.type(PIN)
            self.key("Return")
        entered = window.workplace.access.session
        yield "signed in", lambda: entered.is_engineer and not window.sign_in.isVisible()
        yield from self._settle()
        self.click(page.result.activate)
        yield "activated", lambda: self._line.snapshot().confirmed
        self.told["activated_s"] = round(time.time() - self._began_s, 1)
        self.key("ctrl+shift+o")
        yield from self._choose_folder(self._stream)
        yield "source", lambda: bool(self._line.snapshot().source and self._line.snapshot().source.ready)
        self.key("F5")
        yield "judging", lambda: self._line.snapshot().part >= 3

    def click(self, widget: Any) -> None:
        """The left button, in the middle of it."""
        place = widget.mapToGlobal(widget.rect().center())
        self.clicks += 1
        self._do("mousemove", str(place.x()), str(place.y()), "click", "1")

    def key(self, name: str) -> None:
        """One key."""
        self.keys += 1
        self._do("key", name)

    def type(self, text: str) -> None:
        """Letters."""
        self.keys += len(text)
        self._do("type", "--delay", "20", text)

    def _choose_folder(self, folder: Path) -> Iterator[tuple[str, Wait]]:
        from PySide6.QtWidgets import QApplication, QFileDialog

        def dialog() -> Any:
            return next(
                (one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()),
                None,
            )

        yield "dialog", dialog
        self._do("windowfocus", str(int(dialog().winId())))  # a display without a window manager focuses nothing
        yield "focus", lambda: QApplication.activeWindow() is dialog()
        self._do("key", "ctrl+a")
        self.type(str(folder))
        self.key("Return")
        yield "chosen", lambda: dialog() is None
        self._do("windowfocus", str(int(self._window.winId())))
        yield "focus again", lambda: QApplication.activeWindow() is self._window

    def _settle(self) -> Iterator[tuple[str, Wait]]:
        """A person's glance: where things are after something appeared or went away."""
        ends = time.monotonic() + SETTLE_S
        yield "glance", lambda: time.monotonic() > ends

    def _ready(self, page: Any) -> bool:
        step = page.stack.currentWidget()
        return bool(step.may_go_on or step is page.result) and not page.gate.measuring

    def _do(self, *words: str) -> None:
        """Each after the other: the queue is a chain of processes."""
        for one in self._hand:
            one.wait()
        self._hand = [subprocess.Popen(["xdotool", *words])]

    def _tick(self) -> None:
        from app.wizard.desk import Phase

        now = time.monotonic()
        if self._window.workplace.desk.phase is Phase.RUNNING:
            self.late_ms.append(max(0.0, 1e3 * (now - self._last) - PERIOD_MS))
        name, condition = self._waiting
        if condition():
            self.told[name] = round(now - self._since, 2)
            self._since = now
            try:
                self._waiting = next(self._steps)
            except StopIteration:
                self.told["judging_s"] = round(time.time() - self._began_s, 1)
                self._end()
        elif now - self._since > STEP_S:
            self.failed = name
            self._end()
        self._last = time.monotonic()

    def _end(self) -> None:
        self.timer.stop()
        self._station.app.quit()


def prepare(images: Path | None, good: int, folder: Path) -> tuple[Path, Path]:
    """A folder of so many good images, and one to judge."""
    if images is None:
        learn, stream = choose_cells((find_data() / "labels.csv").read_text(encoding="utf-8"))
        files, rest = [find_data() / name for name in learn[:good]], [find_data() / name for name in stream[:20]]
    else:
        every = list(list_images(images).files)
        files, rest = every[:good], every[good : good + 20] or every[:20]
    for name, some in (("Part", files), ("stream", rest)):
        (folder / name).mkdir(parents=True)
        for path in some:
            shutil.copy(path, folder / name)
    return folder / "Part", folder / "stream"


def main() -> int:
    """Run, print, end."""
    began_s = time.time()
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("images", type=Path, nargs="?")
    parser.add_argument("--good", type=int, default=150)
    parser.add_argument("--steps", type=int, help="of a short training, to try this script; the figures mean nothing")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="walk-") as scratch:
        os.environ["UNIAD_INSPECT_HOME"] = str(Path(scratch) / "home")
        good, stream = prepare(given.images, given.good, Path(scratch))
        began_s = time.time()
        found = walk(good, stream, began_s, given.steps)
    print(json.dumps(found, indent=1))
    fine = not found["failed"] and found["clicks"] <= MOST_CLICKS and found["judging_s"] <= MOST_S
    return 0 if fine and found["loop_ms"]["p99"] <= MOST_MS else 1


def walk(good: Path, stream: Path, began_s: float, steps: int | None = None) -> dict[str, Any]:
    """The program from start to end, and the figures."""
    import numpy as np
    from PySide6.QtWidgets import QApplication

    from app.options import WindowOptions
    from app.start import SWITCH_S, begin, make_station, show

    sys.setswitchinterval(SWITCH_S)
    wanted = WindowOptions(theme="dark", language="en")
    station = make_station(QApplication(["walk"]), wanted)
    station.window.workplace.desk.draft.options.steps = steps
    walker = Walker(station, good, stream, began_s)
    station.window.move(0, 0)
    station.window.resize(1280, 800)
    show(station.window, wanted)
    begin(station, wanted)
    station.app.exec()
    late = np.array(walker.late_ms or [0.0])
    told = walker.told
    found = {
        "clicks": walker.clicks,
        "keys": walker.keys,
        "failed": walker.failed,
        "activated_s": told.pop("activated_s", None),
        "judging_s": told.pop("judging_s", None),
        "loop_ms": {f"p{share:g}": round(float(np.percentile(late, share)), 2) for share in (50, 99, 99.9, 100)},
        "turns": len(late),
        "steps_s": told,
    }
    station.window.workplace.desk.discard()
    station.window.close()
    station.close()
    return found


if __name__ == "__main__":
    raise SystemExit(main())
