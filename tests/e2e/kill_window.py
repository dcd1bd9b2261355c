"""Kill the whole program, window and all, and start it again: ``python -m tests.e2e.kill_window [--loops 300]``.

The real window over a folder in a loop, judging and recording on its own (a kiosk of a station file), is killed with
SIGKILL at a random moment: while it opens, while it judges, while it closes. After each kill nothing of it may still
run, the records must verify, no part may be there twice, and no half-written file may be left where whole ones are
read. Needs a display or ``xvfb-run``; without one Qt draws off screen. Prints one JSON object; exit code 1 if anything
was lost or damaged. Linux and macOS.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from engine.errors import InspectError
from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.settings import Settings, load_settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.images import make_folder

ROOT = Path(__file__).parents[2]
START = "from app.cli import main; main()"
LONGEST_S = 8.0
PATIENCE_S = 30.0


def prepare(home: Path) -> None:
    """A station that starts by itself."""
    make_bundle(home / "plate.uniad")
    make_folder(home / "parts", good=19, bad=1)
    wanted = {
        "sources": [{"uri": "parts", "loop": True}],
        "line": {"bundle": "plate.uniad", "deadline_ms": 60_000.0, "provider": "cpu"},
    }
    save_settings(home / "station.toml", Settings.model_validate(wanted))


def live(home: Path, seconds: float) -> tuple[int, float]:
    """One life of the program, ended by SIGKILL; how many of its processes were still there ``PATIENCE_S`` later, and
    after how long the others had noticed."""
    environment = {**os.environ, "UNIAD_INSPECT_HOME": str(home)}
    words = [sys.executable, "-c", START, "--station", str(home / "station.toml"), "--kiosk"]
    with (home / "stderr.txt").open("w") as told:
        process = subprocess.Popen(words, cwd=home, env=environment | {"PYTHONPATH": str(ROOT)}, stderr=told)
        end = time.monotonic() + seconds
        children: list[psutil.Process] = []
        while time.monotonic() < end and process.poll() is None:
            children = psutil.Process(process.pid).children(recursive=True)
            time.sleep(0.05)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.wait()
    killed = time.monotonic()
    _, left = psutil.wait_procs(children, timeout=PATIENCE_S)
    gone_s = time.monotonic() - killed
    for one in left:
        one.kill()
    return len(left), gone_s


def look(data: Path) -> tuple[int, list[str]]:
    """How many parts there are, and everything that is wrong."""
    if not (data / "records.sqlite3").exists():
        return 0, []
    try:
        report = verify(data)
        reader = RecordReader(data)
        try:
            uuids = [row.uuid for row in reader.newest(limit=1_000_000)]
        finally:
            reader.close()
    except InspectError as error:
        return 0, [str(error)]
    twice = len(uuids) - len(set(uuids))
    return report.parts, [*report.problems, *([f"{twice} parts are there twice"] if twice else [])]


def main() -> int:
    """Kill, look, print."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.kill_window")
    parser.add_argument("--loops", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=LONGEST_S, help="seconds of the longest life")
    given = parser.parse_args()
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    chance, problems, left, ended_early, parts, slowest_s = random.Random(given.seed), [], 0, 0, 0, 0.0
    with tempfile.TemporaryDirectory(prefix="kill-window-") as scratch:
        home = Path(scratch)
        prepare(home)
        for loop in range(given.loops):
            seconds = chance.uniform(0.1, given.longest) if loop % 10 else given.longest
            stayed, gone_s = live(home, seconds)
            left, slowest_s = left + stayed, max(slowest_s, gone_s)
            ended_early += "Traceback" in (home / "stderr.txt").read_text(encoding="utf-8", errors="replace")
            now, wrong = look(home / "data")
            problems += [f"kill {loop + 1}: {one}" for one in wrong]
            if now < parts:
                problems.append(f"kill {loop + 1}: {parts} parts before, {now} now")
            parts = now
            load_settings(home / "station.toml")
    told = {"kills": given.loops, "parts": parts, "processes_left": left, "slowest_to_go_s": round(slowest_s, 1)}
    told["tracebacks"] = ended_early
    print(json.dumps(told | {"problems": problems[:20]}))
    return 1 if problems or ended_early or left else 0


if __name__ == "__main__":
    sys.exit(main())
