"""What a journal says: figures with their spread, choice by leaving one set out, and paired differences.

The bootstrap resamples test parts, good and defects apart, and seeds with them, the same parts for both variants
(Efron and Tibshirani 1993, section 13.3), so that the interval is of the difference and not of two figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from training.study.journal import Trial

REPLICATES = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """Image AUROC of a variant on a set: mean and standard deviation over seeds, and at its limits the shares of good
    parts rejected and of defects passed. ``pixel`` is None without masks."""

    data: str
    variant: str
    seeds: int
    auroc: float
    spread: float
    pixel: float | None
    rejected: float
    missed: float
    seconds: float
    part_ms: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean AUROC of ``variant`` minus that of ``other`` with its 95 % bootstrap interval."""

    data: str
    variant: str
    other: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the other sets choose for ``data``, its AUROC there, and the best that any variant reaches there."""

    data: str
    chosen: str
    auroc: float
    best: float


def auroc(trial: Trial, pooling: str) -> float:
    """Image AUROC of a trial."""
    return float(roc_auc_score([bool(kind) for kind in trial.kinds], trial.scores[pooling]))


def cells(trials: Sequence[Trial], pooling: str) -> list[Cell]:
    """One cell for each set and variant, in order of first appearance."""
    return [_cell(group, pooling) for group in _groups(trials).values()]


def _groups(trials: Sequence[Trial]) -> dict[tuple[str, str], list[Trial]]:
    groups: dict[tuple[str, str], list[Trial]] = defaultdict(list)
    for trial in trials:
        groups[trial.data, trial.variant].append(trial)
    return groups


def _cell(trials: Sequence[Trial], pooling: str) -> Cell:
    values = [auroc(trial, pooling) for trial in trials]
    pixels = [trial.pixel_auroc for trial in trials if trial.pixel_auroc is not None]
    shares = np.array([_at_limits(trial, pooling) for trial in trials])
    return Cell(
        data=trials[0].data,
        variant=trials[0].variant,
        seeds=len(trials),
        auroc=float(np.mean(values)),
        spread=float(np.std(values, ddof=1)) if len(values) > 1 else 0.0,
        pixel=float(np.mean(pixels)) if pixels else None,
        rejected=float(shares[:, 0].mean()),
        missed=float(shares[:, 1].mean()),
        seconds=float(np.mean([trial.seconds for trial in trials])),
        part_ms=float(np.mean([trial.part_ms for trial in trials])),
    )


def _at_limits(trial: Trial, pooling: str) -> tuple[float, float]:
    review, reject = trial.limits[pooling]
    scores, bad = np.array(trial.scores[pooling]), np.array([bool(kind) for kind in trial.kinds])
    return float((scores[~bad] >= reject).mean()), float((scores[bad] < review).mean())


def leave_one_out(table: Sequence[Cell]) -> Iterator[LeftOut]:
    """For each set: the variant with the best mean over the other sets. Only variants that ran on every set count."""
    by_set = {name: {cell.variant: cell.auroc for cell in table if cell.data == name} for name in _names(table)}
    everywhere = set.intersection(*(set(row) for row in by_set.values()))
    for name, row in by_set.items():
        others = [by_set[other] for other in by_set if other != name]
        if others and everywhere:
            chosen = max(sorted(everywhere), key=lambda variant: float(np.mean([other[variant] for other in others])))
            yield LeftOut(name, chosen, row[chosen], max(row[variant] for variant in everywhere))


def _names(table: Sequence[Cell]) -> list[str]:
    return list(dict.fromkeys(cell.data for cell in table))


def difference(trials: Sequence[Trial], data: str, variant: str, other: str, pooling: str) -> Difference:
    """Paired bootstrap of two variants on one set, over the seeds that both have."""
    groups = _groups(trials)
    mine = {trial.seed: trial for trial in groups[data, variant]}
    theirs = {trial.seed: trial for trial in groups[data, other]}
    seeds = sorted(mine.keys() & theirs.keys())
    if not seeds:
        raise ValueError(f"{variant} and {other} have no seed in common on {data}")
    bad = np.array([bool(kind) for kind in mine[seeds[0]].kinds])
    table = np.array([[side[seed].scores[pooling] for seed in seeds] for side in (mine, theirs)])  # (2, seeds, parts)
    found = _bootstrap(_wins(table, bad), np.random.default_rng(0))
    value = float(np.subtract(*_wins(table, bad).mean(axis=(1, 2, 3))))
    low, high = np.quantile(found, (0.025, 0.975))
    return Difference(data, variant, other, value, float(low), float(high))


def _wins(table: NDArray[np.float64], bad: NDArray[np.bool_]) -> NDArray[np.float64]:
    """1 where a defect scores above a good part, half for a tie; (2, seeds, defects, good). Its mean is the AUROC."""
    defects, good = table[:, :, bad, None], table[:, :, None, ~bad]
    won: NDArray[np.float64] = (defects > good) + 0.5 * (defects == good)
    return won


def _bootstrap(wins: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    """Differences of AUROC in each replicate; weights instead of copies: a replicate is two small products."""
    _, seeds, defects, good = wins.shape
    apart = wins[0] - wins[1]  # (seeds, defects, good)
    found = np.empty(REPLICATES)
    for number in range(REPLICATES):
        drawn = [rng.multinomial(count, np.full(count, 1 / count)) / count for count in (seeds, defects, good)]
        found[number] = np.einsum("s,d,g,sdg->", *drawn, apart, optimize=True)
    return found
