"""A few parts of the power cuts (fault 3); ``python -m tests.e2e.power_cuts`` cuts at every write of 200."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the layer is made for Linux")
@pytest.mark.parametrize("synchronous", ["", "NORMAL"])
def test_power_cut_at_any_write_loses_nothing_unless_the_database_is_weakened(synchronous: str) -> None:
    words = ["--parts", "6", "--every", "4", "--synchronous", synchronous]
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.power_cuts", *words],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    tally = json.loads(done.stdout)
    assert tally["acknowledged"] == 6
    assert min(tally["cuts"].values()) > 10
    assert (tally["ok"], bool(tally["lost"])) == (not synchronous, bool(synchronous))
