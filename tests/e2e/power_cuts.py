"""Cut the power at every write of a station that records, and see that nothing acknowledged is lost.

usage: python -m tests.e2e.power_cuts [--parts 200] [--every 1] [--seed N] [--synchronous NORMAL]

The recorder runs once over a layer that notes each change of files in order. Then, for every moment, this lays out what
a disk may hold if the power is cut there, in three ways: only what was synced; all that was written; and a random part
of what was not synced, in any order. Each is verified and compared with what had been acknowledged; before the first
acknowledgement, and at every fiftieth moment, a station is opened on it and goes on. ``--every 10`` looks at one moment
in ten; ``--synchronous NORMAL`` weakens the database, to see that this would notice. Prints one JSON object; exit code
1 if anything is missing or damaged. Linux, with a C compiler.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InspectError
from engine.records.writer import RecordWriter
from tests.faults.layer import build_layer, run_recorder
from tests.faults.powercut import Disk, Op, lost_after, read_changes
from tests.support.records import make_part

CHECKPOINT_BYTES = 400_000
IMAGE_BYTES = 2000
OPEN_EVERY = 50
MEMORY = Path("/dev/shm")  # noqa: S108 (a private folder is made in it)
MOMENTS = (Op.CREATE, Op.WRITE, Op.TRUNCATE, Op.SYNC, Op.RENAME, Op.UNLINK, Op.MKDIR)


@dataclass
class Tally:
    """What was tried and found."""

    moments: int = 0
    cuts: dict[str, int] = field(default_factory=lambda: {"synced": 0, "all": 0, "some": 0})
    opened: int = 0
    acknowledged: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)


class Cutter:
    """Cuts at one moment after another."""

    def __init__(self, disk: Disk, scratch: Path, seed: int) -> None:
        self._disk, self._scratch = disk, scratch
        chance = random.Random(seed)
        self._kept: dict[str, Callable[[], bool]] = {
            "synced": lambda: False,
            "all": lambda: True,
            "some": lambda: chance.random() < 0.5,
        }
        self._seen = (-1, -1)
        self.acknowledged: list[str] = []
        self.tally = Tally()

    def cut(self) -> None:
        """Now. What is synced alone is looked at only if it has changed."""
        self.tally.moments += 1
        state = self._disk.syncs, len(self.acknowledged)
        for way, kept in self._kept.items():
            if way == "synced" and state == self._seen:
                continue
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._disk.write_to(self._scratch, kept)
            self.tally.cuts[way] += 1
            self._look(way)
        self._seen = state

    def _look(self, way: str) -> None:
        if not self.acknowledged or self.tally.moments % OPEN_EVERY == 0:
            self._open(way)
        if not self.acknowledged:
            return
        if missing := lost_after(self._scratch, self.acknowledged):
            self.tally.lost += len(missing)
            self._blame(way, ", ".join(missing[:3]))

    def _open(self, way: str) -> None:
        self.tally.opened += 1
        try:
            writer = RecordWriter(self._scratch)
            writer.store(make_part())
            writer.close()
        except InspectError as error:
            self._blame(way, str(error))

    def _blame(self, way: str, why: str) -> None:
        self.tally.problems.append(f"moment {self.tally.moments}, {way}: {why}")


def run(given: argparse.Namespace, folder: Path) -> Tally:
    """Record once, cut everywhere."""
    layer = build_layer(folder)
    if layer is None:
        raise SystemExit("needs Linux and a C compiler")
    options = [f"checkpoint={CHECKPOINT_BYTES}", f"image={IMAGE_BYTES}"]
    if given.synchronous:
        options.append(f"synchronous={given.synchronous}")
    data, log = folder / "data", folder / "changes"
    run_recorder(layer, data, log, [str(given.parts), *options])
    disk = Disk(data)
    cutter = Cutter(disk, folder / "cut", given.seed)
    for number, change in enumerate(change for change in read_changes(log) if change.op in MOMENTS):
        disk.apply(change)
        if change.op is Op.WRITE and change.path.endswith("/ACK"):
            cutter.acknowledged.append(change.data.decode().strip())
            cutter.tally.acknowledged += 1
        if number % given.every == 0:
            cutter.cut()
        if number % 500 == 0:
            print(json.dumps({"change": number} | vars(cutter.tally)), file=sys.stderr, flush=True)
    return cutter.tally


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="")
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as scratch:
        tally = run(given, Path(scratch))
    ok = not tally.problems and tally.acknowledged == given.parts
    figures = vars(tally) | {"problems": tally.problems[:10], "ok": ok}
    print(json.dumps(figures | {"seconds": round(time.monotonic() - started, 1)}))
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
