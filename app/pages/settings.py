"""The Settings page: the station file as a form. Nothing is written that the schema would refuse."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.background import Background
from app.pages.page import Page
from app.pages.parts import Confirm, MessageLine, PageParts, button, scrolling
from app.settings.schema import sections
from app.settings.sections import CamerasSection, RecordsSection, Section, SourcesSection, UsersSection
from app.settings.window_section import WindowSection
from app.settings.words import section_titles
from engine.errors import InspectError, SettingsError
from engine.pipeline.snapshot import Snapshot
from engine.settings import Settings

ORDER = ("window", "users", "station", "sources", "line", "products")


class SettingsPage(Page):
    """Sections on the left, fields on the right. ``applied`` asks for the station to be opened anew."""

    applied = Signal()

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts, self._draft = parts, parts.draft
        self._background = Background(self)
        self._in_use, self._torn = "", False
        self._made: dict[str, QWidget] = {}
        self._areas: dict[str, QScrollArea] = {}
        self.names = (*ORDER, *(name for name in sections() if name not in ORDER))
        self.list, self.stack = QListWidget(), QStackedWidget()
        self.list.setFixedWidth(210)
        self.list.setAccessibleName(self.tr("Sections of the settings"))
        titles = section_titles()
        self.list.addItems([titles[name] for name in self.names])
        self.list.currentRowChanged.connect(self._show_section)
        self.message, self.confirm = MessageLine(), Confirm()
        self.save = button(self.tr("Save"), self._save, primary=True)
        self.discard = button(self.tr("Discard changes"), self._discard)
        self._lay_out()
        self.setFocusProxy(self.list)
        self._draft.changed.connect(self._follow)
        self.list.setCurrentRow(0)
        self._follow()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The camera of the product in use can be set here."""
        product = snapshot.product or ""
        if product != self._in_use:
            self._in_use = product
            self._forget("products")

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self._background.busy

    def section(self, name: str) -> Section | None:
        """A section that was built."""
        made = self._made.get(name)
        return made if isinstance(made, Section) else None

    def showEvent(self, event: QShowEvent) -> None:
        """Read the file, unless something is being edited."""
        super().showEvent(event)
        if not self._draft.dirty:
            self._read()

    def close_page(self) -> bool:
        """End threads and previews."""
        self._draft.changed.disconnect(self._follow)
        ended = [made.end() for made in self._made.values() if isinstance(made, Section)]
        return all([*ended, self._background.close()])

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.save)
        tools.addWidget(self.discard)
        tools.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(tools)
        for widget in (self.confirm, self.message, self.stack):
            right.addWidget(widget)
        right.setStretch(3, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addWidget(self.list)
        layout.addLayout(right, 1)

    def _read(self) -> None:
        self._background.start(self._parts.station.read, self._show_read, self._unreadable)

    def _show_read(self, found: tuple[Settings, SettingsError | None]) -> None:
        settings, torn = found
        self._torn = torn is not None
        if torn is not None:
            self.message.complain(torn)
        self._follow()
        if settings != self._draft.saved:
            self._draft.begin(settings)
            for name in list(self._made):
                self._forget(name)

    def _unreadable(self, error: InspectError) -> None:
        """A key nobody knows, a wrong value: told with line and key; the file is left as it is."""
        self._draft.saved, self._draft.settings = None, None
        self.message.complain(error)
        self._follow()

    def _show_section(self, row: int) -> None:
        name = self.names[row]
        if name not in self._made:
            made = self._make(name)
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(made)
            self._made[name], self._areas[name] = made, scrolling(column)
            self.stack.addWidget(self._areas[name])
        self.stack.setCurrentWidget(self._areas[name])

    def _make(self, name: str) -> QWidget:
        if name == "window":
            return WindowSection(self._parts)
        if name == "users":
            return UsersSection(self._parts, self._draft, name, self._background)
        if name == "records":
            return RecordsSection(self._parts, self._draft, name, self._background)
        if name == "sources":
            return SourcesSection(self._parts, self._draft, self._background, lambda: self._forget("sources"))
        if name == "products":
            return CamerasSection(self._parts, self._draft, self._background, self._in_use)
        return Section(self._parts, self._draft, name, self._background)

    def _forget(self, name: str) -> None:
        """Build a section anew when it is seen next."""
        made = self._made.pop(name, None)
        if made is None:
            return
        if isinstance(made, Section):
            made.end()
        area = self._areas.pop(name)
        self.stack.removeWidget(area)
        area.deleteLater()
        if self.names[self.list.currentRow()] == name:
            self._show_section(self.list.currentRow())

    def _follow(self) -> None:
        """Buttons and complaints follow the draft."""
        draft = self._draft
        self.save.setEnabled((draft.dirty or self._torn) and draft.settings is not None)
        self.discard.setEnabled(draft.dirty)
        for made in self._made.values():
            if isinstance(made, Section):
                made.show_problems()
        if draft.problems and draft.dirty:
            self.message.say(self.tr("%n value(s) cannot be saved like this.", "", len(draft.problems)))
        elif draft.dirty:
            self.message.say(self.tr("Not saved yet."))

    def _discard(self) -> None:
        if self._draft.saved is not None:
            self._draft.begin(self._draft.saved)
            self.message.say("")
            for name in list(self._made):
                self._forget(name)

    def _save(self) -> None:
        settings = self._draft.settings
        if settings is None or not self._parts.allowed():
            return
        keys = ", ".join(self._draft.differences())
        self._background.start(
            lambda: self._parts.station.write(settings), lambda saved: self._saved(saved, keys), self.message.complain
        )

    def _saved(self, settings: Settings, keys: str) -> None:
        self._parts.access.session.note("settings.saved", keys=keys)
        self._parts.access.session.set_lock_after(60 * settings.users.lock_after_min)
        self._torn = False
        self._draft.begin(settings)
        self.message.say(self.tr("Saved."))
        question = self.tr("Use the new settings now? No parts are judged for a few seconds.")
        self.confirm.ask(question, self.tr("Use now"), self.applied.emit)
