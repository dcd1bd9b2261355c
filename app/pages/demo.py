"""The demo while it learns: what is being done, how far it is, what it shows."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.demo import CREDIT, N_GOOD
from app.error_texts import cause_text, remedy_text
from app.look import Look

if TYPE_CHECKING:
    from app.training_process import TrainingStatus

# Where each stage begins and ends on the bar, 0 to 1; training is by far the longest.
SPANS = {
    "start": (0.0, 0.02),
    "scan": (0.02, 0.04),
    "features": (0.04, 0.14),
    "train": (0.14, 0.88),
    "export": (0.88, 0.92),
    "calibrate": (0.92, 0.97),
    "expected": (0.97, 0.98),
    "write": (0.98, 1.0),
}


def overall(status: "TrainingStatus") -> float:
    """Progress of the whole, 0 to 1."""
    begin, end = SPANS.get(status.stage, (0.0, 0.02))
    share = status.done / status.total if status.total else 0.0
    return begin + (end - begin) * min(1.0, share)


class DemoPage(QWidget):
    """Shown until the demo's bundle is there."""

    cancelled = Signal()
    again = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        title = QLabel(self.tr("Learning what a good solar cell looks like"))
        title.setObjectName("huge")
        words = self.tr("{n} images of good cells are learned once, on this computer. Next time it starts at once.")
        lead = QLabel(words.format(n=look.number(N_GOOD)))
        lead.setObjectName("softText")
        self.stage, self.left = QLabel(), QLabel()
        self.left.setFont(look.font(look.theme.sizes.text))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.trouble = QLabel()
        self.trouble.setWordWrap(True)
        self.trouble.hide()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.retry = QPushButton(self.tr("Try again"))
        self.retry.clicked.connect(self.again)
        self.retry.hide()
        credit = QLabel(self.tr("Images: {credit}, Buerhop-Lutz et al. 2018").format(credit=CREDIT))
        credit.setObjectName("soft")
        self._lay_out([title, lead], credit)

    def show_status(self, status: "TrainingStatus") -> None:
        """Follow the training."""
        failed = status.failure
        self.trouble.setVisible(failed is not None)
        self.retry.setVisible(failed is not None)
        if failed is not None:
            self.trouble.setText(f"{cause_text(failed)}\n{remedy_text(failed)}")
        self.progress.setValue(round(1000 * overall(status)))
        self.stage.setText(self._stage_words(status))
        self.left.setText(self._time_left(status))

    def _stage_words(self, status: "TrainingStatus") -> str:
        if status.failure is not None:
            return self.tr("Stopped")
        words = {
            "start": self.tr("Getting the images ready"),
            "scan": self.tr("Looking through the images"),
            "features": self.tr("Computing features"),
            "train": self.tr("Learning"),
            "export": self.tr("Writing the graph"),
            "calibrate": self.tr("Setting the limits from good cells it has not seen"),
            "expected": self.tr("Checking"),
            "write": self.tr("Writing the bundle"),
        }.get(status.stage, status.stage)
        if status.total:
            done, total = self._look.number(status.done), self._look.number(status.total)
            return self.tr("{what}, {done} of {total}").format(what=words, done=done, total=total)
        return words

    def _time_left(self, status: "TrainingStatus") -> str:
        if status.eta_s is None or status.failure is not None:
            return ""
        minutes, seconds = divmod(max(0, round(status.eta_s)), 60)
        return self.tr("about {minutes}:{seconds} left").format(minutes=minutes, seconds=f"{seconds:02d}")

    def _lay_out(self, heads: list[QLabel], credit: QLabel) -> None:
        card = QFrame()
        card.setObjectName("card")
        card.setFixedWidth(620)
        row = QHBoxLayout()
        row.addWidget(self.stage, 1)
        row.addWidget(self.left)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.cancel)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(24, 16, 24, 16)
        inner.setSpacing(12)
        inner.addLayout(row)
        inner.addWidget(self.progress)
        inner.addWidget(self.trouble)
        inner.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(3)
        for widget in (*heads, card, credit):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)
