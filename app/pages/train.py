"""How a product is trained: from the command line, with the command to copy."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.actions import Do
from app.look import Look

COMMAND = "uniad-train fit PARTS --out PRODUCT.uniad"


class TrainPage(QWidget):
    """Three steps in words, one command, the demo as a way to see it done."""

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        title = QLabel(self.tr("Train a product"))
        title.setObjectName("huge")
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(title)
        for number, head, words in self._steps():
            column.addWidget(self._card(number, head, words))
        column.addWidget(self._command(look))
        note = QLabel(
            self.tr("Training runs on this computer; no image leaves it. When it has ended, open the bundle:")
        )
        note.setWordWrap(True)
        column.addWidget(note)
        row = QHBoxLayout()
        for do in (Do.OPEN_BUNDLE, Do.DEMO):
            button = QPushButton(actions[do].text())
            button.setToolTip(actions[do].toolTip())
            button.clicked.connect(actions[do].trigger)
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        inner = QWidget()
        inner.setLayout(column)
        inner.setMaximumWidth(820)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 24, 16)
        layout.addWidget(scroll)

    def _steps(self) -> tuple[tuple[str, str, str], ...]:
        return (
            (
                "1",
                self.tr("Collect images of good parts"),
                self.tr(
                    "50 or more, taken by the camera and light of the station. PNG, JPEG, BMP or TIFF, in one folder."
                ),
            ),
            (
                "2",
                self.tr("Run the command below"),
                self.tr(
                    "PARTS is the folder, PRODUCT.uniad the bundle that is written. It takes minutes, with progress."
                ),
            ),
            (
                "3",
                self.tr("Open the bundle and look at the limits"),
                self.tr("A quarter of the good parts is kept out of training and sets the limits."),
            ),
        )

    def _card(self, number: str, head: str, words: str) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        sign, name, text = QLabel(number), QLabel(head), QLabel(words)
        sign.setObjectName("huge")
        sign.setFixedWidth(48)
        name.setObjectName("strong")
        text.setObjectName("softText")
        text.setWordWrap(True)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(name)
        lines.addWidget(text)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(sign)
        layout.addLayout(lines, 1)
        return card

    def _copy(self, look: Look, button: QPushButton) -> None:
        QGuiApplication.clipboard().setText(COMMAND)
        button.setIcon(look.icon("check"))
        button.setText(self.tr("Copied"))

    def _command(self, look: Look) -> QWidget:
        line = QLabel(COMMAND)
        line.setObjectName("code")
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QPushButton(self.tr("Copy"))
        copy.setIcon(look.icon("copy"))
        copy.setMinimumWidth(120)
        copy.clicked.connect(lambda: self._copy(look, copy))
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(line, 1)
        layout.addWidget(copy)
        return box
