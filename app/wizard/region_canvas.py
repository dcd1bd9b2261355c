"""A picture with a rectangle and polygons on it, by mouse or keys. Places are shares of the picture, 0 to 1."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import Look
from engine.geometry import FULL_FRAME, Roi
from engine.view import Polygon

LEAST = 0.02  # of a side; a smaller rectangle was a slip of the hand
KEY_STEP = 0.01
CLOSE_PX = 12.0


class RegionCanvas(QWidget):
    """``edited`` follows every change a person made. Arrow keys move the rectangle, with Shift they size it."""

    edited = Signal()

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._image: QImage | None = None
        self.roi: Roi = FULL_FRAME
        self.ignore: tuple[Polygon, ...] = ()
        self.drawing = "roi"
        self._from: QPointF | None = None
        self._points: list[tuple[float, float]] = []
        self._hover = QPointF()
        self.setAccessibleName(name)
        self.setMinimumSize(240, 200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_image(self, image: QImage | None) -> None:
        """Another picture under the same drawing."""
        self._image = image
        self.update()

    def show_region(self, roi: Roi, ignore: tuple[Polygon, ...]) -> None:
        """Another drawing."""
        self.roi, self.ignore, self._points = roi, ignore, []
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rectangle, or add a corner of a polygon; the first corner again, or the right button, closes it."""
        place = self._share(event.position())
        if event.button() is Qt.MouseButton.RightButton:
            self._close()
        elif event.button() is Qt.MouseButton.LeftButton and self.drawing == "roi":
            self._from = place
        elif event.button() is Qt.MouseButton.LeftButton:
            if len(self._points) > 2 and self._near_first(event.position()):
                self._close()
                return
            self._points.append((place.x(), place.y()))
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Size the rectangle."""
        self._hover = self._share(event.position())
        if self._from is not None:
            self._take(QRectF(self._from, self._hover).normalized())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Done with the rectangle."""
        if self._from is not None:
            self._take(QRectF(self._from, self._share(event.position())).normalized())
            self._from = None
            self.edited.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close a polygon."""
        self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move or size the rectangle, Return closes a polygon, Backspace takes back a corner."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._points:
            self._close()
        elif event.key() == Qt.Key.Key_Backspace and self._points:
            self._points.pop()
            self.update()
        elif (move := moves.get(Qt.Key(event.key()))) is not None:
            self._nudge(*move, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, what is left out dimmed, rectangle, polygons."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        room, colours = self._room(), self._look.theme.colours
        painter.fillRect(self.rect(), QColor(colours.well))
        if self._image is not None:
            painter.drawImage(room, self._image)
        box = self._box(room)
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(room)
        inside.addRect(box)
        painter.fillPath(outside.subtracted(inside), QColor(0, 0, 0, 150))
        painter.setPen(QPen(QColor(colours.accent), 2))
        painter.drawRect(box)
        painter.setPen(QPen(QColor(colours.review), 2))
        for polygon in self.ignore:
            painter.setBrush(QBrush(QColor(colours.review), Qt.BrushStyle.BDiagPattern))
            painter.drawPolygon(QPolygonF([self._place(room, x, y) for x, y in polygon]))
        if self._points:
            corners = [self._place(room, x, y) for x, y in self._points]
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(QPolygonF([*corners, self._place(room, self._hover.x(), self._hover.y())]))
            painter.drawEllipse(corners[0], CLOSE_PX / 2, CLOSE_PX / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1, Qt.PenStyle.DotLine))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _close(self) -> None:
        if len(self._points) > 2:
            self.ignore = (*self.ignore, tuple(self._points))
            self._points = []
            self.edited.emit()
        self.update()

    def _nudge(self, dx: int, dy: int, size: bool) -> None:
        roi, right, down = QRectF(self.roi.x, self.roi.y, self.roi.w, self.roi.h), KEY_STEP * dx, KEY_STEP * dy
        if size:
            roi.adjust(0, 0, right, down)
        else:
            roi.translate(max(-roi.x(), min(right, 1 - roi.right())), max(-roi.y(), min(down, 1 - roi.bottom())))
        self._take(roi)
        self.edited.emit()

    def _take(self, wanted: QRectF) -> None:
        cut = wanted.intersected(QRectF(0, 0, 1, 1))
        if cut.width() >= LEAST and cut.height() >= LEAST:
            x, y = min(max(cut.x(), 0.0), 1.0), min(max(cut.y(), 0.0), 1.0)
            self.roi = Roi(x=x, y=y, w=min(cut.width(), 1 - x), h=min(cut.height(), 1 - y))
        self.update()

    def _near_first(self, place: QPointF) -> bool:
        first = self._place(self._room(), *self._points[0])
        return (first - place).manhattanLength() < CLOSE_PX

    def _room(self) -> QRectF:
        """Where the picture lies, its shape kept."""
        width, height = self.width() - 8, self.height() - 8
        if self._image is None or self._image.isNull():
            return QRectF(4, 4, width, height)
        scale = min(width / self._image.width(), height / self._image.height())
        size = (self._image.width() * scale, self._image.height() * scale)
        return QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)

    def _box(self, room: QRectF) -> QRectF:
        roi = self.roi
        return QRectF(self._place(room, roi.x, roi.y), self._place(room, roi.x + roi.w, roi.y + roi.h))

    def _place(self, room: QRectF, x: float, y: float) -> QPointF:
        return QPointF(room.x() + x * room.width(), room.y() + y * room.height())

    def _share(self, place: QPointF) -> QPointF:
        room = self._room()
        x, y = (place.x() - room.x()) / room.width(), (place.y() - room.y()) / room.height()
        return QPointF(min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))
