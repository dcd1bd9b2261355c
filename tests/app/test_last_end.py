"""A program that ended by itself says so at its next start; one that was closed says nothing."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.last_end import FILE, UNTOLD, LastEnd
from engine.errors import ErrorCode

LIVES = """
import os, signal, sys
from pathlib import Path
from app.hooks import log_to
from app.last_end import LastEnd
home = Path(sys.argv[1])
log_to(home / "logs")
last = LastEnd(home, home / "logs")
last.begin()
print(last.error or "nothing", flush=True)
if sys.argv[2] == "close":
    last.close()
else:
    os.kill(os.getpid(), int(sys.argv[2]))
"""


def live(home: Path, end: str) -> str:
    """One life of a program, and what it said of the one before."""
    done = subprocess.run([sys.executable, "-c", LIVES, str(home), end], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) is (end == "close"), done.stderr
    return done.stdout.strip()


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_a_program_that_crashed_says_so_at_its_next_start(tmp_path: Path) -> None:
    import signal

    assert live(tmp_path, str(int(signal.SIGSEGV))) == "nothing"
    assert "ended by itself (Segmentation fault)" in live(tmp_path, str(int(signal.SIGKILL)))
    assert f"ended by itself ({UNTOLD})" in live(tmp_path, "close")
    assert live(tmp_path, "close") == "nothing"
    log = (tmp_path / "logs" / "uniad-inspect.log").read_text(encoding="utf-8")
    assert log.count("ended by itself") == 2


def test_a_second_window_leaves_the_first_alone_and_a_reused_number_is_no_life(tmp_path: Path) -> None:
    first, second = LastEnd(tmp_path, tmp_path), LastEnd(tmp_path, tmp_path)
    first.begin()
    second.begin()
    second.close()
    assert (tmp_path / FILE).exists()
    assert (first.error, second.error) == (None, None)
    mark = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps(mark | {"created": mark["created"] - 1000}))
    third = LastEnd(tmp_path, tmp_path)
    third.begin()
    assert third.error is not None
    assert third.error.code is ErrorCode.PROGRAM_CRASHED
    (tmp_path / FILE).write_text("{")
    fourth = LastEnd(tmp_path, tmp_path)
    fourth.begin()
    assert fourth.error is None
