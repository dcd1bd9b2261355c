"""Users, session and the threads that check PINs, as one thing to pass around."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.background import Background
from app.users.session import Notebook, Session
from app.users.store import Person, Role, UserStore
from engine.errors import InspectError

Failed = Callable[[InspectError], object]


@dataclass(frozen=True)
class Access:
    """Every method returns at once; ``done`` and ``failed`` are called later in the window's thread."""

    store: UserStore
    session: Session
    background: Background

    @property
    def may_configure(self) -> bool:
        """True for an engineer, and as long as the station has none: whoever begins could name himself the first."""
        return self.session.is_engineer or not self.store.has_engineer

    def sign_in(self, name: str, pin: str, done: Callable[[Person], object], failed: Failed) -> None:
        """Check a PIN, and open the session if it is right."""

        def entered(person: Person) -> None:
            self.session.enter(person)
            done(person)

        def refused(error: InspectError) -> None:
            self.session.note("user.refused", name=name, code=error.code.value)
            failed(error)

        self.background.start(lambda: self.store.check(name, pin), entered, refused)

    def name_first(self, name: str, pin: str, done: Callable[[Person], object], failed: Failed) -> None:
        """The first engineer of the station names himself and is signed in."""

        def entered(person: Person) -> None:
            self.session.enter(person)
            self.session.note("user.first_engineer", name=person.name)
            done(person)

        self.background.start(lambda: self.store.add(name, Role.ENGINEER, pin, first=True), entered, failed)

    def add(self, name: str, role: Role, pin: str, done: Callable[[Person], object], failed: Failed) -> None:
        """A new user, by the engineer who is signed in."""

        def added(person: Person) -> None:
            self.session.note("user.added", name=person.name, role=person.role.value)
            done(person)

        self.background.start(lambda: self.store.add(name, role, pin), added, failed)

    def change_pin(self, name: str, pin: str, done: Callable[[None], object], failed: Failed) -> None:
        """Another PIN."""

        def changed(nothing: None) -> None:
            self.session.note("user.pin_changed", name=name)
            done(nothing)

        self.background.start(lambda: self.store.change_pin(name, pin), changed, failed)

    def remove(self, name: str, done: Callable[[None], object], failed: Failed) -> None:
        """Forget a user; somebody who removes himself is signed out."""

        def removed(nothing: None) -> None:
            self.session.note("user.removed", name=name)
            if name == self.session.user:
                self.session.leave("removed")
            done(nothing)

        self.background.start(lambda: self.store.remove(name), removed, failed)

    def close(self) -> bool:
        """Sign out and end the threads; True if they ended in time."""
        self.session.leave("closed")
        return self.background.close()


def make_access(folder: Path, notebook: Notebook, lock_after_s: float = 600.0) -> Access:
    """For the users of a data folder. Nobody is signed in."""
    return Access(UserStore(folder), Session(notebook, lock_after_s), Background())
