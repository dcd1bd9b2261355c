"""From findings back to a training: what people said of a product's parts, as folders that ``fit`` takes.

False rejects that an engineer approved become additional good parts, which teach and set no limits. Confirmed defects
become known ones: the tuning share of them, by lot. The locked share is written beside it and shown to no training; it
counts when the new model is compared with the old one.
"""

import shutil
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from sqlalchemy import select

from engine.decision import Verdict
from engine.errors import ErrorCode, ImageError, InspectError, RecordsError
from engine.files import explain_os_error, write_atomic
from engine.records import schema
from engine.records.images import inside
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.review.export import GOOD, PAGE, Exported, Progress, export_findings
from engine.review.listing import Card, Seqs, find_parts, read_cards
from engine.review.pictures import read_stored

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
    try:
        exported = export_findings(reader, spoken_of(reader, product), folder, progress, cancel)
    except InspectError:
        shutil.rmtree(folder, ignore_errors=True)  # half of it helps nobody, least of all on a full disk
        raise
    good, root = folder / "additional" / "train" / "good", folder / "tuning" / "test"
    kinds = sorted(path for path in root.iterdir() if path.name != "good") if root.is_dir() else []
    if exported.cancelled:
        shutil.rmtree(folder, ignore_errors=True)
    elif not exported.additional_good and not exported.tuning + exported.locked:
        shutil.rmtree(folder, ignore_errors=True)
        why = "no approved false reject and no confirmed defect with its image"
        raise RecordsError(ErrorCode.REVIEW_NO_DATA, product=product, why=why)
    return Lessons(product, good if exported.additional_good else None, tuple(kinds), exported)


def take_good(
    reader: RecordReader, product: str, lot: str, passed: bool, progress: Progress, cancel: threading.Event
) -> tuple[Path, int]:
    """Copy images of good recorded parts into a new folder that is named after the product; how many. Good are those
    somebody called so, and with ``passed`` also those that passed and nobody objects to. ``lot`` empty: of any.

    Raises RecordsError if there are none with an image, InspectError if they cannot be written."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    folder = reader.folder / FOLDER / stamp / product
    verdicts = (Verdict.PASS,) if passed else ()
    wanted = [PartFilter(product=product, lot=lot or None, finding=kind) for kind in GOOD]
    wanted += [PartFilter(product=product, lot=lot or None, verdicts=verdicts)] if passed else []
    seqs = np.unique(np.concatenate([find_parts(reader, one) for one in wanted]))
    try:
        count = _copy_good(reader, seqs, folder, progress, cancel)
    except InspectError:
        shutil.rmtree(folder.parent, ignore_errors=True)
        raise
    if not count:
        raise RecordsError(ErrorCode.REVIEW_NO_DATA, product=product, why="no good part has an image here")
    return folder, count


def _copy_good(reader: RecordReader, seqs: Seqs, folder: Path, progress: Progress, cancel: threading.Event) -> int:
    count = 0
    for start in range(0, len(seqs), PAGE):
        chosen = [int(seq) for seq in seqs[start : start + PAGE]]
        cards = read_cards(reader, chosen)
        for number, seq in enumerate(chosen, start + 1):
            if cancel.is_set():
                return count
            if _good(cards[seq]):
                count += _copy(reader, cards[seq], folder)
            progress(number, len(seqs))
    return count


def _good(card: Card) -> bool:
    return card.finding is None or card.finding.finding in GOOD


def _copy(reader: RecordReader, card: Card, folder: Path) -> int:
    """The verified images of a part; one that is lost or altered is passed over."""
    count = 0
    for image in card.images:
        try:
            read_stored(reader.folder, card.row.uuid, image)
        except (RecordsError, ImageError):
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, folder.parent) from error
        data = inside(reader.folder, image.path).read_bytes()
        write_atomic(folder / f"{card.row.uuid}-{image.position}{Path(image.path).suffix}", data)
        count += 1
    return count
