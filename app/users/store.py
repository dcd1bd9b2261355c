"""Users and their PINs in one file of the data folder. No Qt. Hashing takes a tenth of a second: not for the window's
thread.

A short PIN keeps colleagues out, not somebody who takes the file home. What makes guessing slow is the delay after
wrong PINs; it stands in the file too, so a restart does not end it, and it is written before a PIN is looked at.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from engine.errors import ErrorCode, UserError
from engine.files import write_atomic

FILE = "users.json"
FREE_TRIES = 3
MOST_WAIT_S = 900.0
LEAST_DIGITS, MOST_DIGITS = 4, 12
PersonName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]


class Role(StrEnum):
    """What a user may do."""

    OPERATOR = "operator"
    ENGINEER = "engineer"


@dataclass(frozen=True, slots=True)
class Person:
    """A user as others see one."""

    name: str
    role: Role


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _User(_Strict):
    name: PersonName
    role: Role
    pin_hash: str


class _File(_Strict):
    format: Literal[1] = 1
    users: tuple[_User, ...] = ()
    failures: Annotated[int, Field(ge=0)] = 0
    failed_at_s: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0


class UserStore:
    """The users of one data folder. Thread-safe. ``clock`` gives wall-clock seconds, which outlive a restart.

    A file that cannot be read locks everything: it is never taken for "no users yet", or damaging it would open the
    station. Methods raise UserError."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._path, self._clock = folder / FILE, clock
        self._lock = threading.Lock()
        self._monotonic_until_s = 0.0
        self._damage: UserError | None = None
        self._file = _File()
        try:
            self._file = _File.model_validate_json(self._path.read_bytes())
        except FileNotFoundError:
            pass
        except (OSError, ValidationError) as error:
            why = error.strerror if isinstance(error, OSError) else "not a list of users"
            self._damage = UserError(ErrorCode.USERS_DAMAGED, path=str(self._path), why=why or "unreadable")

    @property
    def damage(self) -> UserError | None:
        """Why nobody can sign in, or None."""
        return self._damage

    @property
    def people(self) -> tuple[Person, ...]:
        """All users, engineers first, by name."""
        people = (Person(user.name, user.role) for user in self._file.users)
        return tuple(sorted(people, key=lambda one: (one.role is not Role.ENGINEER, one.name.casefold())))

    @property
    def has_engineer(self) -> bool:
        """False only before the first engineer was named."""
        return self._damage is not None or any(user.role is Role.ENGINEER for user in self._file.users)

    def wait_s(self) -> float:
        """Seconds until a PIN may be tried again."""
        file = self._file
        if file.failures < FREE_TRIES:
            return 0.0
        delay = min(MOST_WAIT_S, 2.0 ** min(20, file.failures - FREE_TRIES + 1))
        since = self._clock() - file.failed_at_s
        wall = delay if since < 0 else delay - since  # a clock that was set back does not shorten the wait
        return max(0.0, wall, self._monotonic_until_s - time.monotonic())

    def check(self, name: str, pin: str) -> Person:
        """The person, if the PIN is right; slow on purpose."""
        with self._lock:
            self._whole()
            if (wait := self.wait_s()) > 0:
                raise UserError(ErrorCode.PIN_WAIT, seconds=max(1, round(wait)))
            user = self._user(name)
            before = self._file
            self._save(before.model_copy(update={"failures": before.failures + 1, "failed_at_s": self._clock()}))
            if not _matches(user.pin_hash, pin):
                wait = self.wait_s()
                self._monotonic_until_s = time.monotonic() + wait
                raise UserError(ErrorCode.PIN_WRONG, name=name, seconds=round(wait))
            self._monotonic_until_s = 0.0
            self._save(self._file.model_copy(update={"failures": 0, "failed_at_s": 0.0}))
            return Person(user.name, user.role)

    def add(self, name: str, role: Role, pin: str, first: bool = False) -> Person:
        """A new user. ``first``: only if there is no engineer yet, and it must be one."""
        check_pin(pin)
        try:
            user = _User(name=name, role=role, pin_hash=_hash(pin))
        except ValidationError as error:
            raise UserError(ErrorCode.USER_NAME, name=name[:40], why="1 to 40 characters") from error
        with self._lock:
            self._whole()
            if first and (self.has_engineer or role is not Role.ENGINEER):
                raise UserError(ErrorCode.ENGINEER_NEEDED)
            if any(one.name.casefold() == user.name.casefold() for one in self._file.users):
                raise UserError(ErrorCode.USER_NAME, name=user.name, why="there is one already")
            self._save(self._file.model_copy(update={"users": (*self._file.users, user)}))
        return Person(user.name, role)

    def change_pin(self, name: str, pin: str) -> None:
        """Another PIN for a user."""
        check_pin(pin)
        pin_hash = _hash(pin)
        with self._lock:
            changed = self._user(name).model_copy(update={"pin_hash": pin_hash})
            self._save_users(tuple(changed if one.name == name else one for one in self._file.users))

    def remove(self, name: str) -> None:
        """Forget a user; the last engineer stays."""
        with self._lock:
            self._user(name)
            rest = tuple(one for one in self._file.users if one.name != name)
            if not any(one.role is Role.ENGINEER for one in rest):
                raise UserError(ErrorCode.LAST_ENGINEER, name=name)
            self._save_users(rest)

    def _save_users(self, users: tuple[_User, ...]) -> None:
        self._save(self._file.model_copy(update={"users": users}))

    def _save(self, file: _File) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(self._path, file.model_dump_json(indent=1).encode())
        self._file = file

    def _user(self, name: str) -> _User:
        self._whole()
        for user in self._file.users:
            if user.name == name:
                return user
        raise UserError(ErrorCode.USER_NAME, name=name[:40], why="there is no such user")

    def _whole(self) -> None:
        if self._damage is not None:
            raise self._damage


def check_pin(pin: str) -> None:
    """Raises UserError for a PIN that is too short, too long, not of digits, or one digit or a row of them."""
    digits = pin.isascii() and pin.isdigit()
    row = len({ord(after) - ord(before) for before, after in itertools.pairwise(pin)}) <= 1
    if not digits or not LEAST_DIGITS <= len(pin) <= MOST_DIGITS or row:
        raise UserError(ErrorCode.PIN_UNUSABLE, least=LEAST_DIGITS, most=MOST_DIGITS)


def _hash(pin: str) -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1).hash(pin)  # OWASP's least for Argon2id


def _matches(pin_hash: str, pin: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(pin_hash, pin)
    except (VerificationError, InvalidHashError):
        return False
