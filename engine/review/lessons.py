"""From findings back to a training: what people said of a product's parts, as folders that ``fit`` takes.

False rejects that an engineer approved become additional good parts, which teach and set no limits. Confirmed defects
become known ones: the tuning share of them, by lot. The locked share is written beside it and shown to no training; it
counts when the new model is compared with the old one.
"""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import select

from engine.errors import ErrorCode, RecordsError
from engine.records import schema
from engine.records.reader import RecordReader
from engine.review.export import Exported, Progress, export_findings
from engine.review.listing import Seqs

FOLDER = "lessons"  # in the data folder: one folder for each new training


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a new training gets: ``more``, a folder of good parts (None without any), and ``defects``, one folder for
    each type. ``exported`` counts everything that was written."""

    product: str
    more: Path | None
    defects: tuple[Path, ...]
    exported: Exported


def spoken_of(reader: RecordReader, product: str) -> Seqs:
    """Parts of a product with a finding, newest first. Some of these may have been taken back since."""
    parts, findings = schema.parts.c, schema.findings.c
    said = select(findings.part_uuid).where(findings.finding.is_not(None)).distinct()
    statement = select(parts.seq).where(parts.product == product, parts.uuid.in_(said)).order_by(parts.seq.desc())
    found = reader.query(lambda connection: connection.execute(statement).scalars().all())
    return np.array(found, np.int64)


def gather(reader: RecordReader, product: str, progress: Progress, cancel: threading.Event) -> Lessons:
    """Write what people said of a product below the data folder. Raises RecordsError if nobody has said anything that
    helps a training, InspectError if it cannot be written or was cancelled."""
    folder = reader.folder / FOLDER / datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    exported = export_findings(reader, spoken_of(reader, product), folder, progress, cancel)
    good, root = folder / "additional" / "train" / "good", folder / "tuning" / "test"
    kinds = sorted(path for path in root.iterdir() if path.name != "good") if root.is_dir() else []
    if not exported.cancelled and not exported.additional_good and not exported.tuning + exported.locked:
        why = "no approved false reject and no confirmed defect with its image"
        raise RecordsError(ErrorCode.REVIEW_NO_DATA, product=product, why=why)
    return Lessons(product, good if exported.additional_good else None, tuple(kinds), exported)
