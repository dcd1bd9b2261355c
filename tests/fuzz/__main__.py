"""Fuzzing one target, or all, with atheris where it runs, else with this folder's own mutator.

usage: python -m tests.fuzz [--seconds 60] [--own] [TARGET ...]

Each target runs in a process of its own and begins from whole inputs (``tests.fuzz.seeds``) and from what earlier runs
kept in .work/fuzz. Prints one JSON line a target; exit code 1 if a target let something out that is no ``InspectError``
or broke what it promises. The input is kept; it becomes a test in tests/fuzz/test_found_cases.py.
"""

import argparse
import hashlib
import importlib.util
import json
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

from tests.fuzz.mutating import mutate
from tests.fuzz.targets import TARGETS, Target

PLACE = Path(".work/fuzz")
LARGEST = 65_536


def own(target: Target, seconds: float) -> dict[str, object]:
    """Mutations of seeds and of each other, without a look at the program."""
    chance, pool, runs = random.Random(time.time_ns()), list(target.seeds()), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutate(chance.choice(pool), chance)[:LARGEST]
        runs += 1
        try:
            target.run(data)
        except Exception:
            return {"engine": "own", "runs": runs, "found": keep(target, data), "why": traceback.format_exc()[-800:]}
        if runs % 50 == 0 and len(pool) < 500:
            pool.append(data)
    return {"engine": "own", "runs": runs, "found": None}


def keep(target: Target, data: bytes) -> str:
    """The input that broke it."""
    path = PLACE / f"{target.name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def guided(name: str, seconds: float) -> dict[str, object]:
    """Atheris in a process of its own: it ends the process it runs in."""
    corpus = PLACE / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for seed in TARGETS[name].seeds():
        (corpus / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    words = [f"-max_total_time={round(seconds)}", f"-max_len={LARGEST}", "-timeout=20", "-rss_limit_mb=4096"]
    words += ["-print_final_stats=1", f"-artifact_prefix={PLACE}/{name}-", str(corpus)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.guided", name, *words], capture_output=True, text=True, check=False
    )
    said = done.stderr + done.stdout
    runs = next((int(line.split()[-1]) for line in said.splitlines() if "number_of_executed_units" in line), 0)
    found: dict[str, object] = {"engine": "atheris", "runs": runs, "found": None}
    if done.returncode:
        found |= {"found": "see .work/fuzz", "why": said[-1500:]}
    return found


def main() -> int:
    """Run the targets one after the other."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], default=[])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--own", action="store_true", help="without atheris, even if it is there")
    given = parser.parse_args()
    with_atheris = not given.own and importlib.util.find_spec("atheris") is not None
    bad = 0
    for name in given.targets or TARGETS:
        told = guided(name, given.seconds) if with_atheris else own(TARGETS[name], given.seconds)
        bad += told["found"] is not None
        print(json.dumps({"target": name, **told}), flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
