"""Intervals of figures by resampling (Poisson bootstrap): in each replicate an image counts 0, 1, 2 … times.

The weights of an image depend on its number alone, so figures can be summed up image by image, on several processes,
and memory does not grow with the number of images. Replicate 0 is the data as they are, every weight 1.
"""

import numpy as np
from numpy.typing import NDArray

REPLICATES = 300
SEED = 20_220_606
Interval = tuple[float, float]


def weights_of(number: int, replicates: int = REPLICATES) -> NDArray[np.float64]:
    """How often image ``number`` counts in each replicate, (1 + replicates)."""
    drawn = np.random.default_rng((SEED, number)).poisson(1.0, replicates)
    return np.concatenate([[1.0], drawn]).astype(np.float64)


def interval_of(values: NDArray[np.float64]) -> Interval | None:
    """The middle 95 % of the replicates (R); None if in most of them there is no figure."""
    known = values[np.isfinite(values)]
    if len(known) * 2 < len(values) or not len(known):
        return None
    low, high = np.quantile(known, [0.025, 0.975])
    return float(low), float(high)


def areas(good: NDArray[np.float64], bad: NDArray[np.float64]) -> NDArray[np.float64]:
    """AUROC, average precision and best F1 of each row, (R, 3), NaN where one kind is missing.

    ``good`` and ``bad`` (R, K) are weights at K values in falling order; equal values share a column.
    """
    false, found = good.cumsum(axis=1), bad.cumsum(axis=1)
    all_good, all_bad = false[:, -1:], found[:, -1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        # A defect beats every good one behind it and half of those at its own value.
        auroc = (bad * (all_good - false + good / 2)).sum(axis=1) / (all_good * all_bad)[:, 0]
        precision = np.where(found > 0, found / (found + false), 0.0)
        ap = (bad * precision).sum(axis=1) / all_bad[:, 0]
        f1 = (2 * found / (found + false + all_bad)).max(axis=1)
    result = np.stack([auroc, ap, f1], axis=1)
    result[(all_good[:, 0] == 0) | (all_bad[:, 0] == 0)] = np.nan
    return result


def resampled_ranking(
    scores: NDArray[np.float64], defect: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """``areas`` of image scores (N) for weights (N, R): (R, 3)."""
    values, places = np.unique(-scores, return_inverse=True)
    good, bad = np.zeros((weights.shape[1], len(values))), np.zeros((weights.shape[1], len(values)))
    np.add.at(good.T, places[~defect], weights[~defect])
    np.add.at(bad.T, places[defect], weights[defect])
    return areas(good, bad)
