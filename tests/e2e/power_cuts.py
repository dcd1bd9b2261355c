"""Cut the power at every write of a station that records, and see that nothing acknowledged is lost.

usage: python -m tests.e2e.power_cuts [--parts 200] [--every 1] [--seed N] [--synchronous NORMAL] [--processes 2]

The recorder runs once over a layer that notes each change of files in order. Then, for every moment, this lays out what
a disk may hold if the power is cut there, in three ways: only what was synced; all that was written; and a random part
of what was not synced, in any order. SQLite recovers each, and what it recovers is compared with what had been
acknowledged. Of states that recover to the same records and images, one is verified for all, and each log of heads is
held against it: most cuts fall into the middle of a transaction. Before the first acknowledgement, and at every
fiftieth moment, a station is opened on it and goes on. ``--every 10`` looks at one moment in ten; ``--synchronous
NORMAL`` weakens the database, to see that this would notice. Prints one JSON object; exit code 1 if anything is missing
or damaged. Linux, with a C compiler.
"""

import argparse
import hashlib
import json
import multiprocessing
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from engine.errors import InspectError
from engine.records import database, heads
from engine.records.heads import HeadsLog
from engine.records.writer import RecordWriter
from tests.faults.layer import build_layer, run_recorder
from tests.faults.powercut import Change, Content, Disk, Found, Op, examine, read_changes
from tests.support.records import make_part

CHECKPOINT_BYTES = 400_000
IMAGE_BYTES = 2000
OPEN_EVERY = 50
BLOCK = 250  # moments that one process looks at in a row
MEMORY = Path("/dev/shm")  # noqa: S108 (a private folder is made in it)
MOMENTS = (Op.CREATE, Op.WRITE, Op.TRUNCATE, Op.SYNC, Op.RENAME, Op.UNLINK, Op.MKDIR)
NO_RECORD = ("ACK", "reserve", "writer.pid", "writer.lock", heads.FILE, heads.OLDER)  # heads are compared each time


@dataclass
class Tally:
    """What was tried and found. ``verified``: states that were verified whole, those that differ."""

    moments: int = 0
    cuts: dict[str, int] = field(default_factory=lambda: {"synced": 0, "all": 0, "some": 0})
    verified: int = 0
    opened: int = 0
    acknowledged: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)
    cpu_s: float = 0.0


class Scratch:
    """A folder that holds one state after another; only what differs is written anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._there: dict[str, Content | None] = {}
        self._digests: dict[str, tuple[Content | None, bytes]] = {}

    def lay(self, state: dict[str, Content | None]) -> None:
        """Make the folder hold exactly this."""
        self.folder.mkdir(exist_ok=True)
        for name in [name for name in reversed(self._there) if name not in state]:
            (shutil.rmtree if self._there[name] is None else Path.unlink)(self.folder / name)
        for place in self.folder.glob(f"{database.FILE}*"):  # whoever reads a database may leave something beside it
            place.unlink()
        for name, content in state.items():
            if content is None:
                (self.folder / name).mkdir(exist_ok=True)
            elif name.startswith(database.FILE) or self._there.get(name) != content:
                (self.folder / name).write_bytes(content)
        self._there = {name: content for name, content in state.items() if not name.startswith(database.FILE)}

    def clear(self) -> None:
        """Begin with nothing."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._there = {}

    def recovered(self) -> bytes:
        """A hash of the database as SQLite recovers it, and of all else that is verified. Raises DBAPIError."""
        digest = hashlib.sha256(_recover(self.folder))
        for name, content in self._there.items():
            if name in NO_RECORD:
                continue
            known = self._digests.get(name)
            if known is None or known[0] is not content:
                known = content, hashlib.sha256(b"folder" if content is None else content).digest()
                self._digests[name] = known
            digest.update(name.encode() + b"\0" + known[1])
        return digest.digest()


def _recover(folder: Path) -> bytes:
    """The pages that a reader sees."""
    copy = folder.with_name(f"{folder.name}.pages")
    copy.unlink(missing_ok=True)
    engine = database.open_engine(folder / database.FILE, read_only=True)
    raw = engine.raw_connection()
    target = database.sqlite_module().connect(str(copy), isolation_level=None)
    try:
        target.execute("PRAGMA synchronous=OFF")
        raw.driver_connection.backup(target)  # type: ignore[union-attr]
    finally:
        target.close()
        raw.close()
        engine.dispose()
    return copy.read_bytes()


