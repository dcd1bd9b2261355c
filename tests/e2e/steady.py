"""Run a whole station for a long time and see that it does not grow; and what recording costs.

usage: python -m tests.e2e.steady [--seconds 3600] [--rate N] [--bundle FILE --images FOLDER]

A folder of images is judged in a loop through the whole line (judge process, records of flagged parts, TCP output).
Prints one JSON object: parts a second with records and without, and memory, threads and files of the station and its
judge at the start and at the end, with the slope of memory over the run, and the processor time a part costs in the
station (reading the image, recording, output) and in the judge, which other programs on the machine do not change much.
"""

import argparse
import json
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil

from engine.bundle import read_bundle
from engine.frames import Frame
from engine.judge import Judge
from engine.outputs.tcp import TcpResults
from engine.pipeline.jobs import JudgeSpec
from engine.pipeline.line import Line, LineParts
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.records.writer import RecordWriter
from engine.runtime import Provider, Runtime
from engine.sources import BadFrame, FolderSource
from tests.support.bundles import make_bundle
from tests.support.images import make_folder

SAMPLE_S = 5.0


def sample() -> dict[str, float]:
    """This process and its children."""
    me = psutil.Process()
    found = [me, *me.children(recursive=True)]
    rss = sum(one.memory_info().rss for one in found) / 2**20
    return {
        "rss_mb": round(rss, 1),
        "threads": sum(one.num_threads() for one in found),
        "files": sum(one.num_fds() for one in found) if os.name != "nt" else 0,
        "processes": len(found),
    }


class Paced(FolderSource):
    """A folder in a loop, at most ``rate`` frames a second."""

    def __init__(self, images: Path, rate: float) -> None:
        super().__init__(images, loop=True)
        self._rate, self._next_s = rate, time.monotonic()

    def read(self) -> Frame | BadFrame | None:
        """The next image, when it is due."""
        time.sleep(max(0.0, self._next_s - time.monotonic()))
        self._next_s = max(self._next_s + 1 / self._rate, time.monotonic() - 1 / self._rate)
        return super().read()


def cpu_ms() -> tuple[float, float]:
    """Processor time so far: of this process (capture, records, outputs), and of its children (the judge)."""
    me = psutil.Process()
    mine, children = me.cpu_times(), [child.cpu_times() for child in me.children(recursive=True)]
    return 1e3 * (mine.user + mine.system), 1e3 * sum(child.user + child.system for child in children)


def judge_alone(bundle: Path, images: Path, seconds: float) -> float:
    """Parts a second of reading and judging, in this process, without anything else."""
    loaded = read_bundle(bundle)
    runtime = Runtime(loaded, Provider.CPU)
    judge = Judge(loaded, next(iter(loaded.manifest.products)), runtime)
    source = FolderSource(images, loop=True)
    parts, end = 0, time.monotonic() + seconds
    started = time.monotonic()
    while time.monotonic() < end:
        judge.judge(source.read())  # type: ignore[arg-type]
        parts += 1
    return parts / (time.monotonic() - started)


def run(bundle: Path, images: Path, folder: Path, seconds: float, rate_limit: float) -> dict[str, object]:
    """The line, for ``seconds``."""
    loaded = read_bundle(bundle)
    product = next(iter(loaded.manifest.products))
    writer = RecordWriter(folder)
    output = TcpResults("127.0.0.1", 0)
    plan = LinePlan((SourcePlan("folder", lambda: Paced(images, rate_limit), product),), deadline_ms=10_000.0)
    spec = JudgeSpec(bundle, loaded.sha256, (product,), Provider.CPU)
    line = Line(plan, LineParts(loaded, spec, writer, (output,)))
    line.confirm_limits(product, loaded.manifest.products[product].limits.to_limits(), "script", "measurement")
    line.start()
    line.wait(lambda snapshot: snapshot.parts.triggers > 20, 120)
    time.sleep(min(10.0, seconds / 4))
    first, began, start = sample(), line.snapshot().parts.triggers, time.monotonic()
    memory: list[tuple[float, float]] = []
    cpu_before = cpu_ms()
    while time.monotonic() - start < seconds:
        time.sleep(min(SAMPLE_S, seconds / 8))
        memory.append((time.monotonic() - start, sample()["rss_mb"]))
    parts = line.snapshot().parts.triggers - began
    rate = parts / (time.monotonic() - start)
    station_ms, judge_ms = (after - before for after, before in zip(cpu_ms(), cpu_before, strict=True))
    last, final = sample(), line.snapshot()
    line.close()
    writer.close()
    slope = np.polyfit(*np.array(memory[len(memory) // 4 :]).T, 1)[0] if len(memory) > 4 else 0.0
    return {
        "parts": parts,
        "parts_per_s": round(rate, 1),
        "errors": final.parts.error,
        "counts_add_up": final.parts.add_up and final.frames.add_up,
        "start": first,
        "end": last,
        "cpu_ms_per_part": {"station": round(station_ms / parts, 2), "judge": round(judge_ms / parts, 2)},
        "rss_kb_per_part": round(float(slope) * 1024 / max(rate, 1e-9), 3),
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--rate", type=float, default=1e6, help="parts a second at most")
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--images", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        bundle = given.bundle or make_bundle(place / "bundle.uniad", size=(224, 224))
        images = given.images or make_folder(place / "images", good=98, bad=2, size=(480, 640))
        alone = judge_alone(bundle, images, min(15.0, given.seconds))
        figures = run(bundle, images, place / "data", given.seconds, given.rate)
        share = 1 - float(figures["parts_per_s"]) / alone  # type: ignore[arg-type]
        print(json.dumps({"judge_alone_per_s": round(alone, 1), "cost_share": round(share, 3)} | figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
