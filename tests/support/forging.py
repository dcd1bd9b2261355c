"""What somebody who knows the format can write: sealed zips with any members, and any comment before the seal."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from typing import Any

SEAL = b"uniad-sha256:"


def seal(body: bytes, comment: bytes = b"") -> bytes:
    """A forger can compute the checksum of the whole file too; ``body`` must end in an empty zip comment."""
    start = body[:-2] + (len(comment) + len(SEAL) + 64).to_bytes(2, "little") + comment
    return start + SEAL + hashlib.sha256(start).hexdigest().encode()


def reseal(body: bytes) -> bytes:
    """What is in front of a seal, sealed."""
    return body + SEAL + hashlib.sha256(body).hexdigest().encode()


def forge(members: Mapping[str, bytes], comment: bytes = b"", **options: Any) -> bytes:
    """A sealed zip with any members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return seal(buffer.getvalue(), comment)


def members_of(data: bytes) -> dict[str, bytes]:
    """Name and bytes of every member."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
