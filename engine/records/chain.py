"""The hash chain: each row of the journal carries the hash of the row before it.

Hash of a row = SHA-256 over sequence number, kind, hash of the row before, and body, each field with a fixed or stated
length so that no two rows can be cut differently into the same bytes.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from engine.records.entries import Entry

if TYPE_CHECKING:
    from sqlalchemy import Row

START = b"\0" * 32
_ENTRY: TypeAdapter[Entry] = TypeAdapter(Entry)


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row: its sequence number (0 if there is none) and its hash. Shown elsewhere, it proves the whole
    journal up to here."""

    seq: int
    digest: bytes

    def __str__(self) -> str:
        """``seq:hash`` as written to logs and outputs."""
        return f"{self.seq}:{self.digest.hex()}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """From ``seq:hash``. Raises ValueError."""
        seq, _, digest = text.strip().partition(":")
        head = cls(int(seq), bytes.fromhex(digest))
        if len(head.digest) != 32:
            raise ValueError("a head is SEQUENCE:SHA256")
        return head


EMPTY = Head(0, START)


def canonical(entry: Entry) -> bytes:
    """The one JSON text of an entry: keys sorted, no blanks, UTF-8, no NaN."""
    content = entry.model_dump(mode="json")
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def parse_entry(body: bytes) -> Entry:
    """The entry of a journal row. Raises pydantic.ValidationError."""
    return _ENTRY.validate_json(body)


def row_hash(seq: int, kind: str, previous: bytes, body: bytes) -> bytes:
    """The hash of one row, 32 bytes."""
    name = kind.encode()
    digest = hashlib.sha256(seq.to_bytes(8, "big") + len(name).to_bytes(2, "big") + name + previous)
    digest.update(body)
    return digest.digest()


def stored_bytes(value: object) -> bytes:
    """A blob of the journal as bytes, also if someone has put text or a number in its place."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    return str(value).encode("utf-8", "surrogateescape")


def head_of(row: "Row[Any]") -> Head:
    """The head that a row of the journal (seq, kind, previous, body) makes."""
    digest = row_hash(row.seq, str(row.kind), stored_bytes(row.previous), stored_bytes(row.body))
    return Head(row.seq, digest)
