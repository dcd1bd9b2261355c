"""Kill a recording station at random moments, again and again, and see that nothing acknowledged is lost.

usage: python -m tests.e2e.kill_loop [--loops 2000] [--data DIR] [--seed N] [--line] [--jobs N]

This process is the outside world: it sends triggers, each with a UUID, receives acknowledgements, sends SIGKILL, starts
the station again and repeats the triggers that were not answered. A record counts as acknowledged once its line has
arrived here. The station is a process of its own with the real writer; every third part has an image. With ``--line``
it is a whole line: triggers take frames, a real ONNX session judges them, and the output answers. At the end, and
after every 200 kills, the records are opened, verified and compared. ``--jobs 4 --loops 10000`` kills in four worlds at
once: most of a life is waiting for the disk. Prints one JSON object; exit code 1 if anything was lost, doubled or
damaged. Linux and macOS.
"""

import argparse
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.bundle import read_bundle
from engine.decision import Verdict
from engine.outputs.base import Result
from engine.pipeline.jobs import JudgeSpec
from engine.pipeline.line import Line, LineParts
from engine.pipeline.parts import Trigger
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.records import database, upgrade  # noqa: F401 (loaded once here, not by each station)
from engine.records.entries import new_uuid
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.runtime import Provider
from engine.settings import LineMode
from tests.support.bundles import make_bundle
from tests.support.lines import Tap
from tests.support.records import make_part, picture

KILLS_PER_FOLDER = 200
IN_FLIGHT = 8
EARLY_SHARE = 0.3
MOST_ANSWERS = 12


@dataclass(frozen=True)
class Life:
    """What runs in the process that is killed; how long one lives at most that is killed early, perhaps while it opens,
    and how long the others go on at most after a random number of answers."""

    station: Callable[[Path, int, int], None]
    early_s: float
    on_s: float


