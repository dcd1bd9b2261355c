"""The score of the part on a fixed scale with a tick at each limit."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.inspect.score_scale import ScoreScale
from app.look import Look
from engine.decision import Limits, Verdict


class ScoreBar(QWidget):
    """Number above, bar below, on the product's scale. Scores beyond the end fill it; the number tells how far."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._score: float | None = None
        self._limits: Limits | None = None
        self._scale = ScoreScale(0.0, 1.0)
        self._verdict: Verdict | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(240, 68)

    def show_score(
        self, score: float | None, limits: Limits | None, verdict: Verdict | None, scale: ScoreScale
    ) -> None:
        """Change score, limits, colour and scale."""
        if (score, limits, verdict, scale) != (self._score, self._limits, self._verdict, self._scale):
            self._score, self._limits, self._verdict, self._scale = score, limits, verdict, scale
            self.setAccessibleName(self.tr("Score {score}").format(score=self._look.score(score)))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caption and number, bar, ticks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sizes, colours = self._look.theme.sizes, self._look.theme.colours
        width = self.width()
        painter.setPen(QColor(colours.text_soft))
        painter.setFont(self._look.font(sizes.text))
        painter.drawText(QRectF(0, 0, width, 30), Qt.AlignmentFlag.AlignVCenter, self.tr("Score"))
        painter.setPen(QColor(colours.text))
        painter.setFont(self._look.font(sizes.text_title + 2, bold=True))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, 0, width, 30), flags, self._look.score(self._score))
        bar = QRectF(0, 36, width, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(bar, 5, 5)
        if self._limits is None:
            return
        if self._score is not None:
            filled = QRectF(bar)
            filled.setWidth(max(bar.height(), bar.width() * self._scale.place(self._score)))
            painter.setBrush(QColor(colours.verdict(self._verdict) if self._verdict else colours.dot))
            painter.drawRoundedRect(filled, 5, 5)
        reject = self._limits.reject
        self._draw_tick(painter, bar, self._scale.place(reject), self._look.score(reject), colours.text)
        if self._limits.review is not None and self._limits.review < self._limits.reject:
            text = self._look.score(self._limits.review)
            self._draw_tick(painter, bar, self._scale.place(self._limits.review), text, colours.review, before=True)

    def _draw_tick(
        self, painter: QPainter, bar: QRectF, place: float, text: str, colour: str, before: bool = False
    ) -> None:
        x = bar.left() + place * bar.width()
        painter.setBrush(QColor(colour))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRect(QRectF(x - 1.5, bar.top() - 5, 3, bar.height() + 10))
        painter.setPen(QColor(self._look.theme.colours.text_soft))
        painter.setFont(self._look.font(self._look.theme.sizes.text_small))
        if before:
            painter.drawText(QRectF(x - 84, bar.bottom() + 4, 84, 18), Qt.AlignmentFlag.AlignRight, text)
        else:
            painter.drawText(QRectF(x, bar.bottom() + 4, 84, 18), Qt.AlignmentFlag.AlignLeft, text)
