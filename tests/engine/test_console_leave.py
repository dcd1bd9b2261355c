"""The end of a process while something hangs in it."""

import subprocess
import sys
from pathlib import Path

HUNG = """
import multiprocessing, sys, threading, time
from engine.console import leave

def hang():
    while True:
        sum(range(10_000))

if __name__ == "__main__":
    threading.Thread(target=hang, daemon=True).start()
    child = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(600,), daemon=True)
    child.start()
    print("child", child.pid, "all is said", end="")
    leave(3)
"""


def test_a_hanging_thread_and_child_do_not_hold_the_end_up(tmp_path: Path) -> None:
    script = tmp_path / "hung.py"
    script.write_text(HUNG)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 3, done.stderr
    assert done.stdout.endswith("all is said")  # nothing that was printed is lost


def test_without_such_threads_the_interpreter_ends_in_order() -> None:
    code = "import atexit; from engine.console import leave; atexit.register(print, 'in order'); leave(2)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (2, "in order")
