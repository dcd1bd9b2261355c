"""Choosing a source: its address, the cameras that are found, and a live look at it."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.background import Background
from app.look import Look
from app.pages.parts import MessageLine, button
from app.settings.preview import Preview
from app.shell.paths_dialog import ask_for_path
from engine.sources.finding import Found, find_sources

POLL_MS = 50
PICTURE = (400, 260)


class SourcePanel(QFrame):
    """Stands in the page. ``chosen`` with the address; ``closed`` without."""

    chosen = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look, self._background = look, background
        self._preview: Preview | None = None
        self._old: list[Preview] = []
        self.uri = QLineEdit()
        self.uri.setAccessibleName(self.tr("Address of the source"))
        self.uri.setPlaceholderText("camera:0   rtsp://…   http://…   genicam:SERIAL   /folder")
        self.uri.returnPressed.connect(self.look_at)
        self.found = QListWidget()
        self.found.setAccessibleName(self.tr("Cameras found"))
        self.found.setMinimumHeight(110)
        self.found.itemActivated.connect(self._take)
        self.found.itemClicked.connect(self._take)
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Looking for cameras"))
        self.progress.hide()
        self.picture = QLabel(self.tr("No picture yet"))
        self.picture.setObjectName("well")
        self.picture.setFixedSize(*PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message = MessageLine()
        self.look = button(self.tr("Look at it"), self.look_at)
        self.search = button(self.tr("Look for cameras"), self.find_cameras)
        self.folder = button(self.tr("Folder…"), self._ask_folder)
        self.use = button(self.tr("Use this source"), self._use, primary=True)
        self.cancel = button(self.tr("Cancel"), self.close_panel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._lay_out()

    def find_cameras(self) -> None:
        """Look for cameras, in processes that may hang."""
        self.search.setEnabled(False)
        self.progress.show()
        self._background.start(find_sources, self._show_found, self.message.complain)

    def look_at(self) -> None:
        """Open the address and show what it sees."""
        if not self.uri.text().strip():
            return
        self._end_preview()
        self.picture.setText(self.tr("Opening…"))
        self._preview = Preview(self.uri.text().strip())
        self._timer.start(POLL_MS)

    def close_panel(self) -> None:
        """Away with it."""
        self._end_preview()
        self.hide()
        self.closed.emit()

    def end(self) -> bool:
        """End every preview; True if they ended in time."""
        self._end_preview()
        ended = [old.close() for old in self._old]
        return all(ended)

    def _lay_out(self) -> None:
        address = QHBoxLayout()
        address.setSpacing(8)
        address.addWidget(self.uri, 1)
        for tool in (self.look, self.folder):
            address.addWidget(tool)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self.search, self.progress, self.found, self.message):
            left.addWidget(widget)
        left.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 1)
        middle.addWidget(self.picture)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addStretch(1)
        below.addWidget(self.cancel)
        below.addWidget(self.use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        for part in (address, middle, below):
            layout.addLayout(part)

    def _show_found(self, found: Found) -> None:
        self.search.setEnabled(True)
        self.progress.hide()
        self.found.clear()
        for source in found.sources:
            item = QListWidgetItem(f"{source.uri}   {source.name}")
            item.setData(Qt.ItemDataRole.UserRole, source.uri)
            self.found.addItem(item)
        text = self.tr("%n camera(s) found.", "", len(found.sources))
        self.message.say(" ".join((text, *found.problems)))

    def _take(self, item: QListWidgetItem) -> None:
        self.uri.setText(str(item.data(Qt.ItemDataRole.UserRole)))
        self.look_at()

    def _ask_folder(self) -> None:
        def take(path: Path) -> None:
            self.uri.setText(str(path))
            self.look_at()

        ask_for_path(self, self.folder.text(), True, None, take)

    def _use(self) -> None:
        if uri := self.uri.text().strip():
            self.close_panel()
            self.chosen.emit(uri)

    def _poll(self) -> None:
        """Show the newest picture; the GUI thread does nothing else with it."""
        preview = self._preview
        if preview is None:
            return
        if (image := preview.take()) is not None:
            pixmap = QPixmap.fromImage(image)
            mode = Qt.TransformationMode.SmoothTransformation
            self.picture.setPixmap(pixmap.scaled(*PICTURE, Qt.AspectRatioMode.KeepAspectRatio, mode))
            width, height = preview.size
            text = self.tr("{width} × {height} px, picture {count}")
            self.message.say(text.format(width=width, height=height, count=self._look.number(preview.frames)))
        elif preview.error is not None:
            self.message.complain(preview.error)
            if preview.frames == 0:
                self.picture.setText(self.tr("No picture"))

    def _end_preview(self) -> None:
        self._timer.stop()
        if self._preview is not None:
            self._preview.stop()
            self._old = [old for old in self._old if not old.close(0)]
            self._old.append(self._preview)
            self._preview = None
            self.picture.setText(self.tr("No picture yet"))
