"""Making the pictures of the window in a worker thread: exactly the pixels the view needs, no more.

A request names what is visible and how large; the newest request wins. So the cost of drawing depends on the size of
the view, not of the camera, and the GUI thread only turns finished images into pixmaps.
"""

import logging
import threading
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from app.inspect.heat import Box, outlines, paint_heat
from engine.decision import Limits
from engine.frames import Array, Map, Pixels, to_uint8
from engine.geometry import Roi

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class RenderRequest:
    """``view`` (x0, y0, x1, y1) in frame pixels is to be drawn with ``scale`` device pixels for one frame pixel.
    ``key`` and ``part`` come back with the result. ``table`` and ``outline`` are colours; none, nothing is drawn."""

    key: int
    part: int
    pixels: Pixels
    view: Box
    scale: float
    anomaly_map: Map | None = None
    roi: Roi = field(default_factory=Roi)
    limits: Limits | None = None
    table: NDArray[np.uint32] | None = None
    outline: str = ""


@dataclass(frozen=True, eq=False)
class Rendered:
    """Layers of the same size that cover ``box`` of the frame; ``lines`` has the outlines."""

    key: int
    part: int
    box: Box
    picture: QImage
    heat: QImage | None
    lines: QImage | None


def render(request: RenderRequest) -> Rendered:
    """Draw one request."""
    height, width = request.pixels.shape[:2]
    x0, y0 = max(0, int(request.view[0])), max(0, int(request.view[1]))
    x1, y1 = min(width, int(request.view[2]) + 1), min(height, int(request.view[3]) + 1)
    x1, y1 = max(x0 + 1, x1), max(y0 + 1, y1)
    target = (max(1, round((y1 - y0) * request.scale)), max(1, round((x1 - x0) * request.scale)))
    box = (float(x0), float(y0), float(x1), float(y1))
    picture = _picture(request.pixels[y0:y1, x0:x1], target, request.scale)
    if request.anomaly_map is None or request.limits is None or request.table is None:
        return Rendered(request.key, request.part, box, picture, None, None)
    roi_px = request.roi.to_pixels(width, height)
    roi_box = (float(roi_px[0]), float(roi_px[1]), float(roi_px[2]), float(roi_px[3]))
    pixel = request.limits.pixel
    heat = paint_heat(request.anomaly_map, pixel, request.table, roi_box, box, target)
    image = QImage(heat.tobytes(), target[1], target[0], 4 * target[1], QImage.Format.Format_ARGB32_Premultiplied)
    found = outlines(request.anomaly_map, pixel, request.limits.least_area_px, roi_box)
    lines = _draw_lines(found, box, target, request.outline) if found and request.outline else None
    return Rendered(request.key, request.part, box, picture, image.copy(), lines)


def to_image(pixels: Array) -> QImage:
    """RGB (H, W, 3), uint8 or uint16, as an image that owns its memory."""
    bgra = cv2.cvtColor(np.ascontiguousarray(to_uint8(pixels)), cv2.COLOR_RGB2BGRA)
    return QImage(bgra.data, bgra.shape[1], bgra.shape[0], 4 * bgra.shape[1], QImage.Format.Format_RGB32).copy()


def _draw_lines(lines: tuple[NDArray[np.float64], ...], box: Box, target: tuple[int, int], colour: str) -> QImage:
    """Outlines on a transparent layer: a dark line below a bright one, to be seen on any part."""
    image = QImage(target[1], target[0], QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    scale = np.array([target[1] / (box[2] - box[0]), target[0] / (box[3] - box[1])])
    polygons = [QPolygonF([QPointF(x, y) for x, y in (line - box[:2]) * scale]) for line in lines]
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pen_colour, width in ((QColor(0, 0, 0, 150), 4.0), (QColor(colour), 2.2)):
        pen = QPen(pen_colour, width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for polygon in polygons:
            painter.drawPolygon(polygon)
    painter.end()
    return image


def _picture(crop: Pixels, target: tuple[int, int], scale: float) -> QImage:
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST if scale >= 6 else cv2.INTER_LINEAR
    return to_image(cv2.resize(crop, (target[1], target[0]), interpolation=method))


class Renderer:
    """One worker thread, one open request, one waiting result."""

    def __init__(self) -> None:
        self._wake = threading.Condition()
        self._request: RenderRequest | None = None
        self._result: Rendered | None = None
        self._closed = False
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._work, name="render", daemon=True)
        self._thread.start()

    def ask(self, request: RenderRequest) -> None:
        """Draw this next; an older request that was not begun is forgotten."""
        with self._wake:
            self._request = request
            self._wake.notify()

    def take(self) -> Rendered | None:
        """The newest finished drawing, once."""
        with self._wake:
            result, self._result = self._result, None
            return result

    def take_failure(self) -> Exception | None:
        """The last exception of the worker, once."""
        with self._wake:
            failure, self._failure = self._failure, None
            return failure

    def close(self, timeout_s: float = 2.0) -> bool:
        """End the thread; True if it ended in time."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._request is not None)
                if self._closed:
                    return
                request, self._request = self._request, None
            if request is None:
                continue
            try:
                result = render(request)
            except Exception as error:
                log.exception("drawing failed")
                with self._wake:
                    self._failure = error
                continue
            with self._wake:
                self._result = result
