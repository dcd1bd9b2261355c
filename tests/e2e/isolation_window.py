"""The cases of ``isolation`` in which the window's own process breaks."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.e2e.kill_window import ROOT, START, look, prepare
from tests.support.blows import starve

PATIENCE_S = 120.0
WORDS = {signal.SIGSEGV: "Segmentation fault", signal.SIGABRT: "Aborted", signal.SIGKILL: "killed"}
# The window's own thread stands still for eight seconds, in a slot of its own.
FREEZES = """
import time
from PySide6.QtCore import QTimer
import app.start
begin = app.start.begin
def begin_and_freeze(station, options):
    begin(station, options)
    QTimer.singleShot(1000, freeze)
def freeze():
    print("frozen", flush=True)
    time.sleep(8)
    print("thawed", flush=True)
app.start.begin = begin_and_freeze
from app.cli import main
main()
"""


class Program:
    """One life of the real program: a kiosk over a folder in a loop."""

    def __init__(self, home: Path, script: str = START) -> None:
        self.data, self.began = home / "data", time.monotonic()
        environment = {**os.environ, "UNIAD_INSPECT_HOME": str(home), "PYTHONPATH": str(ROOT)}
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        words = [sys.executable, "-c", script, "--station", str(home / "station.toml"), "--kiosk"]
        self.process = subprocess.Popen(
            words, cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )

    def judges_beyond(self, parts: int) -> float:
        """Wait until more than so many parts are in the records; seconds since it began."""
        while parts_in(self.data) <= parts:
            if time.monotonic() - self.began > PATIENCE_S or self.process.poll() is not None:
                code = self.process.poll()
                self.process.kill()
                raise TimeoutError(f"no part is recorded, exit code {code}")
            time.sleep(0.05)
        return time.monotonic() - self.began

    def end(self, number: signal.Signals) -> tuple[int, float]:
        """Give it a signal; its exit code, and how long its other processes outlived it."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        code = self.process.wait(PATIENCE_S)
        gone = time.monotonic()
        left = psutil.wait_procs(children, timeout=PATIENCE_S)[1]
        assert not left, left
        return code, time.monotonic() - gone


def parts_in(data: Path) -> int:
    """How many parts are recorded; 0 while there is nothing to read yet."""
    from engine.errors import InspectError
    from engine.records.reader import RecordReader

    try:
        reader = RecordReader(data)
    except InspectError:
        return 0
    try:
        return len(reader.newest(limit=1_000_000))
    finally:
        reader.close()


def said(home: Path) -> str:
    """What the newest start told of the end before it."""
    lines = (home / "logs" / "uniad-inspect.log").read_text(encoding="utf-8").splitlines()
    return next((line.partition("app.last_end: ")[2] for line in reversed(lines) if "app.last_end: " in line), "")


def after(home: Path, told: dict[str, object]) -> dict[str, object]:
    """The records, the next start, and what it says."""
    parts, problems = look(home / "data")
    again = Program(home)
    told["next_start_judges_after_s"] = round(again.judges_beyond(parts), 1)
    told["said"] = said(home)
    again.end(signal.SIGTERM)
    problems += look(home / "data")[1]
    assert "ended by itself" in str(told["said"]), told
    assert not (home / "running.json").exists(), "an end in order left its mark"
    return told | {"records": parts, "whole": not problems, "problems": problems}


def ended(name: str, number: signal.Signals) -> dict[str, object]:
    """The process dies of a signal."""
    with tempfile.TemporaryDirectory(prefix="isolation-") as scratch:
        home = Path(scratch)
        prepare(home)
        program = Program(home)
        program.judges_beyond(0)
        code, outlived_s = program.end(number)
        told = after(home, {"case": name, "exit": code, "others_gone_after_s": round(outlived_s, 2)})
        assert WORDS[number] in str(told["said"]), told
        return told


def starved(name: str) -> dict[str, object]:
    """The operating system gives the window no more memory; whatever it does then, no record may suffer."""
    with tempfile.TemporaryDirectory(prefix="isolation-") as scratch:
        home = Path(scratch)
        prepare(home)
        program = Program(home)
        program.judges_beyond(0)
        starve(program.process.pid, 0)
        time.sleep(10)
        alive = program.process.poll() is None
        before = parts_in(program.data)
        time.sleep(3)
        told: dict[str, object] = {"case": name, "alive": alive, "parts_meanwhile": parts_in(program.data) - before}
        if alive:
            infinite = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(program.process.pid, resource.RLIMIT_AS, infinite)
            told["judges_again"] = program.judges_beyond(parts_in(program.data)) > 0
            program.end(signal.SIGKILL)
        else:
            told["exit"] = program.process.poll()
        return after(home, told)


def frozen(name: str) -> dict[str, object]:
    """The window's thread stands still; judging and recording go on."""
    with tempfile.TemporaryDirectory(prefix="isolation-") as scratch:
        home = Path(scratch)
        prepare(home)
        program = Program(home, FREEZES)
        assert program.process.stdout is not None
        assert program.process.stdout.readline() == "frozen\n"
        before = program.judges_beyond(0) and parts_in(program.data)
        assert program.process.stdout.readline() == "thawed\n"
        grown = parts_in(program.data) - before
        assert grown > 0, "nothing was recorded while the window stood still"
        program.end(signal.SIGTERM)
        problems = look(home / "data")[1]
        return {"case": name, "parts_while_frozen": grown, "whole": not problems, "problems": problems}


def named(
    go: Callable[..., dict[str, object]], name: str, *more: object
) -> tuple[str, Callable[[], dict[str, object]]]:
    """A case with its name."""
    return name, lambda: go(name, *more)


WINDOW = (
    named(ended, "window: wild pointer", signal.SIGSEGV),
    named(ended, "window: aborts", signal.SIGABRT),
    named(ended, "window: killed for its memory", signal.SIGKILL),
    named(starved, "window: no more memory"),
    named(frozen, "window: hangs in a slot"),
)

if __name__ == "__main__":
    for _, case in WINDOW:
        print(json.dumps(case()))
