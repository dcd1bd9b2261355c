"""Advice on small defects, from the size of pictures and, where masks tell it, the size of defects.

A defect shows in the map if it reaches over about one place of the finest level of features: that is its stride in
pixels of the model's input. What is smaller in the input than that is told, with the tiles or the input size at which
it would not be. Rules of thumb: what really helps, ``uniad-train evaluate`` tells.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np

from engine.decode import read_image
from engine.errors import ImageError
from engine.recipe import Recipe
from engine.tiling import arrange, span
from engine.view import Tiling, View
from training.products import Product

STRONG_SHRINK = 4.0  # below this, pictures are not shrunk so far that it is worth a line
SMALL_SHARE = 10  # percentile of the sizes of defects that should be seen
MOST_MASKS = 400
MOST_SUGGESTED = 6  # tiles along a side
FINEST_STRIDES = {0: 2, 1: 4, 2: 8, 3: 16, 4: 32}


def advise(view: View, sizes: Sequence[tuple[int, int]], product: Product, recipe: Recipe) -> Iterator[str]:
    """Lines for a person. ``sizes`` (H, W) are of the good pictures; masks are those of the product's defects."""
    if not sizes:
        return
    height, width = sorted(sizes)[len(sizes) // 2]
    x0, y0, x1, y1 = view.roi.to_pixels(width, height)
    content = arrange((y1 - y0, x1 - x0), recipe.data.input_size, view.tiling, view.aspect).content
    shrink = max((y1 - y0) / content[0], (x1 - x0) / content[1])
    cell = cell_px(recipe)
    smallest = smallest_defect_px(product)
    if smallest is not None:
        if smallest / shrink < cell:
            yield (
                f"small defects are {smallest:.0f} pixels across, {smallest / shrink:.1f} in the model's input where "
                f"about {cell} are needed; {_remedy(view, (y1 - y0, x1 - x0), smallest / cell, recipe)}"
            )
    elif shrink > STRONG_SHRINK:
        yield (
            f"pictures of {width} x {height} are shrunk {shrink:.1f} times; defects of less than {cell * shrink:.0f} "
            f"pixels may not be seen; {_remedy(view, (y1 - y0, x1 - x0), shrink / 2, recipe)}"
        )


def cell_px(recipe: Recipe) -> int:
    """Pixels of the input below the finest place of the features."""
    return FINEST_STRIDES.get(min(recipe.backbone.levels), 8)


def smallest_defect_px(product: Product) -> float | None:
    """Side of a square as large as the smaller defects (tenth percentile) on the masks, in picture pixels."""
    sides: list[float] = []
    for image in [image for image in product.test if image.mask is not None][:MOST_MASKS]:
        sides += _sides(image.mask) if image.mask is not None else []
    return float(np.percentile(sides, SMALL_SHARE)) if sides else None


def _sides(mask: Path) -> list[float]:
    try:
        pixels = read_image(mask)
    except ImageError:
        return []
    _, _, stats, _ = cv2.connectedComponentsWithStats((pixels[:, :, 0] > 0).astype(np.uint8), connectivity=8)
    return [math.sqrt(area) for area in stats[1:, cv2.CC_STAT_AREA] if area > 1]


def _remedy(view: View, region: tuple[int, int], wanted: float, recipe: Recipe) -> str:
    """What would shrink the region of interest no more than ``wanted`` times."""
    height, width = recipe.data.input_size
    rows, columns = (
        _tiles(side, size, wanted, view.tiling) for side, size in zip(region, (height, width), strict=True)
    )
    if max(rows, columns) > MOST_SUGGESTED:
        return f"--tiles {MOST_SUGGESTED}x{MOST_SUGGESTED} or a smaller region (--roi) helps, at the price of time"
    times = rows * columns / view.tiling.count
    return f"--tiles {rows}x{columns} would show them, for about {times:.2g} times the time a part"


def _tiles(side: int, size: int, wanted: float, tiling: Tiling) -> int:
    for count in range(1, MOST_SUGGESTED + 1):
        if side / span(size, count, tiling.overlap) <= wanted:
            return count
    return MOST_SUGGESTED + 1
