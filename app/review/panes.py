"""Raw, heat, outline and expected look side by side, seen through one window: zoom and pan are one for all."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from app.inspect.heat import premultiplied_table
from app.inspect.render import Rendered, Renderer, RenderRequest
from app.inspect.view import ViewState
from app.inspect.zoomed import ZoomedView
from app.look import Look
from app.review.outlining import BRUSH_PX, Mode, Outlining
from engine.frames import Pixels
from engine.judge import Inspection
from engine.records.entries import RegionBody

GAP = 8
CAPTION = 22
POLL_MS = 25
OPACITY = 0.75
Layers = tuple[QPixmap, QPixmap, QPixmap]


class Panes(ZoomedView):
    """``draw_with`` turns clicks into corners of the true defect, or pulls into strokes; ``drawn`` tells finished
    polygons, relative to the frame (0 to 1)."""

    drawn = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._renderers = Renderer(), Renderer()
        self._results: list[Rendered | None] = [None, None]
        self._layers: list[Layers] = [(QPixmap(), QPixmap(), QPixmap())] * 2
        self._table = premultiplied_table(look.heat)
        self._pixels: Pixels | None = None
        self._inspection: Inspection | None = None
        self._expected: Pixels | None = None
        self._regions: tuple[RegionBody, ...] = ()
        self._turn = self._valid_from = 0
        self.hint = ""
        self._outlining = Outlining()
        self.polygons: tuple[tuple[tuple[float, float], ...], ...] = ()
        self.setMinimumHeight(150)
        self.setAccessibleName(self.tr("Raw, heat, outline and expected look of the part"))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._timer.start(POLL_MS)

    def show_part(
        self,
        pixels: Pixels | None,
        inspection: Inspection | None = None,
        expected: Pixels | None = None,
        regions: tuple[RegionBody, ...] = (),
    ) -> None:
        """Another part; without ``pixels`` the hint is shown. ``regions`` are those of the record, drawn as boxes where
        there is no map."""
        self._pixels, self._inspection, self._expected, self._regions = pixels, inspection, expected, regions
        self._outlining.forget()
        self._valid_from = self._turn + 1
        self._results = [None, None]
        if pixels is None:
            self._state = None
        else:
            size = pixels.shape[1], pixels.shape[0]
            if self._state is None or self._state.frame != size:
                self._state = ViewState.fit(size, self.room())
            else:
                self._state = self._state.resized(self.room())
        self._ask()
        self.update()

    def draw_with(self, mode: Mode) -> None:
        """Begin to draw the true defect, or end it; what was begun is forgotten."""
        self._outlining.begin(mode)
        self.setCursor(Qt.CursorShape.CrossCursor if self._outlining.on else Qt.CursorShape.ArrowCursor)
        self.update()

    def finish_drawing(self) -> None:
        """Tell what is drawn, if it is something."""
        polygons = () if self._state is None else self._outlining.taken(self._state.frame)
        if polygons:
            self.drawn.emit(polygons)
        self.update()

    def close_view(self) -> bool:
        """End the threads."""
        self._timer.stop()
        ended = [renderer.close() for renderer in self._renderers]
        return all(ended)

    @property
    def settled(self) -> bool:
        """True when what is shown is drawn."""
        return self._pixels is None or self._results[0] is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture, or draw."""
        place = self.place_of(event.position())
        if not self._outlining.on:
            super().mousePressEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton and place is not None and self._state is not None:
            self._outlining.press(self._relative(place, self._state), BRUSH_PX / self._state.zoom)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or paint."""
        place = self.place_of(event.position())
        if place is not None and self._state is not None and self._outlining.pull(self._relative(place, self._state)):
            self.update()
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        super().mouseReleaseEvent(event)
        self._outlining.release()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The whole frame; while drawing, it is finished."""
        place = self.place_of(event.position())
        if not self._outlining.on:
            super().mouseDoubleClickEvent(event)
            return
        if place is not None and self._state is not None and self._outlining.mode is Mode.CORNERS:
            # Where the first click of the two set a corner already, it is the same.
            self._outlining.press(self._relative(place, self._state), 0.0)
        self.finish_drawing()

    def draw_anew(self) -> None:
        """The workers draw what is seen now, in all panes."""
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Captions and panes; or the hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours = self._look.theme.colours
        if self._pixels is None:
            painter.fillRect(self.rect(), QColor(colours.well))
            painter.setPen(QColor(colours.text_soft))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self.hint)
            return
        for index, caption in enumerate(self._captions()):
            box = self._pane(index)
            painter.setPen(QColor(colours.text_soft))
            painter.drawText(box.adjusted(2, -CAPTION, 0, 0).toRect(), int(Qt.AlignmentFlag.AlignTop), caption)
            painter.fillRect(box, QColor(colours.well))
            painter.save()
            painter.setClipRect(box)
            painter.translate(box.topLeft())
            self._draw_pane(painter, index)
            painter.restore()

    def _captions(self) -> list[str]:
        names = [self.tr("Raw"), self.tr("Heat"), self.tr("Outline")]
        return [*names, self.tr("Expected look")] if self._expected is not None else names

    def _pane(self, index: int) -> QRectF:
        """Two by two where that makes larger pictures than side by side."""
        count = len(self._captions())
        columns = count if self.width() > 1.6 * self.height() else 2
        lines = -(-count // columns)
        width = (self.width() - GAP * (columns - 1)) / columns
        height = (self.height() - GAP * (lines - 1)) / lines
        line, column = divmod(index, columns)
        return QRectF(
            column * (width + GAP), line * (height + GAP) + CAPTION, max(1.0, width), max(1.0, height - CAPTION)
        )

    def room(self) -> tuple[float, float]:
        """Of one pane; all are as large."""
        box = self._pane(0)
        return box.width(), box.height()

    def place_of(self, position: QPointF) -> QPointF | None:
        """In the pane it lies in."""
        for index in range(len(self._captions())):
            box = self._pane(index)
            if box.contains(position):
                return position - box.topLeft()
        return None

    def _draw_pane(self, painter: QPainter, index: int) -> None:
        layer = 1 if index == 3 else 0
        result, state = self._results[layer], self._state
        if result is None or state is None:
            return
        x0, y0 = state.to_window(result.box[0], result.box[1])
        x1, y1 = state.to_window(result.box[2], result.box[3])
        target = QRectF(QPointF(x0, y0), QSizeF(x1 - x0, y1 - y0))
        picture, heat, lines = self._layers[layer]
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
        if index == 1 and not heat.isNull():
            painter.setOpacity(OPACITY)
            painter.drawPixmap(target, heat, QRectF(heat.rect()))
            painter.setOpacity(1.0)
        if index == 2 and not lines.isNull():
            painter.drawPixmap(target, lines, QRectF(lines.rect()))
        if index == 2 and self._inspection is None:
            self._draw_regions(painter, state)
        self._draw_polygons(painter, state)

    def _draw_regions(self, painter: QPainter, state: ViewState) -> None:
        painter.setPen(QPen(QColor(self._look.theme.colours.fail), 2))
        for one in self._regions:
            x0, y0 = state.to_window(one.x, one.y)
            x1, y1 = state.to_window(one.x + one.w, one.y + one.h)
            painter.drawRect(QRectF(x0, y0, x1 - x0, y1 - y0))

    def _draw_polygons(self, painter: QPainter, state: ViewState) -> None:
        """The true defect as people drew it, and the one that is being drawn."""
        painter.setPen(QPen(QColor(self._look.theme.colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        width, height = state.frame

        def at(place: tuple[float, float]) -> QPointF:
            return QPointF(*state.to_window(place[0] * width, place[1] * height))

        for corners in self.polygons:
            painter.drawPolygon(QPolygonF([at(place) for place in corners]))
        self._outlining.paint(painter, self._look.theme.colours.accent, at, state.zoom)

    def _relative(self, place: QPointF, state: ViewState) -> tuple[float, float]:
        x, y = state.to_frame(place.x(), place.y())
        width, height = state.frame
        return min(1.0, max(0.0, x / width)), min(1.0, max(0.0, y / height))

    def _ask(self) -> None:
        if self._pixels is None or self._state is None:
            return
        self._turn += 1
        seen, scale = self._inspection, self._state.zoom * self.devicePixelRatioF()
        view = self._state.visible()
        if seen is not None and seen.anomaly_map is not None:
            request = RenderRequest(
                self._turn, 0, self._pixels, view, scale, seen.anomaly_map, seen.roi, seen.limits, self._table,
                self._look.theme.colours.fail,
            )  # fmt: skip
        else:
            request = RenderRequest(self._turn, 0, self._pixels, view, scale)
        self._renderers[0].ask(request)
        if self._expected is not None:
            self._renderers[1].ask(RenderRequest(self._turn, 0, self._expected, view, scale))

    def _poll(self) -> None:
        for index, renderer in enumerate(self._renderers):
            result = renderer.take()
            if result is None or result.key < self._valid_from or self._pixels is None:
                continue
            self._results[index] = result
            layers = (result.picture, result.heat, result.lines)
            made = [QPixmap() if layer is None else QPixmap.fromImage(layer) for layer in layers]
            self._layers[index] = made[0], made[1], made[2]
            self.update()
