"""Connected places of an anomaly map above the pixel limit, in coordinates of the full-resolution frame."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.decision import Limits
from engine.frames import Map
from engine.placement import Placement


@dataclass(frozen=True, slots=True)
class Region:
    """A bounding box and its contents. ``x, y, w, h`` in frame pixels, ``peak`` in map units, ``area_px`` in frame
    pixels; the same lengths in mm and the area in mm² where the size of a pixel is known."""

    x: int
    y: int
    w: int
    h: int
    peak: float
    area_px: int
    w_mm: float | None = None
    h_mm: float | None = None
    area_mm2: float | None = None

    def to_json(self) -> dict[str, float]:
        """As scripts rely on it; millimetres only where they are known."""
        known = {"x": self.x, "y": self.y, "w": self.w, "h": self.h, "peak": self.peak, "area_px": self.area_px}
        for name, value in (("w_mm", self.w_mm), ("h_mm", self.h_mm), ("area_mm2", self.area_mm2)):
            if value is not None:
                known[name] = round(value, 4)
        return known


def find_regions(
    anomaly_map: Map,
    limits: Limits,
    placement: Placement,
    mask: NDArray[np.bool_] | None = None,
    mm_per_px: float | None = None,
) -> tuple[Region, ...]:
    """Regions above ``limits.pixel`` of at least ``limits.least_area_px`` map pixels, strongest first.

    ``placement`` says where on the frame the map (H, W) lies; ``mask`` (H, W) is True where it counts.
    """
    above = anomaly_map > limits.pixel
    if mask is not None:
        above &= mask
    if not above.any():
        return ()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(above.astype(np.uint8), connectivity=8)
    regions = []
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if area < limits.least_area_px:
            continue
        window = np.s_[top : top + height, left : left + width]
        inside = labels[window] == label
        x, y, right, bottom = _box(inside, (left, top), placement)
        area_px = max(1, round(area * placement.area))
        peak = float(anomaly_map[window][inside].max())
        regions.append(_region((x, y, right - x, bottom - y), peak, area_px, mm_per_px))
    return tuple(sorted(regions, key=lambda region: -region.peak))


def _box(inside: NDArray[np.bool_], corner: tuple[int, int], placement: Placement) -> tuple[int, int, int, int]:
    """(x0, y0, x1, y1) in frame pixels, on the frame, around map pixels; ``corner`` (x, y) is that of ``inside``."""
    # Only the first and last pixel of each row can lie outermost, however the map is turned.
    rows = np.flatnonzero(inside.any(axis=1))
    ends = inside[rows].argmax(axis=1), inside.shape[1] - 1 - inside[rows, ::-1].argmax(axis=1)
    rows, columns = np.tile(rows, 2), np.concatenate(ends)
    centres = np.stack([columns + corner[0] + 0.5, rows + corner[1] + 0.5], axis=1)
    places = centres @ placement.matrix[:, :2].T + placement.matrix[:, 2]
    half = np.abs(placement.matrix[:, :2]).sum(axis=1) / 2  # a map pixel reaches so far from its centre
    height, width = placement.frame_size
    x0, y0 = np.floor(places.min(axis=0) - half + 1e-6).astype(int)
    x1, y1 = np.ceil(places.max(axis=0) + half - 1e-6).astype(int)
    x0, y0 = min(max(int(x0), 0), width - 1), min(max(int(y0), 0), height - 1)
    return x0, y0, max(x0 + 1, min(int(x1), width)), max(y0 + 1, min(int(y1), height))


def _region(box: tuple[int, int, int, int], peak: float, area_px: int, mm_per_px: float | None) -> Region:
    if mm_per_px is None:
        return Region(*box, peak=peak, area_px=area_px)
    w_mm, h_mm = box[2] * mm_per_px, box[3] * mm_per_px
    return Region(*box, peak=peak, area_px=area_px, w_mm=w_mm, h_mm=h_mm, area_mm2=area_px * mm_per_px**2)
