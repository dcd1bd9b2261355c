"""Caption, score plot, and the limits somebody wants to change: what would have been different, why, apply."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.inspect.score_scale import ScoreScale, scale_of
from app.inspect.whatif import Change, compare
from app.look import Look
from app.plots.score_plot import ScorePlot
from engine.bundle import ProductEntry
from engine.decision import Limits
from engine.pipeline.snapshot import Snapshot


class ScorePanel(QFrame):
    """Limits that are moved are a wish until they are applied with a reason:
    ``applied`` carries both."""

    applied = Signal(object, str)

    def __init__(self, look: Look, proposed: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self._snapshot: Snapshot | None = None
        self._movable = False
        self.wish: Limits | None = None
        self.plot = ScorePlot(look)
        self.plot.setAccessibleName(self.tr("Scores of the last parts. Up and Down move the reject limit"))
        self.plot.limits_moved.connect(self.wish_for)
        self.caption = QLabel(self.tr("Score, last 300 parts"))
        self.caption.setObjectName("soft")
        self.change = QLabel()
        self.change.setObjectName("softText")
        self.button = QPushButton(proposed.text())
        self.button.setObjectName("flat")
        self.button.setToolTip(proposed.toolTip())
        self.button.clicked.connect(proposed.trigger)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(self.tr("Why? It stands in the records."))
        self.reason.setAccessibleName(self.tr("Reason of the change"))
        self.reason.setMaxLength(200)
        self.reason.setMinimumWidth(180)
        self.apply, self.cancel = QPushButton(self.tr("Apply")), QPushButton(self.tr("Cancel"))
        self.apply.setObjectName("primary")
        self.apply.clicked.connect(self._apply)
        self.cancel.clicked.connect(self.forget)
        self.reason.textChanged.connect(lambda text: self.apply.setEnabled(bool(text.strip())))
        self.reason.returnPressed.connect(self._apply)
        self._lay_out()
        self._show_wish()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Newest parts and limits. A product that changes takes the wish with it."""
        old, self._snapshot = self._snapshot, snapshot
        changed = old is not None and (old.product, old.bundle, old.limits) != (
            snapshot.product,
            snapshot.bundle,
            snapshot.limits,
        )
        if changed and self.wish is not None:
            self.forget()
        self._refresh()

    def set_movable(self, movable: bool) -> None:
        """Limits move in Engineer mode only."""
        self._movable = movable
        if not movable:
            self.forget()
        self.plot.set_movable(movable)
        drag = self.tr("Drag a limit, or use Up and Down (Shift for the review limit)")
        self.plot.setToolTip(drag if movable else self.tr("An engineer may move the limits here"))
        self._refresh()

    def wish_for(self, limits: Limits) -> None:
        """Somebody wants these limits: show at once what they would have done."""
        if self._movable and limits.usable() and self._snapshot is not None and self._snapshot.limits is not None:
            self.wish = limits
            self._show_wish()
            self._refresh()

    def forget(self) -> None:
        """The limits stay as they are."""
        self.wish = None
        self.reason.clear()
        self._show_wish()
        self._refresh()

    def change_text(self, change: Change) -> str:
        """What the last parts would have been."""
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
        count = self.tr("%n of the last {parts} would change", "", change.changed).format(parts=change.parts)
        return self.tr("{count}: {what}. An estimate, no guarantee.").format(count=count, what=what)

    def _apply(self) -> None:
        why = self.reason.text().strip()
        if self.wish is not None and why:
            self.applied.emit(self.wish, why)

    def _show_wish(self) -> None:
        wishing = self.wish is not None
        for widget in (self.reason, self.apply, self.cancel):
            widget.setVisible(wishing)
        self.caption.setVisible(not wishing)
        self.apply.setEnabled(bool(self.reason.text().strip()))
        now = self._snapshot.limits if self._snapshot is not None else None
        if self.wish is None or now is None or self._snapshot is None:
            self.change.setText("")
            return
        self.change.setText(self.change_text(compare(self._snapshot.history, now, self.wish)))

    def _refresh(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        entry = _entry(snapshot)
        by_hand = entry is not None and snapshot.limits is not None and snapshot.limits != entry.limits.to_limits()
        self.button.setVisible(by_hand and self._movable and self.wish is None)
        limits = self.wish or snapshot.limits
        scale = scale_of(entry, limits) if limits is not None else ScoreScale(0.0, 1.0)
        self.plot.show_history(snapshot.history, limits, scale)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.caption)
        head.addWidget(self.change)
        head.addStretch(1)
        for widget in (self.reason, self.apply, self.cancel, self.button):
            kept = widget.sizePolicy()
            kept.setRetainSizeWhenHidden(widget is self.button)  # the plot must not jump when the button comes
            widget.setSizePolicy(kept)
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 0, 8, 4)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.plot, 1)


def _entry(snapshot: Snapshot) -> ProductEntry | None:
    if snapshot.bundle is None or snapshot.product is None:
        return None
    return snapshot.bundle.manifest.products[snapshot.product]
