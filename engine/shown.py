"""Pixels as people see them: 8 bits, and no larger than there is room. Nothing here is on the way to a verdict."""

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
