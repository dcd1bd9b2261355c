"""Turning the event loop until something happens."""

import time
from collections.abc import Callable

from PySide6.QtTest import QTest


def wait_for(condition: Callable[[], object], ms: int = 20_000) -> bool:
    """True as soon as the condition holds; False after ``ms``."""
    deadline = time.monotonic() + ms / 1e3
    while not condition():
        if time.monotonic() > deadline:
            return False
        QTest.qWait(10)
    return True
