"""Who vouches for a file: Ed25519 signatures, this station's own key, and the public keys it trusts.

What is signed is always a SHA-256 together with a purpose, so that a signature of one kind of file never fits another.
A signature proves who made a file, not that the file is good: trust is a person's choice, made by name.
``cryptography`` is loaded at the first signature that is made or checked, never at the start.
"""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from engine.errors import ErrorCode, InspectError, UsageError
from engine.files import explain_os_error, write_atomic
from engine.home import home

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = "keys"
KEY_FILE, TRUST_FILE, LOCK_FILE = "station.key", "trusted.json", "lock"
LOCK_S = 10.0
MOST_TRUST_BYTES = 2**20
_KEY = re.compile(r"uniad-inspect-key-1:([0-9a-f]{64})\n?")
Public = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
KeyName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


class Purpose(StrEnum):
    """What kind of file a signature is for; the word is part of what is signed."""

    BUNDLE = "bundle"
    TRACE = "trace"


class Standing(StrEnum):
    """What a signature says here. ``UNKNOWN``: a right signature by a key that nobody trusted on this station."""

    OWN = "own"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"
    UNSIGNED = "unsigned"


@dataclass(frozen=True, slots=True)
class Signature:
    """``public``: the key that signed, 64 hexadecimal digits; ``value``: the signature, 128 of them."""

    public: str
    value: str

    @property
    def fingerprint(self) -> str:
        """Of the key."""
        return fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class Trust:
    """What this station makes of a signature. ``name`` is what a person called the key, ``fingerprint`` is empty
    without a signature."""

    standing: Standing
    name: str = ""
    fingerprint: str = ""

    @property
    def trusted(self) -> bool:
        """True if nobody need be asked."""
        return self.standing in (Standing.OWN, Standing.TRUSTED)

    def words(self) -> str:
        """For lines of text: ``unsigned`` is the word wherever there is no signature to go by."""
        match self.standing:
            case Standing.OWN:
                return f"signed by this station ({self.fingerprint})"
            case Standing.TRUSTED:
                return f"signed by {self.name} ({self.fingerprint})"
            case Standing.UNKNOWN:
                return f"signed by an unknown key ({self.fingerprint})"
            case Standing.UNSIGNED:
                return "unsigned"


UNSIGNED = Trust(Standing.UNSIGNED)


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TrustedKey(_Strict):
    """A public key that an engineer trusts, with who said so and when."""

    name: KeyName
    public: Public
    by: str = ""
    utc: str = ""


class _TrustFile(_Strict):
    format: Literal[1] = 1
    keys: Annotated[tuple[TrustedKey, ...], Field(max_length=1000)] = ()


def fingerprint(public: str) -> str:
    """A public key in eight groups of four digits (128 bits of its SHA-256), to be compared by eye."""
    import hashlib

    digits = hashlib.sha256(bytes.fromhex(public)).hexdigest()
    return "-".join(digits[start : start + 4] for start in range(0, 32, 4))


