"""A few rounds of the kill loop (faults 1 and 2); ``python -m tests.e2e.kill_loop`` runs thousands."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(os.name == "nt", reason="needs fork and SIGKILL")
@pytest.mark.parametrize("extra", [[], ["--line"]])
def test_a_killed_station_loses_nothing_it_acknowledged_and_stores_nothing_twice(
    tmp_path: Path, extra: list[str]
) -> None:
    command = [sys.executable, "-m", "tests.e2e.kill_loop", "--loops", "25", "--data", str(tmp_path), *extra]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    tally = json.loads(done.stdout)
    assert done.returncode == 0, tally
    assert (tally["lost"], tally["duplicates"], tally["problems"]) == (0, 0, [])
    assert tally["kills"] == 25
    assert tally["kills_with_parts_in_flight"] >= 5
    assert tally["records"] >= tally["acknowledged"] >= 20
