"""First page: the folder of good parts, and what is in it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.pages.parts import button, clear
from app.shell.paths_dialog import ask_for_path
from app.shell.window_base import dropped_paths
from app.wizard.capture_panel import CapturePanel
from app.wizard.draft import Draft
from app.wizard.found_card import FoundCard
from app.wizard.records_panel import RecordsPanel
from app.wizard.scanning import ScanRun
from app.wizard.step import Step, StepParts, label
from engine.errors import InspectError
from engine.pipeline.snapshot import Snapshot
from engine.teach.findings import Findings
from engine.teach.folders import FoundProduct, find_products
from engine.teach.plan import check_names


class DropFrame(QFrame):
    """Takes folders that are dropped on it."""

    dropped = Signal(object)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setObjectName("well")
        self.setAcceptDrops(True)
        self.setMinimumHeight(96)
        text = QLabel(words)
        text.setObjectName("softText")
        text.setWordWrap(True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(24, 12, 16, 12)
        self.row.addWidget(text, 1)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders of this computer."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """The first one."""
        for path in dropped_paths(event)[:1]:
            self.dropped.emit(Path(path))
        event.acceptProposedAction()


class FolderStep(Step):
    """Choose, name, look through."""

    def __init__(self, parts: StepParts) -> None:
        super().__init__(
            parts,
            self.tr("Good parts"),
            self.tr("A folder of images of good parts, taken by the camera and light of the station. 50 or more."),
        )
        self._scan: ScanRun | None = None
        self._names: list[QLineEdit] = []
        self._shown: tuple[FoundProduct, ...] = ()
        self.again, self.forget = label(""), button(self.tr("Something else"), self._forget)
        self.drop = DropFrame(
            self.tr("Drop a folder here: images, MVTec layout (train/good), or one folder for each product.")
        )
        self.drop.dropped.connect(self.take)
        self.choose = button(self.tr("Choose a folder…"), self._choose, primary=True)
        self.capture, self.records = CapturePanel(parts), RecordsPanel(parts)
        self.from_camera = button(self.tr("From the camera…"), self.capture.open_panel)
        self.from_records = button(self.tr("From the records…"), self.records.open_panel)
        for tool in (self.choose, self.from_camera, self.from_records):
            self.drop.row.addWidget(tool)
        for panel in (self.capture, self.records):
            panel.finished.connect(self.take)
        self.progress, self.what = QProgressBar(), QLabel()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Looking through the images"))
        self.what.setObjectName("softText")
        self.products, self.cards = QVBoxLayout(), QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self.again, 1)
        line.addWidget(self.forget)
        self.column.addLayout(line)
        for part in (self.drop, self.capture, self.records, self.progress, self.what):
            self.column.addWidget(part)
        self.column.addLayout(self.products)
        self.column.addLayout(self.cards)
        self.column.addStretch(1)
        self._show_products()
        self._show_findings(self.draft.findings)
        self._show_progress()

    def enter(self) -> None:
        """Show what is chosen; what came from elsewhere is looked through first."""
        if self._shown is not self.draft.products:
            self._end_scan()
            self._show_products()
            self._show_findings(self.draft.findings)
            if self.draft.products and self.draft.findings is None:
                self._look_through()
        self._show_again()

    @property
    def may_go_on(self) -> bool:
        """Once the images were looked through."""
        return self.draft.findings is not None and self._scan is None

    def take(self, folder: Path) -> None:
        """Look at a folder that was dropped or chosen."""
        self.message.say("")
        self.parts.background.start(lambda: find_products(folder), self._found, self._refused)

    def tick(self) -> None:
        """Follow the scan."""
        if self._scan is None:
            return
        if self._scan.running:
            self._show_progress()
            return
        scan, self._scan = self._scan, None
        try:
            self.draft.findings = scan.result()
        except InspectError as error:
            self.message.complain(error)
        finally:
            scan.close()
        self._show_findings(self.draft.findings)
        self._show_progress()
        self.changed.emit()

    def leave(self) -> bool:
        """Take the names; a name that cannot be used is told here."""
        names = [edit.text().strip() for edit in self._names]
        try:
            check_names(names)
        except InspectError as error:
            self.message.complain(error)
            return False
        old, findings = self.draft.products, self.draft.findings
        if [one.name for one in old] != names:
            self.draft.products = tuple(FoundProduct(name, one.folder) for name, one in zip(names, old, strict=True))
            self._shown = self.draft.products
            more = self.draft.more
            self.draft.more = {now: more[was.name] for now, was in zip(names, old, strict=True) if was.name in more}
        if findings is not None:
            renamed = {now: findings.products[was.name] for now, was in zip(names, old, strict=True)}
            self.draft.findings = Findings(products=renamed)
        return True

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """A camera that the line holds gives its frames through the line."""
        self.capture.show_snapshot(snapshot)

    def close_step(self) -> None:
        """End what runs."""
        self.capture.end()
        self.records.close_panel()
        self._end_scan()

    def _end_scan(self) -> None:
        if self._scan is not None:
            self._scan.close()
            self._scan = None

    def _choose(self) -> None:
        start = self.draft.products[0].folder.parent if self.draft.products else None
        ask_for_path(self, self.choose.text(), True, start, self.take)

    def _found(self, products: tuple[FoundProduct, ...]) -> None:
        self._end_scan()
        again = self.draft.again
        if again and len(products) == 1:
            products = (FoundProduct(again, products[0].folder),)
        else:
            self.draft.regions.clear()
        self.draft.products, self.draft.findings = products, None
        self._show_products()
        self._show_findings(None)
        self._look_through()
        self._show_again()

    def _look_through(self) -> None:
        # Folders may have names that products must not; the person can change those, so they are numbered here.
        products, more = self.draft.products, self.draft.more
        specs = [f"{number}={one.folder.absolute()}" for number, one in enumerate(products)]
        for number, one in enumerate(products):
            specs += [word for folder in more.get(one.name, ()) for word in ("--more", f"{number}={folder}")]
        self._scan = ScanRun(self.parts.desk.command, specs)
        self._show_progress()
        self.changed.emit()

    def _show_again(self) -> None:
        """What comes from the review, and what is still wanted."""
        name, more = self.draft.again, self.draft.more.get(self.draft.again, ())
        words = [self.tr("{product} is trained again with what people found in the review.").format(product=name)]
        if more:
            words.append(self.tr("Approved false rejects teach as good parts; they set no limits."))
        if not self.draft.products:
            words.append(self.tr("Choose the folder of good parts it was trained with."))
        self.again.setText(" ".join(words))
        self.again.setVisible(bool(name))
        self.forget.setVisible(bool(name))

    def _forget(self) -> None:
        """Another product, with nothing from the review."""
        self.draft.take(Draft())
        self.enter()
        self.changed.emit()

    def _refused(self, error: InspectError) -> None:
        self.message.complain(error)

    def _show_products(self) -> None:
        clear(self.products)
        self._names, self._shown = [], self.draft.products
        for one in self.draft.products:
            edit = QLineEdit(one.name)
            edit.setAccessibleName(self.tr("Name of the product"))
            edit.setMaximumWidth(420)
            self._names.append(edit)
            where = QLabel(str(one.folder))
            where.setObjectName("softText")
            where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(QLabel(self.tr("Product name")))
            line.addWidget(edit, 1)
            line.addWidget(where, 2)
            self.products.addWidget(row)

    def _show_findings(self, findings: Findings | None) -> None:
        clear(self.cards)
        if findings is None:
            return
        scanned = list(findings.products.values())
        if set(findings.products) == {str(number) for number in range(len(scanned))}:
            findings = Findings(
                products={one.name: findings.products[str(i)] for i, one in enumerate(self.draft.products)}
            )
            self.draft.findings = findings
        for name, one in findings.products.items():
            self.cards.addWidget(FoundCard(self.parts, name, one))

    def _show_progress(self) -> None:
        running = self._scan is not None
        self.progress.setVisible(running)
        self.what.setVisible(running)
        if self._scan is None:
            return
        status = self._scan.progress()
        self.progress.setRange(0, max(0, status.total))
        self.progress.setValue(status.done)
        if status.stage == "features":
            text = self.tr("Comparing the images with one another, {done} of {total}")
        elif status.total:
            text = self.tr("Reading the images, {done} of {total}")
        else:
            text = self.tr("Starting to look through the images")
        self.what.setText(text.format(done=self.look.number(status.done), total=self.look.number(status.total)))