def verify(purpose: Purpose, sha256: str, signature: Signature) -> bool:
    """True if ``signature`` was made by its key for this hash (64 hexadecimal digits) and purpose. Says nothing about
    trust in the key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signature.public))
        public.verify(bytes.fromhex(signature.value), _message(purpose, sha256))
    except (InvalidSignature, ValueError):
        return False
    return True


class Keys:
    """The key folder of a station: its own key, and those it trusts. Safe for several processes at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def public(self) -> str | None:
        """The station's public key, 64 hexadecimal digits; None if none was made yet. Raises InspectError."""
        key = self._private()
        return None if key is None else key.public_key().public_bytes_raw().hex()

    def make(self) -> str:
        """Make the station's key if there is none, and return its public half. It is never replaced: what it signed
        would lose its meaning."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        with self._locked():
            if (known := self.public()) is not None:
                return known
            key = Ed25519PrivateKey.generate()
            text = f"uniad-inspect-key-1:{key.private_bytes_raw().hex()}\n"
            write_atomic(self.folder / KEY_FILE, text.encode(), mode=0o600)
            return key.public_key().public_bytes_raw().hex()

    def sign(self, purpose: Purpose, sha256: str) -> Signature:
        """Sign a hash with the station's key, which is made if there is none. Raises InspectError."""
        key = self._private()
        if key is None:
            self.make()
            key = self._private()
        if key is None:
            raise self._damaged(KEY_FILE, "it is gone again")
        return Signature(key.public_key().public_bytes_raw().hex(), key.sign(_message(purpose, sha256)).hex())

    def trusted(self) -> tuple[TrustedKey, ...]:
        """Keys of others that are trusted. Raises InspectError if the file cannot be read: then nobody is."""
        path = self.folder / TRUST_FILE
        try:
            if path.stat().st_size > MOST_TRUST_BYTES:
                raise self._damaged(TRUST_FILE, "it is too large")
            return _TrustFile.model_validate_json(path.read_bytes()).keys
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._damaged(TRUST_FILE, error.strerror or "unreadable") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise self._damaged(TRUST_FILE, str(first["msg"])) from error

    def trust(self, name: str, public: str, by: str = "") -> TrustedKey:
        """Trust a key from now on. Raises UsageError for a name or key that is there already, or no key at all."""
        try:
            added = TrustedKey(
                name=name, public=public.strip().lower(), by=by, utc=datetime.now(UTC).isoformat(timespec="seconds")
            )
        except ValidationError as error:
            raise UsageError(ErrorCode.KEY_INVALID, name=name[:80], why="it is no public key with a name") from error
        with self._locked():
            keys = self.trusted()
            if any(added.name == key.name or added.public == key.public for key in keys):
                raise UsageError(ErrorCode.KEY_INVALID, name=added.name, why="this name or key is trusted already")
            self._write((*keys, added))
        return added

    def remove(self, name: str) -> None:
        """Trust this key no longer. Raises UsageError if there is none of that name."""
        with self._locked():
            keys = self.trusted()
            left = tuple(key for key in keys if key.name != name)
            if len(left) == len(keys):
                raise UsageError(ErrorCode.KEY_INVALID, name=name[:80], why="no trusted key has this name")
            self._write(left)

    def judge(self, signature: Signature | None) -> Trust:
        """What a signature that was verified is worth here. Raises InspectError if the keys cannot be read."""
        if signature is None:
            return UNSIGNED
        if signature.public == self.public():
            return Trust(Standing.OWN, "", signature.fingerprint)
        for key in self.trusted():
            if key.public == signature.public:
                return Trust(Standing.TRUSTED, key.name, signature.fingerprint)
        return Trust(Standing.UNKNOWN, "", signature.fingerprint)

    def look(self, signature: Signature | None) -> Trust:
        """As ``judge``, for showing and marking: with keys that cannot be read, nobody is known."""
        try:
            return self.judge(signature)
        except InspectError:
            return UNSIGNED if signature is None else Trust(Standing.UNKNOWN, "", signature.fingerprint)

    def _private(self) -> "Ed25519PrivateKey | None":
        path = self.folder / KEY_FILE
        try:
            found = path.stat()
            if os.name != "nt" and stat.S_IMODE(found.st_mode) & 0o077:
                raise self._damaged(KEY_FILE, f"others may read it, chmod 600 (now {stat.S_IMODE(found.st_mode):o})")
            text = path.read_bytes()[:200].decode("ascii", "replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._damaged(KEY_FILE, error.strerror or "unreadable") from error
        written = _KEY.fullmatch(text)
        if written is None:
            raise self._damaged(KEY_FILE, "it is no key of this program")
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(written[1]))

    def _write(self, keys: tuple[TrustedKey, ...]) -> None:
        write_atomic(self.folder / TRUST_FILE, _TrustFile(keys=keys).model_dump_json(indent=1).encode(), mode=0o600)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self.folder / LOCK_FILE, timeout=LOCK_S):
                yield
        except Timeout as error:
            raise self._damaged(LOCK_FILE, "another program holds it") from error
        except OSError as error:
            raise explain_os_error(error, self.folder / LOCK_FILE) from error

    def _damaged(self, name: str, why: str) -> InspectError:
        return InspectError(ErrorCode.KEYS_UNUSABLE, path=str(self.folder / name), why=why)


def station_keys() -> Keys:
    """The keys of this account's station: one for everything that is trained, exported or signed here."""
    return Keys(home() / FOLDER)


def _message(purpose: Purpose, sha256: str) -> bytes:
    if not re.fullmatch("[0-9a-f]{64}", sha256):
        raise ValueError("not a SHA-256 in hexadecimal digits")
    return f"uniad-inspect {purpose.value} 1\n{sha256}\n".encode()
