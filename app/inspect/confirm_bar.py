"""Nobody has confirmed the limits yet: what is proposed, and the one button that puts it in force."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from app.look import Look
from app.shell.warning_bar import WarningBar
from engine.pipeline.snapshot import LineState, Snapshot
from engine.signing import Standing

NARROW = 560


class ConfirmBar(WarningBar):
    """Above the picture, and never over it. ``confirmed`` is a wish; who may do it is asked elsewhere."""

    confirmed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._look = look
        self.button.setText(self.tr("Confirm proposed limits"))
        self.button.clicked.connect(self.confirmed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, the button stands below the words."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW
        self.row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
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
