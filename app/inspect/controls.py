"""The strip below the picture, and the buttons that start and stop."""

from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QWidget,
)

from app.look import Look
from app.texts import state_word
from engine.overlay import HeatScheme
from engine.pipeline.snapshot import LineState, Snapshot

HINT_WIDTH, SIZE_WIDTH, CAPTION_WIDTH = 820, 700, 560
PACES_S = (0.0, 0.25, 1.0, 3.0)


class PictureTools(QFrame):
    """Opacity of the heat, outlines, what H does, size and zoom."""

    changed = Signal()

    def __init__(self, look: Look, fit: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.slider = self._make_slider()
        self.colours = QComboBox()
        for word, scheme in ((self.tr("amber"), "amber"), (self.tr("blue"), "blue"), (self.tr("off"), "")):
            self.colours.addItem(word, scheme)
        self.colours.setAccessibleName(self.tr("Colours of the heatmap"))
        self.colours.setToolTip(
            self.tr(
                "Colours of the heatmap. Amber: just above the pixel limit; red: far above. Blue: just above the pixel "
                "limit; white: far above, for eyes that do not tell amber from red. Without colour: below the limit."
            )
        )
        self.outline = QCheckBox(self.tr("Outline"))
        self.outline.setChecked(True)
        self.hold = QLabel(self.tr("hold H: raw picture"))
        self.hold.setObjectName("softText")
        self.size_text = QLabel()
        self.size_text.setObjectName("softText")
        self.size_text.setFont(look.font(look.theme.sizes.text))
        fit_button = QPushButton(fit.text())
        fit_button.setToolTip(fit.toolTip())
        fit_button.clicked.connect(fit.trigger)
        caption = self.caption = QLabel(self.tr("Heatmap"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 4, 4)
        layout.setSpacing(12)
        for widget in (caption, self.colours, self.slider, self.outline, self.hold):
            layout.addWidget(widget)
        layout.addStretch(1)
        layout.addWidget(self.size_text)
        layout.addWidget(fit_button)
        self.slider.valueChanged.connect(self.changed)
        self.colours.activated.connect(lambda _: self.changed.emit())
        self.outline.toggled.connect(self.changed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where it is narrow, what only explains gives way to what is used."""
        super().resizeEvent(event)
        self.hold.setVisible(event.size().width() >= HINT_WIDTH)
        self.caption.setVisible(event.size().width() >= CAPTION_WIDTH)
        self.size_text.setVisible(event.size().width() >= SIZE_WIDTH)

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setValue(60)
        slider.setMinimumWidth(60)
        slider.setMaximumWidth(130)
        slider.setAccessibleName(self.tr("Opacity of the heatmap"))
        slider.setToolTip(self.tr("Opacity of the heatmap. Hold H to see the raw picture"))
        return slider

    def show_scheme(self, scheme: HeatScheme) -> None:
        """Follow the look of the window."""
        self.colours.setCurrentIndex(self.colours.findData(scheme.value))

    @property
    def scheme(self) -> HeatScheme | None:
        """The chosen colours; None for no heat."""
        chosen = str(self.colours.currentData())
        return HeatScheme(chosen) if chosen else None


class Face(Enum):
    """What the large button offers: ``AGAIN``, where the station could not be opened, tries to open it."""

    START = auto()
    STOP = auto()
    AGAIN = auto()


class RunButtons(QWidget):
    """Start or Stop, and Step."""

    pace_chosen = Signal(float)

    def __init__(self, look: Look, toggle: QAction, step: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.toggle, self.step = QPushButton(), QPushButton(step.text())
        self.toggle.clicked.connect(toggle.trigger)
        self.toggle.setToolTip(toggle.toolTip())
        self.step.clicked.connect(step.trigger)
        self.step.setToolTip(step.toolTip())
        self.step.setIcon(look.icon("step"))
        self.pace = QComboBox()
        words = (
            self.tr("every frame"),
            self.tr("4 parts a second"),
            self.tr("1 part a second"),
            self.tr("20 a minute"),
        )
        for seconds, word in zip(PACES_S, words, strict=True):
            self.pace.addItem(word, seconds)
        self.pace.setToolTip(self.tr("How fast parts are taken from the source, so that one can watch"))
        self.pace.setAccessibleName(self.tr("Pace"))
        self.pace.activated.connect(lambda _: self.pace_chosen.emit(float(self.pace.currentData())))
        for button in (self.toggle, self.step):
            button.setProperty("kind", "run")
            button.setIconSize(QSize(24, 24))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.toggle, 3)
        layout.addWidget(self.step, 2)
        self._face: Face | None = None
        self._show_face(Face.START)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        able = snapshot.bundle is not None and snapshot.source is not None
        able = able and snapshot.state is not LineState.LOADING
        unopened = snapshot.data is None and snapshot.state in (LineState.FAILED, LineState.READ_ONLY)
        self.toggle.setEnabled(able or unopened)  # Start tries again to open the station
        self.step.setEnabled(able and snapshot.state is not LineState.RUNNING)
        face = Face.AGAIN if unopened else Face.STOP if snapshot.state is LineState.RUNNING else Face.START
        self._show_face(face)
        self.toggle.setAccessibleDescription(state_word(snapshot.state))
        index = self.pace.findData(snapshot.line.interval_s)
        if index >= 0 and index != self.pace.currentIndex():
            self.pace.setCurrentIndex(index)

    def _show_face(self, face: Face) -> None:
        if face is self._face:
            return
        self._face = face
        words = {Face.START: self.tr("Start"), Face.STOP: self.tr("Stop"), Face.AGAIN: self.tr("Try again")}
        self.toggle.setText(words[face])
        start, colours = face is Face.START, self._look.theme.colours
        icons = {Face.START: self._look.icon("play", colours.on_accent), Face.STOP: self._look.icon("stop")}
        self.toggle.setIcon(icons.get(face, QIcon()))
        self.toggle.setObjectName("primary" if start else "")
        self.toggle.style().unpolish(self.toggle)
        self.toggle.style().polish(self.toggle)
