"""The master parts of the product in use: the set, its state, and the way into a check."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.background import Background
from app.checks.check_panel import CheckPanel
from app.checks.wording import kind_word, problem_words, state_text, state_title
from app.pages.parts import Confirm, MessageLine, PageParts, button
from app.texts import verdict_word
from engine.errors import ErrorCode, InspectError, SourceError, UsageError
from engine.masters.sets import MasterKind, MasterPart, MasterSet, MasterShelf, NewMaster
from engine.pipeline.answers import ASK_STATION_S, wait_for
from engine.pipeline.planning import is_live
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import EventBody

THUMBNAIL = QSize(72, 56)


class MastersPanel(QWidget):
    """Operators check; engineers take parts into the set, remove them, and release a lock with their reason."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts = parts
        self.background = Background(self)
        self._shelf = MasterShelf(parts.data)
        self._snapshot: Snapshot | None = None
        self._set = MasterSet(product="-")
        self._stamp: object = ()
        self.list, self.name, self.why = QListWidget(), QLineEdit(), QLineEdit()
        self.message, self.confirm = MessageLine(), Confirm()
        self.title, self.state = QLabel(), QLabel()
        self.list.setAccessibleName(self.tr("Master parts"))
        self.name.setAccessibleName(self.tr("Name of the part"))
        self.why.setAccessibleName(self.tr("Reason of the engineer"))
        self.good = button(self.tr("Take as good"), partial(self.take, MasterKind.GOOD))
        self.bad = button(self.tr("Take as bad"), partial(self.take, MasterKind.BAD))
        self.remove = button(self.tr("Remove from the set"), self._ask_remove)
        self.begin = button(self.tr("Check now"), self.check, primary=True)
        self.release = button(self.tr("Let parts pass"), self._release)
        self.running = CheckPanel(parts.look)
        self.stack, self._overview = QStackedWidget(), QWidget()
        self._lay_out()
        self._connect()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        self._snapshot = snapshot
        masters, product = snapshot.line.masters, snapshot.product or ""
        state = masters.states.get(product)
        self.title.setText(state_title(state))
        self.state.setText(state_text(state, self.parts.look))
        locked = state is not None and state.lock is not None
        for widget in (self.why, self.release):
            widget.setVisible(locked)
        self._load(product)
        if masters.check is not None:
            self.running.show_check(masters.check, snapshot.line.mode, masters.waiting)
        self.stack.setCurrentWidget(self._overview if masters.check is None else self.running)
        seen = snapshot.newest is not None
        for taker in (self.good, self.bad):
            taker.setEnabled(seen)
        self.begin.setEnabled(not self._set.problem())

    def check(self) -> None:
        """Begin a check of the product in use."""
        product = self._product()
        user = self.parts.access.session.user
        if product:
            self._tell(lambda masters: masters.begin(product, user))

    def take(self, kind: MasterKind) -> None:
        """The part that was judged last becomes a master part."""
        now = self._snapshot
        if now is None or now.newest is None or now.bundle is None or not self.parts.allowed():
            return
        if now.source is None or not is_live(now.source.uri):
            name = "" if now.source is None else now.source.name
            self.message.complain(SourceError(ErrorCode.MASTERS_STORED, source=name))
            return
        product, user = self._product(), self.parts.access.session.user
        name = self.name.text().strip() or self._next_name(kind)
        new = NewMaster(name, kind, now.newest, now.bundle.sha256, user)
        self.background.start(
            lambda: self._shelf.take(product, new), partial(self._changed, "taken", name), self.message.complain
        )

    def close_panel(self) -> bool:
        """End the threads."""
        return self.background.close()

    def _next_name(self, kind: MasterKind) -> str:
        names = {part.name for part in self._set.parts}
        number = next(n for n in range(1, 1000) if f"{kind_word(kind)} {n}" not in names)
        return f"{kind_word(kind)} {number}"

    def _load(self, product: str) -> None:
        """The set, if its file is another than before."""
        stamp = product, self._shelf.stamp(product) if product else None
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._set = self._shelf.load(product) if product else MasterSet(product="-")
        except UsageError as error:
            self._set = MasterSet(product=product)
            self.message.complain(error)
        self.list.clear()
        for part in self._set.parts:
            self.list.addItem(self._item(part))
        self.remove.setEnabled(bool(self._set.parts))

    def _item(self, part: MasterPart) -> QListWidgetItem:
        look = self.parts.look
        text = self.tr("{name}\n{kind}, expected {verdict}, score {score} ± {tolerance}").format(
            name=part.name,
            kind=kind_word(part.kind),
            verdict=verdict_word(part.expected),
            score=look.score(part.score),
            tolerance=look.score(part.tolerance),
        )
        item, pixmap = QListWidgetItem(text), QPixmap()
        pixmap.loadFromData(part.thumbnail)
        item.setIcon(QIcon(pixmap))
        item.setData(Qt.ItemDataRole.UserRole, part.name)
        return item

    def _changed(self, what: str, name: str, made: MasterSet) -> None:
        self.name.clear()
        self._load(made.product)
        why = made.problem()
        complete = self.tr("The set can be checked: {n} parts.").format(n=len(made.parts))
        self.message.say(problem_words(why) if why else complete)
        if self.parts.line is not None:
            params: dict[str, str | int | float] = {"product": made.product, "what": what, "name": name}
            params |= {"set_sha256": made.sha256, "parts": len(made.parts)}
            user = self.parts.access.session.user
            self.parts.line.record(EventBody(code="masters.changed", params=params, user=user))

    def _ask_remove(self) -> None:
        item = self.list.currentItem()
        if item is None or not self.parts.allowed():
            return
        name, product = str(item.data(Qt.ItemDataRole.UserRole)), self._product()
        question = self.tr("Remove {name} from the set? The next check is without it.").format(name=name)

        def remove() -> None:
            changed = partial(self._changed, "removed", name)
            self.background.start(lambda: self._shelf.remove(product, name), changed, self.message.complain)

        self.confirm.ask(question, self.remove.text(), remove)

    def _release(self) -> None:
        if not self.parts.allowed():
            return
        product, user, why = self._product(), self.parts.access.session.user, self.why.text().strip()
        if not why:
            self.message.say(self.tr("Say why parts may pass; it stands in the records."))
            self.why.setFocus()
            return
        self._tell(lambda masters: masters.release(product, user, why))
        self.why.clear()

    def _tell(self, task: Callable[..., None]) -> None:
        """Ask the line; what prevents it is said here."""
        line = self.parts.line
        if line is not None:
            self.message.say("")
            self.background.start(lambda: wait_for(line.masters(task), ASK_STATION_S), None, self._complain)

    def _complain(self, error: InspectError) -> None:
        self.message.complain(error)

    def _product(self) -> str:
        return "" if self._snapshot is None else self._snapshot.product or ""

    def _connect(self) -> None:
        line = self.parts.line
        if line is not None:
            self.running.stepped.connect(line.step)
        self.running.cancelled.connect(lambda: self._tell(lambda masters: masters.cancel()))
        self.running.closed.connect(lambda: self._tell(lambda masters: masters.dismiss()))
        self.running.again.connect(self.check)

    def _make_head(self) -> QFrame:
        """The state, and what follows from it."""
        self.title.setObjectName("title")
        self.state.setWordWrap(True)
        self.why.setPlaceholderText(self.tr("Reason of the engineer"))
        head = QFrame()
        head.setObjectName("card")
        inner = QVBoxLayout(head)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.state)
        keys = QHBoxLayout()
        keys.setSpacing(12)
        keys.addWidget(self.begin)
        keys.addStretch(1)
        keys.addWidget(self.why, 2)
        keys.addWidget(self.release)
        inner.addLayout(keys)
        return head

    def _lay_out(self) -> None:
        self.list.setIconSize(THUMBNAIL)
        self.list.setSpacing(2)
        self.name.setPlaceholderText(self.tr("Name of the part, for example: hole closed"))
        row = QHBoxLayout()
        row.setSpacing(12)
        for widget, stretch in ((self.name, 1), (self.good, 0), (self.bad, 0), (self.remove, 0)):
            row.addWidget(widget, stretch)
        help_text = QLabel(
            self.tr("Put a part whose state you know under the camera, judge it (Space), then take it into the set.")
        )
        help_text.setObjectName("softText")
        help_text.setWordWrap(True)
        column = QVBoxLayout(self._overview)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._make_head())
        column.addWidget(help_text)
        column.addLayout(row)
        column.addWidget(self.confirm)
        column.addWidget(self.list, 1)
        self.stack.addWidget(self._overview)
        self.stack.addWidget(self.running)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.message)
        whole.addWidget(self.stack, 1)
