"""How far the figures of drift are from training, as bars around a middle."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from app.reports.plots import Ink

WARN = 3.0
MOST = 6.0


def draw_drift(painter: QPainter, box: QRectF, figures: Sequence[tuple[str, float]], ink: Ink) -> None:
    """``figures`` are (name, deviations), signed; beyond ±3 they are in the colour of a warning, beyond ±6 cut."""
    if not figures:
        return
    painter.setFont(ink.font)
    metrics = QFontMetricsF(ink.font)
    names = 0.34 * box.width()
    area = QRectF(box.left() + names, box.top(), box.width() - names - 4, box.height() - 1.4 * metrics.height())
    middle, half = area.center().x(), area.width() / 2
    for value in (-WARN, 0.0, WARN):
        x = middle + half * value / MOST
        painter.setPen(ink.pen(ink.line, dashed=bool(value)))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(QColor(ink.soft))
        place = QRectF(x - 40, area.bottom() + 2, 80, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{value:+.0f} σ" if value else "0")
    step = min(area.height() / len(figures), 2.4 * metrics.height())
    for index, (name, value) in enumerate(figures):
        line = QRectF(box.left(), area.top() + index * step, names - 8, step)
        painter.setPen(QColor(ink.text))
        text = metrics.elidedText(f"{name}  {value:+.1f}", Qt.TextElideMode.ElideMiddle, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        width = half * max(-1.0, min(1.0, value / MOST))
        bar = QRectF(min(middle, middle + width), line.top() + 0.25 * step, abs(width), 0.5 * step)
        painter.fillRect(bar, QColor(ink.review if abs(value) > WARN else ink.dot))
