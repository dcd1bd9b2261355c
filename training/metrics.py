"""Figures of merit. Ranking metrics are scikit-learn's; AUPRO (0.3), which no maintained library has alone, is ours."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.resampling import areas

AUPRO_FPR = 0.3
AUPRO_LIMITS = 200


@dataclass(frozen=True, slots=True)
class Ranking:
    """Area under ROC, average precision, best F1; None where one kind is missing."""

    auroc: float | None
    ap: float | None
    f1_max: float | None


def ranking(scores: Sequence[float] | NDArray[np.float64], defect: Sequence[bool] | NDArray[np.bool_]) -> Ranking:
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
    not grow with the number of images. ``unit`` is the value of a strong good pixel: around it bins are finest (a
    thousandth of it), and they reach to infinity. ``rows`` is the number of weights that come with each map: every
    figure is an array (rows).
    """

    BINS = 4096
    WAITING = 32  # maps that are added up together

    def __init__(self, unit: float, rows: int = 1) -> None:
        self._unit = np.float32(max(unit, 1e-12))
        self._good, self._bad, self._overlap = (np.zeros((rows, self.BINS)) for _ in range(3))
        self._defects = np.zeros(rows)
        self._waiting: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []

    def add(
        self,
        anomaly_map: NDArray[np.float32],
        mask: NDArray[np.bool_],
        weights: NDArray[np.float64] | None = None,
        valid: NDArray[np.bool_] | None = None,
    ) -> None:
        """One map (H, W) and its truth (H, W); places outside ``valid`` (H, W) do not count."""
        values = np.maximum(anomaly_map, 0)
        bins = np.minimum((values / (values + self._unit) * self.BINS).astype(np.int64), self.BINS - 1)
        good, mask = (~mask, mask) if valid is None else (~mask & valid, mask & valid)
        counted = np.zeros((4, self.BINS))
        counted[0] = np.bincount(bins[good], minlength=self.BINS)
        if mask.any():
            count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
            inside = labels[mask]
            share = 1 / np.maximum(np.bincount(inside, minlength=count), 1)
            counted[1] = np.bincount(bins[mask], minlength=self.BINS)
            counted[2] = np.bincount(bins[mask], weights=share[inside], minlength=self.BINS)
            counted[3] = count - 1
        self._waiting.append((np.ones(len(self._good)) if weights is None else weights, counted))
        if len(self._waiting) == self.WAITING:
            self._settle()

    def _settle(self) -> None:
        if not self._waiting:
            return
        weights = np.stack([one for one, _ in self._waiting], axis=1)  # (rows, waiting)
        counted = np.stack([one for _, one in self._waiting])  # (waiting, 4, bins)
        self._good += weights @ counted[:, 0]
        self._bad += weights @ counted[:, 1]
        self._overlap += weights @ counted[:, 2]
        self._defects += weights @ counted[:, 3, 0]
        self._waiting.clear()

    def total(self, add: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> None:
        """Take in what other processes counted; ``add`` gives the sum of an array over all of them."""
        self._settle()
        columns = np.pad(np.stack([self._good, self._bad, self._overlap]), ((0, 0), (0, 0), (0, 1)))
        columns[0, :, -1] = self._defects
        columns = add(columns)
        self._good, self._bad, self._overlap = columns[:, :, :-1]
        self._defects = columns[0, :, -1]

    def plus(self, others: Iterable["PixelMetrics"]) -> "PixelMetrics":
        """What all of them counted together."""
        everyone = [self, *others]
        whole = PixelMetrics(float(self._unit), len(self._defects))
        for one in everyone:
            one._settle()
            whole._good += one._good
            whole._bad += one._bad
            whole._overlap += one._overlap
            whole._defects += one._defects
        return whole

    def figures(self) -> NDArray[np.float64]:
        """AUROC, AP and AUPRO up to a false-positive rate of 0.3 of each row, (rows, 3); NaN without both kinds."""
        self._settle()
        good, bad = self._good[:, ::-1], self._bad[:, ::-1]
        ranked = areas(good, bad)[:, :2]
        return np.column_stack([ranked, [self._aupro(row, good[row].cumsum()) for row in range(len(good))]])

    def result(self) -> tuple[float | None, float | None, float | None]:
        """The figures of the first row, each None without both kinds."""
        auroc, ap, aupro = (float(value) if np.isfinite(value) else None for value in self.figures()[0])
        return auroc, ap, aupro

    def _aupro(self, row: int, false: NDArray[np.float64]) -> float:
        if not self._defects[row] or not false[-1]:
            return float("nan")
        overlap = np.r_[0.0, self._overlap[row, ::-1].cumsum() / self._defects[row]]
        grid = np.linspace(0, AUPRO_FPR, AUPRO_LIMITS)
        return float(np.trapezoid(np.interp(grid, np.r_[0.0, false / false[-1]], overlap), grid) / AUPRO_FPR)
