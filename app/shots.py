"""Pictures of the pages, and an end by itself: the window on a server, in a check, for the README."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.main_window import MainWindow

PERIOD_MS = 100
PAGE_MS = 400
DEFAULT_S = 10.0


@dataclass(frozen=True, slots=True)
class ShotPlan:
    """Where to, and after how many seconds; no folder means to end only."""

    folder: Path | None
    seconds: float | None


class Shots(QObject):
    """Waits, goes through the pages, saves each, quits. The clock stands while the demo is being trained."""

    def __init__(self, window: MainWindow, plan: ShotPlan, quit_program: Callable[[], None]) -> None:
        super().__init__(window)
        self._window, self._plan, self._quit = window, plan, quit_program
        self._last = time.monotonic()
        self._waited_s = 0.0
        self.exit_code = 0
        self.saved: list[Path] = []
        self._pages = list(window.pages.items()) if plan.folder is not None else []
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._wait)
        self._timer.start(PERIOD_MS)

    def _wait(self) -> None:
        now = time.monotonic()
        if not self._window.demo_is_training:
            self._waited_s += now - self._last
        self._last = now
        limit = self._plan.seconds if self._plan.seconds is not None else DEFAULT_S
        if self._waited_s >= limit:
            self._timer.stop()
            if self._plan.folder is not None and self._window.demo.isVisible():
                self._save("demo", self._plan.folder)
            self._next()

    def _next(self) -> None:
        if not self._pages or self._plan.folder is None:
            self._window.close()
            self._quit()
            return
        page, show = self._pages.pop(0)
        show()
        QTimer.singleShot(PAGE_MS, partial(self._save_and_go_on, page.value, self._plan.folder))

    def _save_and_go_on(self, name: str, folder: Path) -> None:
        self._save(name, folder)
        self._next()

    def _save(self, name: str, folder: Path) -> None:
        path = folder / f"{name}.png"
        if self._window.grab().save(str(path)):
            self.saved.append(path)
        else:
            self.exit_code = 2
