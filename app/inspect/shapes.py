"""The shape of each verdict: tick, ring with dot, cross, hazard triangle. Told apart without colour."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from engine.decision import Verdict


def draw_shape(painter: QPainter, verdict: Verdict, area: QRectF, colour: QColor) -> None:
    """Draw the verdict's shape into a square ``area``."""
    side = area.width()
    pen = QPen(colour, side * 0.17, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    painter.setBrush(Qt.BrushStyle.NoBrush)

    def at(x: float, y: float) -> QPointF:
        return QPointF(area.left() + x * side, area.top() + y * side)

    path = QPainterPath()
    if verdict is Verdict.PASS:
        path.moveTo(at(0.12, 0.55))
        path.lineTo(at(0.4, 0.82))
        path.lineTo(at(0.9, 0.2))
    elif verdict is Verdict.FAIL:
        path.moveTo(at(0.15, 0.15))
        path.lineTo(at(0.85, 0.85))
        path.moveTo(at(0.85, 0.15))
        path.lineTo(at(0.15, 0.85))
    elif verdict is Verdict.REVIEW:
        pen.setWidthF(side * 0.12)
        path.addEllipse(at(0.5, 0.5), 0.4 * side, 0.4 * side)
        path.addEllipse(at(0.5, 0.5), 0.05 * side, 0.05 * side)
    else:
        pen.setWidthF(side * 0.11)
        path.moveTo(at(0.5, 0.1))
        path.lineTo(at(0.94, 0.88))
        path.lineTo(at(0.06, 0.88))
        path.closeSubpath()
        path.moveTo(at(0.5, 0.4))
        path.lineTo(at(0.5, 0.58))
        path.moveTo(at(0.5, 0.74))
        path.lineTo(at(0.5, 0.745))
    painter.setPen(pen)
    painter.drawPath(path)


def draw_hazard(painter: QPainter, area: QRectF, colour: QColor, height: float) -> None:
    """Diagonal stripes along the upper and lower edge of ``area``."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for top in (area.top(), area.bottom() - height):
        painter.save()
        painter.setClipRect(QRectF(area.left(), top, area.width(), height), Qt.ClipOperation.IntersectClip)
        x = area.left() - 2 * height
        while x < area.right():
            path = QPainterPath(QPointF(x, top + height))
            path.lineTo(x + height, top)
            path.lineTo(x + 2 * height, top)
            path.lineTo(x + height, top + height)
            painter.drawPath(path)
            x += 3 * height
        painter.restore()
    painter.restore()
