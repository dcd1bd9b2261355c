"""A lamp: a dot whose shape and colour say how it is, and a word."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import Look

DOT = 10.0


class Light(StrEnum):
    """Quiet, worth knowing, trouble, or nothing there."""

    OK = "ok"
    NOTE = "note"
    BAD = "bad"
    OFF = "off"


class Lamp(QWidget):
    """Text is cut in the middle when the bar is narrow; the tooltip has all of it."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._name = look, name
        self._light, self._text = Light.OFF, ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(60)
        self.setFont(look.font(look.theme.sizes.text))

    def show_state(self, light: Light, text: str, more: str = "") -> None:
        """Change what it says; ``more`` goes to the tooltip."""
        if (light, text) == (self._light, self._text):
            return
        self._light, self._text = light, text
        self.setToolTip(f"{self._name}: {more or text}")
        self.setAccessibleName(f"{self._name}: {more or text} ({light.value})")
        self.updateGeometry()
        self.update()

    @property
    def light(self) -> Light:
        """What it shows."""
        return self._light

    @property
    def text(self) -> str:
        """What it says."""
        return self._text

    def sizeHint(self) -> QSize:
        """Dot and text."""
        width = self.fontMetrics().horizontalAdvance(self._text) + DOT + 14
        return QSize(int(width), 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Round when quiet, a square when worth knowing, a triangle in trouble, a ring when off."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self._look.theme.colours
        colour = QColor(
            {Light.OK: colours.pass_, Light.NOTE: colours.review, Light.BAD: colours.fail, Light.OFF: colours.dot}[
                self._light
            ]
        )
        middle = self.height() / 2
        box = QRectF(1, middle - DOT / 2, DOT, DOT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        if self._light is Light.OFF:
            painter.setPen(colour)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box)
        elif self._light is Light.OK:
            painter.drawEllipse(box)
        elif self._light is Light.NOTE:
            painter.drawRoundedRect(box, 2, 2)
        else:
            painter.drawPolygon([box.bottomLeft(), box.bottomRight(), (box.topLeft() + box.topRight()) / 2])
        painter.setPen(QColor(colours.text_soft if self._light in (Light.OK, Light.OFF) else colours.text))
        room = int(self.width() - DOT - 10)
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(QRectF(DOT + 9, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
