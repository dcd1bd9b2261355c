"""The layer under the recorder, built once."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[list[list[str]], Path]]
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled layer."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        pytest.skip("needs Linux and a C compiler")
    built = tmp_path_factory.mktemp("faultfs") / "faultfs.so"
    source = Path(__file__).with_name("faultfs.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-lpthread"], check=True)
    return built


@pytest.fixture
def record(layer: Path, tmp_path: Path) -> Run:
    """Run the recorder on ``tmp_path/data`` over the layer; gives what it said and the log of changes."""

    def run(parts: int, *options: str, fail: str = "") -> tuple[list[list[str]], Path]:
        data, log = tmp_path / "data", tmp_path / "changes"
        data.mkdir(exist_ok=True)
        log.unlink(missing_ok=True)
        extra = {"LD_PRELOAD": str(layer), "FAULTFS_ROOT": str(data), "FAULTFS_LOG": str(log)}
        extra |= {"FAULTFS_FAIL": fail} if fail else {}
        command = [sys.executable, "-m", "tests.faults.recorder", str(data), str(parts), *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | extra, timeout=120)
        assert done.returncode == 0, done.stderr
        return [line.split() for line in done.stdout.splitlines()], log

    return run
