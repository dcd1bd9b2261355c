"""An evaluation as one HTML page that needs nothing else: figures, histograms, ROC, the worst pictures with heat."""

import base64
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.files import write_atomic
from engine.judge import Judge
from engine.overlay import blend_heat
from engine.runtime import Runtime
from engine.shown import shrink
from training.evaluate import Measurement
from training.figures import FIGURES, Figures, Measured, Outcome
from training.frames import read_frames
from training.images import Refused

TITLES = ("image AUROC", "image AP", "image F1-max", "pixel AUROC", "pixel AP", "AUPRO 0.3")
WORST = 4
PICTURE_PX = 256
BINS = 40


@dataclass(frozen=True)
class Cell:
    """A figure and its interval, as text."""

    value: str
    interval: str


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram, in per cent of the chart."""

    x: float
    width: float
    good: float
    defect: float


@dataclass(frozen=True)
class Mark:
    """A limit in a histogram, in per cent of the chart."""

    x: float
    name: str
    value: str


@dataclass(frozen=True)
class Shot:
    """A picture with its heat, as a data address."""

    name: str
    score: str
    verdict: str
    picture: str


@dataclass(frozen=True)
class Kind:
    """The worst pictures of one kind."""

    name: str
    note: str
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Chapter:
    """What the page says of one product."""

    name: str
    rows: tuple[tuple[str, str, tuple[Cell, ...]], ...]
    facts: tuple[str, ...]
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    lowest: str
    highest: str
    roc: str
    kinds: tuple[Kind, ...]


def write_page(path: Path, bundle: Bundle, runtime: Runtime, measurement: Measurement) -> None:
    """Write the page whole or not at all; the worst pictures are judged once more for their heat. InspectError if it
    cannot be written."""
    environment = Environment(loader=PackageLoader("training"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    chapters = [
        _chapter(name, measured, Judge(bundle, name, runtime)) for name, measured in measurement.measured.items()
    ]
    evaluation = measurement.evaluation
    mean = [_cell(evaluation.mean[name], evaluation.mean_intervals[name]) for name in FIGURES]
    text = environment.get_template("evaluation.html").render(
        bundle=bundle.manifest.name,
        sha256=bundle.sha256,
        created=bundle.manifest.created_utc,
        titles=TITLES,
        chapters=chapters,
        mean=mean if len(chapters) > 1 else None,
    )
    write_atomic(path, text.encode())


def _chapter(name: str, measured: Measured, judge: Judge) -> Chapter:
    figures, outcome = measured.figures, measured.outcome
    rows = [("all defects", str(figures.n_defect), _cells(figures))]
    rows += [(kind, str(one.n_defect), _cells(one)) for kind, one in figures.per_defect.items()]
    bars, marks, lowest, highest = _histogram(outcome.judged(), judge.limits)
    return Chapter(
        name, tuple(rows), tuple(_facts(measured)), bars, marks, lowest, highest,
        _roc(outcome.judged()), tuple(_worst(outcome, judge)),
    )  # fmt: skip


def _cells(figures: Figures) -> tuple[Cell, ...]:
    return tuple(_cell(getattr(figures, name), figures.intervals[name]) for name in FIGURES)


def _cell(value: float | None, interval: tuple[float, float] | None) -> Cell:
    if value is None:
        return Cell("–", "")
    return Cell(f"{value:.4f}", "" if interval is None else f"{interval[0]:.3f} to {interval[1]:.3f}")


def _facts(measured: Measured) -> Iterator[str]:
    """What the proposed limits did, in words."""
    figures, limits = measured.figures, measured.figures.at_limits
    low, high = (100 * value for value in limits.intervals["false_rejects"])
    yield (
        f"{limits.false_rejects} of {figures.n_good} good parts rejected ({low:.1f} to {high:.1f} % with 95 % "
        f"confidence), {limits.reviews_good} more to review"
    )
    low, high = (100 * value for value in limits.intervals["misses"])
    yield (
        f"{limits.misses} of {figures.n_defect} defects passed ({low:.1f} to {high:.1f} %), "
        f"{limits.reviews_defect} more to review"
    )
    for kind, one in figures.per_defect.items():
        yield f"{kind}: {one.misses} of {one.n_defect} passed, {one.reviews} to review"
    if figures.n_error:
        yield f"{figures.n_error} pictures could not be judged (ERROR)"


def _histogram(outcome: Outcome, limits: Limits) -> tuple[tuple[Bar, ...], tuple[Mark, ...], str, str]:
    """Bars of good and defect scores on one logarithmic axis, with the limits."""
    scores = np.array(outcome.scores)
    if not len(scores):
        return (), (), "", ""
    positive = np.log(np.maximum(scores, 1e-9))
    values = [*positive, math.log(limits.reject)]
    low, high = min(values), max(values)
    span = max(high - low, 1e-6)
    edges = np.linspace(low, low + span, BINS + 1)
    defect = np.array(outcome.defect)
    good_counts, defect_counts = (np.histogram(positive[part], edges)[0] for part in (~defect, defect))
    most = max(1, int(good_counts.max()), int(defect_counts.max()))
    bars = tuple(
        Bar(100 * index / BINS, 100 / BINS, 100 * good / most, 100 * bad / most)
        for index, (good, bad) in enumerate(zip(good_counts, defect_counts, strict=True))
    )
    shown = {"reject": limits.reject} | ({} if limits.review is None else {"review": limits.review})
    marks = tuple(
        Mark(min(100.0, max(0.0, 100 * (math.log(value) - low) / span)), name, f"{value:.4g}")
        for name, value in shown.items()
    )
    return bars, marks, f"{math.exp(low):.3g}", f"{math.exp(low + span):.3g}"


def _roc(outcome: Outcome) -> str:
    """Points of the curve for an SVG polyline of 100 x 100; empty without both kinds."""
    from sklearn.metrics import roc_curve

    if not any(outcome.defect) or all(outcome.defect):
        return ""
    false, true, _ = roc_curve(outcome.defect, outcome.scores)
    return " ".join(f"{100 * x:.2f},{100 - 100 * y:.2f}" for x, y in zip(false, true, strict=True))


def _worst(outcome: Outcome, judge: Judge) -> Iterator[Kind]:
    """For good parts the highest scores, for each kind of defect the lowest: what limits cannot separate."""
    judged = outcome.judged()
    for kind in sorted(set(judged.kinds), key=lambda one: (one is not None, one or "")):
        mine = [index for index, one in enumerate(judged.kinds) if one == kind]
        chosen = sorted(mine, key=judged.scores.__getitem__, reverse=kind is None)[:WORST]
        shots = tuple(_shots([judged.paths[index] for index in chosen], judge))
        note = "highest scores" if kind is None else "lowest scores"
        yield Kind("good" if kind is None else kind, note, shots)


def _shots(paths: list[Path], judge: Judge) -> Iterator[Shot]:
    for path, frame in zip(paths, read_frames(paths, 1), strict=True):
        if isinstance(frame, Refused):
            continue
        found = judge.judge(frame)
        if found.verdict is Verdict.ERROR or found.anomaly_map is None:
            continue
        picture = _jpeg(blend_heat(frame.pixels, found.anomaly_map, judge.limits.pixel, found.roi))
        yield Shot(f"{path.parent.name}/{path.name}", f"{found.score:.4g}", found.verdict.value, picture)


def _jpeg(pixels: NDArray[np.uint8]) -> str:
    small = shrink(pixels, PICTURE_PX, PICTURE_PX)
    data = cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode()
