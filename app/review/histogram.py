"""Scores of good parts, confirmed defects and false rejects, with both limits."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import Look
from engine.decision import Limits

AXIS, LEGEND = 20, 22


class ScoreHistogram(QWidget):
    """Good parts above the line, confirmed defects below it, false rejects as outlined bars above: told apart without
    colour. Heights grow with the logarithm, since there are a thousand good parts for one defect."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._edges: NDArray[np.float64] | None = None
        self._counts: dict[str, NDArray[np.int64]] = {}
        self._limits: tuple[Limits, Limits] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)

    def sizeHint(self) -> QSize:
        """Wide."""
        return QSize(420, 220)

    def show_counts(
        self, edges: NDArray[np.float64], counts: dict[str, NDArray[np.int64]], limits: Limits, wanted: Limits
    ) -> None:
        """Change everything; ``wanted`` are the limits that are tried."""
        self._edges, self._counts, self._limits = edges, counts, (limits, wanted)
        words = self.tr("{good} good, {defect} defects, {false} false rejects; reject {reject}")
        numbers = {name: self._look.number(int(values.sum())) for name, values in counts.items()}
        reject = self._look.score(wanted.reject)
        self.setAccessibleName(
            words.format(good=numbers["good"], defect=numbers["defect"], false=numbers["false_reject"], reject=reject)
        )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Legend, bars, limits, axis."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._look.theme.colours
        painter.fillRect(self.rect(), QColor(colours.panel))
        if self._edges is None or self._limits is None:
            return
        painter.setFont(self._look.font(self._look.theme.sizes.text_small))
        area = QRectF(8, LEGEND + 16, self.width() - 16, self.height() - AXIS - LEGEND - 20)
        middle = area.top() + area.height() * 0.68
        self._draw_legend(painter)
        most = max(1.0, max(float(np.log1p(values).max()) for values in self._counts.values()))
        width = area.width() / (len(self._edges) - 1)
        for name, up in (("good", True), ("false_reject", True), ("defect", False)):
            room = middle - area.top() if up else area.bottom() - middle
            self._style(painter, name)
            for index, count in enumerate(self._counts[name]):
                if count:
                    height = max(3.0, room * float(np.log1p(count)) / most)
                    top = middle - height if up else middle
                    painter.drawRect(QRectF(area.left() + index * width + 0.5, top, max(1.0, width - 1), height))
        painter.setPen(QPen(QColor(colours.line), 1))
        painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle))
        self._draw_limits(painter, area)

    def _style(self, painter: QPainter, name: str) -> None:
        colours = self._look.theme.colours
        if name == "good":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.dot))
        elif name == "defect":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.fail))
        else:
            painter.setPen(QPen(QColor(colours.review), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_legend(self, painter: QPainter) -> None:
        x = 8.0
        names = {"good": self.tr("good"), "false_reject": self.tr("false rejects"), "defect": self.tr("defects")}
        for name, words in names.items():
            self._style(painter, name)
            painter.drawRect(QRectF(x, 6, 12, 12))
            painter.setPen(QColor(self._look.theme.colours.text_soft))
            text = f"{words} {self._look.number(int(self._counts[name].sum()))}"
            painter.drawText(QPointF(x + 18, 17), text)
            x += 34 + painter.fontMetrics().horizontalAdvance(text)

    def _draw_limits(self, painter: QPainter, area: QRectF) -> None:
        """In force as thin lines, tried as thick ones with their values."""
        if self._limits is None or self._edges is None:
            return
        colours, (now, wanted) = self._look.theme.colours, self._limits
        low, span = self._edges[0], self._edges[-1] - self._edges[0]
        for limits, width in ((now, 1), (wanted, 2)):
            lines = [(limits.reject, colours.fail, Qt.PenStyle.SolidLine)]
            if limits.review is not None:
                lines.append((limits.review, colours.review, Qt.PenStyle.DashLine))
            for value, colour, style in lines:
                x = area.left() + area.width() * min(1.0, max(0.0, (value - low) / span))
                painter.setPen(QPen(QColor(colour), width, style))
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
                if width == 2:
                    flag = Qt.AlignmentFlag.AlignLeft if value == limits.reject else Qt.AlignmentFlag.AlignRight
                    left = x + 3 if value == limits.reject else x - 83
                    painter.drawText(QRectF(left, area.top() - 16, 80, 16), flag, self._look.score(value))
        painter.setPen(QColor(colours.text_soft))
        ends = ((low, Qt.AlignmentFlag.AlignLeft), (self._edges[-1], Qt.AlignmentFlag.AlignRight))
        for value, flag in ends:
            painter.drawText(QRectF(8, area.bottom() + 2, area.width(), AXIS), flag, self._look.score(value))
