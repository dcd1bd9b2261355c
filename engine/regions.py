"""Connected places of an anomaly map above the pixel limit, in coordinates of the full-resolution frame."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.decision import Limits
from engine.frames import Map
from engine.geometry import Roi


@dataclass(frozen=True, slots=True)
class Region:
    """A bounding box and its contents. ``x, y, w, h`` in frame pixels, ``peak`` in map units, ``area_px`` in frame
    pixels."""

    x: int
    y: int
    w: int
    h: int
    peak: float
    area_px: int


def find_regions(
    anomaly_map: Map, limits: Limits, roi: Roi, frame_size: tuple[int, int], mask: NDArray[np.bool_] | None = None
) -> tuple[Region, ...]:
    """Regions above ``limits.pixel`` of at least ``limits.least_area_px`` map pixels, strongest first.

    ``anomaly_map`` is (H, W) and covers ``roi`` of a frame of ``frame_size`` (H, W).
    """
    above = anomaly_map > limits.pixel
    if mask is not None:
        above &= mask
    if not above.any():
        return ()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(above.astype(np.uint8), connectivity=8)
    x0, y0, x1, y1 = roi.to_pixels(frame_size[1], frame_size[0])
    scale_x, scale_y = (x1 - x0) / anomaly_map.shape[1], (y1 - y0) / anomaly_map.shape[0]
    regions = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < limits.least_area_px:
            continue
        window = np.s_[top : top + height, left : left + width]
        peak = float(anomaly_map[window][labels[window] == label].max())
        x, right = math.floor(x0 + left * scale_x), math.ceil(x0 + (left + width) * scale_x - 1e-6)
        y, bottom = math.floor(y0 + top * scale_y), math.ceil(y0 + (top + height) * scale_y - 1e-6)
        area_px = max(1, round(area * scale_x * scale_y))
        regions.append(Region(x, y, max(1, right - x), max(1, bottom - y), peak=peak, area_px=area_px))
    return tuple(sorted(regions, key=lambda region: -region.peak))
