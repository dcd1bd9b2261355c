"""From an anomaly map to a picture of heat. The window and the command line share it, so that both show the same.

The scale is fixed and anchored at the product's pixel limit: transparent up to the limit, amber just above it, red from
``FULL_HEAT`` times the limit on. It never depends on the content of a map, so a good part does not glow.
"""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Map, Pixels, to_uint8
from engine.geometry import Roi

FULL_HEAT = 1.5
LEAST_ALPHA, MOST_ALPHA = 120, 220


class HeatScheme(StrEnum):
    """Colours of the heat; ``BLUE`` is for people who do not tell amber from red (dark to light, one hue)."""

    AMBER = "amber"
    BLUE = "blue"


_ENDS = {
    HeatScheme.AMBER: ((224, 165, 38), (229, 72, 77)),
    HeatScheme.BLUE: ((64, 116, 214), (214, 240, 255)),
}


def heat_table(scheme: HeatScheme = HeatScheme.AMBER) -> NDArray[np.uint8]:
    """The colours of the scale, uint8 (256, 4) RGBA, from the pixel limit (0) to ``FULL_HEAT`` times it (255)."""
    share = np.linspace(0, 1, 256)[:, None]
    low, high = (np.array(end, float) for end in _ENDS[scheme])
    colours = low + share * (high - low)
    alpha = LEAST_ALPHA + share * (MOST_ALPHA - LEAST_ALPHA)
    return np.round(np.hstack([colours, alpha])).astype(np.uint8)


def heat_rgba(
    anomaly_map: Map, pixel_limit: float, size: tuple[int, int], scheme: HeatScheme = HeatScheme.AMBER
) -> NDArray[np.uint8]:
    """Heat of ``anomaly_map`` as uint8 (H, W, 4) RGBA at ``size`` (H, W), not premultiplied.

    ``pixel_limit`` is a map value above 0; a value that is not finite is drawn as full heat.
    """
    height, width = size
    level = (np.nan_to_num(anomaly_map, nan=np.inf, posinf=np.inf) / np.float32(pixel_limit) - 1) / np.float32(
        FULL_HEAT - 1
    )
    level = np.clip(level, -1, 1).astype(np.float32)
    if level.shape != (height, width):
        level = cv2.resize(level, (width, height), interpolation=cv2.INTER_LINEAR)
    rgba: NDArray[np.uint8] = heat_table(scheme)[np.clip(level * 255, 0, 255).astype(np.uint8)]
    rgba[level <= 0] = 0
    return rgba


def blend_heat(pixels: Pixels, anomaly_map: Map, pixel_limit: float, roi: Roi) -> NDArray[np.uint8]:
    """The frame (H, W, 3) with heat laid over the region of interest that the map covers; uint8 (H, W, 3) RGB."""
    frame = np.array(to_uint8(pixels))  # a copy: the caller keeps the picture as it was
    x0, y0, x1, y1 = roi.to_pixels(frame.shape[1], frame.shape[0])
    heat = heat_rgba(anomaly_map, pixel_limit, (y1 - y0, x1 - x0))
    alpha = heat[..., 3:].astype(np.float32) / 255
    window = frame[y0:y1, x0:x1]
    frame[y0:y1, x0:x1] = np.round(window * (1 - alpha) + heat[..., :3] * alpha).astype(np.uint8)
    return frame
