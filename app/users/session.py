"""Who is at the window now. Everything that only an engineer may do asks the session it was given."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from app.users.store import Person, Role

Params = Mapping[str, str | int | float]
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.Wheel,
    }
)


class Notebook(Protocol):
    """Where it is written who did what: an event in the records."""

    def note(self, code: str, user: str, params: Params) -> None:
        """Write it down; returns at once. ``code`` like ``user.signed_in``."""
        ...


class NoNotebook:
    """For a window without records; the log file has it."""

    def note(self, code: str, user: str, params: Params) -> None:
        """Only the log."""
        import logging

        logging.getLogger(__name__).info("%s by %r: %s", code, user, dict(params))


class Session(QObject):
    """The person at the window. Nobody signed in is an operator without a name. An engineer who touches nothing for
    ``lock_after_s`` seconds is signed out (0: never)."""

    changed = Signal()

    def __init__(self, notebook: Notebook, lock_after_s: float = 600.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notebook = notebook
        self._person: Person | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(lambda: self.leave("idle"))
        self.set_lock_after(lock_after_s)

    @property
    def user(self) -> str:
        """The name that goes into records; empty if nobody signed in."""
        return self._person.name if self._person else ""

    @property
    def is_engineer(self) -> bool:
        """True if everything may be changed."""
        return self._person is not None and self._person.role is Role.ENGINEER

    def set_lock_after(self, seconds: float) -> None:
        """Another idle time, from the next touch on."""
        self._idle.setInterval(round(1e3 * seconds))

    def enter(self, person: Person) -> None:
        """Sign in somebody whose PIN was right."""
        self._person = person
        self.note("user.signed_in", role=person.role.value)
        self._watch(True)
        self.changed.emit()

    def leave(self, why: str = "asked") -> None:
        """Back to operator; ``why`` stands in the records."""
        if self._person is None:
            return
        self.note("user.signed_out", why=why)
        self._person = None
        self._watch(False)
        self.changed.emit()

    def note(self, code: str, /, **params: str | int | float) -> None:
        """Write down what this person did."""
        self._notebook.note(code, self.user, params)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every touch begins the idle time anew."""
        if event.type() in _TOUCHES and self._idle.interval():
            self._idle.start()
        return False

    def _watch(self, on: bool) -> None:
        """Look at the events of the program only while somebody is signed in: it costs a little for each."""
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self._idle.stop()
        if on:
            app.installEventFilter(self)
            if self._idle.interval():
                self._idle.start()
