"""Faults as the operator sees them: ``python -m tests.e2e.window_faults BUNDLE IMAGES OUT [--only WORD]``.

Each fault is made for real (a full disk on a small tmpfs, a stream server that is cut, a judge that is stopped or
killed, a damaged database, a torn station file) in a station with a home of its own; a picture of the window is written
for each state (``--look dark_en``, dark_zh, light_en, light_zh). Prints what never happened; exit code 1 if anything
did not. Needs root for the full disk. The GPU is a stand-in: a judge that says it is on one, then that it was lost.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PySide6.QtTest import QTest

from app.actions import Do
from app.demo import DemoPlan
from app.paths import HOME_VARIABLE
from app.scenes.stage import Look4Shots, Stage, look_named
from engine.decision import Verdict
from engine.errors import ErrorCode
from engine.pipeline.judge_process import JudgeProcess
from engine.pipeline.snapshot import LineState
from engine.records.database import FILE
from engine.records.reader import RecordReader
from tests.support.judges import make_moody, wish
from tests.support.streams import MjpegServer

SIZE = (1280, 800)


@dataclass
class Place:
    """What a fault needs: a bundle, images, a home, a window."""

    look: Look4Shots
    bundle: Path
    images: Path
    out: Path
    home: Path
    problems: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)

    def open(self, settings: str = "", moody: bool = False) -> Stage:
        """A window in this home, with these settings."""
        if settings:
            (self.home / "station.toml").write_text(settings)
        starter = partial(JudgeProcess, maker=make_moody) if moody else None
        stage = Stage(self.look, SIZE, self.home, DemoPlan(self.home / "demo"), self.out, starter)
        self.stages.append(stage)
        return stage

    def run(self, stage: Stage, uri: str, interval_s: float = 0.3) -> None:
        """Judge parts of ``uri``."""
        window, line = stage.station.window, stage.station.line
        window.open_bundle(self.bundle)
        stage.until(lambda: stage.snapshot.bundle is not None, "a bundle")
        window.open_source(uri, loop=True)
        line.set_interval(interval_s)
        stage.until(lambda: stage.snapshot.source is not None, "a source")
        if not stage.snapshot.confirmed:
            window.inspect.confirm_proposed("proposed limits")
            stage.until(lambda: stage.snapshot.confirmed, "limits")
        line.start()
        stage.until(lambda: stage.snapshot.part >= 2, "parts")

    def errors(self, stage: Stage, more: int = 1) -> None:
        """Wait for further parts that are ERROR."""
        before = stage.snapshot.counts.error
        stage.until(lambda: stage.snapshot.counts.error >= before + more, "ERROR")

    def close(self) -> None:
        """End everything."""
        for stage in reversed(self.stages):
            self.problems += stage.problems
            stage.close()

    def jpegs(self, count: int = 6) -> list[bytes]:
        """The images, as a camera sends them."""
        paths = sorted(self.images.iterdir())[:count]
        return [bytes(cv2.imencode(".jpg", cv2.imread(str(path)))[1].tobytes()) for path in paths]


def judge_pid(stage: Stage) -> int:
    """The process that judges."""
    station = stage.station.line._station
    service: Any = None if station is None else station.line._work.judge._service
    return 0 if service is None else int(service.pid)


def f05_disk_full(place: Place) -> None:
    """Rows 5 and 6."""
    data = place.home / "data"
    data.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(data)], check=True)
    try:
        stage = place.open('[records]\nimages = "all"\nlow_disk_gb = 0.02\n')
        place.run(stage, str(place.images), 0.1)
        filler = data / "filler"
        free = shutil.disk_usage(data).free
        filler.write_bytes(bytes(max(0, free - 16 * 2**20)))
        stage.until(lambda: any(one.code.value == "disk.low" for one in stage.snapshot.notices), "the disk is low", 30)
        stage.shot("f05_disk_low", 6000)
        free = shutil.disk_usage(data).free
        (data / "filler2").write_bytes(bytes(max(0, free - 2**19)))
        told = lambda: {one.code.value for one in stage.snapshot.notices}  # noqa: E731
        stage.until(lambda: told() & {"disk.full", "disk.no_images"}, "images find no room", 60)
        stage.shot("f05_disk_full", 3000)
        for name in ("filler", "filler2"):
            (data / name).unlink()
        before = stage.snapshot.part
        stage.until(lambda: stage.snapshot.part > before + 1, "it goes on once there is room")
        stage.shot("f05_disk_goes_on")
    finally:
        place.close()
        place.stages.clear()
        subprocess.run(["umount", "-l", str(data)], check=False)


def f07_database_damaged(place: Place) -> None:
    """Row 7, seen at the next start."""
    stage = place.open()
    place.run(stage, str(place.images), 0.1)
    stage.until(lambda: stage.snapshot.part > 20, "parts")
    data = stage.station.window.workplace.data
    stage.close()
    place.stages.clear()
    path = data / FILE
    content = bytearray(path.read_bytes())
    content[4096:12000] = os.urandom(7904)
    path.write_bytes(bytes(content))
    stage = place.open()
    stage.shot("f07_database_damaged", 1500)


def f11_settings_torn(place: Place) -> None:
    """The file ends in the middle; then a key nobody knows."""
    path = place.home / "station.toml"
    stage = place.open('[station]\nname = "Line 3"\n\n[records]\naudit_share = 0.5\n# end of the station file\n')
    stage.close()
    place.stages.clear()
    path.write_text('[station]\nname = "Line 3"\n\n[reco')
    stage = place.open()
    stage.shot("f11_settings_torn", 800)
    place.run(stage, str(place.images))
    stage.shot("f11_settings_torn_running")
    stage.name_engineer()
    stage.go(Do.SETTINGS)
    stage.shot("f11_settings_torn_page", 800)
    stage.close()
    place.stages.clear()
    place.open('[station]\nnam = "Line 3"\n# end of the station file\n').shot("f11_settings_unknown_key", 800)


def f12_second_station(place: Place) -> None:
    """Another window on the same data looks only."""
    first = place.open()
    place.run(first, str(place.images))
    second = place.open()
    second.until(lambda: second.snapshot.state is LineState.READ_ONLY, "it looks only")
    second.shot("f12_second_window", 800)
    second.station.window.toggle()
    QTest.qWait(500)
    second.shot("f12_second_window_start")


def f13_camera_unplugged(place: Place) -> None:
    """Rows 13, 14, 17 at a camera on the network."""
    with MjpegServer(5, pictures=place.jpegs()) as server:
        stage = place.open()
        place.run(stage, server.url)
        server.damage = place.jpegs()[0][:2000]
        stage.shot("f17_half_a_frame", 1500)
        server.stop()
        stage.until(lambda: bool(stage.snapshot.source and stage.snapshot.source.lost), "the camera is lost", 10)
        stage.shot("f13_camera_unplugged", 1500)
        server.start()
        stage.until(lambda: not (stage.snapshot.source and stage.snapshot.source.lost), "it is back", 15)
        stage.shot("f13_camera_back", 2500)
        server.silent = True
        stage.until(lambda: bool(stage.snapshot.source and stage.snapshot.source.lost), "the camera hangs", 15)
        stage.shot("f14_camera_hangs", 1500)
        server.silent = False
        stage.until(lambda: not (stage.snapshot.source and stage.snapshot.source.lost), "it is back", 20)


def f15_frozen(place: Place) -> None:
    """The same picture again and again."""
    with MjpegServer(5, pictures=place.jpegs(1)) as server:
        stage = place.open()
        place.run(stage, server.url)
        newest = lambda: stage.snapshot.newest and stage.snapshot.newest.error  # noqa: E731
        stage.until(lambda: bool((error := newest()) and error.code is ErrorCode.SOURCE_FROZEN), "frozen", 40)
        stage.shot("f15_frozen", 500)


def f18_bad_pictures(place: Place) -> None:
    """Black, overexposed, defocused, without a part; and row 20, a file that is cut."""
    folder = place.home / "bad"
    folder.mkdir()
    first = sorted(place.images.iterdir())[0]
    image = cv2.imread(str(first))
    made = {
        "black": np.zeros_like(image),
        "white": np.full_like(image, 255),
        "blurred": cv2.GaussianBlur(image, (0, 0), 40),
        "grey": np.full_like(image, 120),
    }
    for name, pixels in made.items():
        sub = folder / name
        sub.mkdir()
        cv2.imwrite(str(sub / f"{name}.png"), pixels)
    cut = folder / "cut"
    cut.mkdir()
    (cut / "cut.jpg").write_bytes(first.read_bytes()[:5000])
    stage = place.open()
    place.run(stage, str(place.images))
    for name in (*made, "cut"):
        stage.station.window.open_source(str(folder / name))
        ready = lambda name=name: stage.snapshot.source is not None and stage.snapshot.source.uri.endswith(name)  # noqa: E731
        stage.until(ready, name)
        before = stage.snapshot.part
        stage.station.line.start()
        stage.until(lambda before=before: stage.snapshot.part > before, f"{name} is judged")  # type: ignore[misc]
        stage.shot(f"f18_{name}", 600)
        newest = stage.snapshot.newest
        if newest is None or newest.verdict is Verdict.PASS:
            place.problems.append(f"{name} passed")


def f24_judge(place: Place) -> None:
    """Rows 24 and 30: the judge stopped, killed, killed again and again."""
    stage = place.open("[line]\ndeadline_ms = 1500.0\n")
    place.run(stage, str(place.images))
    os.kill(judge_pid(stage), signal.SIGSTOP)
    place.errors(stage)
    stage.shot("f24_judge_hangs", 300)
    stage.until(lambda: stage.snapshot.line.judge_restarts == 1, "the judge is replaced", 30)
    stage.until(lambda: stage.snapshot.newest is not None and stage.snapshot.newest.error is None, "it judges again")
    stage.shot("f24_judge_again", 500)
    for _ in range(6):
        stage.until(lambda: stage.snapshot.line.provider or stage.snapshot.state is LineState.FAILED, "a judge", 30)
        if stage.snapshot.state is LineState.FAILED:
            break
        stage.until(lambda: judge_pid(stage), "a judge", 30)
        pid = judge_pid(stage)
        os.kill(pid, signal.SIGKILL)
        changed = lambda pid=pid: stage.snapshot.state is LineState.FAILED or judge_pid(stage) != pid  # noqa: E731
        stage.until(changed, "it is noticed", 30)
        QTest.qWait(1500)
    stage.until(lambda: stage.snapshot.state is LineState.FAILED, "it gives up")
    stage.shot("f30_crash_loop", 600)


def f25_gpu_lost(place: Place) -> None:
    """Stop by default; with the CPU allowed and fit, a permanent badge; and row 26, out of memory."""
    bundle = Path(shutil.copy(place.bundle, place.home / place.bundle.name))
    place.bundle = bundle
    wish(bundle, pretend_gpu=True)
    stage = place.open("[line]\ndeadline_ms = 60000.0\n", moody=True)
    place.run(stage, str(place.images))
    wish(bundle, pretend_gpu=True, memory=True)
    place.errors(stage)
    stage.shot("f26_out_of_memory", 300)
    wish(bundle, pretend_gpu=True, gpu=True)
    stage.until(lambda: stage.snapshot.state is LineState.FAILED, "it stops")
    stage.shot("f25_gpu_lost_stop", 800)
    stage.close()
    place.stages.clear()
    wish(bundle, pretend_gpu=True)
    masters = place.home / "masters"
    masters.mkdir()
    for path in [one for one in sorted(place.images.iterdir()) if "good" in one.name][:3]:
        shutil.copy(path, masters)
    text = f'[line]\ndeadline_ms = 60000.0\non_gpu_loss = "cpu"\ncycle_ms = 60000.0\nmasters = "{masters}"\n'
    stage = place.open(text, moody=True)
    place.run(stage, str(place.images))
    wish(bundle, pretend_gpu=True, gpu=True)
    stage.until(lambda: stage.snapshot.gpu_lost, "the GPU is lost")
    wish(bundle)
    before = stage.snapshot.part
    stage.until(lambda: stage.snapshot.part > before + 2, "the CPU stands in", 60)
    stage.shot("f25_gpu_lost_cpu", 800)


def f25_gpu_missing(place: Place) -> None:
    """A GPU is asked for where there is none."""
    stage = place.open('[line]\nprovider = "cuda"\n')
    stage.station.window.open_bundle(place.bundle)
    stage.until(lambda: stage.snapshot.cause is not None, "it is told")
    stage.shot("f25_gpu_missing", 800)


def f27_clock(place: Place) -> None:
    """The clock goes back by a day; order and durations stay."""
    stage = place.open()
    place.run(stage, str(place.images))
    real = time.time
    time.time = lambda: real() - 86400.0
    try:
        before = stage.snapshot.part
        stage.until(lambda: stage.snapshot.part > before + 4, "parts go on")
        stage.shot("f27_clock_back")
        stage.go(Do.REVIEW)
        stage.shot("f27_clock_review", 1500)
    finally:
        time.time = real
    reader = RecordReader(stage.station.window.workplace.data)
    rows = reader.newest()
    reader.close()
    if [row.seq for row in rows] != sorted((row.seq for row in rows), reverse=True):
        place.problems.append("the records are out of order")


def f28_overrun(place: Place) -> None:
    """Parts come faster than they are judged; and row 29, the window is frozen for three seconds."""
    bundle = Path(shutil.copy(place.bundle, place.home / place.bundle.name))
    place.bundle = bundle
    with MjpegServer(20, pictures=place.jpegs()) as server, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        free.close()
        text = '[line]\nmode = "triggered"\ndeadline_ms = 6000.0\nwaiting_parts = 3\n[[sources]]\nname = "cam"\nuri = '
        text += f'"{server.url}"\n[triggers.tcp]\nenabled = true\nport = {port}\n'
        stage = place.open(text, moody=True)
        stage.station.window.open_bundle(bundle)
        stage.until(lambda: stage.snapshot.bundle is not None, "a bundle")
        stage.station.window.open_source(server.url)
        stage.until(lambda: bool(stage.snapshot.source and stage.snapshot.source.ready), "a source")
        stage.station.window.inspect.confirm_proposed("proposed limits")
        stage.until(lambda: stage.snapshot.confirmed, "limits")
        stage.station.line.start()
        stage.until(lambda: stage.snapshot.state is LineState.RUNNING, "it runs")
        wish(bundle, slow_s=0.6)
        with socket.create_connection(("127.0.0.1", port)) as plc:
            for _ in range(12):
                plc.sendall(b"trigger source=cam\n")
            stage.until(lambda: stage.snapshot.counts.error >= 3, "overrun")
            stage.shot("f28_overrun", 300)
            wish(bundle)
            QTest.qWait(3000)
            before = stage.snapshot.part
            for _ in range(3):
                plc.sendall(b"trigger source=cam\n")
                time.sleep(1)  # the window is frozen
            after = stage.snapshot.part
        stage.shot("f29_after_a_frozen_window", 300)
        if after < before + 2:
            place.problems.append("nothing was judged while the window was frozen")


FAULTS: tuple[Callable[[Place], None], ...] = (
    f05_disk_full, f07_database_damaged, f11_settings_torn, f12_second_station, f13_camera_unplugged, f15_frozen,
    f18_bad_pictures, f24_judge, f25_gpu_lost, f25_gpu_missing, f27_clock, f28_overrun,
)  # fmt: skip


def main() -> int:
    """All of them, in one look."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("images", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--look", default="dark_en")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    look = look_named(options.look)
    problems: list[str] = []
    for fault in FAULTS:
        if options.only not in fault.__name__:
            continue
        with tempfile.TemporaryDirectory(prefix="uniad-fault-", ignore_cleanup_errors=True) as home:
            os.environ[HOME_VARIABLE] = home
            place = Place(look, options.bundle.absolute(), options.images.absolute(), options.out, Path(home))
            try:
                fault(place)
            finally:
                place.close()
            problems += [f"{fault.__name__}: {problem}" for problem in place.problems]
            print(fault.__name__, "ok" if not place.problems else place.problems, flush=True)
    print("\n".join(problems), file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    raise SystemExit(main())
