"""Figures of a bundle as it ships: its ONNX graph, its limits, on folders with known answers."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from engine.bundle import Bundle, ProductEntry
from engine.calibration import interval
from engine.decision import Verdict, decide
from engine.decode import read_image
from engine.errors import ErrorCode, TrainingError
from engine.frames import Map
from engine.geometry import Roi, valid_mask
from engine.runtime import Runtime
from engine.scoring import score
from training.images import Refused, load_all
from training.metrics import PixelMetrics, ranking
from training.products import Product, TestImage
from training.sharing import ALONE, Share


class AtLimits(BaseModel):
    """What the proposed limits do. ``intervals`` are two-sided 95 % Clopper-Pearson, of rates."""

    false_rejects: int
    reviews_good: int
    misses: int
    reviews_defect: int
    intervals: dict[str, tuple[float, float]]


class ProductFigures(BaseModel):
    """All figures of one product; None where the truth for it is missing."""

    image_auroc: float | None
    image_ap: float | None
    image_f1_max: float | None
    pixel_auroc: float | None
    pixel_ap: float | None
    aupro: float | None
    n_good: int
    n_defect: int
    at_limits: AtLimits


class Evaluation(BaseModel):
    """Figures of every product and their mean."""

    products: dict[str, ProductFigures]
    mean: dict[str, float | None]


@dataclass
class Outcome:
    """Scores and verdicts of the test images of one product, in order."""

    scores: list[float] = field(default_factory=list)
    defect: list[bool] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)


VERDICTS = tuple(Verdict)
FIGURES = ("image_auroc", "image_ap", "image_f1_max", "pixel_auroc", "pixel_ap", "aupro")


def evaluate(
    bundle: Bundle,
    runtime: Runtime,
    products: Sequence[Product],
    note: Callable[[str], None],
    share: Share = ALONE,
) -> Evaluation:
    """Run every test image of every folder. A folder belongs to the product of its name; with one product and one
    folder, to that. Every process of a ``share`` runs its part of the images and knows the figures of all."""
    figures = {}
    for product in products:
        name = product.name if product.name in bundle.manifest.products or len(products) > 1 else None
        known, entry = bundle.product(name)
        if not product.test:
            raise TrainingError(ErrorCode.TRAIN_NO_IMAGES, path=str(product.folder / "test"), skipped=0)
        figures[known] = evaluate_product(runtime, entry, product.test, note, share)
    return Evaluation(products=figures, mean={name: _mean(figures, name) for name in FIGURES})


def evaluate_product(
    runtime: Runtime,
    entry: ProductEntry,
    images: Sequence[TestImage],
    note: Callable[[str], None],
    share: Share = ALONE,
) -> ProductFigures:
    """All figures of one product."""
    valid = valid_mask(entry.ignore, entry.roi, runtime.input_size)
    complete = any(image.mask for image in images) and all(image.mask for image in images if image.defect)
    pixels = PixelMetrics(0.0, _upper(entry)) if complete else None
    table = np.zeros((len(images), 3))  # judged, score, verdict
    for number, map_ in _maps(runtime, entry, images, note, share):
        value = score(map_, valid, entry.pooling)
        verdict = decide(value, bool(np.isfinite(map_).all()), entry.limits.to_limits())
        table[number] = 1, value, VERDICTS.index(verdict)
        if pixels is not None:
            pixels.add(map_, _truth(images[number], entry.roi, runtime.input_size))
    outcome = _outcome(share.total(table), images)
    if pixels is not None:
        pixels.total(share.total)
    ranked = ranking(outcome.scores, outcome.defect)
    auroc, ap, aupro = pixels.result() if pixels is not None else (None, None, None)
    return ProductFigures(
        image_auroc=ranked.auroc,
        image_ap=ranked.ap,
        image_f1_max=ranked.f1_max,
        pixel_auroc=auroc,
        pixel_ap=ap,
        aupro=aupro,
        n_good=outcome.defect.count(False),
        n_defect=outcome.defect.count(True),
        at_limits=at_limits(outcome),
    )


def _outcome(table: NDArray[np.float64], images: Sequence[TestImage]) -> Outcome:
    judged = [(image, row) for image, row in zip(images, table, strict=True) if row[0]]
    return Outcome(
        scores=[float(row[1]) for _, row in judged],
        defect=[image.defect is not None for image, _ in judged],
        verdicts=[VERDICTS[int(row[2])] for _, row in judged],
    )


def at_limits(outcome: Outcome) -> AtLimits:
    """Count what the verdicts got wrong."""
    good = [verdict for verdict, defect in zip(outcome.verdicts, outcome.defect, strict=True) if not defect]
    bad = [verdict for verdict, defect in zip(outcome.verdicts, outcome.defect, strict=True) if defect]
    rejects, misses = good.count(Verdict.FAIL), bad.count(Verdict.PASS)
    return AtLimits(
        false_rejects=rejects,
        reviews_good=good.count(Verdict.REVIEW),
        misses=misses,
        reviews_defect=bad.count(Verdict.REVIEW),
        intervals={"false_rejects": interval(rejects, len(good)), "misses": interval(misses, len(bad))},
    )


def _upper(entry: ProductEntry) -> float:
    """A value few maps exceed; what does falls into the last bin."""
    return 8 * max(entry.calibration.map_maxima)


def _maps(
    runtime: Runtime, entry: ProductEntry, images: Sequence[TestImage], note: Callable[[str], None], share: Share
) -> Iterator[tuple[int, Map]]:
    """Number and map of each image of this process that can be read."""
    mine = range(share.rank, len(images), share.world)
    loaded = load_all([images[number].path for number in mine], runtime.input_size, 2, entry.roi)
    for number, image in zip(mine, loaded, strict=True):
        if isinstance(image, Refused):
            note(f"skipped: {image.why}")
        else:
            yield number, runtime.run(image.pixels).anomaly_map


def _truth(image: TestImage, roi: Roi, size: tuple[int, int]) -> NDArray[np.bool_]:
    """The ground truth at map resolution."""
    if image.mask is None:
        return np.zeros(size, bool)
    mask = read_image(image.mask)
    height, width = mask.shape[:2]
    x0, y0, x1, y1 = roi.to_pixels(width, height)
    crop = (mask[y0:y1, x0:x1, 0] > 0).astype(np.uint8)
    resized = cv2.resize(crop, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
    return resized.astype(bool)


def _mean(figures: dict[str, ProductFigures], name: str) -> float | None:
    values = [value for one in figures.values() if (value := getattr(one, name)) is not None]
    return float(np.mean(values)) if values else None
