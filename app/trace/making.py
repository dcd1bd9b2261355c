"""Pictures and export of one part. Blocks; for a thread, or for the command line."""

from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from app.error_texts import full_text
from app.options import Language
from app.reports.words import words_for
from app.trace.paper import PartPictures, write_part
from engine.frames import Pixels
from engine.overlay import blend_heat
from engine.records.reader import RecordReader
from engine.review.pictures import BundleOf, Detail, Examiner, Shelves, worst
from engine.shown import shrink
from engine.signing import Keys
from engine.trace.dossier import Dossier, read_dossier
from engine.trace.export import export_part
from engine.trace.form import ExportManifest

PICTURE_PX = 900


def export_files(
    reader: RecordReader,
    uuid: str,
    target: Path,
    keys: Keys,
    language: Language,
    bundles: BundleOf | None = None,
) -> ExportManifest:
    """Everything known of a part as one signed ZIP, with a printed page in it. Raises InspectError."""
    dossier = read_dossier(reader, uuid, bundles)
    pictures = pictures_of(look_closely(reader, dossier, bundles))
    page = write_part(dossier, pictures, words_for(language))
    return export_part(reader, dossier, target, keys, {"part.pdf": page}, bundles)


def look_closely(reader: RecordReader, dossier: Dossier, bundles: BundleOf | None = None) -> Detail:
    """Its frames, judged again for their heat, under the limits of then."""
    examiner = Examiner(reader.folder, bundles or Shelves(reader.folder).of)
    return examiner.look(dossier.card, dossier.part.limits.to_limits())


def pictures_of(detail: Detail, pixels: int = PICTURE_PX) -> PartPictures:
    """Of the frame that decided."""
    if detail.problem is not None:
        return PartPictures(None, None, full_text(detail.problem))
    decided = worst(detail.inspections) if detail.inspections else None
    frame = decided.frame if decided is not None and decided.frame is not None else detail.frames[0]
    stored = _image(shrink(frame.pixels, pixels, pixels))
    if decided is None or decided.anomaly_map is None:
        return PartPictures(stored, None, "", "" if detail.no_heat is None else full_text(detail.no_heat))
    drawn = blend_heat(frame.pixels, decided.anomaly_map, decided.limits.pixel, decided.roi)
    return PartPictures(stored, _image(shrink(drawn, pixels, pixels)), score_now=decided.score)


def _image(pixels: Pixels) -> QImage:
    height, width = pixels.shape[:2]
    data = np.ascontiguousarray(pixels).tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
