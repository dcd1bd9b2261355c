"""Finding a part where it lies on the picture, by comparison with a reference picture.

Why not key points: parts in factories are often smooth, and what they have repeats (teeth, holes). Grey values of the
whole region of interest are compared instead: coarsely at every angle that is allowed (normalised correlation), then
finely from the best two (maximisation of the enhanced correlation coefficient, Evangelidis and Psarakis 2008). What is
found is believed only if the picture, moved back, correlates with the reference; an empty belt does not.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.errors import ErrorCode, ImageError
from engine.frames import Array, Pixels, to_uint8
from engine.geometry import Roi
from engine.placement import Matrix, corners_of
from engine.tiling import draw
from engine.view import Alignment, Motion

REFERENCE_PX = 512  # longer side of the stored reference
COARSE_PX, FINE_PX = 48, 160  # longer side of the region of interest
ANGLE_STEP = 6.0  # degrees; the fine search finds the rest
CANDIDATES = 2
ITERATIONS = 40
MARGIN_PX = 12  # around the region of interest in the fine search
LEAST_CONTRAST = 2.0  # grey values; below it the reference shows nothing to find
MOST_OUTSIDE = 0.10  # share of the region of interest that may lie beside the picture


def shrink_reference(pixels: Pixels) -> NDArray[np.uint8]:
    """A reference picture (H, W, 3) as it is stored and compared: grey, uint8, at most REFERENCE_PX a side."""
    scale = min(1.0, REFERENCE_PX / max(pixels.shape[:2]))
    size = max(1, round(pixels.shape[0] * scale)), max(1, round(pixels.shape[1] * scale))
    return _grey(pixels, size)


class Aligner:
    """Finds one kind of part. ``reference`` is what ``shrink_reference`` gave for a picture of ``frame_size`` (H, W).
    ValueError if it shows nothing in ``roi``."""

    def __init__(self, spec: Alignment, reference: NDArray[np.uint8], frame_size: tuple[int, int], roi: Roi) -> None:
        self._spec, self._frame_size, self._roi = spec, frame_size, roi
        self._size = (reference.shape[0], reference.shape[1])
        x0, y0, x1, y1 = roi.to_pixels(self._size[1], self._size[0])
        longer = max(x1 - x0, y1 - y0)
        self._coarse = _Level(reference, (x0, y0, x1, y1), min(1.0, COARSE_PX / longer))
        self._fine = _Level(reference, (x0, y0, x1, y1), min(1.0, FINE_PX / longer))
        if float(self._fine.template.std()) < LEAST_CONTRAST:
            raise ValueError("the reference picture shows nothing in the region of interest")
        reach = spec.max_angle if spec.motion is Motion.RIGID else 0.0
        steps = math.ceil(reach / ANGLE_STEP)
        self._angles = [reach * step / steps for step in range(-steps, steps + 1)] if steps else [0.0]
        if reach == 180:
            self._angles = self._angles[1:]  # the same as the last

    def align(self, pixels: Pixels, where: str) -> Matrix:
        """(2, 3) from pixels of the reference to pixels of this picture (H, W, 3), both at full size.

        Raises ImageError if no part like the reference is there, or too much of it lies beside the picture.
        """
        grey = _grey(pixels, self._size)
        best, agreement = _IDENTITY, -1.0
        for start in self._search(grey):
            found, value = self._refine(grey, start)
            if value > agreement:
                best, agreement = found, value
        if agreement < self._spec.least or not self._within_reach(best):
            value = round(max(agreement, 0.0), 2) if self._within_reach(best) else 0.0
            raise ImageError(ErrorCode.PART_ABSENT, path=where, value=value, limit=self._spec.least)
        whole = self._at_full_size(best)
        outside = self._share_outside(whole)
        if outside > MOST_OUTSIDE:
            raise ImageError(ErrorCode.PART_OUTSIDE, path=where, percent=round(100 * outside))
        return whole

    def _search(self, grey: NDArray[np.uint8]) -> list[Matrix]:
        """The best places (2, 3), reference to picture at stored size, one for each of the best angles."""
        level = self._coarse
        small = level.draw(grey)
        reach = math.ceil(self._spec.max_shift * max(self._size) * level.scale)
        height, width = level.template.shape
        window = (width + 2 * reach, height + 2 * reach)
        found: list[tuple[float, Matrix]] = []
        for angle in self._angles:
            turn = _turn_about(level.middle, angle)
            shifted = turn @ _moved(level.left - reach, level.top - reach)
            seen = cv2.warpAffine(small, shifted[:2], window, flags=_BACKWARDS, borderMode=cv2.BORDER_REPLICATE)
            agreement = np.nan_to_num(cv2.matchTemplate(seen, level.template, cv2.TM_CCOEFF_NORMED), posinf=0, neginf=0)
            _, value, _, (x, y) = cv2.minMaxLoc(agreement)
            whole = turn @ _moved(x - reach, y - reach)
            found.append((value, _rescale(whole[:2], 1 / level.scale)))
        found.sort(key=lambda one: -one[0])
        return [matrix for _, matrix in found[:CANDIDATES]]

    def _refine(self, grey: NDArray[np.uint8], start: Matrix) -> tuple[Matrix, float]:
        """The finer place near ``start``, and how well it agrees (-1 to 1)."""
        level = self._fine
        corner = _moved(level.left, level.top)
        guess = np.vstack([_rescale(start, level.scale), (0, 0, 1)]) @ corner @ _moved(-MARGIN_PX, -MARGIN_PX)
        window = level.template.shape[1] + 2 * MARGIN_PX, level.template.shape[0] + 2 * MARGIN_PX
        # Turned upright before: the search below takes angles by their sine, and would lose one beyond 90 degrees.
        upright = cv2.warpAffine(level.draw(grey), guess[:2], window, flags=_BACKWARDS, borderMode=cv2.BORDER_REPLICATE)
        motion = cv2.MOTION_EUCLIDEAN if self._spec.motion is Motion.RIGID else cv2.MOTION_TRANSLATION
        criteria = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, ITERATIONS, 1e-4)
        warps = [_moved(MARGIN_PX, MARGIN_PX)[:2].astype(np.float32)]
        try:
            found = cv2.findTransformECC(level.template, upright, warps[0].copy(), motion, criteria, None, 5)  # type: ignore[call-overload]
            warps.append(found[1])
        except cv2.error:  # it did not converge: what was found coarsely may still be right
            pass
        graded = [(level.agreement(upright, warp), warp) for warp in warps if np.isfinite(warp).all()]
        value, warp = max(graded, key=lambda one: one[0])
        whole = guess @ np.vstack([np.asarray(warp, np.float64), (0, 0, 1)]) @ np.linalg.inv(corner)
        return _rescale(whole[:2], 1 / level.scale), value

    def _within_reach(self, found: Matrix) -> bool:
        """False for what lies farther off, or is turned more, than the product's parts are said to."""
        x0, y0, x1, y1 = self._roi.to_pixels(self._size[1], self._size[0])
        middle = np.array([(x0 + x1) / 2, (y0 + y1) / 2])
        shift = float(np.abs(found[:, :2] @ middle + found[:, 2] - middle).max())
        angle = math.degrees(math.atan2(found[1, 0], found[0, 0]))
        reach = self._spec.max_angle if self._spec.motion is Motion.RIGID else 0.0
        return shift <= 1.05 * self._spec.max_shift * max(self._size) + 1 and abs(angle) <= reach + 1

    def _at_full_size(self, found: Matrix) -> Matrix:
        """From stored to full size, both with pixels that reach from 0 to 1."""
        centred = found.copy()
        centred[:, 2] += 0.5 - found[:, :2] @ (0.5, 0.5)
        scale = np.array([self._frame_size[1] / self._size[1], self._frame_size[0] / self._size[0]])
        return np.hstack([centred[:, :2] * scale[:, None] / scale[None], (centred[:, 2] * scale)[:, None]])

    def _share_outside(self, whole: Matrix) -> float:
        height, width = self._frame_size
        x0, y0, x1, y1 = self._roi.to_pixels(width, height)
        corners = corners_of((y1 - y0, x1 - x0)) + np.array((x0, y0))
        turned = (corners @ whole[:, :2].T + whole[:, 2]).astype(np.float32)
        picture = corners_of(self._frame_size).astype(np.float32)
        inside, _ = cv2.intersectConvexConvex(turned, picture)
        return 1.0 - float(inside) / max(1.0, cv2.contourArea(turned))


