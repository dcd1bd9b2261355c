"""Figures of a bundle as it ships: the judge of the station, its ONNX graph and its limits, on folders with known
answers. Memory does not grow with the number of images beyond a few numbers each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle, ProductEntry
from engine.decision import Verdict
from engine.decode import read_image
from engine.errors import ErrorCode, TrainingError
from engine.frames import Map
from engine.geometry import Roi
from engine.judge import Inspection, Judge
from engine.runtime import Runtime
from training.figures import Evaluation, Measured, Outcome, combine, measure
from training.frames import read_frames
from training.images import Refused
from training.metrics import PixelMetrics
from training.products import Product, TestImage
from training.resampling import REPLICATES, weights_of
from training.sharing import ALONE, Share

VERDICTS = tuple(Verdict)
WORKERS = 2
Pixels = dict[str | None, PixelMetrics]


@dataclass(frozen=True)
class Measurement:
    """The figures and, for each product of the bundle, what they come from."""

    evaluation: Evaluation
    measured: dict[str, Measured]


def measure_bundle(
    bundle: Bundle,
    runtime: Runtime,
    products: Sequence[Product],
    note: Callable[[str], None],
    share: Share = ALONE,
) -> Measurement:
    """Judge every test image of every folder. A folder belongs to the product of its name; with one product and one
    folder, to that. Every process of a ``share`` judges its part of the images and knows the figures of all."""
    measured = {}
    for product in products:
        name = product.name if product.name in bundle.manifest.products or len(products) > 1 else None
        known, entry = bundle.product(name)
        if not product.test:
            raise TrainingError(ErrorCode.TRAIN_NO_IMAGES, path=str(product.folder / "test"), skipped=0)
        measured[known] = _measure_product(Judge(bundle, known, runtime), entry, product.test, note, share)
    return Measurement(combine(measured), measured)


def _measure_product(
    judge: Judge, entry: ProductEntry, images: Sequence[TestImage], note: Callable[[str], None], share: Share
) -> Measured:
    pixels = _new_pixels(entry, images)
    table = np.zeros((len(images), 3))  # read, score, verdict
    for number, inspection in _inspections(judge, images, note, share):
        score = np.nan if inspection.score is None else inspection.score
        table[number] = 1, score, VERDICTS.index(inspection.verdict)
        kind = images[number].defect
        if inspection.verdict is Verdict.ERROR:
            note(f"not judged: {inspection.error}")
        elif kind in pixels and inspection.anomaly_map is not None:
            map_ = inspection.anomaly_map
            truth = truth_of(images[number], inspection.roi, map_.shape)
            pixels[kind].add(map_, truth, weights_of(number), _counted(map_))
    table = share.total(table)
    for one in pixels.values():
        one.total(share.total)
    return measure(_outcome(table, images), pixels)


def _new_pixels(entry: ProductEntry, images: Sequence[TestImage]) -> Pixels:
    """Counters for good images and each kind of defect; none unless every defect has its mask."""
    if not any(image.mask for image in images) or not all(image.mask for image in images if image.defect):
        return {}
    kinds = {None, *(image.defect for image in images)}
    unit = max(entry.calibration.map_maxima)
    return {kind: PixelMetrics(unit, 1 + REPLICATES) for kind in sorted(kinds, key=str)}


def _inspections(
    judge: Judge, images: Sequence[TestImage], note: Callable[[str], None], share: Share
) -> Iterator[tuple[int, Inspection]]:
    """Number and inspection of each image of this process that can be read."""
    mine = range(share.rank, len(images), share.world)
    frames = read_frames((images[number].path for number in mine), WORKERS)
    for number, frame in zip(mine, frames, strict=True):
        if isinstance(frame, Refused):
            note(f"skipped: {frame.why}")
        else:
            yield number, judge.judge(frame)


def _outcome(table: NDArray[np.float64], images: Sequence[TestImage]) -> Outcome:
    outcome = Outcome()
    for number, (image, (read, score, verdict)) in enumerate(zip(images, table, strict=True)):
        if read:
            outcome.paths.append(image.path)
            outcome.scores.append(float(score))
            outcome.kinds.append(image.defect)
            outcome.verdicts.append(VERDICTS[int(verdict)])
            outcome.numbers.append(number)
    return outcome


def _counted(map_: Map) -> NDArray[np.bool_] | None:
    """Where the map counts. A distance is never 0 by chance: that is how places are left out of the map."""
    counted: NDArray[np.bool_] = map_ != 0
    return None if counted.all() else counted


def truth_of(image: TestImage, roi: Roi, size: tuple[int, ...]) -> NDArray[np.bool_]:
    """The ground truth (H, W) of a region at map resolution; without a mask nothing of it is True."""
    if image.mask is None:
        return np.zeros(size, bool)
    mask = read_image(image.mask)
    height, width = mask.shape[:2]
    x0, y0, x1, y1 = roi.to_pixels(width, height)
    crop = (mask[y0:y1, x0:x1, 0] > 0).astype(np.uint8)
    resized = cv2.resize(crop, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
    return resized.astype(bool)
