"""How long a station takes to end on SIGTERM and Ctrl-C: idle, under load, while loading, and with things that hang.

usage: python -m tests.e2e.shutdown [--rounds 3] [--states NAME ...]

Each round starts ``uniad-inspect run --station FILE --record`` in another state, waits, sends the signal and takes the
time until the process has ended. Afterwards the records are verified. Prints one JSON object with the seconds of each
state; exit code 1 if one took longer than 3 s, ended by force, or left records that are not whole. Linux and macOS.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.records.database import FILE
from engine.records.verify import verify
from engine.settings import Settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.streams import MjpegServer

MOST_S = 3.0
RUN = [sys.executable, "-c", "from app.cli import main; main()"]
OUTPUTS = {"tcp": {"enabled": True, "port": 0}, "modbus": {"enabled": True, "port": 0}, "log": {"enabled": True}}


@contextmanager
def idle() -> Iterator[str]:
    """A stream that shows nothing: no part is in hand."""
    with MjpegServer() as server:
        server.silent = True
        yield server.url


@contextmanager
def load() -> Iterator[str]:
    """More frames than can be judged, each an image to be stored."""
    with MjpegServer(rate=200) as server:
        yield server.url


@contextmanager
def hung() -> Iterator[str]:
    """A camera that accepts the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"rtsp://127.0.0.1:{listener.getsockname()[1]}/hung"


def stopped_children(process: "subprocess.Popen[bytes]") -> None:
    """Judge and capture process stand still."""
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGSTOP)


def nothing(_process: "subprocess.Popen[bytes]") -> None:
    """As it is."""


STATES: dict[str, tuple[Callable[[], object], float, Callable[["subprocess.Popen[bytes]"], None]]] = {
    "just started": (load, 0.0, nothing),
    "loading": (load, 0.4, nothing),
    "idle": (idle, 4.0, nothing),
    "under load": (load, 4.0, nothing),
    "camera hangs": (hung, 4.0, nothing),
    "judge and capture hang": (load, 4.0, stopped_children),
}


def end_one(folder: Path, state: str, number: signal.Signals) -> tuple[float, int, bool]:
    """Seconds until it had ended, exit code, and whether its records are whole."""
    source, wait_s, blow = STATES[state]
    folder.mkdir()
    make_bundle(folder / "bundle.uniad", size=(224, 224))
    with source() as uri:  # type: ignore[attr-defined]
        wanted = {
            "sources": [{"uri": uri}],
            "line": {"bundle": "bundle.uniad", "provider": "cpu"},
            "records": {"images": "all"},
            "outputs": OUTPUTS,
        }
        save_settings(folder / "station.toml", Settings.model_validate(wanted))
        words = [
            "run",
            "--station",
            str(folder / "station.toml"),
            "--record",
            "--confirm-limits",
            "script",
            "--accept-unsigned",
        ]
        process = subprocess.Popen([*RUN, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not (folder / "data" / "writer.pid").exists() and process.poll() is None:
            time.sleep(0.02)
        time.sleep(wait_s)
        blow(process)
        moment = time.monotonic()
        process.send_signal(number)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        seconds = time.monotonic() - moment
    stored = folder / "data" / FILE
    return seconds, process.returncode, verify(folder / "data").ok if stored.exists() else True


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--states", nargs="*", choices=STATES, default=list(STATES))
    given = parser.parse_args()
    figures: dict[str, dict[str, object]] = {}
    ok = True
    with tempfile.TemporaryDirectory() as scratch:
        for state in given.states:
            found = [
                end_one(Path(scratch) / f"{state}-{index}-{number}", state, number)
                for index in range(given.rounds)
                for number in (signal.SIGTERM, signal.SIGINT)
            ]
            worst = max(seconds for seconds, _, _ in found)
            codes, whole = sorted({code for _, code, _ in found}), all(one[2] for one in found)
            figures[state] = {"max_s": round(worst, 2), "exit_codes": codes, "records_whole": whole}
            ok = ok and worst <= MOST_S and whole and set(codes) <= {0, 3}
            print(json.dumps({state: figures[state]}), file=sys.stderr, flush=True)
    print(json.dumps({"ok": ok, "states": figures}))
    return 0 if ok else 1


if __name__ == "__main__":
    raise SystemExit(main())
