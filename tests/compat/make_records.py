"""Makes the sample records and station file that later programs must still open.

usage: python -m tests.compat.make_records FOLDER

Run once for each schema; what it wrote is committed and never made anew.
"""

import sys
from pathlib import Path

import cv2

from engine.decision import Verdict
from engine.records.entries import (
    EventBody,
    EventLevel,
    FindingBody,
    FindingKind,
    LateBody,
    LimitBody,
    RemovalBody,
)
from engine.records.images import EncodedImage
from engine.records.writer import RecordWriter, WriterOptions
from tests.support.images import plate
from tests.support.records import BUNDLE, LIMITS, make_part


def main(folder: Path) -> None:
    """One row of each kind at least."""
    writer = RecordWriter(folder, WriterOptions(station="sample", program="0.1.0"))
    writer.store(LimitBody(product="Plate", bundle_sha256=BUNDLE, limits=LIMITS, user="Ada", why="first limits"))
    picture = cv2.imencode(".png", plate((24, 32), defect=48))[1].tobytes()
    parts = [
        make_part(verdict, score, lot="4711", serial=f"S{index}")
        for index, (verdict, score) in enumerate(
            [
                (Verdict.PASS, 0.1),
                (Verdict.REVIEW, 0.7),
                (Verdict.FAIL, 3.0),
                (Verdict.ERROR, None),
                (Verdict.PASS, 0.2),
            ]
        )
    ]
    for part in parts:
        writer.store(part, [EncodedImage(0, picture, ".png")] if part.verdict is not Verdict.PASS else [])
    found = writer.store(FindingBody(part=parts[1].uuid, finding=FindingKind.FALSE_REJECT, user="Ada", note="good"))
    writer.store(FindingBody(part=parts[1].uuid, undoes=found.seq, user="Ada"))
    writer.store(FindingBody(part=parts[2].uuid, finding=FindingKind.DEFECT, defect_type="dent", user="Bo"))
    writer.store(LateBody(part=parts[3].uuid, verdict=Verdict.PASS, score=0.3, late_ms=12.5))
    writer.store(EventBody(code="disk.low", level=EventLevel.WARNING, params={"free_mb": 900}))
    removed = next(path for path in folder.glob("images/*/*.png") if parts[2].uuid in path.name)
    writer.store(RemovalBody(paths=(removed.relative_to(folder).as_posix(),), why="older than 90 days"))
    removed.unlink()
    writer.close()
    for name in ("reserve", "writer.lock", "writer.pid"):
        (folder / name).unlink(missing_ok=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
