"""Pixels as people see them: 8 bits, and no larger than there is room. Nothing here is on the way to a verdict."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Array, Pixels, to_uint8


def shrink(pixels: Pixels, width: int, height: int) -> NDArray[np.uint8]:
    """A copy of ``pixels`` (H, W, 3), uint8, that fits into ``width`` x ``height``; never enlarged."""
    scale = min(1.0, width / pixels.shape[1], height / pixels.shape[0])
    size = max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale))
    small: Array = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(to_uint8(small))


def outlined(pixels: Pixels, boxes: Sequence[tuple[int, int, int, int]], width: int, height: int) -> NDArray[np.uint8]:
    """A small copy (see ``shrink``) with rectangles (x, y, w, h in pixels of the original) drawn around places."""
    small = shrink(pixels, width, height)
    scale = small.shape[1] / pixels.shape[1]
    for x, y, w, h in boxes:
        first = round(x * scale) - 1, round(y * scale) - 1
        last = round((x + w) * scale) + 1, round((y + h) * scale) + 1
        cv2.rectangle(small, first, last, (229, 72, 77), 2)
    return small
