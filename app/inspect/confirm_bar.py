"""Nobody has confirmed the limits yet: what is proposed, and the one button that puts it in force."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QPushButton, QSizePolicy, QWidget

from app.look import Look
from engine.pipeline.snapshot import LineState, Snapshot
from engine.signing import Standing

NARROW = 560


class ConfirmBar(QFrame):
    """Above the picture, and never over it. ``confirmed`` is a wish; who may do it is asked elsewhere."""

    confirmed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("alarm")
        self._look = look
        sign, self.words = QLabel(), QLabel()
        sign.setPixmap(look.icon("warning", look.theme.colours.review).pixmap(24, 24))
        self.words.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.words.setSizePolicy(policy)
        self.button = QPushButton(self.tr("Confirm proposed limits"))
        self.button.setObjectName("primary")
        self.button.clicked.connect(self.confirmed)
        self._row = layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(16)
        layout.addWidget(sign)
        layout.addWidget(self.words, 1)
        layout.addWidget(self.button)
        self.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the button stands below the words."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self.words.setMinimumHeight(
            max(0, self.words.heightForWidth(max(1, event.size().width() - 40))) if narrow else 0
        )

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Shown as long as a loaded product has no limits that a person put in force."""
        limits = snapshot.limits
        wanted = limits is not None and not snapshot.confirmed and snapshot.state is not LineState.READ_ONLY
        self.setVisible(wanted)
        if limits is None or not wanted:
            return
        score = self._look.score
        text = self.tr("Nobody has confirmed the limits of {product} yet, so nothing can pass.")
        proposed = self.tr("Proposed: reject {reject}, review {review}.")
        if limits.review is None:
            proposed = self.tr("Proposed: reject {reject}.")
        proposed = proposed.format(reject=score(limits.reject), review=score(limits.review))
        self.words.setText(f"{text.format(product=snapshot.product)} {self._doubt(snapshot)}{proposed}")

    def _doubt(self, snapshot: Snapshot) -> str:
        """Confirming limits is also a choice to use a bundle that nobody vouches for; then it is said."""
        if snapshot.trust is None or snapshot.trust.trusted:
            return ""
        if snapshot.trust.standing is Standing.UNSIGNED:
            return self.tr("The bundle is unsigned: confirm only if you know where it comes from.") + " "
        return self.tr("The bundle is signed by an unknown key: confirm only if you know where it comes from.") + " "
