"""The whole loop on real images: train, run, flag, findings, new limit, train again, compare, activate, roll back.

usage: python -m tests.e2e.review_loop [FOLDER] [--good 40] [--lots 4] [--steps N] [--rate 0.05]

FOLDER is in MVTec layout; without one the solar cells of ``elpv-dataset`` are used. Its good images are dealt out: some
teach, half of the rest come along the line in lots, the other half (with half of the defects) no model, limit or person
ever sees before the end. People's answers are the truth of the folder. Prints one JSON object: what the loop gained on
the parts nobody has seen; exit code 1 if a step of the loop failed.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.demo import find_data
from engine.bundle import Bundle, read_bundle
from engine.calibration import interval
from engine.decision import Limits, Verdict, decide
from engine.decode import read_image
from engine.frames import Frame
from engine.judge import Judge
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState, Snapshot
from engine.records.entries import EventBody, FindingKind
from engine.records.reader import RecordReader
from engine.review.beside import compare_models, limits_of
from engine.review.desk import FindingDesk, Said, Target
from engine.review.export import APPROVED
from engine.review.lessons import gather
from engine.review.statistics import read_judged, suggest_for_rate, with_pass_below
from engine.runtime import Provider, Runtime
from engine.shelf import Shelf
from engine.sources.folder import list_images
from engine.teach.plan import ProductPlan, TrainingPlan
from engine.teach.recorded import check_recorded
from training.metrics import ranking

NAME = "Part"
PATIENCE_S = 1800.0
STATION = """[station]
data = "data"
[records]
images = "all"
[line]
deadline_ms = 600000.0
"""


@dataclass(frozen=True)
class Cards:
    """Images that are known: good to learn from, a stream in lots and parts nobody sees, each as (good, defects)."""

    learn: list[Path]
    stream: tuple[list[Path], list[Path]]
    unseen: tuple[list[Path], list[Path]]


def deal(good: Sequence[Path], bad: Sequence[Path], learn: int, seed: int = 0) -> Cards:
    """At random, and the same each time."""
    rng = np.random.default_rng(seed)
    good, bad = ([some[int(index)] for index in rng.permutation(len(some))] for some in (good, bad))
    rest = good[learn:]
    half, middle = len(rest) // 2, len(bad) // 2
    return Cards(good[:learn], (rest[:half], bad[:middle]), (rest[half:], bad[middle:]))


def cells(most: int = 400) -> tuple[list[Path], list[Path]]:
    """Monocrystalline solar cells that everybody agreed on: good ones, defective ones."""
    found: tuple[list[Path], list[Path]] = ([], [])
    for line in (find_data() / "labels.csv").read_text(encoding="utf-8").splitlines():
        name, probability, kind = line.split()
        if kind == "mono" and float(probability) in (0.0, 1.0):
            found[int(float(probability))].append(find_data() / name)
    return found[0][:most], found[1][: most // 2]


def images_of(folder: Path) -> tuple[list[Path], list[Path]]:
    """Good images and defects of a folder in MVTec layout."""
    kinds = sorted(path for path in (folder / "test").iterdir() if path.name != "good")
    good = [*list_images(folder / "train" / "good").files, *list_images(folder / "test" / "good").files]
    return good, [file for kind in kinds for file in list_images(kind).files]


def train(plan: TrainingPlan, run: Path) -> Bundle:
    """In a process of its own, as the window does it."""
    words = [sys.executable, "-m", "training.cli", *plan.arguments(run)]
    done = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-400:])
    return read_bundle(Path(plan.out))


class Station:
    """A line as the window has it, its records, and waiting for what was asked of it."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True)
        (home / "station.toml").write_text(STATION, encoding="utf-8")
        self.data = home / "data"
        self.line = LineClient(home / "station.toml", self.data, threads=1)
        self.line.set_user("Ada")
        self.parts = 0

    def wait(self, condition: Callable[[Snapshot], object]) -> Snapshot:
        """Until it holds."""
        deadline = time.monotonic() + PATIENCE_S
        while not condition(now := self.line.snapshot()):
            if time.monotonic() > deadline:
                raise RuntimeError(f"never happened; {now.state}, {now.cause}")
            time.sleep(0.02)
        return now

    def activate(self, path: Path, sha256: str, limits: Limits | None = None) -> Snapshot:
        """Judge with this bundle; without ``limits`` under those that were in force for it."""
        self.line.open_bundle(path, NAME)
        now = self.wait(lambda now: now.bundle is not None and now.bundle.sha256 == sha256)
        if limits is not None:
            self.line.set_limits(limits, "of the loop")
            now = self.wait(lambda now: now.confirmed and now.limits == limits)
        return now

    def inspect(self, folder: Path, lot: str) -> None:
        """A folder to its end, as one lot."""
        self.parts += len(list_images(folder).files)
        self.line.set_lot(lot)
        self.line.open_source(str(folder))
        self.line.start()
        self.wait(lambda now: now.part >= self.parts and now.state is LineState.STOPPED)


