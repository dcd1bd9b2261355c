"""A check under way: the part to present, large; what was read; how it ended."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.checks.wording import kind_word, outcome_text, outcome_title, reading_text
from app.look import Look
from app.pages.parts import button, clear, hold_focus, scrolling
from engine.masters.checks import CheckState
from engine.masters.rules import Standing
from engine.settings import LineMode

PICTURE_PX = 260


class CheckPanel(QWidget):
    """``stepped``: the part is there; ``cancelled``; ``closed``: the result was read; ``again``."""

    stepped = Signal()
    cancelled = Signal()
    closed = Signal()
    again = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._shown: CheckState | None = None
        self.picture, self.title, self.text = QLabel(), QLabel(), QLabel()
        self.picture.setFixedSize(PICTURE_PX, PICTURE_PX)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setObjectName("well")
        self.title.setObjectName("huge")
        self.title.setWordWrap(True)
        self.text.setObjectName("softText")
        self.text.setWordWrap(True)
        self.bar, self.count = QProgressBar(), QLabel()
        self.bar.setTextVisible(False)
        self.count.setObjectName("softText")
        self.take = button(self.tr("The part is there"), self.stepped.emit, self.tr("Take the picture (Space)"), True)
        self.cancel = button(self.tr("Cancel the check"), self.cancelled.emit)
        self.repeat = button(self.tr("Check again"), self.again.emit)
        self.done = button(self.tr("Done"), self.closed.emit, primary=True)
        for one in (self.take, self.cancel, self.repeat, self.done):
            one.setProperty("kind", "run")
        self.readings = QVBoxLayout()
        self.readings.setSpacing(6)
        self._lay_out()

    def show_check(self, check: CheckState, mode: LineMode, waiting: bool) -> None:
        """The check as it is."""
        if check is not self._shown:
            self._shown = check
            self._show_readings(check)
            self._ask(check, mode)
        over = check.outcome is not None
        resting = () if waiting else (self.take,)
        hold_focus(self, *((self.take, self.cancel) if over else resting))
        self.take.setVisible(not over)
        self.take.setEnabled(waiting)
        self.cancel.setVisible(not over)
        self.repeat.setVisible(over)
        self.done.setVisible(over)
        if self.hasFocus() and not over and waiting:
            self.take.setFocus()

    def _ask(self, check: CheckState, mode: LineMode) -> None:
        asked = check.asked
        self.bar.setRange(0, len(check.parts))
        self.bar.setValue(check.position)
        self.count.setText(self.tr("{n} of {total}").format(n=check.position, total=len(check.parts)))
        pixmap = QPixmap()
        if asked is not None:
            name = self.tr("Present {name} ({kind})").format(name=asked.name, kind=kind_word(asked.kind))
            self.title.setText(name)
            by_trigger = self.tr("The next trigger takes its picture, or the button does.")
            by_hand = self.tr("Put it where parts lie, take your hand away, press Space or the button.")
            self.text.setText(by_trigger if mode is LineMode.TRIGGERED else by_hand)
            pixmap.loadFromData(asked.thumbnail)
        else:
            self.title.setText(outcome_title(check))
            self.text.setText(outcome_text(check))
        if pixmap.isNull():
            sign = "check" if check.outcome is Standing.PASSED else "warning"
            colours = self._look.theme.colours
            colour = colours.pass_ if check.outcome is Standing.PASSED else colours.review
            pixmap = self._look.icon(sign, colour).pixmap(96, 96)
        elif pixmap.width() > 0:
            size = self.picture.size()
            mode_of = Qt.TransformationMode.SmoothTransformation
            pixmap = pixmap.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode_of)
        self.picture.setPixmap(pixmap)

    def _show_readings(self, check: CheckState) -> None:
        clear(self.readings)
        for reading in check.readings:
            row, sign = QLabel(reading_text(reading, self._look)), QLabel()
            row.setWordWrap(True)
            row.setObjectName("" if reading.right else "trouble")
            name = "check" if reading.right else "warning"
            colours = self._look.theme.colours
            sign.setPixmap(self._look.icon(name, colours.pass_ if reading.right else colours.review).pixmap(20, 20))
            line, box = QHBoxLayout(), QWidget()
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(12)
            line.addWidget(sign)
            line.addWidget(row, 1)
            box.setLayout(line)
            self.readings.addWidget(box)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(12)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        words.addWidget(self.count)
        words.addWidget(self.bar)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        for one in (self.cancel, self.repeat):
            keys.addWidget(one)
        keys.addStretch(1)
        for one in (self.take, self.done):
            keys.addWidget(one)
        words.addLayout(keys)
        head = QFrame()
        head.setObjectName("card")
        row = QHBoxLayout(head)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(24)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        inner = QVBoxLayout()
        inner.addLayout(self.readings)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(head)
        column.addWidget(scrolling(inner), 1)
