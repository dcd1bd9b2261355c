"""Work that takes a while: a bar, a button that ends it, and the flag that the worker looks at."""

import threading

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from app.pages.parts import button


class Underway(QProgressBar):
    """``report`` may be called from the worker's thread. ``begins`` is greyed while the work is going on."""

    _told = Signal(int, int)

    def __init__(self, name: str, cancel: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stop = threading.Event()
        self.cancel = button(cancel, self.stop.set)
        self.begins: QPushButton | None = None
        self.setTextVisible(False)
        self.setAccessibleName(name)
        self._told.connect(self._show)
        self.end()

    def begin(self) -> None:
        """Show it; what was cancelled before is forgotten."""
        self.stop.clear()
        self._appear(True)

    def end(self) -> None:
        """Take it away."""
        self._appear(False)

    def report(self, done: int, total: int) -> None:
        """How far the work is."""
        self._told.emit(done, total)

    def _show(self, done: int, total: int) -> None:
        self.setRange(0, total)
        self.setValue(done)

    def _appear(self, on: bool) -> None:
        self.setVisible(on)
        self.cancel.setVisible(on)
        if self.begins is not None:
            self.begins.setEnabled(not on)
