"""What a line is asked to do with master parts and presented parts, from any thread."""

from collections.abc import Callable

from engine.pipeline.answers import ask, wait_for
from engine.pipeline.working import LineWork
from engine.settings import LineMode


class LineMasters:
    """Commands of a line. Each returns when the snapshot shows it, and raises what prevents it
    (JudgeError: the line does not answer)."""

    def __init__(self, work: LineWork) -> None:
        self._work = work

    def begin(self, product: str, user: str) -> None:
        """Ask for the master parts of a product, one after the other. Without triggers the line is held, and each part
        is taken by a step. Raises UsageError, SourceError."""
        self._ask(lambda: self._begin(product, user))

    def present(self, what: str) -> None:
        """The next part is presented for ``what`` and is no product."""
        self._ask(lambda: self._present(what))

    def cancel(self, why: str = "cancelled") -> None:
        """Ask for nothing any more; a check under way has no result."""
        self._ask(lambda: self._work.masters.cancel(why))

    def dismiss(self) -> None:
        """The result of a check was read."""
        self._ask(self._work.masters.dismiss)

    def release(self, product: str, user: str, why: str) -> None:
        """Unlock PASS by the word of an engineer, durably. Raises UsageError, RecordsError."""
        self._work.messages.put(self._work.masters.release(product, user, why))

    def _begin(self, product: str, user: str) -> None:
        self._work.masters.begin(product, user)
        self._wait_for_steps()

    def _present(self, what: str) -> None:
        self._work.masters.present(what)
        self._wait_for_steps()

    def _wait_for_steps(self) -> None:
        if self._work.plan.mode is not LineMode.TRIGGERED:
            self._work.pace.hold()

    def _ask(self, task: Callable[[], object]) -> None:
        wait_for(ask(self._work.messages.put, lambda: self._do(task)))

    def _do(self, task: Callable[[], object]) -> None:
        task()
        self._work.publish()  # whoever looks now sees what came of it
