"""When a window is first on the screen."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

LOOK_MS = 5
LONGEST_S = 0.5  # a locked screen shows nothing, and the work begins all the same


def when_seen(window: QWidget, then: Callable[[], object]) -> None:
    """Call ``then`` once, as soon as ``window`` is painted, or after half a second."""
    began_s = time.monotonic()
    timer = QTimer(window)

    def look() -> None:
        handle = window.windowHandle()
        if (handle is not None and handle.isExposed()) or time.monotonic() - began_s > LONGEST_S:
            timer.stop()
            timer.deleteLater()
            then()

    timer.timeout.connect(look)
    timer.start(LOOK_MS)
