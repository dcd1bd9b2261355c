"""``uniad-inspect bench``: the numbers hang together (what they are depends on the machine)."""

from pathlib import Path

import pytest

from tests.support.commands import CommandLine


def test_the_measurement_as_json(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("bench", bundle, "--provider", "cpu", "--runs", "20", "--json")
    assert done.code == 0
    (report,) = done.lines
    assert list(report) == [
        *("provider", "threads", "stages", "parts_per_s", "rss_mb", "startup_s", "limit", "against"),
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
    limit = report["limit"]
    assert limit["gflop"] == pytest.approx(0.001)
    ideal_ms = 1e3 * limit["gflop"] / limit["machine_gflops"]
    assert limit["ratio"] == pytest.approx(report["stages"]["infer"]["median_ms"] / ideal_ms, rel=0.05)


def test_a_table_for_people(inspect: CommandLine, bundle: Path) -> None:
    done = inspect("bench", bundle, "--runs", "5")
    assert done.code == 0
    assert "parts a second" in done.out
    assert "CPUExecutionProvider" in done.out or "CUDAExecutionProvider" in done.out
