"""The true defect on its way: corners that are clicked, strokes that are painted. Places are relative to the frame."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from engine.records.entries import Polygon
from engine.review.strokes import Stroke, outlines

Place = tuple[float, float]
BRUSH_PX = 9.0  # radius on the screen: who zooms in paints finer
LEAST_CORNERS = 3


class Mode(StrEnum):
    """How the mouse draws."""

    OFF = "off"
    CORNERS = "corners"
    BRUSH = "brush"


class Outlining:
    """What is drawn so far. ``taken`` gives it away and begins anew."""

    def __init__(self) -> None:
        self.mode = Mode.OFF
        self._corners: list[Place] = []
        self._strokes: list[Stroke] = []
        self._pulling = False

    @property
    def on(self) -> bool:
        """True while the mouse draws."""
        return self.mode is not Mode.OFF

    def begin(self, mode: Mode) -> None:
        """Draw so from now on; what was begun is forgotten."""
        self.mode = mode
        self.forget()

    def forget(self) -> None:
        """Nothing is drawn."""
        self._corners, self._strokes, self._pulling = [], [], False

    def press(self, place: Place, radius: float) -> None:
        """A corner, unless it is the last one again; or the beginning of a stroke of this radius in frame pixels."""
        if self.mode is Mode.BRUSH:
            self._strokes.append(Stroke((place,), radius))
            self._pulling = True
        elif self.mode is Mode.CORNERS and (not self._corners or self._corners[-1] != place):
            self._corners.append(place)

    def pull(self, place: Place) -> bool:
        """The stroke goes on; False if there is none."""
        if self._pulling:
            last = self._strokes[-1]
            self._strokes[-1] = Stroke((*last.places, place), last.radius)
        return self._pulling

    def release(self) -> None:
        """The stroke ends."""
        self._pulling = False

    def taken(self, frame: tuple[int, int]) -> tuple[Polygon, ...]:
        """Polygons of what is drawn; none if it is too little."""
        corners, strokes = tuple(self._corners), tuple(self._strokes)
        self.forget()
        if strokes:
            return outlines(strokes, frame)
        return (corners,) if len(corners) >= LEAST_CORNERS else ()

    def paint(self, painter: QPainter, colour: str, at: Callable[[Place], QPointF], zoom: float) -> None:
        """On one pane; ``at`` says where a place is there, ``zoom`` how large a frame pixel is."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colour), 2))
        points = [at(place) for place in self._corners]
        painter.drawPolyline(QPolygonF(points))
        for point in points:
            painter.drawEllipse(point, 3, 3)
        soft = QColor(colour)
        soft.setAlpha(110)
        for stroke in self._strokes:
            pen = QPen(soft, max(1.0, 2 * stroke.radius * zoom))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF([at(place) for place in (*stroke.places, stroke.places[-1])]))
