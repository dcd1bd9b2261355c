"""A widget that is one plot, painted by a function, and the ink of the window for it."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import Look
from app.reports.plots import Ink

Draw = Callable[[QPainter, QRectF], None]


class Painted(QWidget):
    """Shows nothing until it is told what to paint. The words are for people who cannot see it, or stand alone."""

    def __init__(self, look: Look, height: int = 140, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._height = look, height
        self._draw: Draw | None = None
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Wide."""
        return QSize(320, self._height)

    def show_plot(self, draw: Draw | None, words: str) -> None:
        """Another content; None for an empty place."""
        self._draw = draw
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and plot."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.theme.colours.panel))
        inner = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        if self._draw is not None:
            self._draw(painter, inner)
            return
        painter.setFont(self._look.font(self._look.theme.sizes.text))
        painter.setPen(QColor(self._look.theme.colours.text_soft))
        painter.drawText(inner, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.accessibleName())


def ink_of(look: Look) -> Ink:
    """Colours and figures of this look."""
    colours = look.theme.colours

    def number(value: float) -> str:
        whole = abs(value) >= 10 or float(value).is_integer()
        return look.number(round(value)) if whole else look.decimal(value, 2)

    return Ink(
        colours.text,
        colours.text_soft,
        colours.line,
        colours.dot,
        colours.pass_,
        colours.review,
        colours.fail,
        colours.error,
        look.font(look.theme.sizes.text_small),
        number,
    )
