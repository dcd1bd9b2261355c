"""The whole screen for one page, and only an engineer leaves it. Follows the screen when it changes or wakes up."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QMainWindow

SETTLE_MS = 300


class Kiosk:
    """Belongs to one window. A station without a window manager obeys the geometry only, so that is set as well."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
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
