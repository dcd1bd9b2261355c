"""From an anomaly map to its picture: colours on a fixed scale, transparent below the pixel limit, and outlines.

Arrays only; no Qt. The scale is anchored at the product's pixel limit and never adapts to a part, so that the same
colour always means the same deviation and a good part does not glow.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Map
from engine.overlay import FULL_HEAT, HeatScheme, heat_table

Box = tuple[float, float, float, float]
OUTLINE_PX = 1024


def premultiplied_table(scheme: HeatScheme) -> NDArray[np.uint32]:
    """The 256 colours of the scale as Qt wants them: premultiplied ARGB, from the pixel limit to the top."""
    table = heat_table(scheme).astype(np.uint32)
    alpha = table[:, 3]
    red, green, blue = ((table[:, channel] * alpha + 127) // 255 for channel in range(3))
    return (alpha << 24 | red << 16 | green << 8 | blue).astype(np.uint32)


def paint_heat(
    anomaly_map: Map,
    limit: float,
    table: NDArray[np.uint32],
    roi_box: Box,
    view: Box,
    size: tuple[int, int],
) -> NDArray[np.uint32]:
    """Premultiplied ARGB (H, W) of ``size`` for the part ``view`` of the frame.

    ``roi_box`` is where the map lies; both boxes are (x0, y0, x1, y1) in frame pixels. ``limit`` is the pixel limit in
    map units.
    """
    height, width = size
    step_x, step_y = (view[2] - view[0]) / width, (view[3] - view[1]) / height
    map_x, map_y = anomaly_map.shape[1] / (roi_box[2] - roi_box[0]), anomaly_map.shape[0] / (roi_box[3] - roi_box[1])
    transform = np.array(
        [
            [step_x * map_x, 0, (view[0] + 0.5 * step_x - roi_box[0]) * map_x - 0.5],
            [0, step_y * map_y, (view[1] + 0.5 * step_y - roi_box[1]) * map_y - 0.5],
        ]
    )
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    values = cv2.warpAffine(anomaly_map, transform, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    place = (values / limit - 1) * (255 / (FULL_HEAT - 1))
    shown = (place > 0) & _inside(roi_box, view, size)
    index = np.clip(np.where(shown, place, 0), 0, 255).astype(np.uint8)
    return np.where(shown, table[index], np.uint32(0)).astype(np.uint32, copy=False)


def _inside(roi_box: Box, view: Box, size: tuple[int, int]) -> NDArray[np.bool_]:
    x = view[0] + (np.arange(size[1]) + 0.5) * (view[2] - view[0]) / size[1]
    y = view[1] + (np.arange(size[0]) + 0.5) * (view[3] - view[1]) / size[0]
    return ((y >= roi_box[1]) & (y < roi_box[3]))[:, None] & ((x >= roi_box[0]) & (x < roi_box[2]))


def outlines(anomaly_map: Map, limit: float, least_area_px: int, roi_box: Box) -> tuple[NDArray[np.float64], ...]:
    """Closed lines (n, 2) in frame pixels around places above ``limit`` of at least ``least_area_px`` map pixels."""
    height, width = anomaly_map.shape
    factor = max(1, OUTLINE_PX // max(height, width))
    fine = cv2.resize(anomaly_map, (width * factor, height * factor), interpolation=cv2.INTER_LINEAR)
    padded = np.pad((fine > limit).astype(np.uint8), 1)
    found, _ = cv2.findContours(padded, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    scale = np.array([(roi_box[2] - roi_box[0]) / fine.shape[1], (roi_box[3] - roi_box[1]) / fine.shape[0]])
    lines = []
    for contour in found:
        if cv2.contourArea(contour) < least_area_px * factor * factor * 0.8:
            continue
        smooth = cv2.approxPolyDP(contour, 0.6, closed=True)[:, 0, :].astype(np.float64)
        lines.append((smooth - 1 + 0.5) * scale + np.array(roi_box[:2]))
    return tuple(lines)
