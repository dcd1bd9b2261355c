"""What recording costs: the same line, at full speed, with records and without by turns.

usage: python -m tests.e2e.record_cost [--blocks 12] [--block-seconds 4] [--bundle FILE --images FOLDER]

A folder is judged in a loop by a whole line (judge process, flagged images as PNG, durable rows). In every second block
parts leave without being recorded: no row, no image, no body made. What else runs on the machine hits both alike; the
blocks' order is turned around each time. Prints one JSON object: parts a second and processor milliseconds a part (of
the station, and of the judge, whose runtime also spins while it waits) with and without, and the share of the parts a
second that recording costs. Exit code 1 if that is above 20 %.
"""

import argparse
import json
import statistics
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from engine.bundle import read_bundle
from engine.pipeline.jobs import JudgeSpec
from engine.pipeline.line import Line, LineParts
from engine.pipeline.parts import OpenPart
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.pipeline.storing import Stored
from engine.records.batch import Receipt
from engine.records.chain import EMPTY
from engine.records.writer import RecordWriter
from engine.runtime import Provider
from engine.sources import FolderSource
from tests.support.bundles import make_bundle
from tests.support.images import make_folder

MOST_SHARE = 0.20
SETTLE_S = 0.3


class Switch:
    """Switches the recording of a line's parts off and on."""

    def __init__(self, line: Line) -> None:
        self.on = True
        self._work = line._work
        self._put_away = self._work._desk.put_away
        self._work._desk.put_away = self._maybe  # type: ignore[method-assign]

    def _maybe(self, part: OpenPart) -> None:
        if self.on:
            self._put_away(part)
        else:
            self._work.messages.put(Stored(part.number, Receipt(0, EMPTY)))


@dataclass
class Blocks:
    """Figures of the blocks of one kind."""

    parts_per_s: list[float] = field(default_factory=list)
    station_ms: list[float] = field(default_factory=list)
    judge_ms: list[float] = field(default_factory=list)

    def told(self) -> dict[str, float]:
        """The medians."""
        return {name: round(statistics.median(values), 2) for name, values in vars(self).items()}


def cpu_ms() -> tuple[float, float]:
    """Processor milliseconds of this process and of the judge so far."""
    me = psutil.Process()
    mine, others = me.cpu_times(), [child.cpu_times() for child in me.children(recursive=True)]
    return 1e3 * (mine.user + mine.system), 1e3 * sum(one.user + one.system for one in others)


def measure(line: Line, seconds: float, into: Blocks) -> None:
    """One block."""
    time.sleep(SETTLE_S)
    parts, before, started = line.snapshot().parts.triggers, cpu_ms(), time.monotonic()
    time.sleep(seconds)
    parts = line.snapshot().parts.triggers - parts
    into.parts_per_s.append(parts / (time.monotonic() - started))
    station, judge = (now - then for now, then in zip(cpu_ms(), before, strict=True))
    into.station_ms.append(station / max(1, parts))
    into.judge_ms.append(judge / max(1, parts))


def run(given: argparse.Namespace, place: Path) -> dict[str, object]:
    """All blocks."""
    path = given.bundle or make_bundle(place / "bundle.uniad", size=(224, 224))
    images = given.images or make_folder(place / "images", good=98, bad=2, size=(480, 640))
    bundle = read_bundle(path)
    product = next(iter(bundle.manifest.products))
    writer = RecordWriter(place / "data")
    plan = LinePlan((SourcePlan("folder", lambda: FolderSource(images, loop=True), product),), deadline_ms=60_000.0)
    line = Line(plan, LineParts(bundle, JudgeSpec(path, bundle.sha256, (product,), Provider.CPU), writer))
    line.confirm_limits(product, bundle.product(product)[1].limits.to_limits(), "script", "measurement")
    switch = Switch(line)
    line.start()
    if not line.wait(lambda snapshot: snapshot.parts.triggers > 20, 120):
        raise SystemExit("the line does not start")
    blocks = {True: Blocks(), False: Blocks()}
    for number in range(given.blocks):
        for recording in (True, False) if number % 2 else (False, True):
            switch.on = recording
            measure(line, given.block_seconds, blocks[recording])
    final = line.snapshot()
    line.close(20)
    writer.close()
    ratios = [a / b for a, b in zip(blocks[True].parts_per_s, blocks[False].parts_per_s, strict=True)]
    share = 1 - statistics.median(ratios)
    flagged = (final.parts.failed + final.parts.review) / max(1, final.parts.triggers)
    return {
        "with": blocks[True].told(),
        "without": blocks[False].told(),
        "cost_share": round(share, 3),
        "flagged_share": round(flagged, 3),
        "errors": final.parts.error,
        "ok": share <= MOST_SHARE and not final.parts.error,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--blocks", type=int, default=12)
    parser.add_argument("--block-seconds", type=float, default=4.0)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--images", type=Path)
    with tempfile.TemporaryDirectory() as scratch:
        figures = run(parser.parse_args(), Path(scratch))
    print(json.dumps(figures))
    return 0 if figures["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
