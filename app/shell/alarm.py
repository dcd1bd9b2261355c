"""The alarm strip: cause and remedy in two calm lines, until it is over or somebody closes it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.error_texts import cause_text, remedy_text
from app.look import Look
from engine.errors import InspectError


class AlarmStrip(QFrame):
    """Hidden while all is well. Pushes the page down instead of covering anything."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarm")
        self._error: InspectError | None = None
        self.cause, self.remedy = QLabel(), QLabel()
        for label in (self.cause, self.remedy):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.cause.setObjectName("strong")
        sign = QLabel()
        sign.setPixmap(look.icon("warning", look.theme.colours.error).pixmap(32, 32))
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.cause)
        words.addWidget(self.remedy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(16)
        layout.addWidget(sign)
        layout.addLayout(words, 1)
        layout.addWidget(close)
        self.hide()

    def show_error(self, error: InspectError | None, severe: bool) -> None:
        """Show a cause, or nothing. ``severe`` means that inspecting has stopped."""
        if error is not self._error:
            self._error = error
            self.cause.setText(cause_text(error) if error else "")
            self.remedy.setText(remedy_text(error) if error else "")
            self.setProperty("severe", severe)
            self.style().unpolish(self)
            self.style().polish(self)
        self.setVisible(error is not None)