@dataclass
class Tally:
    """What happened."""

    kills: int = 0
    kills_with_parts_in_flight: int = 0
    kills_before_ready: int = 0
    acknowledged: int = 0
    records: int = 0
    lost: int = 0
    duplicates: int = 0
    told_twice: int = 0
    orphan_images: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Nothing lost, doubled or damaged."""
        return not (self.lost or self.duplicates or self.problems)


def station(folder: Path, triggers: int, answers: int) -> None:
    """The process that is killed: reads UUIDs, records a part for each, answers when it is durable."""
    writer = RecordWriter(folder)
    os.write(answers, b"ready\n")
    with os.fdopen(triggers) as lines:
        for number, line in enumerate(lines):
            part = make_part(Verdict.FAIL if number % 3 == 0 else Verdict.PASS, uuid=line.strip())
            images = [picture(0, os.urandom(3000))] if number % 3 == 0 else []
            future = writer.submit(part, images)
            future.add_done_callback(
                lambda done, uuid=part.uuid: os.write(answers, f"{uuid} {int(done.result().duplicate)}\n".encode())
            )
    writer.close()
    os._exit(0)


class Answers:
    """An output that answers over the pipe."""

    name, problem = "pipe", ""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def ready(self, ready: bool) -> None:
        """The world may send triggers."""
        if ready:
            os.write(self._pipe, b"ready\n")

    def send(self, result: Result) -> None:
        """What has a row in the records is answered."""
        if result.seq is not None:
            os.write(self._pipe, f"{result.part} 0\n".encode())

    def close(self) -> None:
        """Nothing to do."""


def line_station(folder: Path, triggers: int, answers: int) -> None:
    """The same with a whole line."""
    from engine.pipeline.judge_thread import JudgeThread

    path = folder.parent / "bundle.uniad"
    bundle = read_bundle(path)
    tap, writer = Tap(), RecordWriter(folder)
    plan = LinePlan(
        (SourcePlan("tap", lambda: tap, "Plate", live=True),),
        LineMode.TRIGGERED,
        deadline_ms=60_000.0,
        waiting_parts=100,
    )
    spec = JudgeSpec(path, bundle.sha256, ("Plate",), Provider.CPU, 1)
    line = Line(plan, LineParts(bundle, spec, writer, (Answers(answers),), None, JudgeThread))
    if not line.limits_confirmed("Plate"):
        line.confirm_limits("Plate", bundle.product("Plate")[1].limits.to_limits(), "script", "kill loop")
    line.start()
    with os.fdopen(triggers) as lines:
        for number, given in enumerate(lines):
            line.trigger(Trigger(given.strip()))
            tap.bad() if number % 3 == 0 else tap.good()
    line.close(60)
    writer.close()
    os._exit(0)


class World:
    """Sends triggers and remembers what was answered."""

    def __init__(self, folder: Path, chance: random.Random, tally: Tally, life: "Life") -> None:
        self._folder, self._chance, self._tally, self._life = folder, chance, tally, life
        self._open: dict[str, None] = {}  # sent or to be sent again, in order
        self.acknowledged: set[str] = set()
        self._answers = 0

    def live_and_die(self, kill: bool = True) -> None:
        """Start the station, trade for a random while, kill it; or, without ``kill``, until all is answered."""
        pid, triggers, answers = self._start()
        ready, buffer = False, b""
        waiting = list(self._open)
        enough = self._answers + self._chance.randrange(MOST_ANSWERS)
        early = self._chance.random() < EARLY_SHARE  # also while it opens, migrates, loads
        end = time.monotonic() + (self._chance.random() * self._life.early_s if kill and early else 60)
        while time.monotonic() < end and (kill or self._open):
            if ready and kill and not early and self._answers >= enough:
                early, end = True, time.monotonic() + self._chance.random() * self._life.on_s
            if ready:
                waiting = self._send(triggers, waiting, kill)
            if select.select([answers], [], [], 0.001)[0]:
                buffer += os.read(answers, 65536)
                ready, buffer = self._take(buffer, ready)
        if kill:
            os.kill(pid, signal.SIGKILL)
        os.close(triggers)
        os.waitpid(pid, 0)
        while rest := os.read(answers, 65536):  # what had left the station before it died
            buffer += rest
        ready, _ = self._take(buffer, ready)
        os.close(answers)
        if kill:
            self._tally.kills += 1
            self._tally.kills_before_ready += not ready
            self._tally.kills_with_parts_in_flight += bool(self._open) and ready

    def _start(self) -> tuple[int, int, int]:
        trigger_read, trigger_write = os.pipe()
        answer_read, answer_write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(trigger_write)
            os.close(answer_read)
            try:
                self._life.station(self._folder, trigger_read, answer_write)
            finally:
                os._exit(3)
        os.close(trigger_read)
        os.close(answer_write)
        return pid, trigger_write, answer_read

    def _send(self, triggers: int, waiting: list[str], more: bool) -> list[str]:
        for uuid in waiting:
            os.write(triggers, f"{uuid}\n".encode())
        while more and len(self._open) < IN_FLIGHT:
            uuid = new_uuid()
            self._open[uuid] = None
            os.write(triggers, f"{uuid}\n".encode())
        return []

    def _take(self, buffer: bytes, ready: bool) -> tuple[bool, bytes]:
        *lines, rest = buffer.split(b"\n")
        for line in lines:
            if line == b"ready":
                ready = True
                continue
            uuid, told_before = line.decode().split()
            self._open.pop(uuid, None)
            self._answers += 1
            self.acknowledged.add(uuid)
            self._tally.told_twice += int(told_before)
        return ready, rest


def check(folder: Path, world: World, tally: Tally) -> None:
    """Compare what the world was told with what the records hold."""
    RecordWriter(folder).close()
    report = verify(folder)
    tally.problems += report.problems
    tally.orphan_images += report.orphans
    reader = RecordReader(folder)
    there = [row.uuid for row in reader.newest(limit=10_000_000)]
    reader.close()
    tally.records += len(there)
    tally.acknowledged += len(world.acknowledged)
    tally.lost += len(world.acknowledged - set(there))
    tally.duplicates += len(there) - len(set(there))


def run(loops: int, data: Path, seed: int, life: "Life") -> Tally:
    """``loops`` kills in folders below ``data``."""
    make_bundle(data / "bundle.uniad", size=(32, 32))
    chance, tally = random.Random(seed), Tally()
    database.sqlite_module()
    while tally.kills < loops:
        folder = data / f"kills{tally.kills}"
        world = World(folder, chance, tally, life)
        for _ in range(min(KILLS_PER_FOLDER, loops - tally.kills)):
            world.live_and_die()
        world.live_and_die(kill=False)
        check(folder, world, tally)
        print(json.dumps({"kills": tally.kills, "lost": tally.lost, "ok": tally.ok}), file=sys.stderr)
        shutil.rmtree(folder)
    return tally


def run_many(loops: int, jobs: int, data: Path, seed: int, words: list[str]) -> Tally:
    """Share the loops among ``jobs`` processes, each with folders and chance of its own; their sums."""
    started = []
    for job in range(jobs):
        folder, share = data / f"job{job}", loops // jobs + (job < loops % jobs)
        folder.mkdir(parents=True)
        given = ["--loops", str(share), "--data", str(folder), "--seed", str(seed + job)]
        command = [sys.executable, "-m", "tests.e2e.kill_loop", *given, *words]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    tally = Tally()
    for process in started:
        found = json.loads(process.communicate()[0])
        for name, value in vars(tally).items():
            setattr(tally, name, value + found[name])
    return tally


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--loops", type=int, default=2000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--line", action="store_true")
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    life = Life(line_station, 0.8, 0.1) if given.line else Life(station, 0.12, 0.03)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        data = given.data or Path(scratch)
        if given.jobs > 1:
            words = ["--line"] if given.line else []
            tally = run_many(given.loops, given.jobs, data, given.seed, words)
        else:
            tally = run(given.loops, data, given.seed, life)
    print(json.dumps(vars(tally) | {"ok": tally.ok, "seconds": round(time.monotonic() - started, 1)}))
    return 0 if tally.ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
