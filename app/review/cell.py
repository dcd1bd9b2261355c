"""One part of the gallery, drawn: small picture, verdict by shape and colour, score, what people said."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from app.inspect.shapes import draw_shape
from app.look import Look
from app.review.words import finding_letter, missing_word
from engine.errors import InspectError
from engine.records.entries import FindingKind
from engine.review.listing import Card

CELL_W, CELL_H = 156, 148
PICTURE_H = 108


def draw_cell(
    painter: QPainter,
    box: QRect,
    card: Card | None,
    picture: QPixmap | InspectError | None,
    look: Look,
    marks: tuple[bool, bool, bool],
) -> None:
    """``marks``: selected, current, and whether what was said is hidden (blind)."""
    selected, current, blind = marks
    colours = look.theme.colours
    frame = QRectF(box).adjusted(3, 3, -3, -3)
    painter.setPen(QPen(QColor(colours.accent), 2) if selected else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.raised if selected else colours.panel))
    painter.drawRoundedRect(frame, look.theme.sizes.corner, look.theme.sizes.corner)
    well = QRectF(frame.left() + 4, frame.top() + 4, frame.width() - 8, PICTURE_H)
    painter.fillRect(well, QColor(colours.well))
    if card is None:
        return
    _draw_picture(painter, well, card, picture, look)
    _draw_words(painter, QRectF(well.left(), well.bottom() + 4, well.width(), 24), card, look)
    if card.finding is not None and not blind:
        _draw_finding(painter, well, card.finding.finding, look)
    if current:
        painter.setPen(QPen(QColor(colours.text), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(frame.adjusted(2, 2, -2, -2))


def _draw_picture(
    painter: QPainter, well: QRectF, card: Card, picture: QPixmap | InspectError | None, look: Look
) -> None:
    colours = look.theme.colours
    if isinstance(picture, QPixmap):
        size = picture.size().scaled(well.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(well.center().x() - size.width() / 2, well.center().y() - size.height() / 2, 0, 0)
        place.setSize(size.toSizeF())
        painter.drawPixmap(place, picture, QRectF(picture.rect()))
        return
    side = 34.0
    area = QRectF(well.center().x() - side / 2, well.center().y() - side / 2 - 10, side, side)
    draw_shape(painter, card.row.verdict, area, QColor(colours.verdict(card.row.verdict)))
    if isinstance(picture, InspectError) or not card.images:
        painter.setPen(QColor(colours.review if isinstance(picture, InspectError) else colours.text_soft))
        painter.setFont(look.font(look.theme.sizes.text_small))
        error = picture if isinstance(picture, InspectError) else None
        words = "" if error is None else missing_word(error)
        painter.drawText(well.adjusted(0, 70, 0, 0), Qt.AlignmentFlag.AlignCenter, words)


def _draw_words(painter: QPainter, line: QRectF, card: Card, look: Look) -> None:
    """Verdict by shape, the score, and where it came from at the right."""
    colours, sizes = look.theme.colours, look.theme.sizes
    shape = QRectF(line.left() + 2, line.center().y() - 7, 14, 14)
    draw_shape(painter, card.row.verdict, shape, QColor(colours.verdict(card.row.verdict)))
    painter.setFont(look.font(sizes.text, bold=True))
    painter.setPen(QColor(colours.text))
    left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(line.adjusted(24, 0, 0, 0), left, look.score(card.row.score))
    painter.setFont(look.font(sizes.text_small))
    painter.setPen(QColor(colours.text_soft))
    name = card.row.serial or card.row.lot
    shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideLeft, int(line.width() - 80))
    painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)


def _draw_finding(painter: QPainter, well: QRectF, kind: FindingKind, look: Look) -> None:
    """The letter of the key in a corner."""
    colours = look.theme.colours
    loud = kind in (FindingKind.DEFECT, FindingKind.ESCAPE)
    badge = QRectF(well.right() - 26, well.top() + 4, 22, 22)
    painter.setPen(QPen(QColor(colours.text), 1))
    painter.setBrush(QColor(colours.fail if loud else colours.raised))
    painter.drawRoundedRect(badge, 4, 4)
    painter.setPen(QColor(colours.on_fail if loud else colours.text))
    painter.setFont(look.font(look.theme.sizes.text, bold=True))
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, finding_letter(kind))
