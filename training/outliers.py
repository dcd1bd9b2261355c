"""Images that are unlike the others of their product: perhaps defects among the good. A warning, never a decision.

Each image is cut into cells; a cell is as strange as it is far from the same cell of the most similar other images, an
image as strange as its strangest cell. Measured with 60 good images of each of four real sets and the first defects
among them: 1 of 179 good images is named, and 8 of 18 defects are.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

CELLS = 7
NEAREST = 3
FAR = 4.0  # robust deviations above the median
QUIET = 0.3  # of the median channel's deviation
LEAST = 12  # below this number of images "the others" means nothing
BLOCK = 512  # images kept together
ROWS = 4096  # compared at once
COMPARED = 1000  # others an image is compared with, at most


class Outliers:
    """Keeps features of each image, averaged over cells, in blocks: many small arrays between the large ones that come
    and go would leave holes in memory, fifteen times what is kept."""

    def __init__(self) -> None:
        self._blocks: list[NDArray[np.float16]] = []
        self._count = 0

    def add(self, raw: Tensor) -> None:
        """Concatenated levels (B, C, h, w) of the next images."""
        pooled = F.adaptive_avg_pool2d(raw.float(), CELLS).flatten(2).transpose(1, 2)  # (B, cells, C)
        for cells in pooled.clamp(-6e4, 6e4).cpu().numpy():
            block, place = divmod(self._count, BLOCK)
            if block == len(self._blocks):
                self._blocks.append(np.empty((BLOCK, *cells.shape), np.float16))
            self._blocks[block][place] = cells
            self._count += 1

    def find(self, start: int, stop: int, tiles: int = 1) -> list[int]:
        """Numbers of the images whose inputs are ``start`` to ``stop``, ``tiles`` each, that are far from the others,
        counted from the first. A tile is compared with the same tile of the others."""
        found = {number for tile in range(tiles) for number in self._find(range(start + tile, stop, tiles))}
        return sorted(found)

    def _find(self, numbers: range) -> list[int]:
        features = [self._blocks[number // BLOCK][number % BLOCK] for number in numbers]
        if len(features) < LEAST:
            return []
        mean, spread = _moments(features)
        # A channel that is silent in nearly every image would else shout in the one where it is not.
        scale = np.maximum(spread, QUIET * np.median(spread) + 1e-6)
        strangeness = np.zeros(len(features), np.float32)
        for cell in range(len(features[0])):  # one by one: all cells of 50,000 images in single precision are 1.5 GB
            standard = (np.stack([one[cell] for one in features]) - mean) / scale
            strangeness = np.maximum(strangeness, _distances(standard.astype(np.float32, copy=False)))
        centred = strangeness - np.median(strangeness)
        usual = 1.4826 * float(np.median(np.abs(centred))) + 1e-6
        return [int(index) for index in np.flatnonzero(centred > FAR * usual)]


def _moments(features: list[NDArray[np.float16]]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and deviation of each channel (C) over images and cells."""
    total, square = (np.zeros(features[0].shape[1]) for _ in range(2))
    for one in features:
        values = one.astype(np.float64)  # (cells, C)
        total += values.sum(axis=0)
        square += np.square(values).sum(axis=0)
    mean, squares = (sums / (len(features) * len(features[0])) for sums in (total, square))
    deviation = np.sqrt(np.maximum(squares - np.square(mean), 0))
    return mean.astype(np.float32), deviation.astype(np.float32)


def _distances(cell: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mean distance of each image (n, C) to its nearest others, all at one cell."""
    others = np.unique(np.linspace(0, len(cell) - 1, min(len(cell), COMPARED)).astype(int))
    found = []
    for start in range(0, len(cell), ROWS):
        some = cell[start : start + ROWS]
        table = np.square(some).sum(axis=1)[:, None] - 2 * some @ cell[others].T
        table += np.square(cell[others]).sum(axis=1)
        table[np.arange(start, start + len(some))[:, None] == others] = np.inf  # not itself
        nearest = np.partition(table, NEAREST, axis=1)[:, :NEAREST]
        found.append(np.sqrt(np.maximum(nearest, 0)).mean(axis=1))
    return np.concatenate(found).astype(np.float32, copy=False)


def outlier_line(name: str, paths: Sequence[Path]) -> str:
    """What to tell people."""
    shown = ", ".join(path.name for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return f"{name}: unlike the other good images, please look at them: {shown}{more}"
