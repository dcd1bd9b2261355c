"""From a frame to the model's inputs. Training and station share this; its version stands in every manifest."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.alignment import Aligner
from engine.errors import ErrorCode, ImageError
from engine.frames import Array, Map, Pixels, to_uint8
from engine.geometry import Roi, valid_mask
from engine.placement import Matrix, Placement, corners_of, place_straight, place_turned
from engine.tiling import Layout, arrange, draw
from engine.view import View

PREPROCESS_VERSION = 2
KNOWN_VERSIONS = (1, 2)  # 1 shrinks in one step; bundles made with it are judged as they always were
Size = tuple[int, int]
Mask = NDArray[np.bool_]


def prepare(pixels: Pixels, roi: Roi, input_size: Size) -> NDArray[np.uint8]:
    """Crop to ``roi``, resize to ``input_size`` (H, W), return uint8 (H, W, 3) RGB.

    16-bit values are divided by 256, a fixed scale: a scale by content would make a dark part look like a bright one.
    Shrinking averages areas (no aliasing), enlarging interpolates linearly.
    """
    height, width = pixels.shape[:2]
    x0, y0, x1, y1 = roi.to_pixels(width, height)
    return _to_bytes(draw(pixels[y0:y1, x0:x1], input_size))


def _to_bytes(drawn: Array) -> NDArray[np.uint8]:
    return np.ascontiguousarray(to_uint8(drawn), dtype=np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture as the model sees it: ``inputs`` uint8 (N, H, W, 3), ``drawn`` the region of interest (h, w, 3) they
    were cut from. ``valid`` (h, w) is True where the merged map counts, None where all of it does; ``placement`` says
    where that map lies on the picture."""

    inputs: NDArray[np.uint8]
    drawn: NDArray[np.uint8]
    layout: Layout
    valid: Mask | None
    placement: Placement

    def merge(self, maps: NDArray[np.float32]) -> Map:
        """One map (h, w) over the region of interest from those of the inputs (N, H, W)."""
        return self.layout.merge(maps)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What depends on the size of the picture alone, and is computed once for it."""

    frame_size: Size
    box: tuple[int, int, int, int]
    layout: Layout
    valid: Mask | None


class Preprocessor:
    """The one way from pictures of a product to inputs of a model; see ``engine.view``.

    ``reference`` is the grey picture that parts are aligned to (``engine.alignment.shrink_reference``). ValueError if
    the view asks for one and there is none, or it shows nothing, or nothing is left to judge.
    """

    def __init__(
        self,
        view: View,
        input_size: Size,
        reference: NDArray[np.uint8] | None = None,
        version: int = PREPROCESS_VERSION,
    ) -> None:
        self.view, self.input_size = view, input_size
        self._halve = version > 1
        self._aligner: Aligner | None = None
        self._plan: _Plan | None = None
        if view.align is not None:
            if reference is None or view.frame_size is None:
                raise ValueError("there is no reference picture to align to")
            self._aligner = Aligner(view.align, reference, view.frame_size, view.roi)
        if view.frame_size is not None:
            self._plan = self._make_plan(view.frame_size)

    def prepare(self, pixels: Pixels, where: str) -> Seen:
        """Inputs for one picture (H, W, 3). ImageError if it has another size than the product was set up for, or no
        part is found on it."""
        size = (pixels.shape[0], pixels.shape[1])
        expected = self.view.frame_size
        if expected is not None and size != expected:
            found, wanted = (f"{width} x {height}" for height, width in (size, expected))
            raise ImageError(ErrorCode.SOURCE_SIZE, source=where, found=found, expected=wanted)
        plan = self._plan
        if plan is None or plan.frame_size != size:
            plan = self._plan = self._make_plan(size)
        if self._aligner is not None:
            return self._turned(pixels, plan, self._aligner.align(pixels, where))
        x0, y0, x1, y1 = plan.box
        drawn = _to_bytes(draw(pixels[y0:y1, x0:x1], plan.layout.content, self._halve))
        placement = place_straight(size, plan.layout.content, self.view.roi)
        return Seen(plan.layout.cut(drawn), drawn, plan.layout, plan.valid, placement)

    def _make_plan(self, size: Size) -> _Plan:
        view = self.view
        box = view.roi.to_pixels(size[1], size[0])
        layout = arrange((box[3] - box[1], box[2] - box[0]), self.input_size, view.tiling, view.aspect)
        valid = valid_mask(view.ignore, view.roi, layout.content)
        if valid is not None and not valid.any():
            raise ValueError("the ignored places cover all of the region of interest")
        return _Plan(size, box, layout, valid)

    def _turned(self, pixels: Pixels, plan: _Plan, found: Matrix) -> Seen:
        """Inputs of a part that lies at ``found`` on the picture."""
        placement = place_turned(plan.frame_size, plan.layout.content, self.view.roi, found)
        drawn = _to_bytes(_draw_turned(pixels, placement))
        valid = _and(plan.valid, _on_picture(placement))
        return Seen(plan.layout.cut(drawn), drawn, plan.layout, valid, placement)


def _draw_turned(pixels: Pixels, placement: Placement) -> Array:
    """The region of interest turned upright. A picture much larger than the map is shrunk first, by averaging."""
    x0, y0, x1, y1 = placement.box
    crop, shrink = pixels[y0:y1, x0:x1], np.ones(2)
    scales = np.hypot(placement.matrix[0, :2], placement.matrix[1, :2])  # picture pixels along a map's x and y
    factor = float(scales.min())
    if factor > 1:
        size = max(1, round((y1 - y0) / factor)), max(1, round((x1 - x0) / factor))
        shrink = np.array([size[1] / (x1 - x0), size[0] / (y1 - y0)])
        crop = draw(crop, size)
    linear = placement.matrix[:, :2] * shrink[:, None]
    offset = (placement.matrix[:, 2] - (x0, y0)) * shrink + linear @ (0.5, 0.5) - 0.5
    matrix, flags = np.hstack([linear, offset[:, None]]), cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    size = placement.map_size
    return cv2.warpAffine(crop, matrix, size[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)


def _on_picture(placement: Placement) -> Mask | None:
    """Where a turned map lies on the picture; None if all of it does."""
    height, width = placement.frame_size
    corners = corners_of(placement.map_size) @ placement.matrix[:, :2].T + placement.matrix[:, 2]
    if corners.min() >= 0 and (corners <= (width, height)).all():
        return None
    back = np.linalg.inv(placement.matrix[:, :2])
    frame = (corners_of(placement.frame_size) - placement.matrix[:, 2]) @ back.T
    mask = np.zeros(placement.map_size, np.uint8)
    cv2.fillConvexPoly(mask, np.round(frame - 0.5).astype(np.int32), 1)
    return mask.astype(bool)


def _and(one: Mask | None, other: Mask | None) -> Mask | None:
    if one is None or other is None:
        return other if one is None else one
    return np.logical_and(one, other)
