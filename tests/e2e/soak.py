"""Days of a station in minutes: ``python -m tests.e2e.soak [--minutes 10] [--parts 259200] [--seed 1]``.

The real window over a camera's stream, judging and recording as fast as it goes, while product and limits change, parts
are reviewed, pages are opened, theme and language change, the camera is cut and the disk fills up (on a small file
system of its own, if this user may mount one). Ends after ``--minutes`` or ``--parts`` (259,200 are three days at one
part a second; give both to run the full number). Prints one JSON object: slopes per 1,000 parts of memory, handles,
threads, Qt objects and latency, what was done to the station, and what the records say; exit code 1 if they are not
whole. Parts that come while the disk is full are ERROR and cannot be recorded: the two numbers of parts then differ.
Without a display Qt draws off screen. At least 3 minutes tell something about slopes.
"""

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

LEAST_DISK_MB, PART_KB = 400, 6  # of the small disk; rows, flagged and audited pictures take less
STATION = """[line]
deadline_ms = 20000.0
[records]
audit_share = 0.005
low_disk_gb = 0.05
"""


class Soak:
    """One station, one timer that samples, one that does something to it."""

    def __init__(self, station: Any, bundle: Path, camera: Any, disk: Path | None, given: argparse.Namespace) -> None:
        import psutil
        from PySide6.QtCore import QTimer

        self.station, self.bundle, self.camera, self.disk = station, bundle, camera, disk
        self.given, self.chance = given, random.Random(given.seed)
        self.process, self.began = psutil.Process(), time.monotonic()
        self.samples: list[dict[str, float]] = []
        self.done, self.troubles = Counter[str](), Counter[str]()
        self.parts, self._last_part, self._restore_s, self._restore = 0, 0, 0.0, lambda: None
        self.timers = []
        for period_ms, task in ((1000, self.look), (2000, self.act)):
            timer = QTimer()
            timer.timeout.connect(task)
            timer.start(period_ms)
            self.timers.append(timer)

    def look(self) -> None:
        """Take the figures, keep the line running, and end when it is time."""
        now = self.station.line.snapshot()
        part = now.part
        self.parts += part - self._last_part if part >= self._last_part else part
        self._last_part = part
        self._keep_running(now)
        gone = time.monotonic() - self.began
        if gone > 30 or self.given.minutes < 2:
            self.samples.append(self._sample(now, gone))
        if gone >= 60 * self.given.minutes or self.parts >= self.given.parts:
            self.station.app.quit()

    def _sample(self, now: Any, gone: float) -> dict[str, float]:
        from PySide6.QtCore import QObject

        widgets = self.station.app.topLevelWidgets()
        objects = sum(1 + len(widget.findChildren(QObject)) for widget in widgets)
        newest = now.newest
        return {
            "s": gone,
            "parts": self.parts,
            "rss_mb": self.process.memory_info().rss / 2**20,
            "children_mb": sum(child.memory_info().rss for child in self.process.children(recursive=True)) / 2**20,
            "handles": self.process.num_fds() if os.name != "nt" else self.process.num_handles(),
            "threads": self.process.num_threads(),
            "qt_objects": objects,
            "latency_ms": newest.latency.total if newest is not None and newest.score is not None else float("nan"),
        }

    def _keep_running(self, now: Any) -> None:
        """As a person would: dismiss what is over, confirm limits of a product that is new, press start."""
        if now.cause is not None:
            self.troubles[now.cause.code.value] += 1
        if now.state.value in ("stopped", "failed", "idle") and now.limits is not None:
            if not now.confirmed:
                self.station.line.set_limits(now.limits, "soak")
            self.station.line.start()

    def act(self) -> None:
        """Do one thing to the station; what was cut or filled is mended after a few seconds."""
        if self._restore_s:
            if time.monotonic() > self._restore_s:
                self._restore()
                self._restore_s = 0.0
            return
        tasks: list[tuple[str, Callable[[], None]]] = [
            ("product", self._product),
            ("limits", self._limits),
            ("review", self._review),
            ("page", self._page),
            ("look", lambda: self.station.restyle(self.chance.choice(("theme", "language")))),
            ("camera cut", self._cut),
        ]
        if self.disk is not None:
            tasks.append(("disk full", self._fill))
        name, task = self.chance.choice(tasks)
        self.done[name] += 1
        task()

    def _product(self) -> None:
        other = "Washer" if self.station.line.snapshot().product == "Plate" else "Plate"
        self.station.line.choose_product(other)

    def _limits(self) -> None:
        from engine.decision import Limits

        self.station.line.set_limits(Limits(self.chance.uniform(0.8, 1.2), 0.5, 1.0), "soak")

    def _review(self) -> None:
        """Say something of the newest part that nobody looked at."""
        from engine.records.entries import FindingBody, FindingKind
        from engine.records.reader import PartFilter, RecordReader

        data = self.station.line.snapshot().data
        if data is None or not (data / "records.sqlite3").exists():
            return
        reader = RecordReader(data)
        try:
            rows = reader.newest(PartFilter(open_only=True), limit=1)
        finally:
            reader.close()
        if rows:
            self.station.line.record(FindingBody(part=rows[0].uuid, finding=FindingKind.UNSURE, user="soak"))

    def _page(self) -> None:
        from app.actions import Do

        self.station.window.go(self.chance.choice((Do.INSPECT, Do.REVIEW, Do.SHORTCUTS, Do.INSPECT)))

    def _cut(self) -> None:
        self.camera.stop()
        self._mend(self.camera.start)

    def _fill(self) -> None:
        """All but the last page."""
        assert self.disk is not None
        filler = self.disk / "filler"
        free = os.statvfs(self.disk).f_bavail * os.statvfs(self.disk).f_frsize
        with contextlib.suppress(OSError), filler.open("wb") as file:  # the station writes, too
            os.posix_fallocate(file.fileno(), 0, max(1, free - 8192))
        self._mend(lambda: filler.unlink(missing_ok=True))

    def _mend(self, restore: Callable[[], Any]) -> None:
        self._restore, self._restore_s = restore, time.monotonic() + self.chance.uniform(2, 6)

    def finish(self) -> None:
        """Nothing stays cut or full."""
        for timer in self.timers:
            timer.stop()
        if self._restore_s:
            self._restore()


