"""First start: no product yet, two ways to one."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.actions import Do
from app.look import Look


class WelcomePage(QWidget):
    """Two large buttons and one quiet sentence each."""

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        title = QLabel(self.tr("No product yet"))
        title.setObjectName("huge")
        lead = QLabel(self.tr("A product is what the program has learned of one kind of part."))
        lead.setObjectName("softText")
        self.demo = self._button(look, self.tr("Try the demo"), "inspect", primary=True)
        self.demo.clicked.connect(actions[Do.DEMO].trigger)
        self.demo.setToolTip(actions[Do.DEMO].toolTip())
        self.train = self._button(look, self.tr("Train a product"), "train")
        self.train.clicked.connect(actions[Do.TRAIN].trigger)
        self.train.setToolTip(actions[Do.TRAIN].toolTip())
        demo_text = self.tr("Learns solar cells from real images on this computer, once, in a few minutes.")
        train_text = self.tr("From a folder of images of good parts. No defects are needed.")
        columns = QHBoxLayout()
        columns.setSpacing(24)
        columns.addStretch(1)
        for button, words in ((self.demo, demo_text), (self.train, train_text)):
            columns.addLayout(self._column(button, words))
        columns.addStretch(1)
        other = QPushButton(self.tr("Open a bundle I have…"))
        other.clicked.connect(actions[Do.OPEN_BUNDLE].trigger)
        other.setToolTip(actions[Do.OPEN_BUNDLE].toolTip())
        layout = QVBoxLayout(self)
        layout.setSpacing(12)
        layout.addStretch(3)
        for label in (title, lead):
            layout.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(24)
        layout.addLayout(columns)
        layout.addSpacing(24)
        layout.addWidget(other, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(4)

    def _button(self, look: Look, text: str, icon: str, primary: bool = False) -> QPushButton:
        button = QPushButton(text)
        colours = look.theme.colours
        button.setIcon(look.icon(icon, colours.on_accent if primary else colours.text))
        button.setIconSize(QSize(36, 36))
        button.setProperty("kind", "big")
        button.setFixedWidth(320)
        if primary:
            button.setObjectName("primary")
        return button

    def _column(self, button: QPushButton, words: str) -> QVBoxLayout:
        label = QLabel(words)
        label.setObjectName("softText")
        label.setWordWrap(True)
        label.setFixedWidth(320)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(button)
        column.addWidget(label)
        return column
