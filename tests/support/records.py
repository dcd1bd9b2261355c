"""Records for tests: parts as the line would store them, and a folder full of them."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from engine.decision import Verdict
from engine.records import database
from engine.records.entries import ErrorBody, FrameBody, LimitsBody, PartBody, RegionBody, new_uuid
from engine.records.images import EncodedImage
from engine.records.writer import RecordWriter

LIMITS = LimitsBody(reject=1.0, review=0.5, pixel=1.0, least_area_px=4)
BUNDLE = "ab" * 32
REGION = RegionBody(x=1, y=2, w=3, h=4, peak=2.5, area_px=9)


def make_part(verdict: Verdict = Verdict.PASS, score: float | None = 0.25, frames: int = 1, **fields: Any) -> PartBody:
    """A part; ``fields`` replace any of its fields."""
    regions = (REGION,) if verdict is Verdict.FAIL else ()
    frame = FrameBody(frame_id=7, source="part7.png", verdict=verdict, score=score, regions=regions)
    error = ErrorBody(code="judge.failed", params={"source": "part7.png", "why": "x"})
    base: dict[str, Any] = {
        "uuid": new_uuid(),
        "product": "Plate",
        "bundle_sha256": BUNDLE,
        "verdict": verdict,
        "score": score,
        "limits": LIMITS,
        "frames": (frame,) * frames,
        "error": error if verdict is Verdict.ERROR else None,
    }
    return PartBody(**(base | fields))


def picture(frame: int = 0, content: bytes = b"not really a picture") -> EncodedImage:
    """An image of a frame; the records store bytes and do not look into them."""
    return EncodedImage(frame, content, ".png")


def tamper(folder: Path, *statements: str) -> None:
    """Change a database behind the program's back, as a person with a tool would: triggers dropped, no checks."""
    module = database.sqlite_module()
    with closing(module.connect(str(folder / database.FILE), isolation_level=None)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def fill(folder: Path, parts: int = 10) -> list[PartBody]:
    """A data folder with ``parts`` parts, every fourth a FAIL with an image; closed."""
    entries = [make_part(Verdict.FAIL if index % 4 == 3 else Verdict.PASS) for index in range(parts)]
    writer = RecordWriter(folder)
    try:
        for entry in entries:
            writer.store(entry, [picture()] if entry.verdict is Verdict.FAIL else [])
    finally:
        writer.close()
    return entries


def sqlite_error() -> tuple[type[Exception], ...]:
    """What the SQLite in use raises."""
    return (database.sqlite_module().Error, sqlite3.Error)
