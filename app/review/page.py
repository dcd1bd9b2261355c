"""The Review page: gallery on the left; on the right the part, what it all means, and the way back to training."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.pages.page import Page
from app.pages.parts import MessageLine, PageParts, button
from app.review.cell import CELL_W, PICTURE_H
from app.review.detail import DetailView
from app.review.filters import FilterBar
from app.review.grid import Grid
from app.review.meaning import MeaningView
from app.review.model import PartsModel
from app.review.thumbnails import Thumbnails
from app.review.training import TrainingView
from app.review.words import finding_word
from app.review.worker import Serial
from engine.bundle import Bundle
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import FindingKind, PartBody, Polygon
from engine.records.reader import RecordReader
from engine.records.rows import Finding
from engine.review.desk import FindingDesk, Said, Step
from engine.review.export import outlines_of
from engine.review.listing import Card, Names, Seqs, read_cards, read_names, read_targets
from engine.review.pictures import Detail, Examiner, Shelves

SECOND_SHARE = 0.1
MOST_AT_ONCE = 10_000


@dataclass(frozen=True, eq=False)
class Found:
    """What the details thread brings."""

    seq: int
    detail: Detail
    body: PartBody | None
    findings: list[Finding]
    bundle: Bundle | None
    outlines: tuple[Polygon, ...]


class ReviewPage(Page):
    """Operators say what parts are; engineers apply what follows from it."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts, self._look = parts, parts.look
        self._reader: RecordReader | None = None
        self._desk: FindingDesk | None = None
        self._shelves = Shelves(parts.data)
        self._examiner = Examiner(parts.data, self._shelves.of)
        self._snapshot = Snapshot()
        self._shown_seq = -1
        self._lists, self._details, self._findings = (Serial(name, self) for name in ("lists", "details", "findings"))
        self.thumbnails = Thumbnails(parts.data, (2 * CELL_W, 2 * PICTURE_H), self)
        self.model = PartsModel(self._lists, self)
        self.filters, self.grid = FilterBar(parts.look), Grid(parts.look, self.model, self.thumbnails)
        self.detail, self.count, self.message = DetailView(parts), QLabel(), MessageLine()
        self.meaning = MeaningView(parts)
        self.training = TrainingView(parts, self._selected, self.model.all_seqs)
        self.count.setObjectName("softText")
        self.refresh = button(self.tr("Refresh"), self.show_parts)
        self.stack, self._tabs = QStackedWidget(), QButtonGroup(self)
        self._connect()
        self._lay_out()

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        mine = (self.model, self._lists, self._details, self._findings, self.meaning, self.training)
        return any(one.busy for one in mine)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The bundle in use may lie outside the shelf."""
        self._snapshot = snapshot
        self.meaning.show_snapshot(snapshot)
        self.training.show_snapshot(snapshot)
        if snapshot.bundle is not None:
            self._shelves.add(snapshot.bundle)

    def show_parts(self) -> None:
        """What the filter says, as the records are now."""
        reader = self._open()
        if reader is None:
            return
        choice = self.filters.choice
        second = (self._user, SECOND_SHARE) if choice.second else None
        self.grid.blind = choice.second
        self.detail.show_blind(choice.second)
        self.model.show_parts(reader, choice.wanted, choice.order, second)
        self._lists.start(lambda: read_names(reader), self._offer, self.message.complain, key="names")

    def say(self, kind: FindingKind) -> None:
        """One key: for all selected parts, then on to the next."""
        desk, reader = self._desk, self._reader
        ranges = self.grid.selected_ranges()
        if not self.isVisible() or desk is None or reader is None or not ranges:
            return
        if sum(len(one) for one in ranges) > MOST_AT_ONCE:
            words = self.tr("At most {n} parts at once; choose fewer with the filters.")
            self.message.say(words.format(n=self._look.number(MOST_AT_ONCE)))
            return
        said = Said(kind, self.detail.defect_type.currentText().strip(), self.detail.note.text().strip())
        self._write(desk, reader, self.model.seqs(ranges), said)
        self.detail.note.clear()
        self.grid.go(ranges[-1].stop)

    def undo(self, redo: bool = False) -> None:
        """The last step back, or again."""
        desk = self._desk
        if desk is None or not self.isVisible():
            return
        user = self._user
        turn = desk.redo if redo else desk.undo
        self._findings.start(lambda: turn(user), self._turned, self.message.complain)

    def close_page(self) -> bool:
        """End the threads."""
        if self._desk is not None:
            self._desk.cancel()
        ended = [serial.close() for serial in (self._lists, self._details, self._findings)]
        ended += [self.thumbnails.close(), self.detail.panes.close_view()]
        ended += [self.model.close_model(), self.meaning.close_view(), self.training.close_view()]
        if self._reader is not None:
            self._reader.close()
        return all(ended)

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is what is there."""
        super().showEvent(event)
        self.show_parts()
        self.grid.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Drawing ends with the page."""
        super().hideEvent(event)
        self.detail.stop_drawing()

    @property
    def _user(self) -> str:
        return self._parts.access.session.user

    def _open(self) -> RecordReader | None:
        """The records, once they are there. A database of another version is told."""
        if self._reader is None:
            try:
                self._reader = RecordReader(self._parts.data)
            except RecordsError as error:
                if error.code is ErrorCode.RECORDS_MISSING:
                    self._say_empty()
                else:
                    self.message.complain(error)
                return None
            if self._parts.line is not None:
                self._desk = FindingDesk(self._reader, self._parts.line.record)
            self.training.use(self._reader)
        return self._reader

    def _say_empty(self) -> None:
        self.count.setText("")
        self.detail.show_nothing(self.tr("Nothing is recorded yet. Inspect some parts, then look at them here."))

    # Showing.

    def _count(self, number: int, complete: bool) -> None:
        shown = self._look.number(number)
        words = self.tr("{n} parts") if complete else self.tr("{n} parts, counting…")
        self.count.setText(words.format(n=shown))
        if number == 0 and complete:
            self.detail.show_nothing(self.tr("No part passes this filter."))
        elif self.grid.current_row < 0 and number:
            self.grid.go(0)
        self._show_current()

    def show_tab(self, index: int) -> None:
        """Part, what it means, back to training."""
        self._tabs.button(index).setChecked(True)
        self._open_tab(index)

    def _open_tab(self, index: int) -> None:
        self.stack.setCurrentIndex(index)
        self.message.say("")
        self.meaning.refresh(self._reader)

    def _selected(self) -> Seqs:
        return self.model.seqs(self.grid.selected_ranges())

    def _show_only(self, seqs: object) -> None:
        """These parts and no others, until the filter changes or is refreshed."""
        self.model.show_only(np.asarray(seqs, np.int64))

    def _offer(self, names: Names) -> None:
        self.filters.offer(names)
        self.detail.offer_types(names.defect_types)

    def _show_current(self) -> None:
        row, reader = self.grid.current_row, self._reader
        if row < 0 or reader is None or row >= self.model.rowCount():
            return
        seq, blind = self.model.seq(row), self.grid.blind
        if seq == self._shown_seq:
            return
        self._shown_seq = seq
        self._details.start(lambda: self._look_at(reader, seq, blind), self._show_detail, self._fail, key="detail")

    def _look_at(self, reader: RecordReader, seq: int, blind: bool) -> Found:
        """In the details thread."""
        card: Card = read_cards(reader, [seq])[seq]
        body = reader.part(card.row.uuid)
        if body is None:
            raise RecordsError(ErrorCode.RECORD_NO_IMAGE, part=card.row.uuid, why="no such part")
        detail = self._examiner.look(card, body.limits.to_limits())
        findings = [] if blind else reader.findings(card.row.uuid)
        drawn = outlines_of(reader, card.finding.seq) if card.finding is not None and not blind else ()
        try:
            bundle: Bundle | None = self._shelves.of(card.bundle_sha256)
        except InspectError:
            bundle = None
        return Found(seq, detail, body, findings, bundle, drawn)

    def _show_detail(self, found: Found) -> None:
        if found.seq == self._shown_seq:
            self.detail.show_detail(found.detail, found.body, found.findings, found.bundle)
            self.detail.panes.polygons = found.outlines
            if found.detail.problem is not None:
                self.thumbnails.forget(found.seq)

    def _fail(self, error: InspectError) -> None:
        self._shown_seq = -1
        self.message.complain(error)

    # Findings.

    def _write(self, desk: FindingDesk, reader: RecordReader, seqs: Seqs, said: Said) -> None:
        user, blind = self._user, self.grid.blind
        self._findings.start(
            lambda: desk.say(read_targets(reader, seqs), said, user, blind),
            partial(self._said, said, seqs),
            self._refused,
        )

    def _said(self, said: Said, seqs: Seqs, step: Step) -> None:
        words = self.tr("{n}: {finding}").format(
            n=self._look.number(len(step.changes)), finding=finding_word(said.kind)
        )
        self.message.say(words)
        self._changed(seqs)

    def _turned(self, step: Step | None) -> None:
        if step is None:
            self.message.say(self.tr("Nothing to undo."))
            return
        words = self.tr("{n} parts as before").format(n=self._look.number(len(step.changes)))
        if step.skipped:
            words += ", " + self.tr("{n} left alone: somebody has spoken since").format(n=step.skipped)
        self.message.say(words)
        self.model.forget_all()
        self._again()

    def _refused(self, error: InspectError) -> None:
        self.message.complain(error)
        self.model.forget_all()

    def _changed(self, seqs: Seqs) -> None:
        self.model.forget(np.asarray(seqs)[:6000].tolist())
        self._again()

    def _again(self) -> None:
        """The part that is shown may have other findings now."""
        self._shown_seq = -1
        self._show_current()
        reader = self._reader
        self.meaning.refresh(reader)
        if reader is not None:
            self._lists.start(lambda: read_names(reader), self._offer, self.message.complain, key="names")

    def _outline(self, polygons: tuple[Polygon, ...]) -> None:
        """The true defect of the part that is shown: a finding with its outlines."""
        desk, reader, row = self._desk, self._reader, self.grid.current_row
        if desk is None or reader is None or row < 0 or not self._parts.allowed():
            return
        self.detail.stop_drawing()
        text = self.detail.defect_type.currentText().strip()
        said = Said(FindingKind.DEFECT, text, self.detail.note.text().strip(), polygons)
        self._write(desk, reader, np.array([self.model.seq(row)], np.int64), said)

    def _connect(self) -> None:
        self.filters.changed.connect(self.show_parts)
        self.model.found.connect(self._count)
        self.model.failed.connect(self.message.complain)
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_current())
        self.detail.outlined.connect(self._outline)
        self._tabs.idClicked.connect(self._open_tab)
        self.meaning.shown.connect(self._show_only)

    def _lay_out(self) -> None:
        left, left_side = QVBoxLayout(), QWidget()
        left_side.setLayout(left)
        left.setContentsMargins(0, 0, 8, 0)
        left.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.count, 1)
        head.addWidget(self.refresh)
        left.addWidget(self.filters)
        left.addLayout(head)
        left.addWidget(self.grid, 1)
        right, right_side = QVBoxLayout(), QWidget()
        right_side.setLayout(right)
        right.setContentsMargins(8, 0, 0, 0)
        right.setSpacing(8)
        self._tab_row = QHBoxLayout()
        self._tab_row.setSpacing(8)
        right.addLayout(self._tab_row)
        right.addWidget(self.message)
        right.addWidget(self.stack, 1)
        self.add_tab(self.tr("Part"), self.detail)
        self.add_tab(self.tr("What it means"), self.meaning)
        self.add_tab(self.tr("Back to training"), self.training)
        split = QSplitter()
        split.addWidget(left_side)
        split.addWidget(right_side)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(split)

    def add_tab(self, name: str, widget: QWidget) -> None:
        """One more thing to see at the right."""
        made = QPushButton(name)
        made.setCheckable(True)
        made.setChecked(self.stack.count() == 0)
        self._tabs.addButton(made, self.stack.count())
        self._tab_row.addWidget(made)
        self.stack.addWidget(widget)
