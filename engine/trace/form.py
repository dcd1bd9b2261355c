"""What lies in an export, and what its manifest and signature say."""

from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from engine.signing import Public

MANIFEST, SIGNATURE, ROWS, FACTS, MODEL = "manifest.json", "signature.json", "rows.jsonl", "part.json", "model.json"
PICTURES, HEAT = "pictures", "heat"
KIND: Literal["uniad-inspect part"] = "uniad-inspect part"
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Member(_Strict):
    """One file of the export."""

    sha256: Sha256
    size: int


class ExportManifest(_Strict):
    """What the export says of itself. ``part`` is stored as row ``row``; ``head`` (SEQUENCE:SHA256) was the newest row
    when it was made."""

    format: Literal[1] = 1
    kind: Literal["uniad-inspect part"] = KIND
    made_utc: str
    station: str
    part: str
    row: int
    head: str
    files: dict[str, Member]


class WrittenSignature(_Strict):
    """Of the SHA-256 of the manifest."""

    public: Public
    value: Annotated[str, Field(pattern="^[0-9a-f]{128}$")]


def picture_name(position: int, path: str) -> str:
    """Where the picture of a frame lies in the ZIP."""
    return f"{PICTURES}/frame{position}{PurePosixPath(path).suffix.lower()}"
