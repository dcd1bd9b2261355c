"""A station without a window, as a process: a station file, real records, signals, outputs, verify and backup."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.records.reader import RecordReader
from engine.records.verify import verify
from engine.settings import Settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.images import make_folder, plate, write_image

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-c", "from app.cli import main; main()"]


def free_port() -> int:
    """A port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return int(one.getsockname()[1])


def station(folder: Path, source: dict[str, object], **tables: object) -> Path:
    """A station file over a test bundle; limits of parts are generous, the machine may be slow."""
    make_bundle(folder / "bundle.uniad")
    path = folder / "station.toml"
    line = {"bundle": "bundle.uniad", "deadline_ms": 60_000.0, "provider": "cpu"} | dict(tables.pop("line", {}))  # type: ignore[call-overload]
    save_settings(path, Settings.model_validate({"sources": [source], "line": line, **tables}))
    return path


def command(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    return subprocess.run([*RUN, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)


def test_a_station_runs_its_folder_records_everything_and_can_be_verified_and_backed_up(tmp_path: Path) -> None:
    make_folder(tmp_path / "parts", good=5, bad=2)
    path = station(tmp_path, {"uri": "parts"})
    first = command("run", "--station", path, "--record", "--json")
    assert first.returncode == 3, first.stderr  # nobody confirmed limits: nothing passes
    assert "GB a day not known" in first.stderr
    assert json.loads(first.stdout)["parts"]["error"] == 5
    confirmed = ("run", "--station", path, "--record", "--json", "--confirm-limits", "Ada")
    doubted = command(*confirmed)
    assert doubted.returncode == 2  # confirming limits is not yet a choice to use what nobody vouches for
    assert "bundle.uniad is unsigned" in doubted.stderr
    second = command(*confirmed, "--accept-unsigned")
    assert second.returncode == 0, second.stderr
    told = json.loads(second.stdout)
    assert "of flagged parts and 1 % of the passed: " in second.stderr
    assert "GB a day at the pace" in second.stderr
    assert told["image_gb_per_day"] >= 0
    assert (told["parts"]["passed"], told["parts"]["failed"]) == (5, 2)
    proof = command("verify", tmp_path / "data", "--json", "--head", told["head"])
    assert proof.returncode == 0, proof.stdout
    assert json.loads(proof.stdout)["parts"] == 14
    copy = command("backup", tmp_path / "data", tmp_path / "copy.zip", "--json")
    assert json.loads(copy.stdout)["ok"] is True
    assert command("verify", tmp_path / "copy.zip", "--head", told["head"]).returncode == 0
    assert command("verify", tmp_path / "data", "--head", "999:" + "0" * 64).returncode == 2
    image = next((tmp_path / "data" / "images").glob("*/*.png"))
    image.write_bytes(b"x")
    broken = command("verify", tmp_path / "data")
    assert broken.returncode == 2
    assert image.name in broken.stdout
    assert "INFO" in (tmp_path / "data" / "logs" / "station.log").read_text()


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_station_ends_cleanly_on_sigterm_and_tells_results_over_tcp(tmp_path: Path) -> None:
    port = free_port()
    watched = tmp_path / "parts"
    watched.mkdir()
    source = {"uri": "watch:parts", "after": "move", "settle_s": 0.05}
    outputs = {"tcp": {"enabled": True, "port": port}, "log": {"enabled": True}}
    path = station(tmp_path, source, outputs=outputs)
    words = ["run", "--station", str(path), "--record", "--confirm-limits", "Ada", "--accept-unsigned", "--json"]
    process = subprocess.Popen([*RUN, *words], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        verdicts: dict[str, str] = {}
        with connect(port) as client, client.makefile("r", encoding="utf-8") as lines:
            while not json.loads(lines.readline())["ready"]:
                continue
            write_image(watched / "a.png", plate())
            write_image(watched / "b.png", plate(defect=48))
            while len(verdicts) < 2:
                told = json.loads(lines.readline())
                if told["type"] == "part":
                    verdicts[told["part"]] = told["verdict"]
                    proven, _ = told["head"].split(":")  # the newest row of its commit, which may hold the next part
                    assert told["seq"] <= int(proven)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=120)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0, err
    assert sorted(verdicts.values()) == ["FAIL", "PASS"]
    assert json.loads(out)["parts"]["triggers"] == 2
    assert sorted(file.name for file in (watched / "judged").iterdir()) == ["a.png", "b.png"]
    assert verify(tmp_path / "data").ok
    reader = RecordReader(tmp_path / "data")
    assert {row.uuid for row in reader.newest()} == set(verdicts)
    reader.close()


def connect(port: int) -> socket.socket:
    """As soon as somebody listens."""
    end = time.monotonic() + 120
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=120)
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("deadline_ms", "deadline_sm"), "key line.deadline_sm: unknown key"),
        (('"bundle.uniad"', '"other.uniad"'), "not found"),
        (('uri = "parts"', 'uri = "nowhere"'), "not found"),
    ],
)
def test_what_is_wrong_with_a_station_is_one_line_and_code_2(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    make_folder(tmp_path / "parts", good=1, bad=0)
    path = station(tmp_path, {"uri": "parts"})
    path.write_text(path.read_text().replace(*change))
    done = command("run", "--station", path, "--record")
    assert done.returncode == 2
    assert told in done.stderr.splitlines()[-1]


def test_two_stations_on_one_data_folder(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    path = station(tmp_path, {"uri": "watch:parts"})
    words = [*RUN, "run", "--station", str(path), "--record"]
    first = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        end = time.monotonic() + 120
        while not (tmp_path / "data" / "writer.pid").exists() and time.monotonic() < end:
            time.sleep(0.05)
        second = command("run", "--station", path, "--record")
    finally:
        first.kill()
        first.communicate()
    assert second.returncode == 2
    assert f"process {first.pid}" in second.stderr