class Cutter:
    """Cuts at one moment after another."""

    def __init__(self, disk: Disk, scratch: Path, seed: int) -> None:
        self._disk, self._scratch, self._seed = disk, Scratch(scratch), seed
        self._known: dict[bytes, Found] = {}
        self.acknowledged: list[str] = []
        self.tally = Tally()

    def cut(self, moment: int, same_sync: bool) -> None:
        """Now. With ``same_sync``, what is synced alone was looked at before."""
        self.tally.moments += 1
        chance = random.Random(f"{self._seed} {moment}")
        ways: dict[str, Callable[[], bool]] = {
            "synced": lambda: False,
            "all": lambda: True,
            "some": lambda: chance.random() < 0.5,
        }
        for way, kept in ways.items():
            if way == "synced" and same_sync:
                continue
            self._scratch.lay(self._disk.layout(kept))
            self.tally.cuts[way] += 1
            self._look(moment, way)

    def _look(self, moment: int, way: str) -> None:
        if self.acknowledged and (missing := self._missing(self._examine())):
            self.tally.lost += len(missing)
            self._blame(moment, way, ", ".join(missing[:3]))
        if not self.acknowledged or moment % OPEN_EVERY == 0:
            self._open(moment, way)

    def _missing(self, found: Found) -> list[str]:
        return [*found.problems, *(uuid for uuid in self.acknowledged if uuid not in found.parts)]

    def _examine(self) -> Found:
        """Verified, now or when the same was seen before, with another log of heads to hold against it."""
        try:
            key = self._scratch.recovered()
        except database.sqlite_module().Error:
            key = b""  # whatever it is, verify tells it
        if (known := self._known.get(key)) is not None:
            noted = HeadsLog(self._scratch.folder).heads()
            if all(known.rows.get(head.seq) == head.digest for head in noted):
                return known
        self.tally.verified += 1
        found = examine(self._scratch.folder)
        if key and not found.problems:
            self._known[key] = found
        return found

    def _open(self, moment: int, way: str) -> None:
        self.tally.opened += 1
        try:
            writer = RecordWriter(self._scratch.folder)
            writer.store(make_part())
            writer.close()
        except InspectError as error:
            self._blame(moment, way, str(error))
        if missing := self._missing(examine(self._scratch.folder)):
            self._blame(moment, f"{way}, opened", ", ".join(missing[:3]))
        self._scratch.clear()

    def _blame(self, moment: int, way: str, why: str) -> None:
        self.tally.problems.append(f"moment {moment}, {way}: {why}")


def record(given: argparse.Namespace, folder: Path) -> None:
    """Let the recorder run once."""
    layer = build_layer(folder)
    if layer is None:
        raise SystemExit("needs Linux and a C compiler")
    options = [f"checkpoint={CHECKPOINT_BYTES}", f"image={IMAGE_BYTES}"]
    if given.synchronous:
        options.append(f"synchronous={given.synchronous}")
    run_recorder(layer, folder / "data", folder / "changes", [str(given.parts), *options])


def cut_all(job: tuple[argparse.Namespace, Path, int]) -> Tally:
    """Replay everything, and cut in every block of moments that is the share of this process."""
    given, folder, share = job
    disk = Disk(folder / "data")
    cutter = Cutter(disk, folder / f"cut{share}", given.seed)
    seen, looked = (-1, -1), -1
    for number, change in enumerate(change for change in read_changes(folder / "changes") if change.op in MOMENTS):
        disk.apply(change)
        _note_acknowledged(change, cutter)
        if number % given.every:
            continue
        state, block = (disk.syncs, len(cutter.acknowledged)), number // BLOCK
        if block % given.processes == share:
            cutter.cut(number, same_sync=state == seen and looked == block)
            looked = block
        seen = state
        if number % 500 == 0 and share == 0:
            print(json.dumps({"change": number} | vars(cutter.tally)), file=sys.stderr, flush=True)
    cutter.tally.cpu_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    return cutter.tally


def _note_acknowledged(change: Change, cutter: Cutter) -> None:
    if change.op is Op.WRITE and change.path.endswith("/ACK"):
        cutter.acknowledged.append(change.data.decode().strip())
        cutter.tally.acknowledged += 1


def add_up(tallies: list[Tally]) -> Tally:
    """Of all processes; each of them saw every acknowledgement."""
    total = Tally(acknowledged=tallies[0].acknowledged)
    for one in tallies:
        total.cuts = {way: number + one.cuts[way] for way, number in total.cuts.items()}
        for name in ("moments", "verified", "opened", "lost", "problems", "cpu_s"):
            setattr(total, name, getattr(total, name) + getattr(one, name))
    total.cpu_s = round(total.cpu_s, 1)
    return total


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", type=int, default=200)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", default="")
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as scratch:
        folder = Path(scratch)
        record(given, folder)
        jobs = [(given, folder, share) for share in range(given.processes)]
        with multiprocessing.get_context("spawn").Pool(given.processes) as pool:
            tally = add_up(pool.map(cut_all, jobs))
    ok = not tally.problems and tally.acknowledged == given.parts
    figures = vars(tally) | {"problems": tally.problems[:10], "ok": ok}
    print(json.dumps(figures | {"seconds": round(time.monotonic() - started, 1)}))
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
