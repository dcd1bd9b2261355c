"""``uniad-inspect run``: the contract that scripts rely on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.images import make_folder, plate, write_image

KEYS = ["source", "product", "score", "verdict", "review_limit", "reject_limit", "regions", "latency_ms", "provider"]
KEYS += ["error"]


def test_one_json_line_a_part(inspect: CommandLine, bundle: Path, parts: Path) -> None:
    done = inspect("run", bundle, parts, "--product", "Plate", "--json")
    assert done.code == 0
    assert [list(line) for line in done.lines] == [KEYS] * 4
    assert [line["verdict"] for line in done.lines] == ["PASS", "PASS", "PASS", "FAIL"]
    assert [line["source"] for line in done.lines] == [str(parts / f"part{index}.png") for index in range(4)]
    good, bad = done.lines[0], done.lines[3]
    assert good["product"] == "Plate"
    assert (good["score"], good["review_limit"], good["reject_limit"]) == (0.0, 0.5, 1.0)
    assert good["regions"] == []
    assert good["error"] is None
    assert good["provider"].endswith("ExecutionProvider")
    assert list(good["latency_ms"]) == ["read", "preprocess", "infer", "total"]
    assert good["latency_ms"]["total"] >= good["latency_ms"]["read"] > 0
    assert bad["score"] == pytest.approx(3.0)
    (region,) = bad["regions"]
    assert list(region) == ["x", "y", "w", "h", "peak", "area_px"]
    assert abs(region["x"] - 43) <= 3
    assert abs(region["y"] - 32) <= 3


def test_lines_for_people(inspect: CommandLine, bundle: Path, parts: Path) -> None:
    done = inspect("run", bundle, parts, "--product", "Plate")
    assert done.code == 0
    lines = done.out.splitlines()
    assert len(lines) == 5
    assert [line.split()[0] for line in lines[:4]] == ["PASS", "PASS", "PASS", "FAIL"]
    assert lines[4].startswith("4 parts: 3 PASS, 0 REVIEW, 1 FAIL, 0 ERROR; median")
    assert "\x1b" not in done.out


def test_at_most_so_many(inspect: CommandLine, bundle: Path, parts: Path) -> None:
    assert len(inspect("run", bundle, parts, "--product", "Plate", "--json", "--max", "2").lines) == 2


def test_a_part_that_cannot_be_judged_is_an_error_and_the_rest_goes_on(
    inspect: CommandLine, bundle: Path, parts: Path
) -> None:
    whole = cv2.imencode(".jpg", np.asarray(plate()))[1].tobytes()
    (parts / "part1a.jpg").write_bytes(whole[: len(whole) // 2])
    (parts / "part2a.png").write_text("not a picture", encoding="utf-8")
    (parts / "notes.txt").write_text("x", encoding="utf-8")
    done = inspect("run", bundle, parts, "--product", "Plate", "--json")
    assert done.code == 3
    verdicts = {Path(line["source"]).name: line["verdict"] for line in done.lines}
    assert verdicts["part1a.jpg"] == verdicts["part2a.png"] == "ERROR"
    assert sorted(verdicts.values()) == ["ERROR", "ERROR", "FAIL", "PASS", "PASS", "PASS"]
    broken = [line for line in done.lines if line["verdict"] == "ERROR"]
    assert all(line["score"] is None and line["source"] in line["error"] for line in broken)
    assert len(done.errors) == 2
    assert f"skipped {parts / 'notes.txt'}: not an image file" in done.err


def test_a_named_file_that_is_no_picture_is_wrong_input(inspect: CommandLine, bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.png"
    path.write_text("not a picture", encoding="utf-8")
    done = inspect("run", bundle, path, "--product", "Plate", "--json")
    assert done.code == 2
    assert [line["verdict"] for line in done.lines] == ["ERROR"]
    assert len(done.errors) == 1
    assert str(path) in done.errors[0]


def test_one_picture(inspect: CommandLine, bundle: Path, tmp_path: Path) -> None:
    path = write_image(tmp_path / "one.bmp", plate(defect=48))
    done = inspect("run", bundle, path, "--product", "Plate", "--json")
    assert done.code == 0
    assert [line["verdict"] for line in done.lines] == ["FAIL"]


def test_a_map_with_nan_is_never_a_pass(inspect: CommandLine, tmp_path: Path) -> None:
    done = inspect("run", make_bundle(tmp_path / "nan.uniad", finite=False), make_folder(tmp_path / "parts"), "--json")
    assert done.code == 3
    assert {line["verdict"] for line in done.lines} == {"ERROR"}
    assert {line["score"] for line in done.lines} == {None}


def test_overlays_show_the_defect_alone(inspect: CommandLine, bundle: Path, parts: Path, tmp_path: Path) -> None:
    write_image(parts / "line 2" / "part0.png", plate((96, 128), defect=48))
    folder = tmp_path / "new" / "heat"
    done = inspect("run", bundle, parts, "--product", "Plate", "--json", "--overlays", folder)
    assert done.code == 0
    written = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.png"))
    assert written == ["line 2/part0.png.png", *(f"part{index}.png.png" for index in range(4))]
    good = cv2.imread(str(folder / "part0.png.png"))
    bad = cv2.imread(str(folder / "part3.png.png"))
    assert good.shape == bad.shape == (96, 128, 3)
    assert np.all(good == 128)
    assert np.all(bad[:20] == 128)
    centre = bad[48, 64].astype(int)
    assert centre[2] > centre[1] + 50


def test_overlays_do_not_go_where_the_parts_are(inspect: CommandLine, bundle: Path, parts: Path) -> None:
    before = sorted(parts.rglob("*"))
    done = inspect("run", bundle, parts, "--product", "Plate", "--overlays", parts / "heat")
    assert done.code == 2
    assert "inside the source" in done.errors[0]
    assert sorted(parts.rglob("*")) == before


def test_overlays_that_cannot_be_written(inspect: CommandLine, bundle: Path, parts: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = inspect("run", bundle, parts, "--product", "Plate", "--overlays", tmp_path / "file" / "heat")
    assert done.code == 2
    assert done.out == ""
    assert "cannot write" in done.errors[0]


def test_wrong_input_is_one_line_and_exit_code_2(inspect: CommandLine, bundle: Path, tmp_path: Path) -> None:
    parts = make_folder(tmp_path / "parts")
    (tmp_path / "empty").mkdir()
    flipped = bytearray(bundle.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    (tmp_path / "flipped.uniad").write_bytes(flipped)
    cases = {
        ("run", tmp_path / "none.uniad", parts): "not found",
        ("run", tmp_path / "flipped.uniad", parts): "altered",
        ("run", parts / "part0.png", parts): "damaged",
        ("run", parts, parts): "damaged",
        ("run", bundle, parts): "several products (Plate, Washer)",
        ("run", bundle, parts, "--product", "Nut"): "product Nut is not in the bundle",
        ("run", bundle, tmp_path / "none", "--product", "Plate"): "not found",
        ("run", bundle, tmp_path / "empty", "--product", "Plate"): "no images in",
        ("run", bundle, "ftp://x/y", "--product", "Plate"): "ftp://x/y",
        ("run", bundle): "SOURCE",
        ("run", bundle, parts, "--max", "0"): "--max",
        ("run", bundle, parts, "--max", "many"): "--max",
        ("run", bundle, parts, "--provider", "abacus"): "--provider",
        ("run", bundle, parts, "--colour"): "--colour",
        ("walk",): "walk",
        ("--colour",): "--colour",
    }
    for words, told in cases.items():
        done = inspect(*words)
        assert done.code == 2, words
        assert done.out == "", words
        assert len(done.err.splitlines()) == 1, (words, done.err)
        assert told in done.err, (words, done.err)


def test_help_is_no_error(inspect: CommandLine) -> None:
    for words in (("--help",), ("run", "--help"), ("bench", "--help")):
        done = inspect(*words)
        assert (done.code, done.err) == (0, "")
        assert "Usage: uniad-inspect" in done.out


def start(*words: object) -> subprocess.Popen[str]:
    script = "from app.cli import main; main()"
    command = [sys.executable, "-c", script, *(str(word) for word in words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_it_without_a_traceback(bundle: Path, parts: Path) -> None:
    for index in range(4, 4000):
        (parts / f"part{index}.png").symlink_to(parts / "part0.png")
    with start("run", bundle, parts, "--product", "Plate", "--json") as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("{")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "stopped"
    assert "Traceback" not in err
    assert out == "" or out.endswith("}\n")


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
def test_a_reader_that_has_seen_enough_is_no_crash(bundle: Path, parts: Path) -> None:
    for index in range(4, 2000):
        (parts / f"part{index}.png").symlink_to(parts / "part0.png")
    with start("run", bundle, parts, "--product", "Plate", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        err = process.stderr.read()
        process.wait(timeout=60)
    assert process.returncode == 141
    assert "Traceback" not in err
    assert "BrokenPipe" not in err
