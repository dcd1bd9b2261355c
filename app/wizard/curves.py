"""Small plots of the wizard, painted by hand: a falling curve, and a histogram with limits."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from app.look import Look
from engine.decision import Limits
from engine.events import Scores

BINS = 36
MARGIN = 28.0


class Curve(QWidget):
    """Values one after another, on a logarithmic scale: losses fall by powers."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._values: tuple[float, ...] = ()
        self.setAccessibleName(name)
        self.setMinimumHeight(160)

    def show_values(self, values: Sequence[float]) -> None:
        """Others; what is not above 0 is left out."""
        kept = tuple(value for value in values if math.isfinite(value) and value > 0)
        if kept != self._values:
            self._values = kept
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """One line, and its newest value."""
        painter, colours = QPainter(self), self._look.theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.well))
        if len(self._values) < 2:
            return
        heights = np.log10(self._values)
        low, high = float(heights.min()), float(heights.max())
        spread = max(high - low, 1e-3)
        room = QRectF(self.rect()).adjusted(12, 12, -80, -12)
        across = np.linspace(room.left(), room.right(), len(heights))
        down = room.bottom() - (heights - low) / spread * room.height()
        points = [QPointF(float(x), float(y)) for x, y in zip(across, down, strict=True)]
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawPolyline(QPolygonF(points))
        painter.setPen(QColor(colours.text))
        painter.setFont(self._look.font(self._look.theme.sizes.text))
        text = self._look.decimal(self._values[-1], 3)
        painter.drawText(QPointF(room.right() + 8, points[-1].y() + 5), text)


class Dots(QWidget):
    """Scores of held-out good parts and of defects, look after look: the two should drift apart."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._looks: tuple[Scores, ...] = ()
        self.setAccessibleName(name)
        self.setMinimumHeight(160)

    def show_looks(self, looks: tuple[Scores, ...]) -> None:
        """Others."""
        if looks != self._looks:
            self._looks = looks
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dot for each picture."""
        painter, colours = QPainter(self), self._look.theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.well))
        every = [value for look in self._looks for value in (*look.good, *look.defects) if value > 0]
        if not every:
            return
        low, high = math.log10(min(every)), math.log10(max(every))
        room, spread = QRectF(self.rect()).adjusted(16, 12, -16, -12), max(high - low, 1e-3)
        last = max(2, self._looks[-1].step)
        painter.setPen(Qt.PenStyle.NoPen)
        for look in self._looks:
            x = room.left() + (look.step - 1) / (last - 1) * room.width()
            for values, colour, shift in ((look.good, colours.text_soft, -3), (look.defects, colours.fail, 3)):
                painter.setBrush(QColor(colour))
                for value in (one for one in values if one > 0):
                    y = room.bottom() - (math.log10(value) - low) / spread * room.height()
                    painter.drawEllipse(QPointF(x + shift, y), 3, 3)


class Histogram(QWidget):
    """Scores of good parts above the line, of defects below it, both limits as lines."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._good: Sequence[float] = ()
        self._defects: Sequence[float] = ()
        self._limits: Limits | None = None
        self.words = (self.tr("good"), self.tr("defects"), self.tr("review"), self.tr("reject"))
        self.setAccessibleName(name)
        self.setMinimumHeight(180)

    def show_scores(self, good: Sequence[float], defects: Sequence[float], limits: Limits) -> None:
        """Others."""
        self._good, self._defects, self._limits = good, defects, limits
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Bars and limits."""
        painter, colours = QPainter(self), self._look.theme.colours
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colours.well))
        if self._limits is None or not self._good:
            return
        low, high = self._range(self._limits)
        room = QRectF(self.rect()).adjusted(16, MARGIN, -16, -MARGIN)
        middle = room.center().y() if self._defects else room.bottom()
        edges = np.linspace(low, high, BINS + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        up = np.histogram(np.clip(self._good, low, high), edges)[0].tolist()
        self._bars(painter, up, room, middle, room.top(), colours.text_soft)
        if self._defects:
            down = np.histogram(np.clip(self._defects, low, high), edges)[0].tolist()
            self._bars(painter, down, room, middle, room.bottom(), colours.fail)
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
        self._marks(painter, room, low, high, middle)

    def _range(self, limits: Limits) -> tuple[float, float]:
        every = [value for value in (*self._good, *self._defects) if math.isfinite(value)]
        low = min([*every, limits.review or limits.reject])
        high = min(max([*every, limits.reject]), 4 * limits.reject)
        padding = 0.05 * max(high - low, 1e-9)
        return low - padding, high + padding

    def _bars(
        self, painter: QPainter, counts: Sequence[int], room: QRectF, middle: float, far: float, colour: str
    ) -> None:
        painter.setBrush(QColor(colour))
        width = room.width() / BINS
        for number, count in enumerate(counts):
            height = (far - middle) * count / max(counts)
            bar = QRectF(room.left() + number * width + 1, middle, width - 2, height)
            painter.drawRect(bar.normalized())

    def _marks(self, painter: QPainter, room: QRectF, low: float, high: float, middle: float) -> None:
        assert self._limits is not None
        colours, (good, defects, review, reject) = self._look.theme.colours, self.words
        painter.setFont(self._look.font(self._look.theme.sizes.text_small))
        for value, words, colour, top in (
            (self._limits.review, review, colours.review, False),
            (self._limits.reject, reject, colours.fail, True),
        ):
            if value is None:
                continue
            x = room.left() + (value - low) / (high - low) * room.width()
            painter.setPen(QPen(QColor(colour), 2))
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
            text = f"{words} {self._look.score(value)}"
            wide = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(room.left(), x - wide / 2), room.right() - wide)
            painter.drawText(QPointF(left, room.top() - 8 if top else room.bottom() + 18), text)
        painter.setPen(QColor(colours.text_soft))
        painter.drawText(QPointF(room.left() + 2, room.top() + 14), good)
        if self._defects:
            painter.drawText(QPointF(room.left() + 2, room.bottom() - 6), defects)
