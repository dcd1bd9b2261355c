"""From a frame to the model's input. Training and station share this; its version stands in every manifest."""

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Pixels
from engine.geometry import Roi

PREPROCESS_VERSION = 1


def prepare(pixels: Pixels, roi: Roi, input_size: tuple[int, int]) -> NDArray[np.uint8]:
    """Crop to ``roi``, resize to ``input_size`` (H, W), return uint8 (H, W, 3) RGB.

    16-bit values are divided by 256, a fixed scale: a scale by content would make a dark part look like a bright one.
    Shrinking averages areas (no aliasing), enlarging interpolates linearly.
    """
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = roi.to_pixels(width, height)
    crop = pixels[y0:y1, x0:x1]
    target_h, target_w = input_size
    if crop.shape[:2] != (target_h, target_w):
        shrinking = crop.shape[0] >= target_h and crop.shape[1] >= target_w
        method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
        crop = cv2.resize(crop, (target_w, target_h), interpolation=method)  # type: ignore[assignment]
    if crop.dtype == np.uint16:
        crop = (crop >> 8).astype(np.uint8)
    return np.ascontiguousarray(crop, dtype=np.uint8)
