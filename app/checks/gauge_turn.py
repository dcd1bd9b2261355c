"""One presentation of a study: which part, to whom; large, so that it can be read and pressed with gloves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.pages.parts import button
from engine.gauge.study import Study


class GaugeTurn(QWidget):
    """``presented``: the part lies under the camera; ``said``: bad or not; ``undone``: the last answer was a slip;
    ``left``: the study waits."""

    presented = Signal()
    said = Signal(bool)
    undone = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.who, self.part, self.text = QLabel(), QLabel(), QLabel()
        self.who.setObjectName("title")
        self.part.setObjectName("huge")
        self.text.setObjectName("softText")
        self.text.setWordWrap(True)
        for label in (self.who, self.part, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.bar, self.count = QProgressBar(), QLabel()
        self.bar.setTextVisible(False)
        self.count.setObjectName("softText")
        self.there = button(self.tr("The part is there"), self.presented.emit, self.tr("Return"), primary=True)
        self.good = button(self.tr("Good (1)"), lambda: self.said.emit(False))
        self.bad = button(self.tr("Bad (2)"), lambda: self.said.emit(True))
        for one in (self.there, self.good, self.bad):
            one.setProperty("kind", "big")
        self.undo = button(self.tr("Take the last answer back"), self.undone.emit)
        self.leave = button(self.tr("Go on later"), self.left.emit)
        for key, one in (("1", self.good), ("2", self.bad)):
            short = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            short.activated.connect(one.click)
        self._lay_out()

    def show_turn(self, study: Study, waiting: bool) -> None:
        """The presentation that is next; ``waiting`` for the camera."""
        turn = study.next_turn
        if turn is None:
            return
        camera = turn.by_station
        who = self.tr("the camera") if camera else turn.appraiser
        text = self.tr("For {who}, repeat {repeat} of {repeats}")
        self.who.setText(text.format(who=who, repeat=turn.repeat, repeats=study.repeats))
        self.part.setText(self.tr("Part {number}").format(number=turn.part))
        by_hand = self.tr("Put it under the camera, take your hand away, press the button.")
        by_eye = self.tr("Hand it over with the number hidden. Good or bad?")
        under_way = self.tr("The camera looks…")
        self.text.setText((under_way if waiting else by_hand) if camera else by_eye)
        self.bar.setRange(0, study.total)
        self.bar.setValue(len(study.readings))
        self.count.setText(self.tr("{n} of {total}").format(n=len(study.readings), total=study.total))
        self.there.setVisible(camera)
        self.there.setEnabled(not waiting)
        for one in (self.good, self.bad):
            one.setVisible(not camera)
        self.undo.setVisible(bool(study.readings) and bool(study.readings[-1].appraiser))
        if camera and not waiting:
            self.there.setFocus()
        else:  # an answer is given with 1 or 2, never by a Return that was meant for the part before
            self.setFocus()

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(24, 24, 24, 24)
        inner.setSpacing(16)
        inner.addStretch(1)
        for label in (self.who, self.part, self.text):
            inner.addWidget(label)
        inner.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(24)
        for one in (self.there, self.good, self.bad):
            keys.addWidget(one)
        inner.addLayout(keys)
        inner.addWidget(self.count)
        inner.addWidget(self.bar)
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        row.addWidget(self.leave)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(card, 1)
        whole.addLayout(row)
