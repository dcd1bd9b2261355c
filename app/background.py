"""Work that must not hold up the window: reading, writing, hashing, looking for cameras."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from app.hooks import as_inspect_error
from engine.errors import InspectError

T = TypeVar("T")


class Answers(QObject):
    """Brings what threads found into the window's thread, unless it is closed by then."""

    _answered = Signal(object)

    def __init__(self, where: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._where, self._closed = where, False
        self._answered.connect(lambda answer: answer(), Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        task: Callable[[], T],
        done: Callable[[T], object] | None,
        failed: Callable[[InspectError], object] | None,
    ) -> None:
        """Do ``task`` here, in a worker thread; then, in the window, ``done`` with what it gave, or ``failed``. A
        failure nobody asked about is raised there, where the hooks take it."""
        try:
            found = task()
        except Exception as error:
            self._answer(partial(self._fail, error, failed))
        else:
            if done is not None:
                self._answer(partial(done, found))

    def _answer(self, answer: Callable[[], object]) -> None:
        if not self._closed:
            self._answered.emit(partial(self._deliver, answer))

    def _deliver(self, answer: Callable[[], object]) -> None:
        if not self._closed:
            answer()

    def _fail(self, error: Exception, failed: Callable[[InspectError], object] | None) -> None:
        if failed is None:
            raise error
        failed(error if isinstance(error, InspectError) else as_inspect_error(error, self._where))
        if not isinstance(error, InspectError):
            raise error


class Background(Answers):
    """Runs tasks in threads, each in its own; answers come in the window's thread. Used from that thread alone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("background", parent)
        self._threads: list[threading.Thread] = []

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
        """See ``run``."""
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=self.run, args=(task, done, failed), name="background", daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self, timeout_s: float = 2.0) -> bool:
        """No answer comes any more. True if every thread ended in time."""
        self._closed = True
        for thread in self._threads:
            thread.join(timeout_s)
        return not self.busy