class _Level:
    """The region of interest of the reference at one scale of the stored picture."""

    def __init__(self, reference: NDArray[np.uint8], box: tuple[int, int, int, int], scale: float) -> None:
        self.scale = scale
        drawn = self.draw(reference)
        x0, y0, x1, y1 = (round(value * scale) for value in box)
        self.left, self.top = min(x0, drawn.shape[1] - 1), min(y0, drawn.shape[0] - 1)
        self.template = np.ascontiguousarray(
            drawn[self.top : max(y1, self.top + 1), self.left : max(x1, self.left + 1)]
        )
        height, width = self.template.shape
        self.middle = (self.left + (width - 1) / 2, self.top + (height - 1) / 2)

    def draw(self, grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A picture of the stored size at this scale."""
        if self.scale == 1.0:
            return grey
        size = max(1, round(grey.shape[1] * self.scale)), max(1, round(grey.shape[0] * self.scale))
        return cv2.resize(grey, size, interpolation=cv2.INTER_AREA)  # type: ignore[return-value]

    def agreement(self, small: Array, warp: NDArray[np.float32]) -> float:
        """Correlation (-1 to 1) of the template with the picture at ``warp``; 0 where the picture is flat."""
        size = self.template.shape[::-1]
        seen = cv2.warpAffine(small, warp, size, flags=_BACKWARDS, borderMode=cv2.BORDER_REPLICATE)
        if float(seen.std()) < LEAST_CONTRAST:
            return 0.0
        return float(np.nan_to_num(cv2.matchTemplate(seen, self.template, cv2.TM_CCOEFF_NORMED))[0, 0])


_BACKWARDS = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
_IDENTITY: Matrix = np.array([[1.0, 0, 0], [0, 1, 0]])


def _grey(pixels: Pixels, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Grey uint8 of ``size`` (h, w); shrunk before it is turned grey, which is cheaper."""
    return cv2.cvtColor(to_uint8(draw(pixels, size)), cv2.COLOR_RGB2GRAY)  # type: ignore[return-value]


def _moved(x: float, y: float) -> Matrix:
    """(3, 3) that moves by ``x``, ``y``."""
    return np.array([[1.0, 0, x], [0, 1, y], [0, 0, 1]])


def _turn_about(middle: tuple[float, float], angle: float) -> Matrix:
    """(3, 3) that turns by ``angle`` degrees about a place."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = middle
    return np.array([[cos, -sin, x - cos * x + sin * y], [sin, cos, y - sin * x - cos * y], [0, 0, 1]])


def _rescale(matrix: Matrix, scale: float) -> Matrix:
    """The same movement between pictures ``scale`` times as large; pixel centres, so half a pixel goes along."""
    half = 0.5 * (scale - 1)
    moved = matrix[:, 2] * scale + half - matrix[:, :2] @ (half, half)
    return np.hstack([matrix[:, :2], moved[:, None]])
