"""The scale of the heat colours, in map units, with a tick at the pixel limit."""

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.look import Look
from engine.overlay import FULL_HEAT, heat_table

WIDTH, HEIGHT = 10.0, 200.0


def draw_colour_bar(painter: QPainter, area: QRect, look: Look, limit: float) -> None:
    """Draw it in the upper right corner of ``area``: nothing below ``limit``, colours up to ``FULL_HEAT`` limits."""
    top = FULL_HEAT
    colours = heat_table(look.heat)[::-1].astype(np.uint32)
    height = min(HEIGHT, area.height() - 60.0)
    bar = QRectF(area.right() - 34.0, area.top() + 24.0, WIDTH, height)
    column = (0xFF000000 | colours[:, 0] << 16 | colours[:, 1] << 8 | colours[:, 2]).astype(np.uint32)
    image = QImage(column.tobytes(), 1, 256, 4, QImage.Format.Format_ARGB32)
    hot = QRectF(bar.left(), bar.top(), bar.width(), bar.height() * (top - 1) / top)
    painter.save()
    painter.setPen(QPen(QColor(look.theme.colours.line), 1))
    painter.setBrush(QColor(look.theme.colours.well))
    painter.drawRect(bar)
    painter.drawImage(hot, image)
    painter.setFont(look.font(look.theme.sizes.text_small))
    for value, y in ((limit * top, bar.top()), (limit, hot.bottom()), (0.0, bar.bottom())):
        _label(painter, look, bar, look.score(value) if value else "0", y, strong=value == limit)
    painter.restore()


def _label(painter: QPainter, look: Look, bar: QRectF, text: str, y: float, strong: bool) -> None:
    """White on a dark ground whatever the picture behind."""
    width = painter.fontMetrics().horizontalAdvance(text) + 10.0
    box = QRectF(bar.left() - width - 8, y - 9, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 150))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QPen(QColor(look.theme.colours.on_fail), 1))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    if strong:
        painter.setPen(QPen(QColor(look.theme.colours.text), 2))
        painter.drawLine(QPointF(bar.left() - 6, y), QPointF(bar.right() + 4, y))
