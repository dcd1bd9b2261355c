"""``uniad-inspect bench``: the numbers hang together (what they are depends on the machine)."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine


def test_the_measurement_as_json(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("bench", bundle, "--provider", "cpu", "--runs", "20", "--json")
    assert done.code == 0
    (report,) = done.lines
    assert list(report) == [
        *("provider", "threads", "stages", "parts_per_s", "rss_mb", "startup_s", "limit", "against", "settings"),
    ]
    assert report["provider"] == "CPUExecutionProvider"
    assert list(report["stages"]) == ["read", "preprocess", "infer", "decide", "total"]
    for times in report["stages"].values():
        assert list(times) == ["median_ms", "p95_ms", "p99_ms"]
        assert 0 < times["median_ms"] <= times["p95_ms"] <= times["p99_ms"]
    assert report["stages"]["total"]["median_ms"] > report["stages"]["infer"]["median_ms"]
    assert report["threads"] >= 1
    assert report["rss_mb"] > 20
    assert report["startup_s"] > 0
    assert report["against"] is None
    for setting in report["settings"]:
        assert list(setting) == ["threads", "infer_median_ms", "parts_per_s"]
    assert report["settings"][0]["threads"] == report["threads"]
    limit = report["limit"]
    assert limit["gflop"] == pytest.approx(0.001)
    ideal_ms = 1e3 * limit["gflop"] / limit["machine_gflops"]
    assert limit["ratio"] == pytest.approx(report["stages"]["infer"]["median_ms"] / ideal_ms, rel=0.05)


def test_a_table_for_people(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("bench", bundle, "--runs", "5")
    assert done.code == 0
    assert "parts a second" in done.out
    assert "CPUExecutionProvider" in done.out or "CUDAExecutionProvider" in done.out


def test_two_bundles_by_turns_and_a_page(inspect: CommandLine, bundle: Path, tmp_path: Path) -> None:
    page = tmp_path / "bench.html"
    done = inspect("bench", bundle, "--provider", "cpu", "--runs", "12", "--against", bundle, "--html", page, "--json")
    assert done.code == 0
    against = done.lines[0]["against"]
    assert list(against) == ["name", "median_ms", "ratio"]
    assert against["name"] == f"{bundle.name} (CPUExecutionProvider)"
    assert against["median_ms"] > 0
    assert against["ratio"] > 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<svg") == text.count("</svg>") == 6
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert against["name"] in text


@pytest.mark.parametrize("other", ["missing.uniad", "torch"])
def test_a_rival_that_cannot_start_is_one_line(inspect: CommandLine, bundle: Path, other: str) -> None:
    done = inspect("bench", bundle, "--provider", "cpu", "--runs", "2", "--against", other)
    assert done.code == 2
    assert done.err.count("error: ") == 1
    assert done.err.splitlines()[-1].startswith("error: ")


def test_a_page_that_cannot_be_written_is_told_before_the_work(
    inspect: CommandLine, bundle: Path, tmp_path: Path
) -> None:
    done = inspect("bench", bundle, "--html", tmp_path)
    assert done.code == 2
    assert "judging" not in done.err
