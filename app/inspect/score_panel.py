"""Caption, score plot, and what moving a limit would have changed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.inspect.score_scale import ScoreScale, scale_of
from app.inspect.whatif import Change, compare
from app.look import Look
from engine.bundle import ProductEntry
from engine.decision import Limits
from engine.line import Snapshot

if TYPE_CHECKING:
    from app.plots.score_plot import ScorePlot


class ScorePanel(QFrame):
    """The plot is built after the first paint. ``limits_moved`` carries limits while and after they are moved."""

    limits_moved = Signal(object)

    def __init__(self, look: Look, proposed: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._snapshot: Snapshot | None = None
        self._before: Limits | None = None
        self._moving = False
        self.plot: ScorePlot | None = None
        caption = QLabel(self.tr("Score, last 300 parts"))
        caption.setObjectName("soft")
        self.change = QLabel()
        self.change.setObjectName("softText")
        self.button = QPushButton(proposed.text())
        self.button.setObjectName("flat")
        self.button.setToolTip(proposed.toolTip())
        self.button.clicked.connect(proposed.trigger)
        kept = self.button.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # the plot must not jump when the button comes
        self.button.setSizePolicy(kept)
        self.button.hide()
        head = QHBoxLayout()
        head.addWidget(caption)
        head.addStretch(1)
        head.addWidget(self.change)
        head.addWidget(self.button)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 0, 8, 4)
        self._layout.setSpacing(0)
        self._layout.addLayout(head)
        self._layout.addStretch(1)

    def build_plot(self) -> None:
        """Import pyqtgraph and put the plot in."""
        from app.plots.score_plot import ScorePlot

        plot = ScorePlot(self._look)
        plot.setAccessibleName(self.tr("Scores of the last parts. Up and Down move the reject limit"))
        plot.setToolTip(self.tr("Drag a limit, or use Up and Down (Shift for the review limit)"))
        plot.limits_moved.connect(self._moved)
        plot.limits_released.connect(self._released)
        self._layout.takeAt(self._layout.count() - 1)
        self._layout.addWidget(plot, 1)
        self.plot = plot
        self._refresh()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Newest parts and limits."""
        self._snapshot = snapshot
        self._refresh()

    def forget_change(self) -> None:
        """No sentence about a change any more."""
        self._before, self._moving = None, False
        self.change.setText("")

    def change_text(self, change: Change) -> str:
        """One sentence: what the last parts would have been."""
        words = []
        if change.failed > 0:
            words.append(self.tr("%n more reject(s)", "", change.failed))
        if change.failed < 0:
            words.append(self.tr("%n fewer reject(s)", "", -change.failed))
        if change.review > 0:
            words.append(self.tr("%n more to review", "", change.review))
        if change.review < 0:
            words.append(self.tr("%n fewer to review", "", -change.review))
        what = self.tr(", ").join(words) if words else self.tr("no change")
        text = self.tr("{what} of the last {parts}. Set by hand: an estimate, no guarantee.")
        return text.format(what=what, parts=change.parts)

    def _refresh(self) -> None:
        snapshot = self._snapshot
        if snapshot is None or self.plot is None:
            return
        limits = snapshot.limits
        scale = scale_of(_entry(snapshot), limits) if limits is not None else ScoreScale(0.0, 1.0)
        self.plot.show_history(snapshot.history, limits, scale)
        by_hand = _by_hand(snapshot)
        self.button.setVisible(by_hand)
        if not by_hand and not self._moving:
            self.forget_change()

    def _moved(self, limits: Limits) -> None:
        if self._snapshot is None or self._snapshot.limits is None:
            return
        if not self._moving:
            self._before, self._moving = self._snapshot.limits, True
        if self._before is not None:
            self.change.setText(self.change_text(compare(self._snapshot.history, self._before, limits)))
        self.limits_moved.emit(limits)

    def _released(self, limits: Limits) -> None:
        self._moving = False


def _entry(snapshot: Snapshot) -> ProductEntry | None:
    if snapshot.bundle is None or snapshot.product is None:
        return None
    return snapshot.bundle.manifest.products[snapshot.product]


def _by_hand(snapshot: Snapshot) -> bool:
    entry = _entry(snapshot)
    return entry is not None and snapshot.limits is not None and snapshot.limits != entry.limits.to_limits()
