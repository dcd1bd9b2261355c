"""Run the station without a window for an hour, and see that nothing grows; then stop it and see that it was clean.

usage: python -m tests.e2e.long_run [--seconds 3600] [--rate 4] [--bundle FILE --images FOLDER] [--data DIR]

``uniad-inspect run --station FILE --record`` is a process of its own. It looks at an MJPEG stream that this process
serves at ``--rate`` pictures a second, judges every frame, stores it, and tells a TCP client that stays connected.
Memory, threads, open files and processes of the station with its children are looked at from outside, every ten
seconds; each sample is a line on stderr. At the end SIGTERM. Prints one JSON object: the samples' ends, the slopes an
hour after a tenth of the run as warm-up, what the station said when it ended, and whether its records are whole. Exit
code 1 if threads, files or processes became one more or less, if memory grew by more than 2 %, or if anything else was
wrong. (A machine so busy that a capture process gets no time for seconds sees it replaced: samples may differ by one.)
"""

import argparse
import json
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil

from engine.records.verify import verify
from engine.settings import Settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.images import plate
from tests.support.streams import MjpegServer

SAMPLE_S = 10.0
WARM_UP = 0.1
MOST_GROWTH = 0.02
RUN = [sys.executable, "-c", "from app.cli import main; main()"]
Sample = dict[str, float]


def pictures(folder: Path | None) -> list[bytes]:
    """JPEG files to serve: the images of a folder, or plates of which every twentieth fails."""
    if folder is None:
        arrays = [plate((480, 640), defect=48 if index % 20 == 0 else index % 4) for index in range(100)]
    else:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in (".png", ".jpg", ".bmp"))
        arrays = [array for path in paths if (array := cv2.imread(str(path))) is not None]
    return [cv2.imencode(".jpg", array)[1].tobytes() for array in arrays]


def free_port() -> int:
    """A port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def write_station(folder: Path, url: str, bundle: Path, port: int) -> Path:
    """Flagged images and 1 % of the good, results over TCP."""
    path = folder / "station.toml"
    wanted = {
        "sources": [{"uri": url}],
        "line": {"bundle": str(bundle.resolve()), "deadline_ms": 10_000.0, "provider": "cpu"},
        "outputs": {"tcp": {"enabled": True, "port": port}},
    }
    save_settings(path, Settings.model_validate(wanted))
    return path


class Client:
    """Reads result lines as long as there are any."""

    def __init__(self, port: int) -> None:
        self.parts = 0
        self._port = port
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            try:
                with socket.create_connection(("127.0.0.1", self._port)) as client, client.makefile("rb") as lines:
                    for line in lines:
                        self.parts += b'"part"' in line
                return
            except ConnectionRefusedError:
                time.sleep(0.2)


def sample(station: psutil.Process, started_s: float, client: Client) -> Sample:
    """The station and its children now."""
    found = [station, *station.children(recursive=True)]
    return {
        "s": round(time.monotonic() - started_s, 1),
        "rss_mb": round(sum(one.memory_info().rss for one in found) / 2**20, 2),
        "threads": sum(one.num_threads() for one in found),
        "files": sum(one.num_fds() if hasattr(one, "num_fds") else one.num_handles() for one in found),  # type: ignore[attr-defined]
        "processes": len(found),
        "parts": client.parts,
    }


def slope_per_hour(samples: list[Sample], name: str) -> float:
    """Least squares over all samples after the warm-up."""
    times = [one["s"] / 3600 for one in samples]
    return round(float(np.polyfit(times, [one[name] for one in samples], 1)[0]), 3) if len(samples) > 2 else 0.0


def watch(process: "subprocess.Popen[str]", client: Client, seconds: float) -> list[Sample]:
    """Samples until the time is over or the station has ended."""
    station, started_s, samples = psutil.Process(process.pid), time.monotonic(), []
    while time.monotonic() - started_s < seconds and process.poll() is None:
        time.sleep(min(SAMPLE_S, seconds / 10))
        try:
            samples.append(sample(station, started_s, client))
        except psutil.Error:
            break
        print(json.dumps(samples[-1]), file=sys.stderr, flush=True)
    return samples


def stop(process: "subprocess.Popen[str]") -> tuple[float, dict[str, Any]]:
    """SIGTERM; how many seconds it takes, and what the station says at the end."""
    moment = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=60)
    return round(time.monotonic() - moment, 2), json.loads(out)


def run(given: argparse.Namespace, folder: Path) -> dict[str, object]:
    """Start, watch, stop, check."""
    bundle = given.bundle or make_bundle(folder / "bundle.uniad", size=(224, 224))
    port = free_port()
    with MjpegServer(rate=given.rate, pictures=pictures(given.images)) as server:
        path = write_station(folder, server.url, bundle, port)
        words = ["run", "--station", str(path), "--record", "--confirm-limits", "script", "--accept-unsigned", "--json"]
        with (folder / "stderr.txt").open("w") as told:
            process = subprocess.Popen([*RUN, *words], stdout=subprocess.PIPE, stderr=told, text=True)
            client = Client(port)
            samples = watch(process, client, given.seconds)
            seconds, final = stop(process)
    settled = samples[max(1, int(len(samples) * WARM_UP)) :]
    slopes = {name: slope_per_hour(settled, name) for name in ("rss_mb", "threads", "files", "processes")}
    proof = verify(folder / "data")
    hours = (settled[-1]["s"] - settled[0]["s"]) / 3600
    same = all(abs(slopes[name]) * hours < 1 for name in ("threads", "files", "processes"))
    growth = slopes["rss_mb"] * hours / settled[0]["rss_mb"]
    counts = final["parts"]
    whole = proof.ok and proof.parts == counts["triggers"] and process.returncode == 0
    return {
        "minutes": round(samples[-1]["s"] / 60, 1),
        "first": settled[0],
        "last": settled[-1],
        "slope_per_hour": slopes,
        "growth": round(growth, 4),
        "stop_s": seconds,
        "parts": counts,
        "frames": final["frames"],
        "told_over_tcp": client.parts,
        "records": proof.parts,
        "images": proof.images,
        "exit_code": process.returncode,
        "ok": same and growth <= MOST_GROWTH and whole and seconds <= 3,
    }


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--rate", type=float, default=4.0)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--images", type=Path)
    parser.add_argument("--data", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.data or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        figures = run(given, folder)
    print(json.dumps(figures))
    return 0 if figures["ok"] else 1


if __name__ == "__main__":
    raise SystemExit(main())
