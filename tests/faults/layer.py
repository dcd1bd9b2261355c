"""The layer that notes every change of files, and a recorder that runs over it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def build_layer(folder: Path) -> Path | None:
    """Compile it into ``folder``; None where that cannot be done (Linux and a C compiler are needed)."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or compiler is None:
        return None
    built, source = folder / "faultfs.so", Path(__file__).with_name("faultfs.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-lpthread"], check=True)
    return built


def run_recorder(layer: Path, data: Path, log: Path, words: list[str], fail: str = "") -> list[list[str]]:
    """Record below ``data``, with the changes noted in ``log``; what the recorder said, line by line."""
    data.mkdir(exist_ok=True)
    log.unlink(missing_ok=True)
    extra = {"LD_PRELOAD": str(layer), "FAULTFS_ROOT": str(data), "FAULTFS_LOG": str(log)}
    extra |= {"FAULTFS_FAIL": fail} if fail else {}
    command = [sys.executable, "-m", "tests.faults.recorder", str(data), *words]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | extra, timeout=300)
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]
