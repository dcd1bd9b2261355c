"""Where the inputs of a model lie on a region of interest, and how their maps become one."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Array, Map
from engine.view import Aspect, Tiling

Size = tuple[int, int]
HALVE_FROM = 3.5


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """``content`` (h, w): how large the region is drawn, and the size of its map. ``corners`` (top, left) of each tile
    in it. ``padding`` (top, left) lies before the content of a tile where the content is smaller than an input.
    ``weights``: for each tile the share (h_t,) and (w_t,) its rows and columns have in the map; they sum to one.
    """

    input_size: Size
    content: Size
    corners: tuple[Size, ...]
    padding: Size
    weights: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]

    def cut(self, drawn: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Inputs (N, H, W, 3) from the drawn region (h, w, 3). Padding repeats the edge, so that no line shows."""
        (height, width), (h, w), (top, left) = self.input_size, self.content, self.padding
        if h < height or w < width:
            below, right = max(0, height - h - top), max(0, width - w - left)
            drawn = cv2.copyMakeBorder(drawn, top, below, left, right, cv2.BORDER_REPLICATE)  # type: ignore[assignment]
        if len(self.corners) == 1:
            return drawn[None]
        return np.stack([drawn[y : y + height, x : x + width] for y, x in self.corners])

    def merge(self, maps: NDArray[np.float32]) -> Map:
        """One map (h, w) from those of the tiles (N, H, W); where tiles overlap, the nearer to its middle counts more.
        A value that is not finite, even in the padding, makes all of it NaN: such a map says nothing."""
        (top, left), (height, width) = self.padding, self.input_size
        h, w = min(height, self.content[0]), min(width, self.content[1])
        if len(maps) == 1 and (h, w) == (height, width):
            return np.asarray(maps[0])
        merged = np.zeros(self.content, np.float32)
        if not np.isfinite(maps).all():
            merged[:] = np.nan
        for map_, (y, x), (rows, columns) in zip(maps, self.corners, self.weights, strict=True):
            merged[y : y + h, x : x + w] += map_[top : top + h, left : left + w] * np.outer(rows, columns)
        return merged


def span(side: int, count: int, overlap: float) -> int:
    """How much ``count`` inputs of ``side`` pixels cover."""
    return round(side * (count - (count - 1) * overlap))


def arrange(region: Size, input_size: Size, tiling: Tiling, aspect: Aspect) -> Layout:
    """The layout for a region of interest of ``region`` (H, W) pixels."""
    canvas = span(input_size[0], tiling.rows, tiling.overlap), span(input_size[1], tiling.columns, tiling.overlap)
    content = canvas
    if aspect is Aspect.PAD:
        scale = min(canvas[0] / region[0], canvas[1] / region[1])
        content = (
            min(canvas[0], max(1, round(region[0] * scale))),
            min(canvas[1], max(1, round(region[1] * scale))),
        )
    rows = _places(content[0], input_size[0], tiling.rows)
    columns = _places(content[1], input_size[1], tiling.columns)
    row_weights = _shares(rows, content[0], input_size[0], tiling.overlap)
    column_weights = _shares(columns, content[1], input_size[1], tiling.overlap)
    padding = max(0, input_size[0] - content[0]) // 2, max(0, input_size[1] - content[1]) // 2
    return Layout(
        input_size,
        content,
        tuple((y, x) for y in rows for x in columns),
        padding,
        tuple((a, b) for a in row_weights for b in column_weights),
    )


def _places(content: int, side: int, count: int) -> list[int]:
    """Where inputs begin along one side, from edge to edge of the content."""
    return [round(place) for place in np.linspace(0, max(0, content - side), count)]


def _shares(places: list[int], content: int, side: int, overlap: float) -> list[NDArray[np.float32]]:
    """What each input along one side has in the map, falling towards its edges inside the content."""
    length = min(side, content)
    ramp = max(1.0, overlap * side)
    near = (np.arange(length) + 0.5) / ramp
    raw = [
        np.minimum(near if place > 0 else 1.0, near[::-1] if place + length < content else 1.0).clip(max=1.0)
        * np.ones(length)
        for place in places
    ]
    total = np.zeros(content)
    for place, share in zip(places, raw, strict=True):
        total[place : place + length] += share
    return [
        (share / total[place : place + length]).astype(np.float32) for place, share in zip(places, raw, strict=True)
    ]


def draw(pixels: Array, size: Size, halve: bool = True) -> Array:
    """Resize to ``size`` (h, w): shrinking averages areas (no aliasing), enlarging interpolates linearly.

    With ``halve`` a large picture is first halved, which is five times as fast at 5 megapixels, as long as the last
    step still has to average; an odd last row or column is left out then. Values differ by little but rounding.
    """
    while halve and pixels.shape[0] >= HALVE_FROM * size[0] and pixels.shape[1] >= HALVE_FROM * size[1]:
        height, width = pixels.shape[0] // 2, pixels.shape[1] // 2
        pixels = cv2.resize(pixels[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    if pixels.shape[:2] == size:
        return pixels
    shrinking = pixels.shape[0] >= size[0] and pixels.shape[1] >= size[1]
    method = cv2.INTER_AREA if shrinking else cv2.INTER_LINEAR
    return cv2.resize(pixels, (size[1], size[0]), interpolation=method)
