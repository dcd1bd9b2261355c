"""The cases of ``python -m tests.e2e.isolation``, which says what they are for."""

import json
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import psutil

from engine.pipeline.snapshot import LineSnapshot, LineState
from engine.sources.devices import Grabbed
from engine.sources.live import LiveSource
from engine.sources.spec import DeviceKind, DeviceSpec
from tests.support.blows import starve
from tests.support.devices import FakeDevice
from tests.support.images import plate
from tests.support.judges import wish
from tests.support.lines import Rig, in_process, in_thread
from tests.support.streams import MjpegServer

PATIENCE_S = 120.0
Told = dict[str, object]
Blow = Callable[["Scene"], None]


class PlateCamera(FakeDevice):
    """A camera that does what a file tells it, with pictures of plates."""

    def grab(self) -> Grabbed | None:
        """As every device."""
        got = super().grab()
        if got is None:
            return None
        pixels = np.array(plate((48, 64)), np.uint8)
        pixels[0, 0] = got.pixels[0, 0]  # a raw camera never gives the same picture twice
        return replace(got, pixels=pixels)


def open_plates(spec: DeviceSpec) -> PlateCamera:
    """The opener that travels to the capture process."""
    return PlateCamera(spec)


@dataclass
class Scene:
    """A running line, and how to hurt it."""

    rig: Rig
    wish: Callable[..., None]
    pid: Callable[[], int]
    restarts: Callable[[LineSnapshot], int]
    there: Callable[[LineSnapshot], bool]

    @property
    def now(self) -> LineSnapshot:
        """The line."""
        return self.rig.line.snapshot()

    def until(self, check: Callable[[], bool], what: str) -> float:
        """Wait; the moment on the monotonic clock."""
        end = time.monotonic() + PATIENCE_S
        while not check():
            if time.monotonic() > end:
                raise TimeoutError(f"{what}: {self.now.state}, {self.now.cause}, {self.rig.told.verdicts[-5:]}")
            time.sleep(0.002)
        return time.monotonic()


@contextmanager
def judging(folder: Path) -> Iterator[Scene]:
    """Parts every 200 ms, judged in a process."""
    rig = Rig(folder, in_process, deadline_ms=1500.0, least_hang_s=1.5)
    stop = threading.Event()

    def feed() -> None:
        while not stop.wait(0.2):
            rig.tap.good()

    def pid() -> int:
        return int(rig.line._work.judge._service.pid)  # type: ignore[union-attr, attr-defined, arg-type]

    feeder = threading.Thread(target=feed)
    feeder.start()
    try:
        yield Scene(
            rig,
            lambda **wishes: wish(rig.bundle_path, **wishes),
            pid,
            lambda now: now.judge_restarts,
            lambda now: bool(now.provider),
        )
    finally:
        stop.set()
        feeder.join()


@contextmanager
def capturing(folder: Path, opener: Callable[[], LiveSource], control: Path | None) -> Iterator[Scene]:
    """A live source of its own process; the judge is a thread, so that only capture is looked at."""
    rig = Rig(folder, in_thread, sources=(opener,), deadline_ms=5000.0)

    def ask(**wishes: object) -> None:
        assert control is not None
        temporary = control.with_suffix(".new")
        temporary.write_text(json.dumps({"rate": 20} | wishes))
        temporary.replace(control)

    def pid() -> int:
        return int(rig.line._work._intake._readers[0].source._process.pid)  # type: ignore[union-attr, arg-type]

    yield Scene(
        rig, ask, pid, lambda now: now.sources[0].restarts, lambda now: now.sources[0].ready and not now.sources[0].lost
    )


@contextmanager
def driver(folder: Path) -> Iterator[Scene]:
    """A camera driver."""
    control = folder / "camera.json"
    control.write_text('{"rate": 20}')
    spec = DeviceSpec(DeviceKind.CAMERA, str(control))
    with capturing(folder, lambda: LiveSource(spec, "camera:0", opener=open_plates), control) as scene:
        yield scene


@contextmanager
def decoder(folder: Path) -> Iterator[Scene]:
    """JPEG of a real stream, decoded by the capture process."""
    import cv2

    def packed(size: tuple[int, int]) -> bytes:
        return bytes(cv2.imencode(".jpg", np.array(plate(size), np.uint8))[1].tobytes())

    with MjpegServer(20, pictures=[packed((48, 64))]) as server:
        spec = DeviceSpec(DeviceKind.MJPEG, server.url)
        with capturing(folder, lambda: LiveSource(spec, "stream"), None) as scene:
            large, small = [packed((4000, 6000))], [packed((48, 64))]
            scene.wish = lambda large_ones=False: server.show(large if large_ones else small)
            yield scene


