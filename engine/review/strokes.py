"""From strokes of a brush to polygons: what a person painted, as outlines that are stored like drawn ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.records.entries import Polygon

LONGEST = 2048  # pixels of the canvas that strokes are drawn on
ROUGHNESS_PX = 0.75  # an outline may be so far from what was painted, on that canvas
MOST_POLYGONS = 50
MOST_CORNERS = 400


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pull of the brush: places relative to the frame (0 to 1), and the radius in pixels of the frame."""

    places: tuple[tuple[float, float], ...]
    radius: float


def outlines(strokes: Sequence[Stroke], frame: tuple[int, int]) -> tuple[Polygon, ...]:
    """Polygons relative to the frame (width, height) round everything painted, the largest first; holes are filled."""
    scale = min(1.0, LONGEST / max(frame))
    size = np.array([max(1, round(side * scale)) for side in frame])
    canvas = np.zeros((size[1], size[0]), np.uint8)
    for stroke in strokes:
        points = np.round(np.array(stroke.places) * size).astype(np.int32)
        width = max(1, round(2 * stroke.radius * scale))
        cv2.polylines(canvas, [points.reshape(-1, 1, 2)], False, (255,), width)
        for x, y in points[[0, -1]].tolist():  # round ends; a click is a dot
            cv2.circle(canvas, (x, y), max(1, width // 2), (255,), -1)
    found, _ = cv2.findContours(canvas, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    largest = sorted(found, key=cv2.contourArea, reverse=True)[:MOST_POLYGONS]
    return tuple(polygon for one in largest if len(polygon := _relative(one, size)) >= 3)


def _relative(contour: cv2.typing.MatLike, size: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Polygon:
    rough = ROUGHNESS_PX
    corners = cv2.approxPolyDP(contour, rough, True)
    while len(corners) > MOST_CORNERS:
        rough *= 1.5
        corners = cv2.approxPolyDP(contour, rough, True)
    places = np.clip(corners.reshape(-1, 2) / size, 0.0, 1.0)
    return tuple((round(float(x), 5), round(float(y), 5)) for x, y in places)
