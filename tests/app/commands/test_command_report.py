"""``report``, ``trace`` and ``verify`` of an export, as scripts use them."""

import time
from pathlib import Path

import pytest

from tests.support.commands import CommandLine
from tests.support.images import make_folder
from tests.support.review import judged_records

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three parts that passed, one that failed, with pictures."""
    judged_records(tmp_path, make_folder(tmp_path / "pictures"))
    return tmp_path / "data"


def test_a_report_prints_one_object(inspect: CommandLine, data: Path, tmp_path: Path) -> None:
    done = inspect("report", data, "--out", tmp_path / "r", "--lot", "L2", "--json")
    assert (done.code, done.errors) == (0, [])
    (found,) = done.lines
    assert (found["inspections"], found["passed"], found["failed"], found["yield"]) == (2, 1, 1, 0.5)
    assert [Path(path).name for path in found["files"]] == ["r.pdf", "r.csv"]
    assert found["pages"] >= 2
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    only = inspect("report", data, "--out", tmp_path / "only.csv", "--lot", "L2")
    assert only.code == 0
    assert (tmp_path / "only.csv").is_file()
    assert not (tmp_path / "only.pdf").exists()


@pytest.mark.parametrize(
    "words",
    [
        ("--day", "soon"),
        ("--day", "2026-10-15", "--shift", "2026-10-15T06:00"),
        ("--since", "2026-10-15", "--until", "2026-10-14"),
        ("--due",),
    ],
)
def test_wrong_use_is_one_line(inspect: CommandLine, data: Path, words: tuple[str, ...]) -> None:
    done = inspect("report", data, *words)
    assert (done.code, len(done.errors)) == (2, 1)


def test_without_records_or_a_place_to_write_it_says_so(inspect: CommandLine, data: Path, tmp_path: Path) -> None:
    assert inspect("report", tmp_path / "nothing", "--out", tmp_path / "r").code == 2
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert inspect("report", data, "--out", blocked / "r").code == 2


def test_what_is_due_is_written_for_a_station_without_a_window(
    inspect: CommandLine, data: Path, tmp_path: Path
) -> None:
    station = tmp_path / "station.toml"
    station.write_text('[reports]\nfolder = "reports"\nevery = "day"\npdf = false\n')
    first = inspect("report", "--station", station, "--due", "--json")
    assert (first.code, first.lines) == (0, [{"files": []}])
    three_days_ago_us = int(1e6 * (time.time() - 3 * 86_400))
    (data / "reports.json").write_text(f'{{"written_until_us": {three_days_ago_us}}}')
    later = inspect("report", "--station", station, "--due", "--json")
    assert later.code == 0
    assert len(later.lines[0]["files"]) == 3


def test_a_part_is_traced_exported_and_checked(inspect: CommandLine, data: Path, tmp_path: Path) -> None:
    (found,) = inspect("trace", data, "--serial", "S0003", "--json").lines
    assert (found["how"], found["verdict"], found["lot"]) == ("serial", "FAIL", "L2")
    several = inspect("trace", data, "--lot", "L1", "--out", tmp_path / "x.zip")
    assert several.code == 2
    assert found["part"] not in several.err
    target = tmp_path / "part.zip"
    done = inspect("trace", data, "--part", found["part"], "--out", target, "--json")
    assert done.code == 0
    assert done.lines[0]["part"] == found["part"]
    (checked,) = inspect("verify", target, "--json").lines
    assert (checked["ok"], checked["trust"]) == (True, "own")
    row = found["row"]
    forged = inspect("verify", target, "--head", f"{row}:{'0' * 64}")
    assert forged.code == 2
    assert f"row {row}: differs from what was acknowledged" in forged.out
    assert inspect("trace", data).code == 2
    assert inspect("trace", data, "--serial", "nothing").code == 2


def test_an_unknown_key_is_not_good_enough(
    inspect: CommandLine, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "part.zip"
    assert inspect("trace", data, "--serial", "S0003", "--out", target).code == 0
    monkeypatch.setenv("UNIAD_INSPECT_HOME", str(tmp_path / "elsewhere"))
    done = inspect("verify", target)
    assert done.code == 2
    assert "NOT trusted" in done.out
    assert "unknown key" in done.out
