"""What the new bundle says of held-out good parts and of known defects. For a worker thread."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QImage

from app.inspect.render import to_image
from engine.bundle import Bundle, read_bundle
from engine.decode import read_image
from engine.errors import InspectError
from engine.frames import Frame, Pixels
from engine.judge import Inspection, Judge
from engine.overlay import blend_heat
from engine.runtime import Provider, Runtime
from engine.shown import shrink
from engine.teach.folders import FoundProduct, calibration_files, defect_files
from engine.teach.plan import TrainingPlan
from engine.teach.review import held_out

SIDE = 300
MOST_DEFECTS = 200


@dataclass(frozen=True, eq=False)
class Judged:
    """A picture, its score (NaN if it could not be judged), and itself with heat."""

    path: Path
    score: float
    image: QImage | None


@dataclass(frozen=True, eq=False)
class ProductReview:
    """``good``: the worst score of each held-out part. ``worst``: the good part with the highest score, if its file is
    there. ``defects``: every known one, the best hidden first."""

    good: tuple[float, ...]
    worst: Judged | None
    defects: tuple[Judged, ...]


@dataclass(frozen=True, eq=False)
class Review:
    """The bundle, and what is known of each product that was trained."""

    bundle: Bundle
    products: Mapping[str, ProductReview]


def review(path: Path, plan: TrainingPlan, run: Path) -> Review:
    """Judge. Raises InspectError if the bundle cannot be used."""
    bundle = read_bundle(path)
    runtime = Runtime(bundle, Provider.CPU, threads=1)
    trained = tuple(FoundProduct(one.name, Path(one.folder)) for one in plan.products)
    defects = defect_files(plan.defects, trained)
    found = {}
    for one in trained:
        entry = bundle.manifest.products[one.name]
        judge = Judge(bundle, one.name, runtime)
        files = calibration_files(run, one.name)
        scores = entry.calibration.scores
        worst = None
        if len(files) == len(scores):
            worst = _judged(judge, files[max(range(len(scores)), key=lambda index: scores[index])])
        bad = sorted(_all(judge, defects[one.name][:MOST_DEFECTS]), key=_hidden_first)
        found[one.name] = ProductReview(tuple(held_out(entry)), worst, tuple(bad))
    return Review(bundle, found)


def _hidden_first(one: Judged) -> tuple[bool, float]:
    """Order; what could not be judged comes last."""
    return math.isnan(one.score), one.score


def _all(judge: Judge, files: Sequence[Path]) -> list[Judged]:
    return [_judged(judge, path) for path in files]


def _judged(judge: Judge, path: Path) -> Judged:
    try:
        pixels = read_image(path)
    except InspectError:
        return Judged(path, float("nan"), None)
    inspection = judge.judge(Frame(0, str(path), pixels, 0.0))
    score = float("nan") if inspection.score is None else inspection.score
    return Judged(path, score, _with_heat(inspection))


def _with_heat(inspection: Inspection) -> QImage | None:
    frame = inspection.frame
    if frame is None:
        return None
    if inspection.anomaly_map is None:
        return _small(frame.pixels)
    return _small(blend_heat(frame.pixels, inspection.anomaly_map, inspection.limits.pixel, inspection.roi))


def _small(pixels: Pixels) -> QImage:
    return to_image(shrink(pixels, SIDE, SIDE))
