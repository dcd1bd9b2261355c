"""A million stored parts: how long the newest 100 take with each filter, and all counters.

usage: python -m tests.e2e.million [--parts 1000000] [--data DIR] [--rounds 7]

The records are written by the real writer; with ``--data`` they are kept and used again. Each query runs in this
process over a fresh connection, as the program does. Prints one JSON object: milliseconds of each query, median and
worst; exit code 1 if a median is above 100 ms.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.decision import Verdict
from engine.records.entries import FindingBody, FindingKind, PartBody
from engine.records.projection import utc_us
from engine.records.reader import PartFilter, RecordReader
from engine.records.writer import RecordWriter, WriterOptions
from tests.support.records import make_part

MOST_MS = 100.0
BATCH = 5000
START = datetime(2026, 1, 1, tzinfo=UTC)
LOTS, PRODUCTS = ("A17", "A18", "B02", ""), ("Plate", "Ring", "Nut")


def make(index: int, chance: random.Random) -> PartBody:
    """Part ``index``: two a second, one in fifty flagged."""
    roll = chance.random()
    verdict = Verdict.PASS if roll < 0.98 else chance.choice((Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR))
    score = None if verdict is Verdict.ERROR else round(chance.gauss(1.0, 0.2) + (roll >= 0.98), 4)
    return make_part(
        verdict,
        score,
        utc=(START + timedelta(seconds=index / 2)).isoformat(timespec="microseconds"),
        product=PRODUCTS[index // 50_000 % len(PRODUCTS)],
        lot=LOTS[index // 20_000 % len(LOTS)],
        serial=f"S{index:07d}",
        audit=verdict is Verdict.PASS and chance.random() < 0.01,
    )


def fill(folder: Path, parts: int) -> None:
    """Write them, with a finding for every fifth flagged one."""
    chance = random.Random(1)
    writer = RecordWriter(folder, WriterOptions(queue_size=2 * BATCH))
    for start in range(0, parts, BATCH):
        bodies = [make(index, chance) for index in range(start, min(parts, start + BATCH))]
        flagged = [body for body in bodies if body.verdict is not Verdict.PASS]
        said = [FindingBody(part=body.uuid, finding=chance.choice(tuple(FindingKind))) for body in flagged[::5]]
        futures = [writer.submit(entry) for entry in (*bodies, *said)]
        futures[-1].result(600)
        if start % 100_000 == 0:
            print(f"{start} of {parts}", file=sys.stderr)
    writer.close()


def queries(parts: int) -> dict[str, PartFilter]:
    """What people look for."""
    last_us = utc_us((START + timedelta(seconds=parts / 2)).isoformat(timespec="microseconds"))
    hour_us, middle_us = 3_600_000_000, utc_us((START + timedelta(seconds=parts / 4)).isoformat(timespec="seconds"))
    return {
        "newest 100": PartFilter(),
        "FAIL": PartFilter(verdicts=(Verdict.FAIL,)),
        "flagged of a product": PartFilter("Ring", verdicts=(Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR)),
        "ERROR of a lot": PartFilter(lot="B02", verdicts=(Verdict.ERROR,)),
        "a product's lot": PartFilter("Nut", "A18"),
        "a serial number": PartFilter(serial="S0000815"),
        "the last hour": PartFilter(since_us=last_us - hour_us),
        "an hour in the past": PartFilter(since_us=middle_us, until_us=middle_us + hour_us),
        "a day in the past, FAIL": PartFilter(
            verdicts=(Verdict.FAIL,), since_us=middle_us, until_us=middle_us + 24 * hour_us
        ),
        "score above 2.2": PartFilter(least_score=2.2),
        "score 0.9 to 1.0, passed": PartFilter(verdicts=(Verdict.PASS,), least_score=0.9, most_score=1.0),
        "escapes": PartFilter(finding=FindingKind.ESCAPE),
        "to be reviewed": PartFilter(open_only=True),
        "nothing there": PartFilter(serial="none"),
    }


def timed(read: Callable[[], object], rounds: int) -> dict[str, float]:
    """Milliseconds, after one run that warms the caches."""
    read()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        read()
        times.append(1e3 * (time.perf_counter() - started))
    return {"median_ms": round(statistics.median(times), 1), "max_ms": round(max(times), 1)}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--parts", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch) / "data"
        if not (folder / "records.sqlite3").exists():
            fill(folder, given.parts)
        reader = RecordReader(folder)
        stored = reader.counters().total
        found = {
            name: timed(lambda wanted=wanted: reader.newest(wanted), given.rounds)  # type: ignore[misc]
            for name, wanted in queries(stored).items()
        }
        found["all counters"] = timed(reader.counters, given.rounds)
        found["counters of a product and lot"] = timed(lambda: reader.counters("Ring", "B02"), given.rounds)
        reader.close()
    worst = max(figures["median_ms"] for figures in found.values())
    print(json.dumps({"parts": stored, "worst_median_ms": worst, "ok": worst <= MOST_MS, "queries": found}))
    return 0 if worst <= MOST_MS else 1


if __name__ == "__main__":
    raise SystemExit(main())
