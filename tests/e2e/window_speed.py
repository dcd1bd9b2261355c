"""How quick the window is: ``python -m tests.e2e.window_speed BUNDLE IMAGES [--seconds 30] [--rate 30]``.

The real program over a 1080p MJPEG stream, judging and recording, with heat and outlines on. Prints one JSON object:
seconds from the start of the process to the first paint and to the first verdict, and what the window's process
computed until then; how late the window's event loop was (a 2 ms timer, milliseconds over the whole run after the first
verdict); frames, parts, memory of window and judge. The program is compiled, as installing leaves it, and the records
exist, as on every day but the first (``--first``: they do not).
Needs a display (``xvfb-run -s "-screen 0 1920x1080x24"``); on a busy machine run it under ``chrt -r 1``.
"""

import argparse
import compileall
import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

SIZE = (1920, 1080)
PERIOD_MS = 2


def serve(images: str, rate: float, pipe: "Connection[Any, Any]") -> None:
    """A process of its own: pictures of the folder as 1080p JPEG, for ever."""
    import cv2

    from engine.sources.folder import list_images
    from tests.support.streams import MjpegServer

    pictures = []
    for path in list_images(Path(images)).files[:12]:
        wide = cv2.resize(cv2.imread(str(path)), SIZE, interpolation=cv2.INTER_AREA)
        pictures.append(bytes(cv2.imencode(".jpg", wide, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()))
    with MjpegServer(rate, pictures=pictures) as server:
        pipe.send(server.url)
        pipe.recv()


def prepare(home: str) -> None:
    """A process of its own: records as a first day leaves them."""
    from engine.records.writer import RecordWriter, WriterOptions

    RecordWriter(Path(home) / "data", WriterOptions(station="", program="window-speed")).close()


class Probe:
    """Watches the event loop from inside."""

    def __init__(self, station: Any, began_s: float, seconds: float) -> None:
        from PySide6.QtCore import Qt, QTimer

        self._station, self._began_s, self._seconds = station, began_s, seconds
        self._late_ms: list[float] = []
        self._last = 0.0
        self.visible_s = self.verdict_s = self._end = 0.0
        self._computed: dict[str, float] = {}
        self._parts_before = 0
        self._confirmed = False
        self.timer = QTimer()
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self.timer.timeout.connect(self._tick)
        self.timer.start(PERIOD_MS)

    def _tick(self) -> None:
        now = time.monotonic()
        window = self._station.window
        if not self.visible_s and window.isVisible() and window.windowHandle().isExposed():
            self.visible_s = time.time() - self._began_s
            self._computed["visible"] = time.process_time()
        if not self.verdict_s:
            self._wait_for_verdict(now)
        else:
            self._late_ms.append(max(0.0, 1e3 * (now - self._last) - PERIOD_MS))
            if now >= self._end:
                self.timer.stop()
                self._station.app.quit()
        self._last = time.monotonic()

    def _wait_for_verdict(self, now: float) -> None:
        snapshot = self._station.line.snapshot()
        if snapshot.limits is not None and not self._confirmed:
            self._confirmed = True
            limits = replace(snapshot.limits, reject=1e3 * snapshot.limits.reject, review=None)
            self._station.line.set_limits(limits, "stretched pictures shall pass, as most parts do")
            self._station.line.start()
        if self._station.window.inspect.shown_part is not None:
            self.verdict_s = time.time() - self._began_s
            self._computed["verdict"] = time.process_time()
            self._end = now + self._seconds
            self._parts_before = snapshot.part

    def figures(self) -> dict[str, object]:
        """All of it."""
        import numpy as np
        import psutil

        now = self._station.line.snapshot()
        own = psutil.Process()
        late = np.array(self._late_ms)
        return {
            "visible_s": round(self.visible_s, 2),
            "first_verdict_s": round(self.verdict_s, 2),
            "computed_s": {name: round(self._computed[name], 2) for name in ("visible", "verdict")},
            "loop_ms": {
                "p50": round(float(np.percentile(late, 50)), 2),
                "p99": round(float(np.percentile(late, 99)), 2),
                "p99.9": round(float(np.percentile(late, 99.9)), 2),
                "max": round(float(late.max()), 2),
                "turns": len(late),
            },
            "parts_per_s": round((now.part - self._parts_before) / self._seconds, 1),
            "frames": {"captured": now.line.frames.captured, "passed_over": now.line.frames.passed_over},
            "unseen": now.counts.unseen,
            "errors": now.counts.error,
            "rss_mb": {
                "window": round(own.memory_info().rss / 2**20),
                "others": {child.pid: round(child.memory_info().rss / 2**20) for child in own.children()},
            },
        }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("images")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--judge-nice", type=int, default=0, help="what a lower priority of the judge would change")
    parser.add_argument("--first", action="store_true", help="no records yet")
    return parser.parse_args()


def _prepared(
    options: argparse.Namespace,
) -> tuple[multiprocessing.process.BaseProcess, "Connection[Any, Any]", str, str]:
    """Everything compiled; a server that runs until its pipe is closed, its address, and a home for the station."""
    for folder in ("app", "engine", "resources"):
        compileall.compile_dir(Path(__file__).parents[2] / folder, quiet=1)
    context = multiprocessing.get_context("spawn")
    home = tempfile.mkdtemp(prefix="window-speed-")
    if not options.first:
        before = context.Process(target=prepare, args=(home,))
        before.start()
        before.join()
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(options.images, options.rate, theirs), daemon=True)
    server.start()
    return server, ours, str(ours.recv()), home


def main() -> int:
    """Run, print, end."""
    options = _options()
    server, pipe, url, home = _prepared(options)
    began_s = time.time()  # from here on it is what a person waits for
    os.environ["UNIAD_INSPECT_HOME"] = home

    from engine.pipeline.warm import WarmProcess, WarmStarter

    warm = WarmProcess()
    starter = WarmStarter(warm)  # as the command line does
    if options.judge_nice:
        os.setpriority(os.PRIO_PROCESS, warm.process.pid or 0, options.judge_nice)

    from PySide6.QtWidgets import QApplication

    from app.options import WindowOptions
    from app.shell.seen import when_seen
    from app.start import SWITCH_S, begin, make_station, show

    sys.setswitchinterval(SWITCH_S)
    app = QApplication(["window-speed"])
    wanted = WindowOptions(bundle=options.bundle, source=url, theme="dark", language="en")
    seen = threading.Event()
    station = make_station(app, wanted, starter, gate=seen)
    probe = Probe(station, began_s, options.seconds)
    show(station.window, wanted)
    when_seen(station.window, seen.set)
    begin(station, wanted)
    station.line.set_interval(0)
    app.exec()
    print(json.dumps(probe.figures(), indent=1))
    station.window.close()
    station.close()
    starter.close()
    pipe.close()
    server.kill()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
