"""The Products page: what this station can inspect, how it came about, and changing over from one to another."""

from pathlib import Path

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QPixmap, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.background import Background
from app.pages.page import Page
from app.pages.parts import Card, Confirm, MessageLine, PageParts, button, clear, scrolling
from app.pages.product_cards import Comparison, LimitHistory
from app.pages.product_facts import bundle_facts, limit_facts, local_time, product_facts
from app.pages.product_list import Choice, ProductList
from app.shell.paths_dialog import ask_for_path, ask_where_to_save
from engine.bundle import Bundle
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.pipeline.snapshot import LineState, Snapshot
from engine.records.entries import LimitBody
from engine.shelf import Shelved

Found = tuple[tuple[Shelved, ...], tuple[Shelved, str] | None]


class ProductsPage(Page):
    """Products on the left, facts on the right. ``activated`` asks for a change-over to (bundle file, product);
    ``ready`` tells that it is done; ``limits_chosen``: limits for the product in use, and why."""

    activated = Signal(object, str)
    ready = Signal()
    limits_chosen = Signal(object, str)

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts, self._look = parts, parts.look
        self._background = Background(self)
        self._bundles: tuple[Shelved, ...] = ()
        self._before: tuple[Shelved, str] | None = None
        self._limits: Card | None = None
        self._snapshot = Snapshot()
        self._opened: Bundle | None = None
        self._wanted: tuple[str, str] | None = None
        self._cause_before: InspectError | None = None
        self.list = ProductList(parts.look)
        self.list.chosen.connect(self._show_choice)
        self.message, self.confirm, self.progress = MessageLine(), Confirm(), QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Changing over"))
        self.progress.hide()
        self.activate = button(self.tr("Inspect this product"), self._activate, primary=True)
        self.import_ = button(self.tr("Import…"), self._import, self.tr("Copy a bundle to this station, verified"))
        self.export = button(self.tr("Export…"), self._export, self.tr("Write a verified copy of this bundle"))
        self.back = button(self.tr("Roll back"), self._roll_back, self.tr("Inspect what was in use before"))
        self.remove = button(self.tr("Remove…"), self._ask_remove, self.tr("Delete this bundle from the station"))
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._lay_out()
        self.setFocusProxy(self.list)
        self._show_choice(None)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the product in use and the change-over."""
        before, self._snapshot = self._snapshot, snapshot
        now, then = ((one.bundle, one.product, one.limits, one.confirmed) for one in (snapshot, before))
        if now != then and self.isVisible():  # it is read when it is shown, too
            self.refresh()
        if self._wanted is not None:
            self._follow(snapshot)

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self._background.busy

    def refresh(self) -> None:
        """Read the shelf again."""
        opened, active = self._snapshot.bundle, self._active
        self._background.start(lambda: self._read(opened, active), self._show_bundles, self.message.complain)

    def close_page(self) -> bool:
        """End the threads."""
        return self._background.close()

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is what is there."""
        super().showEvent(event)
        self.refresh()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.import_)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for tool in (self.activate, self.back, self.export, self.remove):
            tools.addWidget(tool)
        tools.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addLayout(tools)
        for widget in (self.progress, self.confirm, self.message):
            right.addWidget(widget)
        right.addWidget(scrolling(self._column), 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(left)
        layout.addLayout(right, 1)

    # Reading, in the background.

    def _read(self, opened: Bundle | None, active: tuple[str, str]) -> Found:
        """The shelf, and the bundle in use if it lies elsewhere; and what was in use before."""
        bundles = self._parts.shelf.bundles()
        if opened is not None and opened.sha256 not in {one.sha256 for one in bundles}:
            bundles = (*bundles, self._parts.shelf.look_at(opened.path))
        return bundles, self._parts.shelf.before(*active, bundles)

    def _read_limits(self, sha256: str, product: str) -> list[LimitBody]:
        """Limits that were put in force for it, the newest first."""
        from engine.records.reader import RecordReader

        try:
            reader = RecordReader(self._parts.data)
        except RecordsError:
            return []
        try:
            return [body for _, body in reader.limit_history(product) if body.bundle_sha256 == sha256]
        finally:
            reader.close()

    # Showing.

    @property
    def _active(self) -> tuple[str, str]:
        bundle = self._snapshot.bundle
        return (bundle.sha256, self._snapshot.product or "") if bundle else ("", "")

    def _show_bundles(self, found: Found) -> None:
        bundles, before = self._bundles, self._before = found
        self.list.show_bundles(bundles, self._active)
        self.back.setEnabled(before is not None)
        self.back.setText(
            self.tr("Roll back to {product}").format(product=before[1]) if before else self.tr("Roll back")
        )

    def _show_choice(self, choice: Choice | None) -> None:
        clear(self._column)
        self.confirm.hide()
        usable = choice is not None and choice.product is not None
        active = choice is not None and (choice.shelved.sha256, choice.product) == self._active
        self.activate.setEnabled(usable and not active and self._wanted is None)
        self.export.setEnabled(usable)
        self.remove.setEnabled(choice is not None and choice.shelved.sha256 != self._active[0])
        if choice is None:
            self._show_empty()
        elif choice.product is None or choice.shelved.manifest is None:
            self._show_problem(choice)
        else:
            self._show_product(choice, choice.product)

    def _show_empty(self) -> None:
        empty = QLabel(self.tr("No product yet. Import a bundle, or train one."))
        empty.setObjectName("softText")
        self._column.addWidget(empty, 1, Qt.AlignmentFlag.AlignCenter)

    def _show_problem(self, choice: Choice) -> None:
        line = MessageLine()
        self._column.addWidget(line)
        self._column.addStretch(1)
        if choice.shelved.problem is not None:
            line.complain(choice.shelved.problem)

    def _show_product(self, choice: Choice, product: str) -> None:
        manifest = choice.shelved.manifest
        assert manifest is not None
        entry = manifest.products[product]
        title = QLabel(product)
        title.setObjectName("huge")
        title.setWordWrap(True)
        self._column.addWidget(title)
        if picture := self._thumbnail(choice):
            self._column.addWidget(picture)
        limits = Card(self._look, self.tr("Limits"), limit_facts(entry, None, self._look))
        self._column.addWidget(limits)
        self._limits = limits
        self._column.addWidget(Card(self._look, self.tr("Product"), product_facts(entry, self._look)))
        bundle = Card(self._look, self.tr("Model and bundle"), bundle_facts(choice.shelved, manifest, self._look))
        bundle.setToolTip(str(choice.shelved.path))
        self._column.addWidget(bundle)
        self._column.addWidget(Comparison(self._look, choice, self._others(choice)))
        self._column.addStretch(1)
        sha256 = choice.shelved.sha256

        def show(history: list[LimitBody]) -> None:
            if history and self.list.choice == choice and self._limits is limits:  # not shown anew meanwhile
                fresh = Card(self._look, self.tr("Limits"), limit_facts(entry, history[0], self._look))
                self._column.replaceWidget(limits, fresh)
                limits.deleteLater()
                self._limits = fresh
                again = self._ask_limits if (sha256, product) == self._active else None
                past = LimitHistory(self._look, history, again)
                self._column.insertWidget(self._column.indexOf(fresh) + 1, past)
                fresh.show()
                past.show()

        self._background.start(lambda: self._read_limits(sha256, product), show, self.message.complain)

    def _others(self, choice: Choice) -> list[Choice]:
        return [
            other
            for shelved in self._bundles
            for product in (shelved.manifest.products if shelved.manifest else ())
            if (other := Choice(shelved, product)) != choice
        ]

    def _ask_limits(self, body: LimitBody) -> None:
        """Earlier limits shall hold again: asked, then put in force like any other."""
        if not self._parts.allowed():
            return
        question = self.tr("Put the limits of {time} in force again, reject limit {reject}? Parts from now on count.")
        time, reject = local_time(body.utc, self._look), self._look.score(body.limits.reject)
        why = f"back to the limits of {body.utc}" + (f" ({body.why})" if body.why else "")
        self.confirm.ask(
            question.format(time=time, reject=reject),
            self.tr("Put in force"),
            lambda: self.limits_chosen.emit(body.limits.to_limits(), why),
        )

    def _thumbnail(self, choice: Choice) -> QLabel | None:
        data = choice.shelved.thumbnail(choice.product or "")
        pixmap = QPixmap()
        if data is None or not pixmap.loadFromData(QByteArray(data)):
            return None
        label = QLabel()
        label.setAccessibleName(self.tr("A good part of {product}").format(product=choice.product))
        label.setPixmap(pixmap.scaledToHeight(min(200, pixmap.height()), Qt.TransformationMode.SmoothTransformation))
        return label

    # Changing over.

    def _activate(self) -> None:
        if (choice := self.list.choice) is not None and choice.product is not None:
            self._change_over(choice.shelved, choice.product)

    def _roll_back(self) -> None:
        if self._before is not None:
            self._change_over(*self._before)

    def _change_over(self, shelved: Shelved, product: str) -> None:
        if not self._parts.allowed():
            return
        self._wanted, self._cause_before = (shelved.sha256, product), self._snapshot.cause
        self.progress.show()
        self.message.say(self.tr("Loading {product} and warming up…").format(product=product))
        self.activate.setEnabled(False)
        self.activated.emit(shelved.path, product)

    def _follow(self, snapshot: Snapshot) -> None:
        """Loading, then ready, or refused: then the product in use stays."""
        if snapshot.state is LineState.LOADING:
            return
        done = self._active == self._wanted
        refused = snapshot.cause is not None and snapshot.cause is not self._cause_before
        if not done and not refused:
            return
        wanted, self._wanted = self._wanted, None
        self.progress.hide()
        if done and wanted is not None:
            self.message.say(self.tr("{product} is ready.").format(product=wanted[1]))
            self._remember(*wanted)
            self.ready.emit()
        elif snapshot.cause is not None:
            self.message.complain(snapshot.cause)
        self._show_choice(self.list.choice)

    def _remember(self, sha256: str, product: str) -> None:
        bundle, user = self._snapshot.bundle, self._parts.access.session.user
        path = bundle.path if bundle else None
        self._parts.access.session.note("product.activated", product=product, sha256=sha256)

        def write() -> None:
            self._parts.shelf.note_use(sha256, product, user)
            if path is not None:
                self._parts.station.set_product(path, product)

        self._background.start(write, lambda _: self.refresh(), self.message.complain)

    # Coming and going of bundles.

    def _import(self) -> None:
        if self._parts.allowed():
            ask_for_path(self, self.import_.text(), False, None, self.import_bundle)

    def import_bundle(self, path: Path, accept: bool = False) -> None:
        """Copy it to the shelf, in the background; a bad bundle is told here and changes nothing. Without a signature
        that is trusted, the engineer is asked first, and ``accept`` is the answer."""
        self.message.say(self.tr("Copying and verifying {name}…").format(name=path.name))

        def done(added: Shelved) -> None:
            facts = {"file": path.name, "sha256": added.sha256, "signed": added.trust.words()}
            self._parts.access.session.note("bundle.imported", **facts)
            self.message.say(self.tr("{name} is here and verified.").format(name=path.name))
            self.refresh()

        def failed(error: InspectError) -> None:
            self.message.complain(error)
            if error.code is ErrorCode.BUNDLE_UNTRUSTED:
                self.message.say("")
                question = self.tr("{name} has no signature that this station trusts. Do you know where it comes from?")
                self.confirm.ask(
                    question.format(name=path.name), self.tr("Import"), lambda: self.import_bundle(path, True)
                )

        self._background.start(lambda: self._parts.shelf.add(path, accept), done, failed)

    def _export(self) -> None:
        if (choice := self.list.choice) is not None:
            ask_where_to_save(self, self.export.text(), choice.shelved.path.name, self.export_bundle)

    def export_bundle(self, target: Path) -> None:
        """Write a verified copy."""
        if (choice := self.list.choice) is None:
            return
        sha256 = choice.shelved.sha256
        self.message.say(self.tr("Writing {name}…").format(name=target.name))

        def done(_: None) -> None:
            self._parts.access.session.note("bundle.exported", sha256=sha256, file=str(target))
            self.message.say(self.tr("{name} is written and verified.").format(name=target.name))

        self._background.start(lambda: self._parts.shelf.export(sha256, target), done, self.message.complain)

    def _ask_remove(self) -> None:
        choice = self.list.choice
        if choice is None or not self._parts.allowed():
            return
        names = ", ".join(choice.shelved.manifest.products) if choice.shelved.manifest else choice.shelved.path.name
        question = self.tr("Delete this bundle with {names} from the station? Records stay.").format(names=names)
        self.confirm.ask(question, self.tr("Delete"), lambda: self._remove(choice.shelved))

    def _remove(self, shelved: Shelved) -> None:
        in_use = self._active[0]

        def done(_: None) -> None:
            self._parts.access.session.note("bundle.removed", sha256=shelved.sha256, file=shelved.path.name)
            self.message.say(self.tr("{name} is deleted.").format(name=shelved.path.name))
            self.refresh()

        self._background.start(lambda: self._parts.shelf.remove(shelved, in_use), done, self.message.complain)
