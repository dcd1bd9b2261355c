"""The way back to training: approving false rejects, training again with what was found, and writing it for others."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.actions import Do
from app.pages.parts import Card, MessageLine, PageParts, button, scrolling
from app.review.underway import Underway
from app.review.worker import Serial
from app.shell.paths_dialog import ask_for_path
from app.wizard.desk import Phase
from app.wizard.draft import Draft, draft_again
from engine.errors import InspectError
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import EventBody, FindingKind
from engine.records.reader import RecordReader
from engine.review.export import APPROVED, Exported, export_findings
from engine.review.lessons import Lessons, gather
from engine.review.listing import Seqs, read_cards
from engine.shelf import look_at
from engine.teach.plan import kept_plan

MOST_AT_ONCE = 2000


class TrainingView(QWidget):
    """``chosen`` gives the parts that are selected in the gallery, ``all_parts`` those of the filter."""

    def __init__(
        self, parts: PageParts, chosen: Callable[[], Seqs], all_parts: Callable[[], Seqs], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._parts, self._look = parts, parts.look
        self._chosen, self._all = chosen, all_parts
        self._serial = Serial("export", self)
        self._reader: RecordReader | None = None
        self.message, self.progress = MessageLine(), Underway(self.tr("Writing"), self.tr("Cancel"))
        self.approve = button(self.tr("Approve selected false rejects"), self._approve)
        self.export = button(self.tr("Export all of this filter…"), self._ask_folder, primary=False)
        self.again = button(self.tr("Train again with these…"), self._train_again, primary=True)
        self.progress.begins, self.cancel = self.export, self.progress.cancel
        self._snapshot = Snapshot()
        self._facts = QVBoxLayout()
        self._lay_out()

    @property
    def busy(self) -> bool:
        """True while something is written."""
        return self._serial.busy

    def use(self, reader: RecordReader | None) -> None:
        """The records."""
        self._reader = reader

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The product in use is the one that is trained again."""
        self._snapshot = snapshot

    def close_view(self) -> bool:
        """Stop an export and end the thread."""
        self.progress.stop.set()
        return self._serial.close()

    def _approve(self) -> None:
        """An engineer lets these parts into training as good ones. Each is an event with his name."""
        reader, line = self._reader, self._parts.line
        if reader is None or line is None or not self._parts.allowed():
            return
        seqs, user = self._chosen()[:MOST_AT_ONCE], self._parts.access.session.user

        def work() -> int:
            cards = read_cards(reader, [int(seq) for seq in seqs]).values()
            good = [one for one in cards if one.finding and one.finding.finding is FindingKind.FALSE_REJECT]
            for card in good:
                line.record(EventBody(code=APPROVED, user=user, params={"part": card.row.uuid})).result(30)
            return len(good)

        self._serial.start(work, self._approved, self.message.complain)

    def _approved(self, count: int) -> None:
        self.message.say(self.tr("{n} false rejects may be learned as good parts.").format(n=self._look.number(count)))

    def _train_again(self) -> None:
        """An engineer's: everything people said of the product in use, and the wizard opened with it."""
        reader, now, desk = self._reader, self._snapshot, self._parts.desk
        if reader is None or not self._parts.allowed():
            return
        bundle, product = now.bundle, now.product
        if bundle is None or product is None:
            self.message.say(self.tr("Open the product first: the one in use is trained again."))
            return
        if not desk.looked:
            desk.look()
        shelf = self._parts.shelf
        told, stop = self.progress.report, self.progress.stop

        def work() -> tuple[Lessons, Draft, bool]:
            lessons = gather(reader, product, told, stop)
            more = None if lessons.more is None else str(lessons.more)
            plan = kept_plan(shelf.folder, bundle.sha256)
            made = desk.bundle
            kept = made is not None and look_at(made).sha256 in {one.sha256 for one in shelf.bundles()}
            return lessons, draft_again(product, more, tuple(map(str, lessons.defects)), bundle, plan), kept

        self.progress.begin()
        self._serial.start(work, lambda found: self._open_wizard(*found), self._failed)

    def _open_wizard(self, lessons: Lessons, draft: Draft, kept: bool) -> None:
        """``kept``: the last training is done, and its model on the shelf."""
        self._done(lessons.exported)
        if lessons.exported.cancelled:
            return
        desk = self._parts.desk
        if kept:
            desk.discard()
        elif desk.phase is not Phase.NONE:
            self.message.say(self.tr("A training is under way or not put away yet; end it on the Train page first."))
            return
        desk.draft.take(draft)
        self._parts.actions[Do.TRAIN].trigger()

    def _ask_folder(self) -> None:
        ask_for_path(self, self.export.text(), True, None, self.export_to)

    def export_to(self, folder: Path) -> None:
        """Write everything below ``folder``, in the background."""
        reader = self._reader
        if reader is None:
            return
        seqs = self._all()
        self.progress.begin()
        told, stop = self.progress.report, self.progress.stop
        self._serial.start(lambda: export_findings(reader, seqs, folder, told, stop), self._done, self._failed)

    def _done(self, found: Exported) -> None:
        self.progress.end()
        words = self.tr("It was stopped before the end.") if found.cancelled else self.tr("Written.")
        self.message.say(words)
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        numbers = (
            (self.tr("Additional good parts"), found.additional_good),
            (self.tr("Defects to tune with"), found.tuning),
            (self.tr("Defects locked away for the last check"), found.locked),
            (self.tr("Good parts to test with"), found.test_good),
            (self.tr("Drawn masks"), found.masks),
            (self.tr("False rejects nobody has approved"), found.unapproved),
            (self.tr("Images missing or altered"), len(found.skipped)),
        )
        facts = tuple((name, self._look.number(count)) for name, count in numbers)
        self._facts.addWidget(Card(self._look, self.tr("Written"), facts))

    def _failed(self, error: InspectError) -> None:
        self.progress.end()
        self.message.complain(error)

    def _lay_out(self) -> None:
        texts = (
            self.tr("False rejects are good parts the model should know. An engineer approves each of them first."),
            self.tr(
                "Confirmed defects become a test set. All parts of one lot go the same way: half to tune with, half "
                "locked away for the last check."
            ),
            self.tr(
                "For other programs: everything of this filter as folders, tables and outlines (MVTec, CSV, COCO)."
            ),
        )
        column = QVBoxLayout()
        column.setSpacing(12)
        for text, tool in zip(texts, (self.approve, self.again, self.export), strict=True):
            label = QLabel(text)
            label.setWordWrap(True)
            column.addWidget(label)
            line = QHBoxLayout()
            line.addWidget(tool)
            if tool is self.export:
                line.addWidget(self.cancel)
            line.addStretch(1)
            column.addLayout(line)
        column.addWidget(self.progress)
        column.addWidget(self.message)
        column.addLayout(self._facts)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(column))
