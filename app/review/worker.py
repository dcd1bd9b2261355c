"""One thread for tasks that must come one after another, with answers in the window's thread."""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject

from app.background import Answers
from engine.errors import InspectError

T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class _Task:
    work: Callable[[], Any]
    done: Callable[[Any], object] | None
    failed: Callable[[InspectError], object] | None
    key: str


class Serial(Answers):
    """Used from the window's thread. Of tasks with the same ``key`` that have not begun only the newest is done."""

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__("review", parent)
        self._wake = threading.Condition()
        self._tasks: deque[_Task] = deque()
        self._working = False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """True while something is done or waits."""
        with self._wake:
            return self._working or bool(self._tasks)

    def start(
        self,
        work: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[InspectError], object] | None = None,
        key: str = "",
    ) -> None:
        """Do ``work`` in the thread, then ``done`` with what it gave, or ``failed``, in the window."""
        with self._wake:
            if key:
                self._tasks = deque(task for task in self._tasks if task.key != key)
            self._tasks.append(_Task(work, done, failed, key))
            self._wake.notify()

    def close(self, timeout_s: float = 3.0) -> bool:
        """Nothing more is begun, no answer comes any more. True if the thread ended in time."""
        with self._wake:
            self._closed = True
            self._tasks.clear()
            self._wake.notify()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._working = False
                self._wake.wait_for(lambda: self._closed or bool(self._tasks))
                if self._closed:
                    return
                task, self._working = self._tasks.popleft(), True
            self.run(task.work, task.done, task.failed)