def kill(number: signal.Signals) -> Blow:
    """From outside."""
    return lambda scene: os.kill(scene.pid(), number)


def ask(**wishes: object) -> Blow:
    """From inside."""
    return lambda scene: scene.wish(**wishes)


def judge_large(scene: Scene) -> None:
    """No memory for one large frame, in the real judge."""
    starve(scene.pid(), 2**20)
    scene.rig.tap.put(np.array(plate((6000, 8000)), np.uint8))


def decode_large(scene: Scene) -> None:
    """No memory for large pictures of the stream."""
    starve(scene.pid(), 2**20)
    scene.wish(large_ones=True)


def once(scene: Scene, blow: Blow, restarted: bool) -> Told:
    """One blow; the wish is taken back as soon as the trouble is seen."""
    scene.until(lambda: verdicts_of(scene)["PASS"] > 0, "a part passes")
    before, errors = scene.restarts(scene.now), verdicts_of(scene)["ERROR"]
    struck = time.monotonic()
    blow(scene)
    if restarted:
        noticed = scene.until(lambda: scene.restarts(scene.now) > before, "it is noticed")
    else:
        noticed = scene.until(lambda: verdicts_of(scene)["ERROR"] > errors, "a part is ERROR")
    scene.wish()  # the cause is away
    again = scene.until(lambda: scene.there(scene.now), "another is there")
    spent = psutil.Process(scene.pid()).cpu_times()
    count = len(scene.rig.told.results)
    passed = scene.until(lambda: passes_after(scene, count), "a part passes again")
    return {
        "noticed_s": round(noticed - struck, 2),
        "restart_s": round(again - noticed, 2),
        "restart_cpu_s": round(spent.user + spent.system, 2) if restarted else 0.0,
        "down_s": round(passed - struck, 2),
        "restarts": scene.restarts(scene.now) - before,
    }


def verdicts_of(scene: Scene) -> Counter[str]:
    """How often each was told."""
    return Counter(one.value for one in list(scene.rig.told.verdicts))


def passes_after(scene: Scene, count: int) -> bool:
    """True once a part that came later passed."""
    return "PASS" in [one.value for one in scene.rig.told.verdicts[count:]]


def again_and_again(scene: Scene, blow: Blow) -> Told:
    """It never gets better."""
    scene.until(lambda: verdicts_of(scene)["PASS"] > 0, "a part passes")
    struck = time.monotonic()
    blow(scene)
    stopped = scene.until(lambda: scene.now.state is LineState.FAILED, "it is given up")
    cause = scene.now.cause
    passes = verdicts_of(scene)["PASS"]
    time.sleep(0.5)
    assert verdicts_of(scene)["PASS"] == passes, "a part passed after the line had stopped"
    told = "" if cause is None else f"{cause.code.value}: {cause}"
    return {"stopped_after_s": round(stopped - struck, 1), "restarts": scene.restarts(scene.now), "cause": told}


@dataclass(frozen=True)
class Case:
    """``restarted``: a process is replaced; otherwise the part is ERROR and the same process goes on."""

    name: str
    place: Callable[[Path], AbstractContextManager[Scene]]
    blow: Blow
    restarted: bool = True
    forever: bool = False


CASES = (
    Case("judge: wild pointer", judging, ask(crash=True)),
    Case("judge: hangs in a call", judging, ask(hang=True)),
    Case("judge: stopped from outside", judging, kill(signal.SIGSTOP)),
    Case("judge: takes memory until refused", judging, ask(eat=True)),
    Case("judge: no memory for one frame", judging, judge_large),
    Case("judge: crashes for ever", judging, ask(crash=True), forever=True),
    Case("decoder: wild pointer", decoder, kill(signal.SIGSEGV)),
    Case("decoder: hangs", decoder, kill(signal.SIGSTOP)),
    Case("decoder: no memory for a picture", decoder, decode_large, restarted=False),
    Case("driver: wild pointer", driver, ask(crash=True)),
    Case("driver: hangs in a call", driver, ask(hang=600)),
    Case("driver: takes memory until refused", driver, ask(eat=True)),
    Case("driver: crashes for ever", driver, ask(crash=True), forever=True),
)


def run(case: Case) -> Told:
    """One case in a folder of its own. ``Rig.close`` verifies the records and that no part was told twice."""
    with tempfile.TemporaryDirectory(prefix="isolation-") as scratch:
        with case.place(Path(scratch)) as scene:
            try:
                told = again_and_again(scene, case.blow) if case.forever else once(scene, case.blow, case.restarted)
                verdicts = dict(verdicts_of(scene))
            except TimeoutError:
                scene.rig.line.close(5)
                scene.rig.writer.close()
                raise
        rows = scene.rig.close()
    return {"case": case.name, **told, "verdicts": verdicts, "records": len(rows), "whole": True}
