"""Findings on their way out: a test set and additional good parts for training, tables and masks for other programs.

Confirmed defects are split into ``tuning`` and ``locked``, by part and lot: all parts of a lot go the same way, so that
what the locked share says of a new model is said of parts it was not chosen on. Which way is a hash of the name: it is
the same in every export. Images are compared with the records before they are copied; one that is lost or altered is
listed, and nothing else stops for it.
"""

import csv
import hashlib
import io
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from sqlalchemy import Connection, select

from engine.errors import ImageError, RecordsError
from engine.files import check_writable, explain_os_error, write_atomic
from engine.records import schema
from engine.records.chain import parse_entry, stored_bytes
from engine.records.entries import FindingBody, FindingKind, Polygon, RegionBody
from engine.records.images import inside
from engine.records.reader import RecordReader
from engine.review.listing import Card, Seqs, StoredImage, read_cards
from engine.review.pictures import read_stored

LOCKED_SHARE = 0.5
PAGE = 50
APPROVED = "training.approved"  # the event with which an engineer lets a false reject into training
COLUMNS = (
    "part", "seq", "utc_us", "product", "lot", "serial", "verdict", "score", "review", "reject",
    "finding", "defect_type", "note", "user", "share", "file",
)  # fmt: skip
DEFECTS = (FindingKind.DEFECT, FindingKind.ESCAPE)
GOOD = (FindingKind.FALSE_REJECT, FindingKind.GOOD)
Progress = Callable[[int, int], object]


@dataclass(slots=True)
class Exported:
    """What was written. ``skipped`` are parts with why; ``unapproved`` false rejects no engineer has approved."""

    additional_good: int = 0
    tuning: int = 0
    locked: int = 0
    test_good: int = 0
    masks: int = 0
    unapproved: int = 0
    cancelled: bool = False
    skipped: list[tuple[str, str]] = field(default_factory=list)


def share_of(lot: str, uuid: str) -> str:
    """``tuning`` or ``locked``: by the lot, or by the part where there is no lot."""
    digest = hashlib.sha256((f"lot {lot}" if lot else f"part {uuid}").encode()).digest()
    return "locked" if int.from_bytes(digest[:4], "big") < LOCKED_SHARE * 2**32 else "tuning"


def approved_parts(reader: RecordReader) -> set[str]:
    """Parts that an engineer has let into training. Raises RecordsError."""
    table = schema.events.c

    def read(connection: Connection) -> set[str]:
        texts = connection.execute(select(table.params).where(table.code == APPROVED)).scalars().all()
        return {str(json.loads(text).get("part", "")) for text in texts}

    found: set[str] = reader.query(read)
    return found


def outlines_of(reader: RecordReader, finding_seq: int) -> tuple[Polygon, ...]:
    """The true defect as it was drawn with this finding, relative to the frame."""
    columns = schema.journal.c
    body = reader.query(
        lambda c: c.execute(select(columns.body).where(columns.seq == finding_seq)).scalar_one_or_none()
    )
    entry = None if body is None else parse_entry(stored_bytes(body))
    return entry.outline if isinstance(entry, FindingBody) else ()


def export_findings(
    reader: RecordReader, seqs: Seqs, folder: Path, progress: Progress, cancel: threading.Event
) -> Exported:
    """Write the parts somebody has spoken of below ``folder``:

    ``additional/train/good`` approved false rejects; ``tuning`` and ``locked`` in MVTec layout (``test/<type>``,
    ``test/good``, ``ground_truth/<type>`` where a defect was drawn); ``findings.csv`` and ``coco.json``.
    Raises InspectError if the folder cannot be written or is full; what stands there then is listed nowhere.
    """
    check_writable(folder / "findings.csv")
    writer = _Writer(reader, folder)
    try:
        for start in range(0, len(seqs), PAGE):
            chosen = [int(seq) for seq in seqs[start : start + PAGE]]
            cards = read_cards(reader, chosen)
            for number, seq in enumerate(chosen, start + 1):
                if cancel.is_set():
                    writer.done.cancelled = True
                    return writer.finish()
                if seq in cards and cards[seq].finding is not None:
                    writer.add(cards[seq])
                progress(number, len(seqs))
        return writer.finish()
    except OSError as error:
        raise explain_os_error(error, folder) from error


