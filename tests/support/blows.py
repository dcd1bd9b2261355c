"""Real ends of a process: a wild pointer, memory that runs out. POSIX."""

import ctypes
import os

import numpy as np


def memory_bytes(pid: int) -> int:
    """The address space a process has now."""
    from pathlib import Path

    return int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * os.sysconf("SC_PAGESIZE")


def starve(pid: int, spare: int) -> None:
    """From now on the operating system gives the process ``spare`` bytes more and not one beyond them."""
    import resource

    resource.prlimit(pid, resource.RLIMIT_AS, (memory_bytes(pid) + spare, resource.RLIM_INFINITY))


def crash() -> None:
    """Read where nothing is: SIGSEGV."""
    ctypes.string_at(0)


def eat(spare: int = 2**28) -> None:
    """Take memory until the operating system refuses, and end as native code does then."""
    starve(os.getpid(), spare)
    kept = []
    try:
        while True:
            kept.append(np.ones(2**24, np.uint8))
    except MemoryError:
        os.abort()
