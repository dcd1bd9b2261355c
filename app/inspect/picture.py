"""The picture of a part: full resolution, heat and outlines over it, zoom, pan, colour bar."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from app.inspect.colour_bar import draw_colour_bar
from app.inspect.heat import premultiplied_table
from app.inspect.render import Rendered, Renderer, RenderRequest
from app.inspect.view import ViewState
from app.inspect.wording import note_line
from app.inspect.zoomed import ZoomedView
from app.look import Look
from engine.bundle import ProductEntry
from engine.judge import Inspection
from engine.overlay import HeatScheme

KEY_ZOOM = 1.25
MARGIN = 10.0
NOTES = 50


class PictureView(ZoomedView):
    """Shows one inspection. ``poll`` is called by the window's timer and takes what the worker has drawn."""

    view_changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._renderer = Renderer()
        self._table = premultiplied_table(look.heat)
        self._inspection: Inspection | None = None
        self._entry: ProductEntry | None = None
        self._part = self._turn = self._valid_from = 0
        self._shown: Rendered | None = None
        self._pixmap, self._heat, self._lines = QPixmap(), QPixmap(), QPixmap()
        self.opacity, self.outline, self.raw = 0.6, True, False
        self.hint = self._note = ""
        self._notes: dict[int, str] = {}  # of parts whose drawing may still be on its way
        self.setMinimumSize(320, 240)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Picture of the part"))

    def show_inspection(self, part: int, inspection: Inspection | None, entry: ProductEntry | None) -> None:
        """Show another part. One that has no frame leaves the view empty: an old picture must not look like the new."""
        self._part, self._inspection, self._entry = part, inspection, entry
        self._notes = {known: note for known, note in self._notes.items() if known > part - NOTES}
        self._notes[part] = note_line(inspection)
        frame = inspection.frame if inspection else None
        if frame is None:
            self._state, self._shown = None, None
            self._valid_from = self._turn + 1
            self.update()
            self.view_changed.emit()
            return
        size = (frame.pixels.shape[1], frame.pixels.shape[0])
        if self._state is None or self._state.frame != size:
            self._state = ViewState.fit(size, self.room())
            self._shown, self._valid_from = None, self._turn + 1
        self._ask()

    @property
    def shown_part(self) -> int | None:
        """Number of the part that is drawn now."""
        return self._shown.part if self._shown is not None else None

    def blank(self, wait_for_next: bool) -> None:
        """Show no picture until the drawing asked for last is finished, or with ``wait_for_next`` the one asked for
        next; drawings asked for earlier may still be on their way and are of other parts."""
        self._shown = None
        self._valid_from = self._turn + 1 if wait_for_next else self._turn
        self.update()

    def poll(self) -> int | None:
        """Take a finished drawing, if there is one; gives the number of the part it shows."""
        result = self._renderer.take()
        if result is None or self._state is None or result.key < self._valid_from:
            return None
        self._shown = result
        self._note = self._notes.get(result.part, "")
        self._pixmap = QPixmap.fromImage(result.picture)
        self._heat = QPixmap.fromImage(result.heat) if result.heat is not None else QPixmap()
        self._lines = QPixmap.fromImage(result.lines) if result.lines is not None else QPixmap()
        self.update()
        self.view_changed.emit()
        return result.part

    def set_scheme(self, scheme: HeatScheme) -> None:
        """Other colours for the heat."""
        if scheme is not self._look.heat:
            self._look = replace(self._look, heat=scheme)
            self._table = premultiplied_table(scheme)
            self._ask()

    def set_overlay(self, opacity: float, outline: bool, raw: bool) -> None:
        """Opacity of the heat 0 to 1, outlines, or neither of them while ``raw``."""
        self.opacity, self.outline, self.raw = opacity, outline, raw
        self.update()

    def description(self) -> str:
        """Size and zoom in words."""
        if self._state is None:
            return ""
        width, height = self._state.frame
        zoom = round(100 * self._state.zoom * self.devicePixelRatioF())
        return self.tr("{w} × {h} px   zoom {zoom} %").format(w=width, h=height, zoom=zoom)

    def take_failure(self) -> Exception | None:
        """What the worker could not draw, once."""
        return self._renderer.take_failure()

    def close_renderer(self) -> bool:
        """End the worker thread."""
        return self._renderer.close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture; keys are meant for it from now on."""
        super().mousePressEvent(event)
        self.setFocus()

    def room(self) -> tuple[float, float]:
        """All but a margin."""
        return max(1.0, self.width() - 2 * MARGIN), max(1.0, self.height() - 2 * MARGIN)

    def place_of(self, position: QPointF) -> QPointF:
        """The margin belongs to it."""
        return position - QPointF(MARGIN, MARGIN)

    def draw_anew(self) -> None:
        """The worker draws what is seen now."""
        self._ask()
        self.view_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture, heat, outlines, colour bar; or a hint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shown is None or self._state is None:
            self._draw_hint(painter)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setClipRect(self.rect())
        painter.translate(MARGIN, MARGIN)
        target = self._target(self._state, self._shown)
        self._draw_layer(painter, target, self._pixmap, 1.0)
        if not self.raw:
            self._draw_layer(painter, target, self._heat, self.opacity)
            self._draw_layer(painter, target, self._lines, 1.0 if self.outline else 0.0)
        painter.restore()
        if self._note:
            self._draw_note(painter, self._note)
        if self._entry is not None and self._inspection is not None and not self.raw:
            draw_colour_bar(painter, self.rect(), self._look, self._inspection.limits.pixel)

    def _draw_layer(self, painter: QPainter, target: QRectF, layer: QPixmap, opacity: float) -> None:
        """One layer into ``target``: pixel for pixel if it was drawn for this zoom, else scaled until the next one."""
        if layer.isNull() or opacity <= 0:
            return
        painter.setOpacity(opacity)
        ratio = self.devicePixelRatioF()
        exact = abs(target.width() * ratio - layer.width()) < 1 and abs(target.height() * ratio - layer.height()) < 1
        if exact:
            target = QRectF(target.toRect().topLeft(), QSizeF(layer.width() / ratio, layer.height() / ratio))
        painter.drawPixmap(target, layer, QRectF(layer.rect()))

    def _draw_note(self, painter: QPainter, note: str) -> None:
        """Why this part is not judged, over the lower edge of its picture."""
        painter.setFont(self._look.font(self._look.theme.sizes.text_large))
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        room = self.rect().adjusted(48, 48, -48, -24)
        tall = painter.fontMetrics().boundingRect(room, flags, note).height() + 16
        box = QRectF(room.left(), room.bottom() - tall, room.width(), tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(self._look.theme.colours.on_fail))
        painter.drawText(box, flags, note)

    def _draw_hint(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._look.theme.colours.text_soft))
        painter.setFont(self._look.font(self._look.theme.sizes.text_large))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(24, 24, -24, -24), int(flags), self.hint)

    def _target(self, state: ViewState, shown: Rendered) -> QRectF:
        x0, y0 = state.to_window(shown.box[0], shown.box[1])
        x1, y1 = state.to_window(shown.box[2], shown.box[3])
        return QRectF(x0, y0, x1 - x0, y1 - y0)

    def _ask(self) -> None:
        frame = self._inspection.frame if self._inspection else None
        if frame is None or self._state is None or self._inspection is None:
            return
        self._turn += 1
        request = RenderRequest(
            key=self._turn,
            part=self._part,
            pixels=frame.pixels,
            view=self._state.visible(),
            scale=self._state.zoom * self.devicePixelRatioF(),
            anomaly_map=self._inspection.anomaly_map,
            roi=self._inspection.roi,
            limits=self._inspection.limits,
            table=self._table,
            outline=self._look.theme.colours.fail,
        )
        self._renderer.ask(request)
