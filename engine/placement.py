"""Where a map lies on its picture: from map pixels to picture pixels, with or without alignment."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Map
from engine.geometry import Roi

Size = tuple[int, int]
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """``matrix`` (2, 3) takes a place (x, y) of the map, whose pixel (0, 0) reaches from 0 to 1, to the picture.

    ``straight`` is True if the map covers exactly the region of interest ``box`` of the picture, unturned; ``box`` is
    (x0, y0, x1, y1) in whole pixels, for a turned map the smallest that holds what of it lies on the picture.
    """

    frame_size: Size
    map_size: Size
    matrix: Matrix
    box: tuple[int, int, int, int]
    straight: bool

    @property
    def roi(self) -> Roi:
        """``box`` relative to the picture."""
        (height, width), (x0, y0, x1, y1) = self.frame_size, self.box
        return Roi(x=x0 / width, y=y0 / height, w=(x1 - x0) / width, h=(y1 - y0) / height)

    @property
    def scale(self) -> float:
        """Picture pixels along a map pixel (the geometric mean of both directions)."""
        return math.sqrt(self.area)

    @property
    def area(self) -> float:
        """Picture pixels under a map pixel."""
        return abs(float(np.linalg.det(self.matrix[:, :2])))

    def shown(self, map_: Map, valid: NDArray[np.bool_] | None) -> tuple[Map, Roi]:
        """The map as it is laid over the picture: unturned, 0 where it does not count, and the region it covers."""
        counted = map_ if valid is None else np.where(valid, map_, np.float32(0))
        if self.straight:
            return counted, self.roi
        x0, y0, x1, y1 = self.box
        size = max(1, math.ceil((y1 - y0) / self.scale)), max(1, math.ceil((x1 - x0) / self.scale))
        return self.on_picture(counted, size), self.roi

    def on_picture(self, map_: Map, size: Size) -> Map:
        """The map over ``box``, drawn with ``size`` (h, w); 0 beside it."""
        return _warp(map_, self._to_box(size), size, cv2.INTER_LINEAR)

    def _to_box(self, size: Size) -> Matrix:
        """From map pixel centres to pixel centres of ``box`` drawn with ``size``."""
        x0, y0, x1, y1 = self.box
        scale = np.array([[size[1] / (x1 - x0)], [size[0] / (y1 - y0)]])
        linear = self.matrix[:, :2] * scale
        offset = (self.matrix[:, 2] - (x0, y0)) * scale[:, 0] + linear @ (0.5, 0.5) - 0.5
        return np.hstack([linear, offset[:, None]])


def _warp(map_: Map, matrix: Matrix, size: Size, method: int) -> Map:
    """Edge values reach to the edge of the map's outermost pixels, not only to their centres."""
    inside = cv2.warpAffine(np.ones(map_.shape, np.uint8), matrix, size[::-1], flags=cv2.INTER_NEAREST)
    values = cv2.warpAffine(map_, matrix, size[::-1], flags=method, borderMode=cv2.BORDER_REPLICATE)
    return np.where(inside > 0, values, np.float32(0)).astype(np.float32, copy=False)


def place_straight(frame_size: Size, map_size: Size, roi: Roi) -> Placement:
    """A map over the region of interest of an unaligned picture."""
    x0, y0, x1, y1 = roi.to_pixels(frame_size[1], frame_size[0])
    matrix = np.array([[(x1 - x0) / map_size[1], 0, x0], [0, (y1 - y0) / map_size[0], y0]], np.float64)
    return Placement(frame_size, map_size, matrix, (x0, y0, x1, y1), straight=True)


def place_turned(frame_size: Size, map_size: Size, roi: Roi, found: Matrix) -> Placement:
    """A map over the region of interest of the reference; ``found`` (2, 3) takes reference pixels to picture pixels."""
    on_reference = np.vstack([place_straight(frame_size, map_size, roi).matrix, (0, 0, 1)])
    matrix = np.vstack([found, (0, 0, 1)]) @ on_reference
    height, width = frame_size
    corners = corners_of(map_size) @ matrix[:2, :2].T + matrix[:2, 2]
    x0, y0 = (max(0, math.floor(value + 1e-6)) for value in corners.min(axis=0))
    x1, y1 = (math.ceil(value - 1e-6) for value in corners.max(axis=0))
    x0, y0 = min(x0, width - 1), min(y0, height - 1)
    box = (x0, y0, max(x0 + 1, min(width, x1)), max(y0 + 1, min(height, y1)))
    return Placement(frame_size, map_size, matrix[:2], box, straight=False)


def corners_of(size: Size) -> Matrix:
    """The corners (4, 2) of a map or picture of ``size`` (H, W), as (x, y), going round."""
    height, width = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
