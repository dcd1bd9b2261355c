"""From what a recipe says of a product's pictures to the view that stands in the manifest: numbers become shares of the
picture, the reference is read, and what cannot be is refused before anything is trained."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from engine.alignment import shrink_reference
from engine.decode import read_image
from engine.errors import ErrorCode, ImageError, SettingsError
from engine.frames import Pixels
from engine.geometry import FULL_FRAME, Point, Roi, valid_mask
from engine.preprocess import Preprocessor
from engine.recipe import Recipe, ViewConfig
from engine.tiling import arrange
from engine.view import PLAIN_VIEW, Alignment, Aspect, Polygon, Tiling, View
from training.products import Product

LEAST_TILE_PX = 32  # a tile that shows fewer pixels of the picture only enlarges blur
LEAST_ROI_PX = 8
FARTHEST = 10.0  # pictures beside the picture that a polygon may reach


@dataclass(frozen=True)
class Look:
    """A view, and the grey picture that parts are aligned to, if they are."""

    view: View = PLAIN_VIEW
    reference: NDArray[np.uint8] | None = None

    def preprocessor(self, input_size: tuple[int, int]) -> Preprocessor:
        """The way to the model's inputs."""
        return Preprocessor(self.view, input_size, self.reference)


def check_names(recipe: Recipe, names: Sequence[str]) -> None:
    """SettingsError if the recipe sets keys of a product that is not there; a typing error would go unseen."""
    for name in recipe.products:
        if name not in names:
            why = f"there is no such product among {', '.join(names)}"
            raise SettingsError(ErrorCode.SETTINGS_INVALID, path=f"products.{name}", why=why)


def resolve(product: Product, recipe: Recipe) -> Look:
    """The view of a product's pictures. Raises SettingsError that names the key."""
    config = recipe.view_of(product.name)
    fixed = config.align is not None or config.mm_per_px is not None
    fixed = fixed or _in_pixels(config.roi or ()) or _in_pixels(_numbers(config))
    picture = _reference(product, config) if fixed else None
    size = (1, 1) if picture is None else (picture.shape[0], picture.shape[1])
    try:
        view = View(
            roi=_roi(product, config, size),
            ignore=_ignore(product, config, size),
            aspect=config.aspect or Aspect.STRETCH,
            tiling=_tiling(product, config),
            align=None if config.align is None else _alignment(config),
            mm_per_px=config.mm_per_px,
            frame_size=None if picture is None else size,
        )
        reference = None if picture is None or view.align is None else shrink_reference(picture)
        valid = valid_mask(view.ignore, view.roi, recipe.data.input_size)
        if valid is not None and not valid.any():
            raise _wrong(product, "ignore", "the polygons cover all of the region of interest")
        Preprocessor(view, recipe.data.input_size, reference)
    except ValueError as error:
        raise _wrong(product, "align", str(error)) from error
    return Look(view, reference)


def check_tiles(product: Product, view: View, size: tuple[int, int], input_size: tuple[int, int]) -> None:
    """SettingsError if tiles of a picture of ``size`` (H, W) would show next to nothing each."""
    if view.tiling.count == 1:
        return
    x0, y0, x1, y1 = view.roi.to_pixels(size[1], size[0])
    content = arrange((y1 - y0, x1 - x0), input_size, view.tiling, view.aspect).content
    shown = min(side * seen / drawn for side, seen, drawn in zip(input_size, (y1 - y0, x1 - x0), content, strict=True))
    if shown < LEAST_TILE_PX:
        why = f"{view.tiling.rows} x {view.tiling.columns} tiles show {max(1, round(shown))} pixels of a picture of "
        why += f"{size[1]} x {size[0]} each, at least {LEAST_TILE_PX} are needed; use fewer"
        raise _wrong(product, "tiles", why)


def _numbers(config: ViewConfig) -> list[float]:
    return [number for polygon in config.ignore or () for point in polygon for number in point]


def _in_pixels(numbers: Sequence[float]) -> bool:
    return any(number > 1 for number in numbers)


def _reference(product: Product, config: ViewConfig) -> Pixels:
    """The picture that the numbers are given for: the one named, or the first good one that can be read."""
    if config.align is not None and config.align.reference is not None:
        path = product.folder / config.align.reference
        if not path.is_file():
            path = Path(config.align.reference)
        try:
            return read_image(path)
        except ImageError as error:
            raise _wrong(product, "align.reference", str(error)) from error
    for path in product.train:
        try:
            return read_image(path)
        except ImageError:
            continue
    raise _wrong(product, "roi", "there is no good picture to take sizes from")


def _roi(product: Product, config: ViewConfig, size: tuple[int, int]) -> Roi:
    if config.roi is None:
        return FULL_FRAME
    height, width = size if _in_pixels(config.roi) else (1, 1)
    x, y, w, h = config.roi
    if min(x, y) < 0 or min(w, h) <= 0 or x + w > width + 1e-9 or y + h > height + 1e-9:
        whole = f"{width} x {height} pixels" if _in_pixels(config.roi) else "1 x 1 (shares)"
        raise _wrong(product, "roi", f"{x:g}, {y:g}, {w:g}, {h:g} (x, y, width, height) is not inside {whole}")
    if _in_pixels(config.roi) and min(w, h) < LEAST_ROI_PX:
        raise _wrong(
            product, "roi", f"{w:g} x {h:g} pixels are too few; pixels are meant as soon as a number is above 1"
        )
    return Roi(x=x / width, y=y / height, w=min(w / width, 1 - x / width), h=min(h / height, 1 - y / height))


def _ignore(product: Product, config: ViewConfig, size: tuple[int, int]) -> tuple[Polygon, ...]:
    height, width = size if _in_pixels(_numbers(config)) else (1, 1)
    polygons: list[Polygon] = []
    for polygon in config.ignore or ():
        points: list[Point] = [(x / width, y / height) for x, y in polygon]
        if len(points) < 3:
            raise _wrong(product, "ignore", "a polygon needs three points or more")
        if not all(abs(number) <= FARTHEST for point in points for number in point):
            raise _wrong(product, "ignore", "a polygon lies far outside of the picture")
        polygons.append(tuple(points))
    return tuple(polygons)


def _tiling(product: Product, config: ViewConfig) -> Tiling:
    rows, columns = config.tiles or (1, 1)
    try:
        return Tiling(rows=rows, columns=columns, **({} if config.overlap is None else {"overlap": config.overlap}))
    except ValidationError as error:
        why = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise _wrong(product, "tiles", why) from error


def _alignment(config: ViewConfig) -> Alignment:
    keys = config.align.model_dump(exclude={"reference"}) if config.align is not None else {}
    return Alignment(reference="reference.png", **keys)


def _wrong(product: Product, key: str, why: str) -> SettingsError:
    return SettingsError(ErrorCode.SETTINGS_INVALID, path=f"{key} of {product.name}", why=why)
