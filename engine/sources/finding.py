"""Which cameras there are, for people who have to name one."""

import multiprocessing
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from engine.errors import SourceError

PROBE_S = 30.0
MOST_CAMERAS = 10


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source that can be named as ``uri``."""

    uri: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """Sources, and what could not be looked for, with the reason."""

    sources: tuple[FoundSource, ...]
    problems: tuple[str, ...]


def find_sources(producer: str = "") -> Found:
    """Look for cameras by index and for GenICam cameras, each in a process that may hang without harm."""
    sources: list[FoundSource] = []
    problems: list[str] = []
    for probe, what in ((_probe_cameras, "cameras"), (_probe_genicam, "GenICam cameras")):
        answer = _ask(probe, producer)
        if answer is None:
            problems.append(f"looking for {what} took longer than {PROBE_S:g} s")
            continue
        sources.extend(FoundSource(uri, name) for uri, name in answer["found"])
        problems.extend(answer["problems"])
    return Found(tuple(sources), tuple(problems))


def _ask(probe: Any, producer: str) -> dict[str, Any] | None:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=probe, args=(theirs, producer), daemon=True)
    process.start()
    theirs.close()
    try:
        answer: dict[str, Any] | None = ours.recv() if ours.poll(PROBE_S) else None
    except EOFError:
        answer = {"found": [], "problems": [f"the search ended with code {process.exitcode}"]}
    finally:
        process.kill()
        process.join()
        ours.close()
    return answer


def _probe_cameras(pipe: "Connection[Any, Any]", _producer: str) -> None:
    """Indices that open. On Linux only those with a device file, since OpenCV complains aloud about the others."""
    import cv2

    indices = range(MOST_CAMERAS)
    if sys.platform == "linux":
        indices = [index for index in indices if Path(f"/dev/video{index}").exists()]  # type: ignore[assignment]
    found = []
    for index in indices:
        capture = cv2.VideoCapture(index)
        if capture.isOpened():
            size = f"{capture.get(cv2.CAP_PROP_FRAME_WIDTH):.0f} x {capture.get(cv2.CAP_PROP_FRAME_HEIGHT):.0f}"
            found.append((f"camera:{index}", size))
        capture.release()
    pipe.send({"found": found, "problems": []})


def _probe_genicam(pipe: "Connection[Any, Any]", producer: str) -> None:
    from engine.sources.genicam import open_harvester

    try:
        harvester = open_harvester(producer)
        found = [
            (f"genicam:{info.property_dict['serial_number']}", str(info.property_dict["display_name"]))
            for info in harvester.device_info_list
        ]
        harvester.reset()
        pipe.send({"found": found, "problems": []})
    except SourceError as error:
        pipe.send({"found": [], "problems": [str(error)]})
