"""Ends a training between two steps: on Ctrl-C, on SIGTERM, or when somebody puts a file STOP into the run."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

STOP = "STOP"


class StopWish:
    """True once somebody wants the training to end."""

    def __init__(self, run: Path) -> None:
        self._file, self._signalled = run / STOP, False

    def __bool__(self) -> bool:
        return self._signalled or self._file.exists()

    def signal(self, number: int, frame: FrameType | None) -> None:
        """A first signal waits for the end of the step, so that weights and step number agree; a second one does not
        wait."""
        if self._signalled:
            raise KeyboardInterrupt
        self._signalled = True


@contextmanager
def watch_stop(run: Path) -> Iterator[StopWish]:
    """Watch for a stop while the block runs. Signals can only be watched by the main thread."""
    wish = StopWish(run)
    if threading.current_thread() is not threading.main_thread():
        yield wish
        return
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, wish.signal) for number in numbers]
    try:
        yield wish
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
