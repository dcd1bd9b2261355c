"""Images that are unlike the others of their product: perhaps defects among the good. A warning, never a decision."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

CELLS = 4
FAR = 8.0  # robust deviations from the median
LEAST = 8  # below this number of images "the others" means nothing


class Outliers:
    """Keeps features averaged over a few cells of each image."""

    def __init__(self) -> None:
        self._coarse: list[NDArray[np.float16]] = []

    def add(self, raw: Tensor) -> None:
        """Concatenated levels (B, C, h, w) of the next images."""
        cells = F.adaptive_avg_pool2d(raw.float(), CELLS).flatten(2)  # (B, C, cells)
        self._coarse.extend(cells.cpu().numpy().astype(np.float16))

    def find(self, start: int, stop: int) -> list[int]:
        """Numbers of the images in ``start`` to ``stop`` that are far from the others, counted from ``start``."""
        if stop - start < LEAST:
            return []
        coarse = np.stack(self._coarse[start:stop]).astype(np.float32)  # (n, C, cells)
        distances = np.square(_robust(coarse)).mean(axis=1).max(axis=1)  # the strangest cell of each image
        return [int(index) for index in np.flatnonzero(_robust(np.sqrt(distances)) > FAR)]


def _robust(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Distance from the median in units of the median deviation, over the first axis."""
    centred = values - np.median(values, axis=0)
    spread = 1.4826 * np.median(np.abs(centred), axis=0)
    floor = 1e-3 * float(np.mean(spread)) + 1e-6
    return np.asarray(centred / np.maximum(spread, floor), np.float32)


def outlier_line(name: str, paths: Sequence[Path]) -> str:
    """What to tell people."""
    shown = ", ".join(path.name for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return f"{name}: unlike the other good images, please look at them: {shown}{more}"
