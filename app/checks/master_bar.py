"""PASS is locked by the master parts, or soon will be: why, and the way to the check. Above the picture, never over
it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.checks.wording import lock_line
from app.look import Look
from engine.pipeline.snapshot import Snapshot


class MasterBar(QFrame):
    """``wanted``: somebody wants to check now."""

    wanted = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarm")
        sign, self.words = QLabel(), QLabel()
        sign.setPixmap(look.icon("warning", look.theme.colours.review).pixmap(24, 24))
        self.words.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        self.button = QPushButton(self.tr("Check master parts"))
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.wanted)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(16)
        layout.addWidget(sign)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shown while something is locked or due soon."""
        state = snapshot.line.masters.states.get(snapshot.product or "")
        check = snapshot.line.masters.check
        under_way = check is not None and check.outcome is None
        wanted = state is not None and (state.lock is not None or state.due_in_min is not None or under_way)
        self.setVisible(wanted)
        if state is not None and wanted:
            self.words.setText(
                self.tr("The master parts are being checked. No part is counted as a product.")
                if under_way
                else lock_line(state)
            )
