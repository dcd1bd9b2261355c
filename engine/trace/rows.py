"""Rows of the journal as they travel."""

from dataclasses import dataclass

from engine.records.chain import parse_entry, row_hash
from engine.records.entries import Entry


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One row as it is stored."""

    seq: int
    kind: str
    body: bytes
    previous: bytes

    @property
    def digest(self) -> bytes:
        """Its hash, computed now."""
        return row_hash(self.seq, self.kind, self.previous, self.body)

    @property
    def entry(self) -> Entry:
        """What it says. Raises pydantic.ValidationError."""
        return parse_entry(self.body)
