"""The verdict: word, shape and colour, as large as the tile allows. FAIL alone fills the tile with its colour."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.inspect.shapes import draw_hazard, draw_shape
from app.look import Look
from app.texts import verdict_word, verdict_words
from engine.decision import Verdict

PAD = 14.0
GAP = 8.0
LEAST_SHAPE = 0.55  # of the height of the word; a smaller shape would not be seen at three metres
BESIDE = 1.0  # side of the shape beside a word, in heights of the word


@dataclass(frozen=True, slots=True)
class TileText:
    """What stands on the tile; ``verdict`` None is the quiet tile before the first part."""

    verdict: Verdict | None = None
    waiting: str = ""
    detail: str = ""
    part: str = ""


class VerdictTile(QWidget):
    """Painted by hand: a label can not scale its word to its own width."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._text = look, TileText()
        self._fits: dict[tuple[float, float, bool, tuple[str, ...]], float] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(150)
        self.setAccessibleName(self.tr("Verdict"))

    def sizeHint(self) -> QSize:
        """A landscape tile."""
        return QSize(280, 200)

    def show_text(self, text: TileText) -> None:
        """Change what it says."""
        if text != self._text:
            self._text = text
            word = verdict_word(text.verdict) if text.verdict else text.waiting
            self.setAccessibleDescription(f"{word}. {text.detail} {text.part}")
            self.update()

    @property
    def text(self) -> TileText:
        """What it says now."""
        return self._text

    def colours(self) -> tuple[QColor, QColor, QColor, QColor]:
        """Ground, edge, shape and word of the verdict shown."""
        c = self._look.theme.colours
        ground, edge, shape, word = {
            None: (c.panel, c.panel, c.text_soft, c.text_soft),
            Verdict.PASS: (c.pass_tile, c.pass_tile, c.pass_, c.on_tile),
            Verdict.REVIEW: (c.review_tile, c.review, c.review, c.on_tile),
            Verdict.FAIL: (c.fail, c.fail, c.on_fail, c.on_fail),
            Verdict.ERROR: (c.error_tile, c.error, c.error, c.on_tile),
        }[self._text.verdict]
        return QColor(ground), QColor(edge), QColor(shape), QColor(word)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other sizes fit."""
        self._fits = {}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, shape over word over two quiet lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, edge, shape, word = self.colours()
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        corner = self._look.theme.sizes.corner
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, corner, corner)
        if self._text.verdict is Verdict.ERROR:
            draw_hazard(painter, area.adjusted(1, 1, -1, -1), edge, 8.0)
        below = self._draw_lines(painter, area, word)
        if self._text.verdict is None:
            self._draw_waiting(painter, area, word)
        else:
            upper = QRectF(area.left() + PAD, area.top() + PAD, area.width() - 2 * PAD, below - area.top() - 1.5 * PAD)
            self._draw_verdict(painter, upper, self._text.verdict, shape, word)

    def _draw_lines(self, painter: QPainter, area: QRectF, colour: QColor) -> float:
        """The quiet lines at the bottom, a long detail in two; returns where they begin."""
        sizes = self._look.theme.sizes
        bottom, width = area.bottom() - PAD, area.width() - 2 * PAD
        painter.setPen(colour)
        for text, size, most in ((self._text.part, sizes.text, 1), (self._text.detail, sizes.text_large, 2)):
            painter.setFont(self._look.font(size))
            metrics = painter.fontMetrics()
            for line in reversed(wrapped(text, metrics, int(width), most)):
                box = QRectF(area.left() + PAD, bottom - metrics.height(), width, metrics.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line)
                bottom -= metrics.height() + 2
        return bottom

    def _draw_waiting(self, painter: QPainter, area: QRectF, colour: QColor) -> None:
        painter.setPen(colour)
        painter.setFont(self._look.font(self._look.theme.sizes.text_title))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area.adjusted(PAD, PAD, -PAD, -PAD), int(flags), self._text.waiting)

    def _draw_verdict(self, painter: QPainter, area: QRectF, verdict: Verdict, shape: QColor, colour: QColor) -> None:
        """Shape and word in the arrangement that leaves the words the most room: the same for all verdicts."""
        beside = self._fit(area, verdict_words(), beside=True) > self._fit(area, verdict_words(), beside=False)
        sizes = self._look.theme.sizes
        text = verdict_word(verdict)
        pixels = round(min(max(100 * self._fit(area, [text], beside), sizes.verdict_least), sizes.verdict_most))
        font = self._look.font(pixels, bold=True)
        tall, below, wide = _ink(QFontMetricsF(font), text)
        side = min(area.height() - tall - GAP, area.height() * 0.42, area.width() * 0.5)
        if not beside and side < LEAST_SHAPE * tall:
            beside, pixels = True, min(pixels, round(100 * self._fit(area, [text], beside=True)))
            font = self._look.font(pixels, bold=True)
            tall, below, wide = _ink(QFontMetricsF(font), text)
        if beside:
            side = tall * BESIDE
            left = area.center().x() - (side + GAP + wide) / 2
            box = QRectF(left, area.center().y() - side / 2, side, side)
            origin = QPointF(left + side + GAP, area.center().y() + tall / 2 - below)
        else:
            top = area.top() + (area.height() - side - GAP - tall) / 2
            box = QRectF(area.center().x() - side / 2, top, side, side)
            origin = QPointF(area.center().x() - wide / 2, top + side + GAP + tall - below)
        draw_shape(painter, verdict, box, shape)
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(origin, text)

    def _fit(self, area: QRectF, words: list[str], beside: bool) -> float:
        """The largest size, in hundreds of pixels, at which every one of ``words`` fits."""
        asked = (area.width(), area.height(), beside, tuple(words))
        if asked not in self._fits:  # fitting takes longer than painting
            self._fits[asked] = self._measure(area, words, beside)
        return self._fits[asked]

    def _measure(self, area: QRectF, words: list[str], beside: bool) -> float:
        fit = float("inf")
        metrics = QFontMetricsF(self._look.font(100, bold=True))
        for word in words:
            tall, _, wide = _ink(metrics, word)
            width = wide + (tall * BESIDE + 0.12 * wide if beside else 0.0)
            height = area.height() * (0.8 if beside else 0.58)
            fit = min(fit, area.width() / width, height / tall)
        return fit


def _ink(metrics: QFontMetricsF, text: str) -> tuple[float, float, float]:
    """Height of the letters, how much of it is below the line, width. Chinese ones are higher and lower than Latin."""
    ink = metrics.tightBoundingRect(text)
    below = max(0.0, ink.bottom())
    return max(metrics.capHeight(), -ink.top()) + below, below, metrics.horizontalAdvance(text)


def wrapped(text: str, metrics: QFontMetrics, width: int, most: int) -> list[str]:
    """At most so many lines of ``width`` pixels; what is too long for the last is cut in its middle."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most - 1 and metrics.horizontalAdvance(rest) > width:
        words = rest.split(" ")
        fit = max(1, sum(metrics.horizontalAdvance(" ".join(words[:end])) <= width for end in range(1, len(words) + 1)))
        if fit == len(words):
            break
        lines.append(metrics.elidedText(" ".join(words[:fit]), Qt.TextElideMode.ElideMiddle, width))
        rest = " ".join(words[fit:])
    return [*lines, metrics.elidedText(rest, Qt.TextElideMode.ElideMiddle, width)] if rest else lines
