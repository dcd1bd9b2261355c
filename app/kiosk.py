"""The whole screen for one page, and only an engineer leaves it. Follows the screen when it changes or wakes up, and
begins to inspect again when what stopped it may have gone."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QMainWindow

from engine.errors import ErrorCode
from engine.pipeline.snapshot import LineState, Snapshot

SETTLE_MS = 300
FIRST_RETRY_S, LAST_RETRY_S = 5.0, 120.0

# What goes by itself or by somebody who frees a disk, closes another window, mounts a share. All else needs a decision:
# damaged records, a judge that keeps dying, a GPU that was lost, a bundle or settings that are wrong.
PASSING = frozenset(
    {
        ErrorCode.DISK_FULL,
        ErrorCode.RECORDS_LOCKED,
        ErrorCode.RECORDS_BUSY,
        ErrorCode.NOT_FOUND,
        ErrorCode.NOT_WRITABLE,
        ErrorCode.SOURCE_EMPTY,
        ErrorCode.SOURCE_LOST,
        ErrorCode.SOURCE_HANGS,
        ErrorCode.SOURCE_CRASHES,
        ErrorCode.SOURCE_UNKNOWN,
    }
)


class Retry:
    """Begins again after a fault that may pass, later each time. That is safe: everything is opened anew, and what is
    still wrong stops it again with its cause. A person who pressed Stop is obeyed: then the line has not failed."""

    def __init__(self, begin: Callable[[], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._begin, self._clock = begin, clock
        self._wait_s = FIRST_RETRY_S
        self._next_s: float | None = None

    def follow(self, snapshot: Snapshot) -> None:
        """Called every second or so."""
        if snapshot.state is LineState.LOADING:
            return
        failed = snapshot.state in (LineState.FAILED, LineState.READ_ONLY)
        if not failed or snapshot.cause is None or snapshot.cause.code not in PASSING:
            self._next_s = None
            if snapshot.state is LineState.RUNNING:
                self._wait_s = FIRST_RETRY_S
            return
        now = self._clock()
        if self._next_s is None:
            self._next_s = now + self._wait_s
        elif now >= self._next_s:
            self._wait_s = min(2 * self._wait_s, LAST_RETRY_S)
            self._next_s = None
            self._begin()


class Kiosk:
    """Belongs to one window; ``begin`` starts its line. A station without a window manager obeys the geometry only, so
    that is set as well."""

    def __init__(self, window: QMainWindow, begin: Callable[[], object]) -> None:
        self._window, self._retry = window, Retry(begin)
        self.on = False
        self._connected = False
        self._timer = QTimer(window)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fill)
        self._screen: QScreen | None = None

    def enter(self) -> None:
        """Take the screen."""
        self.on = True
        self._fill()
        handle = self._window.windowHandle()
        if handle is not None and not self._connected:
            handle.screenChanged.connect(self._changed)
            self._connected = True

    def follow(self, snapshot: Snapshot | None) -> None:
        """Called every second with the line as it is."""
        if self.on and snapshot is not None:
            self._retry.follow(snapshot)

    def leave(self) -> None:
        """A window like others."""
        self.on = False
        self._window.showNormal()

    def _changed(self) -> None:
        """Wait until the system has settled: screens come and go in several steps."""
        if self.on:
            self._timer.start(SETTLE_MS)

    def _fill(self) -> None:
        if not self.on:
            return
        screen = self._window.screen()
        if screen is not self._screen:
            if self._screen is not None:
                self._screen.geometryChanged.disconnect(self._changed)
            self._screen = screen
            screen.geometryChanged.connect(self._changed)
        self._window.setGeometry(screen.geometry())
        self._window.showFullScreen()
