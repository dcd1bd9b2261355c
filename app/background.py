"""Work that must not hold up the window: reading, writing, hashing, looking for cameras."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.hooks import as_inspect_error
from engine.errors import InspectError

T = TypeVar("T")


class Background(QObject):
    """Runs tasks in threads, each in its own; answers come in the window's thread. Used from that thread alone."""

    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._answered.connect(lambda answer: answer(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """True while a task runs."""
        return any(thread.is_alive() for thread in self._threads)

    def start(
        self,
        task: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[InspectError], object] | None = None,
    ) -> None:
        """Run ``task``; then ``done`` with what it gave, or ``failed``. A failure nobody asked about is raised in the
        window, where the hooks take it."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self._work, args=(task, done, failed), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self, timeout_s: float = 2.0) -> bool:
        """No answer comes any more. True if every thread ended in time."""
        self._closed = True
        for thread in self._threads:
            thread.join(timeout_s)
        return not self.busy

    def _work(self, task: Callable[[], T], done: Callable[[T], object] | None, failed: object) -> None:
        try:
            found = task()
        except Exception as error:
            self._answer(partial(_fail, error, failed))
            return
        if done is not None:
            self._answer(partial(done, found))

    def _answer(self, answer: Callable[[], object]) -> None:
        if not self._closed:
            self._answered.emit(partial(self._deliver, answer))

    def _deliver(self, answer: Callable[[], object]) -> None:
        if not self._closed:
            answer()


def _fail(error: Exception, failed: object) -> None:
    if callable(failed) and isinstance(error, InspectError):
        failed(error)
    elif callable(failed):
        failed(as_inspect_error(error, "background"))
        raise error
    else:
        raise error
