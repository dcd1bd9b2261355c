"""What an evaluation says: figures of each product and each kind of defect, with intervals."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from engine.calibration import interval
from engine.decision import Verdict
from training.metrics import PixelMetrics, ranking
from training.resampling import REPLICATES, Interval, interval_of, resampled_ranking, weights_of

IMAGE_FIGURES = ("image_auroc", "image_ap", "image_f1_max")
PIXEL_FIGURES = ("pixel_auroc", "pixel_ap", "aupro")
FIGURES = IMAGE_FIGURES + PIXEL_FIGURES
DIGITS = 9  # sums of several processes agree to this


class AtLimits(BaseModel):
    """What the proposed limits do. ``intervals`` are two-sided 95 % Clopper-Pearson, of rates."""

    false_rejects: int
    reviews_good: int
    misses: int
    reviews_defect: int
    intervals: dict[str, Interval]


class Figures(BaseModel):
    """Figures of merit; None where the truth for them is missing. ``intervals`` are 95 %, by resampling the images."""

    image_auroc: float | None
    image_ap: float | None
    image_f1_max: float | None
    pixel_auroc: float | None
    pixel_ap: float | None
    aupro: float | None
    intervals: dict[str, Interval | None]


class DefectFigures(Figures):
    """The same for one kind of defect against all good images."""

    n_defect: int
    misses: int
    reviews: int


class ProductFigures(Figures):
    """All figures of one product. ``n_error`` images of known answer could not be judged."""

    n_good: int
    n_defect: int
    n_error: int
    at_limits: AtLimits
    per_defect: dict[str, DefectFigures]


class Evaluation(BaseModel):
    """Figures of every product and their mean."""

    products: dict[str, ProductFigures]
    mean: dict[str, float | None]
    mean_intervals: dict[str, Interval | None]


@dataclass
class Outcome:
    """Test images of one product that could be read, in order: score, kind (None is good) and verdict."""

    paths: list[Path] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    kinds: list[str | None] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)

    @property
    def defect(self) -> list[bool]:
        """True for each defect."""
        return [kind is not None for kind in self.kinds]

    def judged(self, kind: str | None = None) -> "Outcome":
        """Those with a score; if ``kind`` is given, good ones and this kind alone."""
        some = Outcome()
        for path, score, own, verdict, number in zip(
            self.paths, self.scores, self.kinds, self.verdicts, self.numbers, strict=True
        ):
            if np.isfinite(score) and (kind is None or own in (None, kind)):
                some.paths.append(path)
                some.scores.append(score)
                some.kinds.append(own)
                some.verdicts.append(verdict)
                some.numbers.append(number)
        return some


@dataclass(frozen=True)
class Measured:
    """Figures of one product, the outcome they come from, and their replicates (FIGURES, R)."""

    figures: ProductFigures
    outcome: Outcome
    replicates: NDArray[np.float64]


def measure(outcome: Outcome, pixels: dict[str | None, PixelMetrics]) -> Measured:
    """Figures from scores and, for each kind of image, counted pixels (empty without masks)."""
    whole, replicates = _figures(outcome.judged(), _together(pixels, None))
    kinds = sorted({kind for kind in outcome.kinds if kind is not None})
    per_defect = {}
    for kind in kinds:
        own = [verdict for verdict, one in zip(outcome.verdicts, outcome.kinds, strict=True) if one == kind]
        fields, _ = _figures(outcome.judged(kind), _together(pixels, kind))
        per_defect[kind] = DefectFigures(
            **fields, n_defect=len(own), misses=own.count(Verdict.PASS), reviews=own.count(Verdict.REVIEW)
        )
    figures = ProductFigures(
        **whole,
        n_good=outcome.defect.count(False),
        n_defect=outcome.defect.count(True),
        n_error=outcome.verdicts.count(Verdict.ERROR),
        at_limits=at_limits(outcome),
        per_defect=per_defect,
    )
    return Measured(figures, outcome, replicates)


def combine(measured: dict[str, Measured]) -> Evaluation:
    """All products and their mean; products are resampled independently of each other."""
    figures = {name: one.figures for name, one in measured.items()}
    mean: dict[str, float | None] = {}
    intervals: dict[str, Interval | None] = {}
    for place, name in enumerate(FIGURES):
        known = [key for key, one in figures.items() if getattr(one, name) is not None]
        mean[name] = float(np.mean([getattr(figures[key], name) for key in known])) if known else None
        # Replicate r of one product must not go with replicate r of another: their weights are the same numbers.
        shifted = [np.roll(measured[key].replicates[place], turn) for turn, key in enumerate(known)]
        intervals[name] = interval_of(np.mean(shifted, axis=0)) if known else None
    return Evaluation(products=figures, mean=mean, mean_intervals=intervals)


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


def _together(pixels: dict[str | None, PixelMetrics], kind: str | None) -> PixelMetrics | None:
    """Pixels of good images and of one kind of defect, or of all kinds."""
    if not pixels:
        return None
    return pixels[None].plus(one for key, one in pixels.items() if key is not None and kind in (None, key))


def _figures(outcome: Outcome, pixels: PixelMetrics | None) -> tuple[dict[str, Any], NDArray[np.float64]]:
    """Fields of ``Figures``, and replicates (FIGURES, R)."""
    ranked = ranking(outcome.scores, outcome.defect)
    found, pixel, image = np.full(3, np.nan), np.full((REPLICATES, 3), np.nan), np.full((REPLICATES, 3), np.nan)
    if outcome.scores:
        weights = np.stack([weights_of(number)[1:] for number in outcome.numbers])
        image = resampled_ranking(np.array(outcome.scores), np.array(outcome.defect), weights)
    if pixels is not None:
        counted = pixels.figures()
        found, pixel = counted[0], counted[1:]
    replicates = np.concatenate([image.T, pixel.T])
    values = [ranked.auroc, ranked.ap, ranked.f1_max, *(_known(value) for value in found)]
    intervals = {name: _rounded(interval_of(row)) for name, row in zip(FIGURES, replicates, strict=True)}
    return {**dict(zip(FIGURES, values, strict=True)), "intervals": intervals}, replicates


def _known(value: float) -> float | None:
    return round(float(value), DIGITS) if np.isfinite(value) else None


def _rounded(found: Interval | None) -> Interval | None:
    return None if found is None else (round(found[0], DIGITS), round(found[1], DIGITS))