def slopes(samples: list[dict[str, float]]) -> dict[str, float]:
    """Growth for each 1,000 parts, by least squares over the second half and all of it."""
    import numpy as np

    found = {}
    for key in ("rss_mb", "children_mb", "handles", "threads", "qt_objects", "latency_ms"):
        points = np.array([(one["parts"] / 1000, one[key]) for one in samples if one[key] == one[key]])
        if len(points) > 4:
            found[f"{key}_per_1000"] = round(float(np.polyfit(*points.T, 1)[0]), 4)
            half = points[len(points) // 2 :]
            found[f"{key}_per_1000_second_half"] = round(float(np.polyfit(*half.T, 1)[0]), 4)
            found[f"{key}_start_end"] = (round(points[0, 1], 1), round(points[-1, 1], 1))  # type: ignore[assignment]
    return found


def small_disk(place: Path, parts: float) -> Path | None:
    """A file system of its own at ``place``, so that filling it harms nobody; None if that is not allowed."""
    place.mkdir(parents=True)
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return None
    size = f"size={max(LEAST_DISK_MB, round(PART_KB * parts / 1024))}m"
    words = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(place)]
    return place if subprocess.run(words, capture_output=True, check=False).returncode == 0 else None


def run(home: Path, disk: Path | None, given: argparse.Namespace) -> tuple[dict[str, object], Path]:
    """The soak, then what the records say."""
    import cv2
    from PySide6.QtWidgets import QApplication

    from app.options import WindowOptions
    from app.start import SWITCH_S, begin, make_station, show
    from tests.support.bundles import make_bundle
    from tests.support.images import plate
    from tests.support.streams import MjpegServer

    sys.setswitchinterval(SWITCH_S)
    (home / "station.toml").write_text(STATION)
    pictures = [bytes(cv2.imencode(".jpg", plate(defect=48 * (n % 20 == 0)))[1].tobytes()) for n in range(40)]
    app = QApplication(["soak"])
    bundle = make_bundle(home / "soak.uniad", names=("Plate", "Washer"))
    wanted = WindowOptions(bundle=bundle, theme="dark", language="en")
    with MjpegServer(rate=given.rate, pictures=pictures) as camera:
        station = make_station(app, wanted)
        show(station.window, wanted)
        begin(station, wanted)
        station.window.open_source(camera.url)
        station.line.set_interval(0)
        soak = Soak(station, bundle, camera, disk, given)
        app.exec()
        soak.finish()
        station.window.close()
        ended = station.close()
    figures: dict[str, object] = {"minutes": round((time.monotonic() - soak.began) / 60, 2), "parts": soak.parts}
    figures |= {"did": dict(soak.done), "troubles_seen": dict(soak.troubles), "ended_in_time": ended}
    return figures | {"slopes": slopes(soak.samples)}, home / "data"


def main() -> int:
    """Run, verify, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.soak")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--parts", type=int, default=259_200)
    parser.add_argument("--rate", type=float, default=60.0, help="frames a second of the camera")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="soak-") as scratch:
        home = Path(scratch)
        os.environ["UNIAD_INSPECT_HOME"] = scratch
        disk = small_disk(home / "data", min(given.parts, 60 * given.minutes * given.rate))
        try:
            figures, data = run(home, disk, given)
            from engine.records.verify import verify

            report = verify(data)
            figures |= {"records": {"ok": report.ok, "parts": report.parts, "problems": list(report.problems)[:5]}}
            figures["small_disk"] = disk is not None
        finally:
            if disk is not None:
                subprocess.run(["umount", "-l", str(disk)], check=False)
    print(json.dumps(figures))
    counted, filled = int(str(figures["parts"])), "disk full" in str(figures["did"])
    whole = report.ok and bool(figures["ended_in_time"]) and report.parts > 0
    return 0 if whole and (filled or report.parts >= counted) else 1


if __name__ == "__main__":
    sys.exit(main())