def answer(station: Station, reader: RecordReader) -> dict[str, int]:
    """What a person says of every flagged part: the truth of its file's name. False rejects are approved."""
    desk = FindingDesk(reader, station.line.record)
    said = {FindingKind.DEFECT: 0, FindingKind.FALSE_REJECT: 0}
    for _, part in reader.parts_after(0, 100_000):
        if part.verdict is Verdict.PASS:
            continue
        good = Path(part.frames[0].source).name.startswith("good")
        kind = FindingKind.FALSE_REJECT if good else FindingKind.DEFECT
        desk.say([Target(part.uuid, part.verdict)], Said(kind), "Ada")
        said[kind] += 1
        if good:
            station.line.record(EventBody(code=APPROVED, user="Ada", params={"part": part.uuid})).result(60)
    return {kind.value: number for kind, number in said.items()}


def measure(bundle: Bundle, limits: Limits, unseen: tuple[list[Path], list[Path]]) -> dict[str, object]:
    """On parts nobody has seen: AUROC of those that have a score, good parts flagged and defects missed, with 95 %
    intervals. A part that could not be judged has no score, is flagged and is never missed."""
    judge = Judge(bundle, NAME, Runtime(bundle, Provider.CPU, 1))
    good, bad = ([judge.judge(Frame(0, str(path), read_image(path), 0.0)).score for path in some] for some in unseen)
    flagged = sum(score is None or decide(score, True, limits) is not Verdict.PASS for score in good)
    missed = sum(score is not None and decide(score, True, limits) is Verdict.PASS for score in bad)
    known = [(score, bad_one) for some, bad_one in ((good, False), (bad, True)) for score in some if score is not None]
    auroc = ranking([score for score, _ in known], [bad_one for _, bad_one in known]).auroc
    return {
        "auroc": None if auroc is None else round(auroc, 4),
        "false_rejects": [flagged, len(good), *(round(value, 3) for value in interval(flagged, len(good)))],
        "misses": [missed, len(bad), *(round(value, 3) for value in interval(missed, len(bad)))],
        "errors": [good.count(None), bad.count(None)],
    }


def lay_out(cards: Cards, folder: Path, lots: int) -> None:
    """Folders: what teaches, and the lots; names say what a part is."""
    for number, path in enumerate(cards.learn):
        _copy(path, folder / NAME / f"{number:04d}{path.suffix}")
    for word, some in zip(("good", "bad"), cards.stream, strict=True):
        for number, path in enumerate(some):
            _copy(path, folder / f"lot{number % lots}" / f"{word}{number:04d}{path.suffix}")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def loop(home: Path, cards: Cards, lots: int, rate: float, steps: int | None = None) -> dict[str, object]:
    """Every step; raises where one fails."""
    lay_out(cards, home, lots)
    plan = TrainingPlan(
        products=(ProductPlan(name=NAME, folder=str(home / NAME)),), out=str(home / "old.uniad"), rate=rate, steps=steps
    )
    old = train(plan, home / "run1")
    station = Station(home / "station")
    try:
        return _loop(station, home, cards, old, plan, lots)
    finally:
        station.line.close()


def _loop(station: Station, home: Path, cards: Cards, old: Bundle, plan: TrainingPlan, lots: int) -> dict[str, object]:
    shelf = Shelf(station.data)
    first = shelf.add_own(old.path)
    proposed = old.manifest.products[NAME].limits.to_limits()
    station.activate(first.path, old.sha256, proposed)
    for lot in range(lots):
        station.inspect(home / f"lot{lot}", f"L{lot}")
    reader = RecordReader(station.data)
    said = answer(station, reader)
    suggested = suggest_for_rate(read_judged(reader, NAME, old.sha256), plan.rate)
    moved = with_pass_below(proposed, suggested.value)
    station.line.set_limits(moved, "suggested by the findings")
    station.wait(lambda now: now.limits == moved)
    lessons = gather(reader, NAME, lambda *_: None, threading.Event())
    product = plan.products[0].model_copy(update={"more": () if lessons.more is None else (str(lessons.more),)})
    defects = tuple(str(folder) for folder in lessons.defects)
    update = {"products": (product,), "defects": defects, "out": str(home / "new.uniad")}
    new = train(plan.model_copy(update=update), home / "run2")
    entry = new.manifest.products[NAME]
    fresh = entry.limits.to_limits()
    in_force = limits_of(reader, old)[NAME]
    (beside,) = compare_models(reader, old, new, lambda *_: None, threading.Event())
    line = check_recorded(beside, in_force, fresh, max(plan.rate, entry.calibration.review_rate or 0.0))
    second = shelf.add_own(new.path)
    station.activate(second.path, new.sha256, fresh)
    back = station.activate(first.path, old.sha256)
    reader.close()
    return {
        "parts": {"learned": len(cards.learn), "inspected": station.parts, "unseen": sum(map(len, cards.unseen))},
        "findings": {**said, "learned_again": lessons.exported.additional_good},
        "gate": {"light": line.light.value, **line.figures},
        "old": measure(old, proposed, cards.unseen),
        "old_with_new_limit": measure(old, moved, cards.unseen),
        "new": measure(new, fresh, cards.unseen),
        "rolled_back": back.confirmed and back.limits == moved,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--good", type=int, default=40)
    parser.add_argument("--lots", type=int, default=4)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    good, bad = cells() if given.folder is None else images_of(given.folder)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["UNIAD_INSPECT_HOME"] = scratch
        cards = deal(good, bad, given.good, given.seed)
        found = loop(Path(scratch) / "loop", cards, given.lots, given.rate, given.steps)
    print(json.dumps(found, indent=1))
    return 0 if found["rolled_back"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
