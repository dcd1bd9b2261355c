"""Figures of merit. Ranking metrics are scikit-learn's; AUPRO (0.3), which no maintained library has alone, is ours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

MAX_SAMPLES = 4_000_000
AUPRO_FPR = 0.3
AUPRO_LIMITS = 200


@dataclass(frozen=True, slots=True)
class Ranking:
    """Area under ROC, average precision, best F1; None where one kind is missing."""

    auroc: float | None
    ap: float | None
    f1_max: float | None


def ranking(scores: Sequence[float] | NDArray[np.float32], defect: Sequence[bool] | NDArray[np.bool_]) -> Ranking:
    """How well scores put defects above good ones."""
    from sklearn.metrics import average_precision_score, precision_recall_curve, roc_auc_score

    truth = np.asarray(defect, bool)
    if truth.all() or not truth.any():
        return Ranking(None, None, None)
    values = np.asarray(scores)
    precision, recall, _ = precision_recall_curve(truth, values)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-12)
    return Ranking(float(roc_auc_score(truth, values)), float(average_precision_score(truth, values)), float(f1.max()))


class PixelMetrics:
    """Pixel AUROC, AP and AUPRO over many maps, without keeping them.

    Values are counted in fine bins (for ROC and precision) and, for AUPRO, per connected defect, so that memory does
    not grow with the number of images. ``low`` and ``high`` are the range of the maps.
    """

    BINS = 4096

    def __init__(self, low: float, high: float) -> None:
        self._edges = np.linspace(low, high, self.BINS + 1)
        self._good = np.zeros(self.BINS, np.int64)
        self._bad = np.zeros(self.BINS, np.int64)
        self._overlap = np.zeros(self.BINS)
        self._defects = 0

    def add(self, anomaly_map: NDArray[np.float32], mask: NDArray[np.bool_]) -> None:
        """One map (H, W) and its truth (H, W)."""
        bins = np.clip(np.digitize(anomaly_map, self._edges) - 1, 0, self.BINS - 1)
        self._good += np.bincount(bins[~mask], minlength=self.BINS)
        self._bad += np.bincount(bins[mask], minlength=self.BINS)
        count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
        for label in range(1, count):
            inside = np.bincount(bins[labels == label], minlength=self.BINS)
            self._overlap += inside[::-1].cumsum() / inside.sum()
            self._defects += 1

    def total(self, add: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
        """Take in what other processes counted; ``add`` gives the sum of an array over all of them."""
        counted = add(np.stack([self._good, self._bad, self._overlap, np.full(self.BINS, self._defects)]))
        self._good, self._bad = counted[0].astype(np.int64), counted[1].astype(np.int64)
        self._overlap, self._defects = counted[2], int(counted[3, 0])

    def result(self) -> tuple[float | None, float | None, float | None]:
        """(AUROC, AP, AUPRO up to a false-positive rate of 0.3), each None without defects."""
        if not self._bad.sum() or not self._good.sum():
            return None, None, None
        true = self._bad[::-1].cumsum() / self._bad.sum()
        false = self._good[::-1].cumsum() / self._good.sum()
        auroc = float(np.trapezoid(np.r_[0, true], np.r_[0, false]))
        found = self._bad[::-1].cumsum()
        precision = found / np.maximum(found + self._good[::-1].cumsum(), 1)
        ap = float((np.diff(np.r_[0, true]) * precision).sum())
        return auroc, ap, self._aupro(false)

    def _aupro(self, false: NDArray[np.float64]) -> float:
        overlap = np.r_[0.0, self._overlap / self._defects]
        rates = np.r_[0.0, false]
        grid = np.linspace(0, AUPRO_FPR, AUPRO_LIMITS)
        return float(np.trapezoid(np.interp(grid, rates, overlap), grid) / AUPRO_FPR)