class _Writer:
    """One export on its way."""

    def __init__(self, reader: RecordReader, folder: Path) -> None:
        self._reader, self._folder = reader, folder
        self._approved = approved_parts(reader)
        self._lines: list[Sequence[object]] = []
        self._coco = _Coco()
        self.done = Exported()

    def add(self, card: Card) -> None:
        """One part: its images to where they belong, a line, its annotations."""
        finding = card.finding
        if finding is None:
            return
        share, names = self._place(card)
        files = [self._copy(card, image, name) for image, name in zip(card.images, names, strict=False)]
        written = [name for name in files if name]
        if written:
            self._count(card, share)
        row = card.row
        self._lines.append(
            (
                row.uuid, row.seq, row.utc_us, row.product, row.lot, row.serial, row.verdict.value, row.score,
                row.review, row.reject, finding.finding.value, finding.defect_type, finding.note, finding.user,
                share, " ".join(written),
            )
        )  # fmt: skip

    def finish(self) -> Exported:
        """The tables."""
        text = io.StringIO()
        table = csv.writer(text, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(self._lines)
        write_atomic(self._folder / "findings.csv", text.getvalue().encode())
        write_atomic(self._folder / "coco.json", self._coco.dump())
        return self.done

    def _place(self, card: Card) -> tuple[str, list[str]]:
        """The share, and where each image goes; nowhere for unsure ones and false rejects without approval."""
        finding, row = card.finding, card.row
        assert finding is not None
        names = [f"{row.uuid}-{image.position}{Path(image.path).suffix}" for image in card.images]
        if finding.finding in DEFECTS:
            share = share_of(row.lot, row.uuid)
            return share, [f"{share}/test/{folder_name(finding.defect_type)}/{name}" for name in names]
        if finding.finding is FindingKind.FALSE_REJECT and row.uuid in self._approved:
            return "train", [f"additional/train/good/{name}" for name in names]
        if finding.finding is FindingKind.FALSE_REJECT:
            self.done.unapproved += 1
        if finding.finding is FindingKind.GOOD:
            share = share_of(row.lot, row.uuid)
            return share, [f"{share}/test/good/{name}" for name in names]
        return "", []

    def _copy(self, card: Card, image: StoredImage, name: str) -> str:
        """The verified bytes; empty, and listed, if they are not what was recorded."""
        try:
            pixels = read_stored(self._reader.folder, card.row.uuid, image)
        except (RecordsError, ImageError) as error:
            self.done.skipped.append((card.row.uuid, str(error)))
            return ""
        data = inside(self._reader.folder, image.path).read_bytes()
        target = self._folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(target, data)
        self._annotate(card, image, name, (pixels.shape[1], pixels.shape[0]))
        return name

    def _annotate(self, card: Card, image: StoredImage, name: str, size: tuple[int, int]) -> None:
        """The defect as drawn, else the regions the model found, marked as such."""
        finding = card.finding
        assert finding is not None
        number = self._coco.image(name, size)
        if finding.finding not in DEFECTS:
            return
        kind = folder_name(finding.defect_type)
        polygons = outlines_of(self._reader, finding.seq) if image.position == 0 else ()
        if polygons:
            self._coco.polygons(number, kind, polygons, size)
            mask = draw_mask(polygons, size)
            share, _, rest = name.partition("/test/")
            target = self._folder / share / "ground_truth" / Path(rest).parent / f"{Path(rest).stem}_mask.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(target, cv2.imencode(".png", mask)[1].tobytes())
            self.done.masks += 1
            return
        body = self._reader.part(card.row.uuid)
        regions = () if body is None or image.position >= len(body.frames) else body.frames[image.position].regions
        self._coco.boxes(number, kind, regions)

    def _count(self, card: Card, share: str) -> None:
        finding = card.finding
        assert finding is not None
        if share == "train":
            self.done.additional_good += 1
        elif finding.finding in GOOD:
            self.done.test_good += 1
        elif share == "locked":
            self.done.locked += 1
        else:
            self.done.tuning += 1


class _Coco:
    """COCO: images, categories, annotations. ``source`` says who drew: ``person`` or ``model``."""

    def __init__(self) -> None:
        self._images: list[dict[str, object]] = []
        self._annotations: list[dict[str, object]] = []
        self._kinds: dict[str, int] = {}

    def image(self, name: str, size: tuple[int, int]) -> int:
        """Its number."""
        number = len(self._images) + 1
        self._images.append({"id": number, "file_name": name, "width": size[0], "height": size[1]})
        return number

    def polygons(self, image: int, kind: str, polygons: Sequence[Polygon], size: tuple[int, int]) -> None:
        """Relative corners as pixels."""
        for polygon in polygons:
            points = np.array(polygon) * np.array(size)
            (x0, y0), (x1, y1) = points.min(axis=0), points.max(axis=0)
            area = float(cv2.contourArea(points.astype(np.float32)))
            box = [round(float(value), 2) for value in (x0, y0, x1 - x0, y1 - y0)]
            corners = [round(float(value), 2) for value in points.ravel()]
            self._add(image, kind, box, area, [corners], "person")

    def boxes(self, image: int, kind: str, regions: Sequence[RegionBody]) -> None:
        """What the model found, for want of a drawing."""
        for one in regions:
            self._add(image, kind, [one.x, one.y, one.w, one.h], one.area_px, [], "model")

    def dump(self) -> bytes:
        """The file."""
        categories = [{"id": number, "name": kind} for kind, number in self._kinds.items()]
        whole = {"images": self._images, "annotations": self._annotations, "categories": categories}
        return json.dumps(whole, ensure_ascii=False).encode()

    def _add(
        self, image: int, kind: str, box: Sequence[float], area: float, corners: Sequence[Sequence[float]], who: str
    ) -> None:
        category = self._kinds.setdefault(kind, len(self._kinds) + 1)
        number = len(self._annotations) + 1
        shape: dict[str, object] = {"bbox": list(box), "area": area, "segmentation": list(corners), "iscrowd": 0}
        self._annotations.append({"id": number, "image_id": image, "category_id": category, **shape, "source": who})


def folder_name(defect_type: str) -> str:
    """A type of defect as the name of a folder on any system; ``good`` is taken by good parts."""
    kept = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in defect_type.strip())[:60]
    return "defect" if kept.casefold() in ("", "good") else kept


def draw_mask(polygons: Sequence[Polygon], size: tuple[int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """255 inside the polygons, (H, W)."""
    mask = np.zeros((size[1], size[0]), np.uint8)
    for polygon in polygons:
        cv2.fillPoly(mask, [np.round(np.array(polygon) * np.array(size)).astype(np.int32)], (255,))
    return mask
