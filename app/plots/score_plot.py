"""Scores of the last parts with both limits, which can be dragged or moved by key."""

from collections.abc import Sequence
from dataclasses import replace

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.inspect.score_scale import ScoreScale
from app.inspect.whatif import redecide
from app.look import Look
from engine.decision import Limits, Verdict
from engine.pipeline.tally import HISTORY, Mark

STEP = 0.01  # one key press moves a limit by this share of the reject limit
LABEL_SHARE = 0.1  # room right of the newest part for the words at the limits


class ScorePlot(pg.PlotWidget):  # type: ignore[misc]
    """Dots in the colour these limits give them. Emits limits while they are moved, if they may be moved at all."""

    limits_moved = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent, background=look.theme.colours.panel, enableMenu=False)
        self._look = look
        self._limits: Limits | None = None
        self._marks: tuple[Mark, ...] = ()
        self._drawn: tuple[object, ...] = ()
        self._movable = False
        self.setMouseEnabled(False, False)
        self.hideButtons()
        self.hideAxis("bottom")
        self.hideAxis("left")
        self.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        colours = look.theme.colours
        self._dots = {}
        for verdict in Verdict:
            quiet = verdict is Verdict.PASS
            brush = pg.mkBrush(colours.dot if quiet else colours.verdict(verdict))
            self._dots[verdict] = pg.ScatterPlotItem(pxMode=True, size=5 if quiet else 7, pen=None, brush=brush)
            self.addItem(self._dots[verdict])
        self.reject_line = self._line(colours.fail, Qt.PenStyle.SolidLine, self.tr("reject"), 1.0)
        self.review_line = self._line(colours.review, Qt.PenStyle.DashLine, self.tr("review"), 0.0)
        self.setXRange(0, HISTORY * (1 + LABEL_SHARE), padding=0.005)
        self.setMinimumHeight(56)

    @property
    def dragging(self) -> bool:
        """True while a limit is held."""
        return bool(self.reject_line.moving or self.review_line.moving)

    def set_movable(self, movable: bool) -> None:
        """Limits move in Engineer mode only."""
        self._movable = movable
        for line in (self.reject_line, self.review_line):
            line.setMovable(movable)

    def show_history(self, marks: Sequence[Mark], limits: Limits | None, scale: ScoreScale) -> None:
        """Show other parts or limits; cheap if nothing has changed."""
        state = (len(marks), marks[-1].part if marks else 0, limits, scale)
        if state == self._drawn:
            return
        self._drawn, self._marks = state, tuple(marks)
        if not self.dragging:
            self._place_lines(limits)
            self.setYRange(scale.low, scale.high, padding=0.12)
        self._draw_dots(limits, scale)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down move the reject limit, with Shift the review limit."""
        sign = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if sign is None or self._limits is None or not self._movable:
            super().keyPressEvent(event)
            return
        step = sign * STEP * self._limits.reject
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            moved = self._with_review((self._limits.review or self._limits.reject) + step)
        else:
            moved = self._with_reject(self._limits.reject + step)
        self.limits_moved.emit(moved)

    def _line(self, colour: str, style: Qt.PenStyle, word: str, side: float) -> pg.InfiniteLine:
        """A limit with its word above (``side`` 1) or below (0) it."""
        sizes = self._look.theme.sizes
        made = pg.InfiniteLine(
            angle=0,
            movable=False,
            pen=pg.mkPen(colour, width=2, style=style),
            hoverPen=pg.mkPen(colour, width=4, style=style),
            label=word,
            labelOpts={"position": 0.995, "color": colour, "anchors": [(1, side), (1, side)]},
        )
        made.label.setFont(self._look.font(sizes.text_small))
        made.word = word
        made.sigDragged.connect(self._moved)
        self.addItem(made)
        made.hide()
        return made

    def _moved(self, line: pg.InfiniteLine) -> None:
        if self._limits is None:
            return
        value = float(line.value())
        self._limits = self._with_reject(value) if line is self.reject_line else self._with_review(value)
        self._label(self._limits)
        self.limits_moved.emit(self._limits)

    def _with_reject(self, value: float) -> Limits:
        """A reject limit above zero; it takes the review limit along when it comes down upon it."""
        assert self._limits is not None
        reject = max(value, 1e-6)
        review = None if self._limits.review is None else min(self._limits.review, reject)
        return replace(self._limits, reject=reject, review=review)

    def _with_review(self, value: float) -> Limits:
        """A review limit above zero and never above the reject limit."""
        assert self._limits is not None
        return replace(self._limits, review=min(max(value, 1e-6), self._limits.reject))

    def _place_lines(self, limits: Limits | None) -> None:
        self._limits = limits
        self.reject_line.setVisible(limits is not None)
        self.review_line.setVisible(limits is not None and limits.review is not None)
        if limits is None:
            return
        for line, value in ((self.reject_line, limits.reject), (self.review_line, limits.review or limits.reject)):
            line.blockSignals(True)
            line.setValue(value)
            line.blockSignals(False)
        self._label(limits)

    def _label(self, limits: Limits) -> None:
        self.reject_line.label.setFormat(f"{self.reject_line.word} {self._look.score(limits.reject)}")
        self.review_line.label.setFormat(f"{self.review_line.word} {self._look.score(limits.review)}")

    def _draw_dots(self, limits: Limits | None, scale: ScoreScale) -> None:
        """PASS is a quiet dot; everything else has its colour. Scores beyond an end stand at that end."""
        first = HISTORY - len(self._marks)
        places: dict[Verdict, tuple[list[float], list[float]]] = {verdict: ([], []) for verdict in Verdict}
        for index, mark in enumerate(self._marks, first):
            x, y = places[redecide(mark, limits) if limits else mark.verdict]
            x.append(index)
            y.append(scale.low if mark.score is None else scale.clamp(mark.score))
        for verdict, (x, y) in places.items():
            self._dots[verdict].setData(x=x, y=y)
