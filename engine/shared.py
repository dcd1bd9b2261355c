"""Shared memory between the station and its processes."""

import contextlib
from multiprocessing.shared_memory import SharedMemory


def free(block: SharedMemory) -> None:
    """Give back a block the station made. It may be gone: a process that gets no memory to look into a block removes
    it (that is what the standard library does then), and must not take the line with it."""
    with contextlib.suppress(FileNotFoundError):
        block.unlink()
    block.close()
