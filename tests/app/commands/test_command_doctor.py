"""``uniad-inspect doctor``: every finding that needs one has its remedy."""

import sys
from pathlib import Path

import numpy as np
import pytest

from app.commands.images_per_day import check_images
from engine.decision import Verdict
from engine.doctor import Status, examine, free_disk_gb
from engine.records.pace import ImagePace
from engine.records.writer import RecordWriter
from engine.runtime.providers import probe_driver
from engine.settings import Settings, save_settings
from tests.support.commands import CommandLine
from tests.support.records import make_part, picture


def test_the_report_as_json(inspect: CommandLine) -> None:
    done = inspect("doctor", "--json")
    assert (done.code, done.err) == (0, "")
    (report,) = done.lines
    assert report["versions"]["numpy"] == np.__version__
    assert report["python"] == ".".join(str(number) for number in sys.version_info[:3])
    assert report["providers"]["cpu"] == {"usable": True, "why": ""}
    assert report["gpu"]["problem"] == probe_driver().problem
    assert report["free_gb"] > 0
    assert report["ok"] == all(check["status"] != "problem" for check in report["checks"])
    names = [check["name"] for check in report["checks"]]
    assert names == [
        *("python", "onnxruntime", "cpu", "cuda", "tensorrt", "training"),
        *("qt", "display", "cameras", "disk", "sqlite"),
    ]


def test_what_is_not_well_comes_with_advice() -> None:
    report = examine()
    assert all(check.advice for check in report.checks if check.status is not Status.OK)
    assert all(not check.advice for check in report.checks if check.status is Status.OK)
    assert all(check.found for check in report.checks)


def test_the_table_says_the_same(inspect: CommandLine) -> None:
    done = inspect("doctor")
    assert done.code == 0
    assert "onnxruntime-gpu" in done.out
    assert done.out.rstrip().splitlines()[-1].split(":")[0] in ("ready", "not ready")


def test_a_folder_that_is_still_to_be_made_has_the_space_of_its_parent(tmp_path: Path) -> None:
    assert abs(free_disk_gb(tmp_path / "a" / "b" / "c") - free_disk_gb(tmp_path)) < 1


def test_with_a_bundle_and_images_it_judges(inspect: CommandLine, bundle: Path, tmp_path: Path) -> None:
    done = inspect("doctor", "--bundle", bundle, "--images", tmp_path, "--json")
    assert done.code == 0
    assert done.lines[0]["checks"][-1]["name"] == "judging"
    assert inspect("doctor", "--bundle", bundle).code == 2


def test_with_a_station_file_it_tells_gb_of_images_a_day(inspect: CommandLine, tmp_path: Path) -> None:
    station = tmp_path / "station.toml"
    save_settings(station, Settings())
    first = inspect("doctor", "--station", station, "--json")
    (check,) = [check for check in first.lines[0]["checks"] if check["name"] == "images"]
    assert "not known before the first" in check["found"]
    writer = RecordWriter(tmp_path / "data")
    writer.store(make_part(Verdict.FAIL), [picture(0, bytes(3_000_000))])
    writer.close()
    (check,) = [
        one for one in inspect("doctor", "--station", station, "--json").lines[0]["checks"] if one["name"] == "images"
    ]
    assert check["status"] == "ok"
    assert "of flagged parts and 1 % of the passed: 0.43 GB a day" in check["found"]  # one in ten minutes
    assert inspect("doctor", "--station", tmp_path / "none.toml").code == 2


def test_a_disk_that_is_full_within_a_week_comes_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    station = tmp_path / "station.toml"
    save_settings(station, Settings())
    monkeypatch.setattr("app.commands.images_per_day.read_pace", lambda *_: ImagePace(1e6, 1.0, 1e9))
    check = check_images(station)
    assert (check.status, "records.images" in check.advice) == (Status.NOTE, True)
