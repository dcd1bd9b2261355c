"""A warning with the one button that answers it: above the picture, never over it."""

from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from app.look import Look


class WarningBar(QFrame):
    """A sign, ``words`` that wrap, and ``button``; hidden at first. ``row`` may be turned."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarm")
        sign, self.words, self.button = QLabel(), QLabel(), QPushButton()
        sign.setPixmap(look.icon("warning", look.theme.colours.review).pixmap(24, 24))
        self.words.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        self.button.setObjectName("primary")
        self.row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.row.setContentsMargins(16, 6, 8, 6)
        self.row.setSpacing(16)
        self.row.addWidget(sign)
        self.row.addWidget(self.words, 1)
        self.row.addWidget(self.button)
        self.hide()
