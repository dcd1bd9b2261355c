"""The alarm strip: cause, remedy and code in two calm lines, until it is over or somebody closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.error_texts import cause_text, remedy_text
from app.look import Look
from engine.errors import InspectError


class AlarmStrip(QFrame):
    """Hidden while all is well. Pushes the page down instead of covering anything. Of several troubles the gravest is
    written out, the others are counted and stand in the tooltip."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarm")
        self._shown: tuple[str, ...] = ()
        self._read: set[str] = set()
        self._severe = False
        self.cause, self.remedy, self.more, self.code = QLabel(), QLabel(), QLabel(), QLabel()
        for label in (self.cause, self.remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cause.setObjectName("strong")
        self.more.setObjectName("softText")
        self.code.setObjectName("softText")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        sign = QLabel()
        sign.setPixmap(look.icon("warning", look.theme.colours.error).pixmap(32, 32))
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self._close)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.cause)
        words.addWidget(self.remedy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(16)
        layout.addWidget(sign)
        layout.addLayout(words, 1)
        layout.addWidget(self.code)
        layout.addWidget(self.more)
        layout.addWidget(close)
        self.hide()

    def show_errors(self, errors: tuple[InspectError, ...], severe: bool) -> None:
        """Show what is wrong now, the gravest first. ``severe`` means that inspecting has stopped; that cannot be
        closed away before it is over."""
        errors = tuple({str(error): error for error in errors}.values())  # what stopped it may be told twice
        self._read &= {error.code.value for error in errors}
        open_ = [error for index, error in enumerate(errors) if (severe and not index) or self._unread(error)]
        shown = tuple(str(error) for error in open_)
        if (shown, severe) == (self._shown, self._severe):
            return
        self._shown = shown
        if open_:
            self.cause.setText(cause_text(open_[0]))
            self.remedy.setText(remedy_text(open_[0]))
            self.code.setText(open_[0].code.value)
            self.more.setText(self.tr("%n more", "", len(open_) - 1) if len(open_) > 1 else "")
            self.setToolTip("\n".join(f"{cause_text(error)}. {remedy_text(error)}" for error in open_[1:]))
        if severe is not self._severe:
            self._severe = severe
            self.setProperty("severe", severe)
            self.style().unpolish(self)
            self.style().polish(self)
        self._codes = {error.code.value for error in open_}
        self.setVisible(bool(open_))

    def _unread(self, error: InspectError) -> bool:
        return error.code.value not in self._read

    def _close(self) -> None:
        """What was read does not come back until it was over once."""
        self._read |= self._codes
        self.closed.emit()
