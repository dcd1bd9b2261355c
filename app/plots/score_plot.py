"""Scores of the last parts with both limits, which can be dragged or moved by key.

Painted by hand: three hundred dots and two lines cost a millisecond this way, and forty in a plotting library whose
items are Python objects that wait for the interpreter one by one, while judging keeps it busy.
"""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.inspect.score_scale import ScoreScale
from app.inspect.whatif import redecide
from app.look import Look
from engine.decision import Limits, Verdict
from engine.pipeline.tally import HISTORY, Mark

STEP = 0.01  # one key press moves a limit by this share of the reject limit
LABEL_SHARE = 0.1  # room right of the newest part for the words at the limits
PADDING = 0.12  # of the height, above and below the scale
GRIP_PX = 22.0  # so near to a line a finger or the mouse takes hold of it
QUIET_PX, LOUD_PX = 5.0, 7.0
Dot = tuple[Verdict, float]  # and its height in pixels from the top


class ScorePlot(QWidget):
    """Dots in the colour these limits give them. Emits limits while they are moved, if they may be moved at all."""

    limits_moved = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._limits: Limits | None = None
        self._scale = ScoreScale(0.0, 1.0)
        self._marks: tuple[Mark, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._known: dict[Mark, Dot] = {}
        self._known_for: tuple[object, ...] = ()
        self._held: str | None = None
        self._movable = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(56)
        self.setMouseTracking(True)

    @property
    def dragging(self) -> bool:
        """True while a limit is held."""
        return self._held is not None

    @property
    def movable(self) -> bool:
        """True if a person may move the limits."""
        return self._movable

    def set_movable(self, movable: bool) -> None:
        """Limits move in Engineer mode only."""
        self._movable, self._held = movable, None
        self.unsetCursor()

    def show_history(self, marks: Sequence[Mark], limits: Limits | None, scale: ScoreScale) -> None:
        """Show other parts or limits; cheap if nothing has changed. While a limit is held the scale stands still."""
        state = (len(marks), marks[-1].part if marks else 0, limits, scale)
        if state == self._drawn:
            return
        self._drawn, self._marks = state, tuple(marks)
        self._limits = limits
        if not self.dragging:
            self._scale = scale
        self.update()

    def y_of(self, score: float) -> float:
        """Where a score stands, in pixels from the top."""
        room = self.height() * (1 - 2 * PADDING)
        return self.height() * (1 - PADDING) - room * self._scale.place(score)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move the reject limit, with Shift the review limit."""
        sign = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if sign is None or self._limits is None or not self._movable:
            super().keyPressEvent(event)
            return
        step = sign * STEP * self._limits.reject
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move(self._with_review(self._limits, (self._limits.review or self._limits.reject) + step))
        else:
            self._move(self._with_reject(self._limits, self._limits.reject + step))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the nearer limit."""
        if event.button() is Qt.MouseButton.LeftButton and self._movable:
            self.setFocus()
            self._held = self._near(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it; the cursor says where there is something to drag."""
        y = event.position().y()
        if self._held is not None and self._limits is not None:
            room = self.height() * (1 - 2 * PADDING)
            share = (self.height() * (1 - PADDING) - y) / room
            value = self._scale.low + share * (self._scale.high - self._scale.low)
            change = self._with_reject if self._held == "reject" else self._with_review
            self._move(change(self._limits, value))
        elif self._movable and self._near(y) is not None:
            self.setCursor(Qt.CursorShape.SizeVerCursor)
        else:
            self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._held = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines under dots; words at the right end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_lines(painter)
        for verdict, places in self._places().items():
            quiet = verdict is Verdict.PASS
            colours = self._look.theme.colours
            pen = QPen(QColor(colours.dot if quiet else colours.verdict(verdict)), QUIET_PX if quiet else LOUD_PX)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(places)
        if self.hasFocus() and self._movable:
            painter.setPen(QPen(QColor(self._look.theme.colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _move(self, limits: Limits) -> None:
        self._limits = limits
        self.update()
        self.limits_moved.emit(limits)

    def _near(self, y: float) -> str | None:
        """Which limit is within reach; the review limit where both are."""
        if self._limits is None:
            return None
        lines = {"reject": self._limits.reject}
        if self._limits.review is not None:
            lines["review"] = self._limits.review
        name = min(reversed(lines), key=lambda one: abs(self.y_of(lines[one]) - y))
        return name if abs(self.y_of(lines[name]) - y) <= GRIP_PX else None

    def _with_reject(self, limits: Limits, value: float) -> Limits:
        """A reject limit above zero; it takes the review limit along when it comes down upon it."""
        reject = max(value, 1e-6)
        review = None if limits.review is None else min(limits.review, reject)
        return replace(limits, reject=reject, review=review)

    def _with_review(self, limits: Limits, value: float) -> Limits:
        """A review limit above zero and never above the reject limit."""
        return replace(limits, review=min(max(value, 1e-6), limits.reject))

    def _draw_lines(self, painter: QPainter) -> None:
        limits, colours = self._limits, self._look.theme.colours
        if limits is None:
            return
        painter.setFont(self._look.font(self._look.theme.sizes.text_small))
        rows = [(limits.reject, colours.fail, Qt.PenStyle.SolidLine, self.tr("reject"), True)]
        if limits.review is not None:
            rows.append((limits.review, colours.review, Qt.PenStyle.DashLine, self.tr("review"), False))
        height = painter.fontMetrics().height()
        for value, colour, style, word, above in rows:
            y = self.y_of(value)
            painter.setPen(QPen(QColor(colour), 2, style))
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
            box = QRectF(0, y - height - 2 if above else y + 2, self.width() - 8, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight, f"{word} {self._look.score(value)}")

    def _places(self) -> dict[Verdict, QPolygonF]:
        """PASS is a quiet dot; everything else has its colour. Scores beyond an end stand at that end."""
        step = self.width() / (HISTORY * (1 + LABEL_SHARE))
        first = HISTORY - len(self._marks)
        places: dict[Verdict, list[QPointF]] = {verdict: [] for verdict in Verdict}
        for index, (verdict, y) in enumerate(self._dots(), first):
            places[verdict].append(QPointF(index * step, y))
        return {verdict: QPolygonF(points) for verdict, points in places.items() if points}

    def _dots(self) -> Sequence[Dot]:
        """Verdict and height of every mark. Of one part more only that part is new: all of them anew would take longer
        than the rest of the window."""
        state = (self._limits, self._scale, self.height())
        known = self._known if state == self._known_for else {}
        self._known_for, self._known = state, {mark: known.get(mark) or self._dot(mark) for mark in self._marks}
        return [self._known[mark] for mark in self._marks]

    def _dot(self, mark: Mark) -> Dot:
        verdict = redecide(mark, self._limits) if self._limits else mark.verdict
        return verdict, self.y_of(self._scale.low if mark.score is None else self._scale.clamp(mark.score))
