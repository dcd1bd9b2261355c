"""Holding good parts under the camera, one after another: Space or the button keeps what is seen."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from app.inspect.render import to_image
from app.pages.parts import MessageLine, button, hold_focus
from app.settings.preview import Preview
from app.wizard.step import StepParts, label
from engine.errors import InspectError
from engine.frames import Frame
from engine.pipeline.snapshot import LineState, Snapshot
from engine.shown import shrink
from engine.sources.finding import Found, find_sources
from engine.teach.captured import CaptureFolder

POLL_MS = 50
PICTURE = (480, 300)


class CapturePanel(QFrame):
    """``finished`` with the folder once there are enough; ``closed`` without any. Where the line runs on the same
    source, frames are the line's own: a camera cannot be opened twice."""

    finished = Signal(object)
    closed = Signal()

    def __init__(self, parts: StepParts) -> None:
        super().__init__()
        self.setObjectName("card")
        self._parts = parts
        self._snapshot = Snapshot()
        self._preview: Preview | None = None
        self._ending: list[Preview] = []
        self._place: CaptureFolder | None = None
        self._shown: Frame | None = None
        self.uri, self.name = QComboBox(), QLineEdit()
        self.uri.setEditable(True)
        self.uri.setAccessibleName(self.tr("Camera or other source"))
        self.name.setAccessibleName(self.tr("Product name"))
        self.name.setPlaceholderText(self.tr("Product name"))
        self.picture = QLabel(self.tr("Hold a good part under the camera."))
        self.picture.setObjectName("well")
        self.picture.setFixedSize(*PICTURE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.count, self.message = label("", "title"), MessageLine()
        self.look = button(self.tr("Look at it"), self.open_source)
        self.search = button(self.tr("Look for cameras"), self._search)
        self.keep = button(self.tr("Keep this one (Space)"), self.take, primary=True)
        self.done = button(self.tr("These are all"), self._finish)
        self.cancel = button(self.tr("Cancel"), self.close_panel)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._poll)
        self._lay_out()
        self._show_count()

    @property
    def seen(self) -> bool:
        """True once there is a frame to keep."""
        return self._shown is not None

    def open_panel(self) -> None:
        """Offer the station's sources, the one in use first."""
        saved, source = self._parts.page.draft.saved, self._snapshot.source
        known = [one.uri for one in saved.sources] if saved else []
        uris = dict.fromkeys([*([source.uri] if source else []), *known, "camera:0"])
        self.uri.clear()
        self.uri.addItems(list(uris))
        self.show()
        self.name.setFocus()

    def open_source(self) -> None:
        """Look through this source."""
        self._end_preview()
        self.message.say("")
        if self.uri.currentText().strip() and not self._line_gives:
            self._preview = Preview(self.uri.currentText().strip())
        self._timer.start(POLL_MS)
        self.keep.setFocus()

    def take(self) -> None:
        """Keep the newest frame, at full size."""
        frame, background = self._shown, self._parts.background
        if frame is None:
            self.message.say(self.tr("Nothing is seen yet."))
            return
        data, product = self._parts.page.data, self.name.text().strip()
        place = self._place

        def work() -> CaptureFolder:
            made = CaptureFolder(data, product) if place is None else place
            made.keep(frame)
            return made

        hold_focus(self, self.keep)
        self.keep.setEnabled(False)  # until it is written: two presses are two parts
        background.start(work, self._kept, self._refused)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        self._snapshot = snapshot

    def close_panel(self) -> None:
        """Away with it; what was kept stays."""
        self._end_preview()
        self._place, self._shown = None, None
        hold_focus(self.parentWidget(), self)
        self.hide()
        self._show_count()
        self.closed.emit()

    def end(self) -> bool:
        """End every preview; True if they ended in time."""
        self._end_preview()
        ended = [one.close() for one in self._ending]
        return all(ended)

    def event(self, event: QEvent) -> bool:
        """Space is ours while the panel is open, not the line's trigger."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            typing = self.name.hasFocus() or self.uri.hasFocus()
            if event.key() == Qt.Key.Key_Space and not typing:
                event.accept()
                return True
        return super().event(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """A camera is held only while somebody looks."""
        super().hideEvent(event)
        self._end_preview()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Wherever the focus is."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat() and self.keep.isEnabled():
            self.take()
        else:
            super().keyPressEvent(event)

    @property
    def _line_gives(self) -> bool:
        source = self._snapshot.source
        running = self._snapshot.state is LineState.RUNNING
        return running and source is not None and source.uri == self.uri.currentText().strip()

    def _poll(self) -> None:
        frame = self._newest()
        if frame is not None and frame is not self._shown:
            self._shown = frame
            self.picture.setPixmap(QPixmap.fromImage(to_image(shrink(frame.pixels, *PICTURE))))
        preview = self._preview
        if preview is not None and preview.error is not None:
            self.message.complain(preview.error)

    def _newest(self) -> Frame | None:
        if self._line_gives:
            newest = self._snapshot.newest
            return None if newest is None else newest.frame
        return None if self._preview is None else self._preview.frame

    def _kept(self, place: CaptureFolder) -> None:
        self._place = place
        self.message.say("")
        self._show_count()
        self._give_back()

    def _refused(self, error: InspectError) -> None:
        self.keep.setEnabled(True)
        self._give_back()
        self.message.complain(error)

    def _give_back(self) -> None:
        if self.hasFocus():
            self.keep.setFocus()

    def _show_count(self) -> None:
        count = 0 if self._place is None else self._place.count
        self.count.setText(self.tr("%n part(s) kept", "", count))
        self.keep.setEnabled(True)
        self.name.setEnabled(count == 0)
        self.done.setEnabled(count > 1)

    def _finish(self) -> None:
        place = self._place
        self.close_panel()
        if place is not None:
            self.finished.emit(place.folder)

    def _search(self) -> None:
        self.search.setEnabled(False)
        self._parts.background.start(find_sources, self._found, self._not_found)

    def _found(self, found: Found) -> None:
        self.search.setEnabled(True)
        for one in found.sources:
            if self.uri.findText(one.uri) < 0:
                self.uri.addItem(one.uri)
        text = self.tr("%n camera(s) found.", "", len(found.sources))
        self.message.say(" ".join((text, *found.problems)))

    def _not_found(self, error: InspectError) -> None:
        self.search.setEnabled(True)
        self.message.complain(error)

    def _end_preview(self) -> None:
        self._timer.stop()
        if self._preview is not None:
            self._preview.stop()
            self._ending = [*(one for one in self._ending if not one.close(0)), self._preview]
            self._preview = None

    def _lay_out(self) -> None:
        above, beside, right = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        above.addWidget(self.uri, 1)
        for tool in (self.look, self.search):
            above.addWidget(tool)
        for widget in (self.name, self.count, self.keep, self.done, self.cancel):
            right.addWidget(widget)
        right.addStretch(1)
        beside.addWidget(self.picture)
        beside.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addLayout(above)
        layout.addWidget(self.message)
        layout.addLayout(beside)
        self.hide()
