"""Looking at a frame closely: the wheel zooms where the pointer is, dragging moves, a double-click shows all of it."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.inspect.view import ViewState

WHEEL = 1.0015  # zoom for each unit of the wheel's angle


class ZoomedView(QWidget):
    """A widget over a ``ViewState``, None while there is nothing to see. Who derives says where the frame is shown
    (``room``, ``place_of``) and draws it anew when the view is another (``draw_anew``)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: ViewState | None = None
        self._drag: QPointF | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def room(self) -> tuple[float, float]:
        """Width and height in which the frame is shown, at least 1."""
        raise NotImplementedError

    def place_of(self, position: QPointF) -> QPointF | None:
        """A place of the widget as one of the room; None if it is outside."""
        raise NotImplementedError

    def draw_anew(self) -> None:
        """The view is another."""
        raise NotImplementedError

    def fit(self) -> None:
        """Show the whole frame."""
        if self._state is not None:
            self._change(ViewState.fit(self._state.frame, self.room()))

    def zoom(self, factor: float) -> None:
        """Zoom about the middle."""
        if self._state is not None:
            width, height = self._state.window
            self._change(self._state.zoomed(factor, width / 2, height / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted frame follows the size."""
        if self._state is not None:
            self._change(self._state.resized(self.room()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the pointer is."""
        place = self.place_of(event.position())
        if self._state is not None and place is not None:
            self._change(self._state.zoomed(WHEEL ** event.angleDelta().y(), place.x(), place.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the frame."""
        if event.button() is Qt.MouseButton.LeftButton and self.place_of(event.position()) is not None:
            self._drag = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, if it is zoomed in."""
        if self._drag is not None and self._state is not None and not self._state.fitted:
            delta = event.position() - self._drag
            self._drag = event.position()
            self._change(self._state.moved(delta.x(), delta.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole frame again."""
        self.fit()

    def _change(self, state: ViewState) -> None:
        if state != self._state:
            self._state = state
            self.draw_anew()
            self.update()
