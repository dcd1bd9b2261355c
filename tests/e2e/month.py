"""A month of a million parts with pictures, and what each report of it costs.

usage: python -m tests.e2e.month [--parts 1000000] [--data DIR] [--images DIR] [--keep DIR]

October 2026, three products, a part every 2.7 seconds, one in fifty flagged and stored with a picture: links to the
pictures of ``--images`` (any folder of PNG and JPEG files; without it, drawn plates). Every other flagged part has a
finding, one FAIL in three comes again, limits change, cameras get lost. With ``--data`` the records are kept and used
again. Each report is made by ``uniad-inspect report`` in a process of its own. Prints one JSON object: seconds and peak
memory of each; exit code 1 if one takes longer than 10 s or more than 600 MB.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from engine.decision import Verdict
from engine.records.entries import (
    Entry,
    EventBody,
    EventLevel,
    FindingBody,
    FindingKind,
    ImageBody,
    LimitBody,
    LimitsBody,
    PartBody,
)
from engine.records.images import image_path, inside
from engine.records.writer import RecordWriter, WriterOptions
from engine.shelf import Shelf
from tests.support.bundles import make_bundle
from tests.support.images import plate, write_image
from tests.support.records import BUNDLE, make_part

MOST_S, MOST_MB = 10.0, 600.0
BATCH = 5000
START, DAYS = datetime(2026, 10, 1, tzinfo=UTC), 31
PRODUCTS = ("Plate", "Ring", "Nut")
DEFECTS = ("scratch", "scratch", "scratch", "dent", "dent", "crack", "stain", "thread", "flash", "colour", "")
REPORTS: dict[str, tuple[str, ...]] = {
    "month": ("--since", "2026-10-01", "--until", "2026-11-01"),
    "month of a product": ("--since", "2026-10-01", "--until", "2026-11-01", "--product", "Plate"),
    "month in Chinese": ("--since", "2026-10-01", "--until", "2026-11-01", "--language", "zh_CN"),
    "day": ("--day", "2026-10-15"),
    "shift": ("--shift", "2026-10-15T06:00"),
    "lot": ("--lot", "L0040"),
    "model": ("--model", BUNDLE),
    "empty": ("--since", "2027-01-01", "--until", "2027-02-01"),
}


class Month:
    """Makes entries in order of time. ``pictures`` are files to link."""

    def __init__(self, folder: Path, parts: int, pictures: list[Path], bundle: str) -> None:
        self._folder, self._parts, self._bundle = folder, parts, bundle
        self._chance = random.Random(3)
        self._pictures = [(path, sha256(path.read_bytes()).hexdigest(), path.stat().st_size) for path in pictures]
        self._again: list[PartBody] = []

    def entries(self) -> Iterator[Entry]:
        """Parts, and what is said of them."""
        for index in range(self._parts):
            utc = self._utc(index)
            if index % (self._parts // 10 + 1) == 0:
                yield self._limit(index, utc)
            if index % (self._parts // 60 + 1) == 7:
                yield self._event(utc)
            body = self._part(index, utc)
            yield body
            if body.verdict is not Verdict.PASS and self._chance.random() < 0.5:
                yield self._finding(body, utc)

    def _utc(self, index: int) -> str:
        moment = START + timedelta(seconds=DAYS * 86_400 * index / self._parts)
        return moment.isoformat(timespec="microseconds")

    def _part(self, index: int, utc: str) -> PartBody:
        chance = self._chance
        roll = chance.random()
        verdict = Verdict.PASS if roll < 0.98 else chance.choice((Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR))
        drift = 0.1 * index / self._parts
        score = None if verdict is Verdict.ERROR else max(0.01, chance.gauss(0.3, 0.06) + drift)
        if score is not None and roll >= 0.98:
            score += 0.4 if verdict is Verdict.REVIEW else chance.uniform(0.8, 2.0)
        product = PRODUCTS[index // 50_000 % len(PRODUCTS)]
        again = self._again.pop(0) if len(self._again) > 50 else None
        made = make_part(
            verdict,
            None if score is None else round(score, 4),
            utc=utc,
            monotonic_ns=int(1e9 * DAYS * 86_400 * index / self._parts),
            product=product,
            bundle_sha256=BUNDLE if product == "Nut" else self._bundle,
            lot=f"L{index // 10_800:04d}",
            serial=f"S{index:07d}" if again is None else again.serial,
            audit=verdict is Verdict.PASS and chance.random() < 0.01,
            audit_share=0.01,
            latency_ms={"total": chance.gauss(24, 3)},
            user="Chen",
        )
        if verdict is Verdict.FAIL and chance.random() < 0.33:
            self._again.append(made)
        return made if verdict is Verdict.PASS and not made.audit else self._with_picture(made)

    def _with_picture(self, body: PartBody) -> PartBody:
        path, digest, size = self._chance.choice(self._pictures)
        name = image_path(body.uuid, body.utc, 0, path.suffix)
        target = inside(self._folder, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.link(path, target)
        frame = body.frames[0].model_copy(update={"image": ImageBody(path=name, sha256=digest, size=size)})
        return body.model_copy(update={"frames": (frame,)})

    def _finding(self, body: PartBody, utc: str) -> FindingBody:
        defect = self._chance.random() < 0.8
        kind = FindingKind.DEFECT if defect else FindingKind.FALSE_REJECT
        name = self._chance.choice(DEFECTS) if defect else ""
        return FindingBody(part=body.uuid, finding=kind, defect_type=name, user="Maria", utc=utc)

    def _limit(self, index: int, utc: str) -> LimitBody:
        product = PRODUCTS[index * 10 // self._parts % len(PRODUCTS)]
        limits = LimitsBody(reject=round(1.0 + 0.01 * (index % 7), 3), review=0.5, pixel=1.0)
        sha = BUNDLE if product == "Nut" else self._bundle
        return LimitBody(product=product, bundle_sha256=sha, limits=limits, why="as agreed", user="Maria", utc=utc)

    def _event(self, utc: str) -> EventBody:
        code, level = self._chance.choice(
            (
                ("source.lost", EventLevel.ERROR),
                ("drift", EventLevel.WARNING),
                ("line.failed", EventLevel.ERROR),
                ("disk.low", EventLevel.WARNING),
            )
        )
        return EventBody(code=code, level=level, params={"source": "camera", "why": "cable"}, utc=utc)


def fill(folder: Path, parts: int, images: Path | None) -> None:
    """Write the month with the real writer."""
    bundle = Shelf(folder).add(make_bundle(folder.parent / "month.uniad"), accept=True).sha256
    found = sorted(path for path in images.rglob("*") if path.suffix in (".png", ".jpg")) if images else []
    stock = folder.parent / "stock"
    stock.mkdir(exist_ok=True)
    pictures = []
    for index, path in enumerate(found[:: max(1, len(found) // 24)][:24]):
        pictures.append(stock / f"{index}{path.suffix}")
        pictures[-1].write_bytes(path.read_bytes())
    if not pictures:
        pictures = [write_image(stock / f"{grey}.png", plate((480, 640), grey)) for grey in (16, 48, 96)]
    writer = RecordWriter(folder, WriterOptions(queue_size=2 * BATCH, station="Line 1"))
    for written, entry in enumerate(Month(folder, parts, pictures, bundle).entries()):
        future = writer.submit(entry, wait_s=600)
        if written % BATCH == 0:
            future.result(600)
            if written % 50_000 == 0:
                print(f"{written} rows", file=sys.stderr, flush=True)
    writer.close(120)


def measure(folder: Path, out: Path, options: tuple[str, ...]) -> dict[str, float]:
    """Seconds and peak memory of one report, in a process of its own."""
    command = [sys.executable, "-m", "tests.e2e.month", "--one", str(folder), "--out", str(out), *options]
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr)
    return {"seconds": round(seconds, 2), **json.loads(done.stdout.splitlines()[-1])}


def one(arguments: list[str]) -> int:
    """In the process that is measured: the command, then its peak memory."""
    from app.cli import cli

    code = cli(["report", *arguments], standalone_mode=False)
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"cpu_s": round(used.ru_utime + used.ru_stime, 2), "peak_mb": round(used.ru_maxrss / 1024, 1)}))
    return int(code or 0)


def main() -> int:
    """The command line."""
    if "--one" in sys.argv:
        return one(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--images", type=Path)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch) / "data"
        if not (folder / "records.sqlite3").exists():
            folder.mkdir(parents=True)
            fill(folder, given.parts, given.images)
        out = given.keep or Path(scratch) / "reports"
        out.mkdir(parents=True, exist_ok=True)
        found = {name: measure(folder, out / name.replace(" ", "_"), options) for name, options in REPORTS.items()}
    ok = all(one["seconds"] <= MOST_S and one["peak_mb"] <= MOST_MB for one in found.values())
    print(json.dumps({"parts": given.parts, "ok": ok, "reports": found}))
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
