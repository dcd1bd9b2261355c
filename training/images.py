"""Decoding in parallel, in order, with bounded memory."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.decode import read_image
from engine.errors import ImageError
from engine.geometry import FULL_FRAME, Roi
from engine.preprocess import prepare


@dataclass(frozen=True, slots=True)
class Prepared:
    """An image at the model's input size, uint8 (H, W, 3), and a tiny grey thumbnail float32 (16 x 16) of it."""

    path: Path
    pixels: NDArray[np.uint8]
    thumbnail: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Refused:
    """An image that cannot be used, and why."""

    path: Path
    why: str


def load(path: Path, size: tuple[int, int], roi: Roi = FULL_FRAME) -> Prepared:
    """Read and prepare one image. Raises ImageError."""
    pixels = prepare(read_image(path), roi, size)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    thumbnail = cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
    return Prepared(path, pixels, thumbnail)


def load_all(
    paths: Sequence[Path], size: tuple[int, int], workers: int, roi: Roi = FULL_FRAME
) -> Iterator[Prepared | Refused]:
    """Every path in order, decoded by ``workers`` threads, at most a few ahead of the consumer."""

    def attempt(path: Path) -> Prepared | Refused:
        try:
            return load(path, size, roi)
        except ImageError as error:
            return Refused(path, str(error))

    with ThreadPoolExecutor(max(1, workers)) as pool:
        waiting: deque[Future[Prepared | Refused]] = deque()
        for path in paths:
            waiting.append(pool.submit(attempt, path))
            if len(waiting) > 4 * max(1, workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def batches(images: Iterator[Prepared], size: int) -> Iterator[list[Prepared]]:
    """Lists of at most ``size``."""
    batch: list[Prepared] = []
    for image in images:
        batch.append(image)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
