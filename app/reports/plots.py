"""Plots of a report, for paper and for the dashboard alike: bars by verdict, scores over time, defects by number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from engine.reports.data import Defect, Span
from engine.reports.period import local

MOST_BARS = 12
WIDEST_BAR = 56


@dataclass(frozen=True)
class Ink:
    """Colours, the font of labels, how numbers are written, and ``unit`` device pixels for one of a screen's."""

    text: str
    soft: str
    line: str
    dot: str
    passed: str
    review: str
    failed: str
    error: str
    font: QFont
    number: Callable[[float], str]
    unit: float = 1.0

    def pen(self, colour: str, width: float = 1.0, dashed: bool = False) -> QPen:
        """A line."""
        style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
        return QPen(QColor(colour), width * self.unit, style)


def draw_yield(painter: QPainter, box: QRectF, spans: Sequence[Span], ink: Ink, by_day: bool) -> None:
    """A bar for each span, from the bottom: passed, review, fail, error; its height is the number of parts."""
    area = _axes(painter, box, ink)
    most = max((span.counts.total for span in spans), default=0)
    if not most:
        return
    _label_left(painter, area, ink, ((0.0, "0"), (1.0, ink.number(most))))
    width = area.width() / len(spans)
    for index, span in enumerate(spans):
        bottom = area.bottom()
        counts = span.counts
        pieces = (
            (counts.passed, ink.dot),
            (counts.review, ink.review),
            (counts.failed, ink.failed),
            (counts.error, ink.error),
        )
        for number, colour in pieces:
            height = area.height() * number / most
            if number:
                wide = min(0.84 * width, WIDEST_BAR * ink.unit)
                left = area.left() + (index + 0.5) * width - wide / 2
                painter.fillRect(QRectF(left, bottom - height, wide, height), QColor(colour))
            bottom -= height
    _label_times(painter, area, spans, ink, by_day)


def draw_share(painter: QPainter, box: QRectF, spans: Sequence[Span], ink: Ink, by_day: bool) -> None:
    """The yield of each span as steps; the scale begins below the lowest, and says where."""
    area = _axes(painter, box, ink)
    shares = [span.counts.yield_share for span in spans]
    known = [share for share in shares if share is not None]
    if not known:
        return
    low = min(0.99, 0.05 * int(min(known) / 0.05 - 1e-9)) if min(known) > 0 else 0.0
    _label_left(painter, area, ink, ((0.0, f"{ink.number(100 * low)} %"), (1.0, "100 %")))
    width = area.width() / len(spans)
    painter.setPen(ink.pen(ink.passed, 2.0))
    for index, share in enumerate(shares):
        if share is not None:
            y = area.bottom() - area.height() * (share - low) / (1 - low)
            left = area.left() + index * width
            painter.drawLine(QPointF(left, y), QPointF(left + width, y))
    _label_times(painter, area, spans, ink, by_day)


def draw_scores(
    painter: QPainter,
    box: QRectF,
    spans: Sequence[Span],
    limits: Sequence[tuple[float, str]],
    ink: Ink,
    by_day: bool,
) -> None:
    """Median of each span, the band from 5 % to 95 %, and limits (value, colour) as lines."""
    area = _axes(painter, box, ink)
    known = [(index, span) for index, span in enumerate(spans) if span.median is not None]
    if not known:
        return
    top = 1.1 * max([span.high or 0.0 for _, span in known] + [value for value, _ in limits]) or 1.0
    _label_left(painter, area, ink, ((0.0, "0"), (1.0, ink.number(top))))
    width = area.width() / len(spans)

    def place(index: int, value: float | None) -> QPointF:
        y = area.bottom() - area.height() * min(1.0, (value or 0.0) / top)
        return QPointF(area.left() + (index + 0.5) * width, y)

    band = [place(i, span.high) for i, span in known] + [place(i, span.low) for i, span in reversed(known)]
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor(ink.dot)
    shade.setAlphaF(0.25)
    painter.setBrush(shade)
    painter.drawPolygon(QPolygonF(band))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for value, colour in limits:
        y = place(0, value).y()
        painter.setPen(ink.pen(colour, 1.2, dashed=True))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    painter.setPen(ink.pen(ink.text, 1.5))
    middle = [place(i, span.median) for i, span in known]
    painter.drawPolyline(QPolygonF(middle))
    if len(middle) == 1:
        painter.drawEllipse(middle[0], 2 * ink.unit, 2 * ink.unit)
    _label_times(painter, area, spans, ink, by_day)


def draw_pareto(painter: QPainter, box: QRectF, defects: Sequence[Defect], ink: Ink, no_name: str) -> None:
    """Bars from the most frequent type, with names and numbers; as many as there is room
    for, a dozen at most."""
    metrics = QFontMetricsF(ink.font)
    shown = defects[: max(1, min(MOST_BARS, int(box.height() / (1.1 * metrics.height()))))]
    if not shown:
        return
    names = 0.28 * box.width()
    numbers = metrics.horizontalAdvance(f"{ink.number(shown[0].count)}  100 %") + 12 * ink.unit
    step = min(box.height() / len(shown), 2.2 * metrics.height())
    room = box.width() - names - numbers
    painter.setFont(ink.font)
    for index, defect in enumerate(shown):
        line = QRectF(box.left(), box.top() + index * step, names - 6 * ink.unit, step)
        painter.setPen(QColor(ink.text))
        name = metrics.elidedText(defect.name or no_name, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        width = room * defect.count / shown[0].count
        bar = QRectF(box.left() + names, line.top() + 0.2 * step, max(ink.unit, width), 0.6 * step)
        painter.fillRect(bar, QColor(ink.failed))
        painter.setPen(QColor(ink.soft))
        text = f"{ink.number(defect.count)}  {round(100 * defect.cumulative)} %"
        place = QRectF(bar.right() + 6 * ink.unit, line.top(), numbers, step)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def _axes(painter: QPainter, box: QRectF, ink: Ink) -> QRectF:
    """The place for data; its two lines are drawn."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(ink.font)
    metrics = QFontMetricsF(ink.font)
    left = metrics.horizontalAdvance("000 000") + 4 * ink.unit
    area = box.adjusted(left, 0.6 * metrics.height(), -4 * ink.unit, -1.4 * metrics.height())
    painter.setPen(ink.pen(ink.line))
    painter.drawLine(area.topLeft(), area.bottomLeft())
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    return area


def _label_left(painter: QPainter, area: QRectF, ink: Ink, labels: Sequence[tuple[float, str]]) -> None:
    painter.setPen(QColor(ink.soft))
    height = QFontMetricsF(ink.font).height()
    for share, text in labels:
        y = area.bottom() - share * area.height()
        place = QRectF(area.left() - 400 * ink.unit, y - height / 2, 396 * ink.unit, height)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


def _label_times(painter: QPainter, area: QRectF, spans: Sequence[Span], ink: Ink, by_day: bool) -> None:
    """As many as there is room for."""
    painter.setPen(QColor(ink.soft))
    metrics = QFontMetricsF(ink.font)
    wanted = metrics.horizontalAdvance("00-00") + 10 * ink.unit
    width = area.width() / max(1, len(spans))
    step = max(1, -(-int(wanted) // max(1, int(width))))
    for index in range(0, len(spans), step):
        moment = local(spans[index].since_us)
        text = moment.strftime("%m-%d" if by_day else "%H:%M")
        middle = area.left() + (index + 0.5) * width
        place = QRectF(middle - wanted, area.bottom() + 0.2 * metrics.height(), 2 * wanted, metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)
