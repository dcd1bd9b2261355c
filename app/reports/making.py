"""Files of a report: read, lay out, write. Blocks; for a thread, or for the command line."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app.options import Language
from app.reports.report_paper import Images, write_report
from app.reports.words import words_for
from engine.errors import InspectError
from engine.files import check_writable, write_atomic
from engine.reports.table import write_csv

if TYPE_CHECKING:
    from engine.records.reader import RecordReader
    from engine.reports.data import Report, Wanted

PICTURE_PX = 480


class Stage(StrEnum):
    """What is being done."""

    READING = "reading"
    PICTURES = "pictures"
    PAGES = "pages"


Progress = Callable[[Stage, int, int], object]


@dataclass(frozen=True, slots=True)
class Target:
    """Where to; None: not wanted."""

    pdf: Path | None = None
    csv: Path | None = None
    language: Language = "system"


@dataclass(frozen=True, slots=True)
class Made:
    """What was written."""

    report: "Report"
    pages: int
    files: tuple[Path, ...]


def make_files(
    data: Path,
    wanted: "Wanted",
    target: Target,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Made:
    """Read the records in ``data`` and write the files, each whole or not at all. Raises InspectError: no records,
    cancelled, folder not writable, disk full."""
    from engine.records.reader import RecordReader
    from engine.reports.making import make_report

    tell: Progress = progress or (lambda stage, done, total: None)
    for path in (target.pdf, target.csv):
        if path is not None:
            check_writable(path)
    reader = RecordReader(data)
    try:
        report = make_report(reader, wanted, lambda done: tell(Stage.READING, done, 0), cancel)
        files: list[Path] = []
        pages = 0
        if target.pdf is not None:
            images = read_pictures(reader, report, tell, cancel)

            def next_page(page: int, of: int) -> bool:
                tell(Stage.PAGES, page, of)
                return cancel is None or not cancel.is_set()

            content, pages = write_report(report, images, words_for(target.language), next_page)
            write_atomic(target.pdf, content)
            files.append(target.pdf)
        if target.csv is not None:
            write_atomic(target.csv, write_csv(report))
            files.append(target.csv)
        return Made(report, pages, tuple(files))
    finally:
        reader.close()


def read_pictures(
    reader: "RecordReader", report: "Report", tell: Progress, cancel: threading.Event | None = None
) -> Images:
    """A small picture of each of the worst parts, with its regions drawn; None where there is none."""
    from engine.reports.parts import check

    found: Images = {}
    for number, card in enumerate(report.worst, 1):
        check(cancel)
        tell(Stage.PICTURES, number, len(report.worst))
        found[card.row.seq] = _picture(reader, card.row.uuid, card.images)
    return found


def _picture(reader: "RecordReader", uuid: str, images: tuple[object, ...]) -> QImage | None:
    from engine.review.listing import StoredImage
    from engine.review.pictures import read_stored
    from engine.shown import outlined

    image = next((one for one in images if isinstance(one, StoredImage)), None)
    if image is None:
        return None
    try:
        pixels = read_stored(reader.folder, uuid, image)
    except InspectError:
        return None
    body = reader.part(uuid)
    frames = () if body is None else body.frames[image.position : image.position + 1]
    boxes = [(one.x, one.y, one.w, one.h) for frame in frames for one in frame.regions]
    small = outlined(pixels, boxes, PICTURE_PX, PICTURE_PX)
    height, width = small.shape[:2]
    return QImage(small.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()
