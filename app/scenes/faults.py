"""Troubles of the Inspect page, made for real: an uncertain part, a damaged image, a camera that is away, no GPU,
little disk space, a torn station file, records of another station. ``tests.e2e.window_faults`` has more."""

from dataclasses import replace

from PySide6.QtTest import QTest

from app.actions import Do
from app.scenes.stage import Scene, Stage
from app.start import make_station
from engine.decision import Verdict
from engine.pipeline.snapshot import LineState
from engine.settings import END

MOST_PARTS = 60
NOWHERE = "http://127.0.0.1:9/video"  # the port of the discard service: nobody answers
NO_DISK_GB = 1_000_000.0


def inspect_review(stage: Stage) -> None:
    """A part between the limits: the reject limit is moved up until one is."""
    if not stage.open_demo():
        return
    limits = stage.snapshot.limits
    if limits is None:
        return
    stage.station.line.set_limits(replace(limits, reject=3 * limits.reject, review=limits.reject), "for a picture")
    stage.until(lambda: stage.snapshot.limits is not None and stage.snapshot.limits.review is not None, "two limits")
    for _ in range(MOST_PARTS):
        stage.next_part(stage.station.line.step, 20)
        if stage.snapshot.newest is not None and stage.snapshot.newest.verdict is Verdict.REVIEW:
            stage.shot("inspect_review", 600)
            break
    stage.station.line.set_limits(limits, "for a picture")
    stage.until(lambda: stage.snapshot.limits == limits, "the limits of before")


def inspect_error(stage: Stage) -> None:
    """An image that is cut."""
    folder = stage.home / "cut"
    folder.mkdir(exist_ok=True)
    whole = next(path for path in sorted(stage.demo.stream.iterdir()) if path.is_file())
    content = whole.read_bytes()
    (folder / f"cut{whole.suffix}").write_bytes(content[: len(content) // 2])
    stage.station.window.open_source(str(folder))
    stage.until(lambda: stage.snapshot.source is not None and stage.snapshot.source.uri == str(folder), "the folder")
    stage.next_part(stage.station.line.start, 20)
    stage.shot("inspect_error", 600)


def inspect_camera_lost(stage: Stage) -> None:
    """A camera on the network that does not answer."""
    stage.go(Do.INSPECT)
    stage.station.window.open_source(NOWHERE)
    stage.until(lambda: bool(stage.snapshot.source and stage.snapshot.source.lost), "the camera is away", 20)
    stage.station.line.start()
    stage.until(lambda: stage.snapshot.state is LineState.RUNNING, "it runs", 20)
    stage.shot("inspect_camera_lost", 2000)
    stage.station.line.stop()
    stage.station.window.open_source(str(stage.demo.stream))
    stage.until(lambda: bool(stage.snapshot.source and stage.snapshot.source.ready), "the demo's pictures again")


def _again(stage: Stage, text: str, end: str = f"{END}\n") -> None:
    """The station anew, with another station file; one that was saved by the program must have its end."""
    (stage.home / "station.toml").write_text(text + end)
    stage.station.line.reopen()
    QTest.qWait(300)
    stage.until(lambda: stage.snapshot.state is not LineState.LOADING, "the station opens again")


def inspect_gpu_missing(stage: Stage) -> None:
    """A GPU is a must by the station file, and there is none."""
    _again(stage, '[line]\nprovider = "cuda"\n')
    stage.go(Do.INSPECT)
    stage.shot("inspect_gpu_missing", 1500)


def inspect_disk_low(stage: Stage) -> None:
    """Less room than the station file wants."""
    _again(stage, f"[records]\nlow_disk_gb = {NO_DISK_GB}\n")
    stage.until(lambda: any(one.code.value == "disk.low" for one in stage.snapshot.notices), "the disk is low", 20)
    stage.shot("inspect_disk_low", 800)


def inspect_settings_torn(stage: Stage) -> None:
    """The station file ends in the middle of a word."""
    _again(stage, "[line]\ndeadline_ms = 5000.0\n")
    _again(stage, "[line]\ndeadline_ms = 5000.0\n[rec", end="")
    stage.shot("inspect_settings_torn", 800)
    _again(stage, "[line]\ndeadline_ms = 5000.0\n")


def inspect_read_only(stage: Stage) -> None:
    """A second window on the same records."""
    first = stage.station
    stage.station = make_station(stage.app, stage.options)
    stage.station.window.resize(*stage.size)
    stage.station.window.show()
    stage.until(lambda: stage.snapshot.state is LineState.READ_ONLY, "it looks only")
    stage.shot("inspect_read_only", 600)
    stage.station.window.leaving = True
    stage.station.window.close()
    stage.station.close()
    stage.station.window.deleteLater()
    stage.station = first


AFTER: tuple[Scene, ...] = (
    inspect_review,
    inspect_error,
    inspect_camera_lost,
    inspect_gpu_missing,
    inspect_disk_low,
    inspect_settings_torn,
    inspect_read_only,
)
