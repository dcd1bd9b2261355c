"""Choosing a report, seeing what it says, and writing it."""

import threading
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.background import Background
from app.pages.parts import MessageLine, PageParts, button, scrolling
from app.reports.chooser import Chooser
from app.reports.making import Made, Stage, Target, make_files
from app.reports.preview import Preview
from app.shell.paths_dialog import ask_where_to_save
from engine.errors import ErrorCode, InspectError, UsageError
from engine.records.reader import RecordReader
from engine.reports.data import Report, Wanted
from engine.reports.making import make_report
from engine.review.listing import Names, read_names
from engine.shelf import Shelf

FOLLOW_MS = 150
Offer = tuple[Names, tuple[tuple[str, str], ...]]


class ReportPanel(QWidget):
    """Everything that reads or writes runs in the background; a newer choice stops an older reading."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._look = parts, parts.look
        self._background = Background(self)
        self._reading = threading.Event()
        self._writing: threading.Event | None = None
        self._at: tuple[Stage, int, int] | None = None
        self.chooser, self.preview, self.message = Chooser(parts.look), Preview(parts.look), MessageLine()
        self.write = button(self.tr("Write PDF and CSV…"), self._ask, self.tr("Two files of the same name"), True)
        self.cancel = button(self.tr("Cancel"), self._cancel)
        self.again = button(self.tr("Read again"), self.read)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Working"))
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._follow)
        self.chooser.changed.connect(self.read)
        self._lay_out()
        self._show_work(False)
        self.setFocusProxy(self.chooser.when)  # the first: Tab skips what stands before a proxy

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self._background.busy

    def set_shifts(self, shifts: tuple[str, ...]) -> None:
        """When shifts begin."""
        self.chooser.shifts = shifts

    def showEvent(self, event: QShowEvent) -> None:
        """The records as they are now."""
        super().showEvent(event)
        data = self._parts.data
        self._background.start(lambda: _offers(data), self._offer, self._unread)
        self.read()

    def close_panel(self) -> bool:
        """Stop what runs."""
        self._reading.set()
        if self._writing is not None:
            self._writing.set()
        self._timer.stop()
        return self._background.close(5.0)

    def read(self) -> None:
        """What is chosen, for the preview."""
        self._reading.set()
        self._reading = cancel = threading.Event()
        wanted = self._wanted()
        if wanted is None:
            return
        self.message.say(self.tr("Reading the records…"))
        task = partial(_read, self._parts.data, wanted, cancel)
        self._background.start(task, partial(self._show, cancel), self._unread)

    def write_to(self, target: Path) -> None:
        """Both files, named like ``target``."""
        if self._writing is not None:
            return
        wanted = self._wanted()
        if wanted is None:
            return
        stem = target.with_suffix("") if target.suffix.lower() in (".pdf", ".csv") else target
        files = Target(
            stem.with_name(f"{stem.name}.pdf"), stem.with_name(f"{stem.name}.csv"), self.chooser.paper_language
        )
        self._writing = cancel = threading.Event()
        self._show_work(True)
        task = partial(make_files, self._parts.data, wanted, files, self._tell, cancel)
        self._background.start(task, self._written, self._unwritten)

    def _wanted(self) -> Wanted | None:
        """What is chosen; None, and said, if that is no period."""
        try:
            return self.chooser.wanted(datetime.now().astimezone())
        except UsageError:
            text = self.tr("No period: {since} to {until}. Write 2026-10-15 06:00, and an end after the beginning.")
            self.message.say(text.format(since=self.chooser.since.text(), until=self.chooser.until.text()))
            return None

    def _tell(self, stage: Stage, done: int, total: int) -> None:
        """In the background's thread; the timer looks."""
        self._at = stage, done, total

    def _follow(self) -> None:
        if self._at is None:
            return
        stage, done, total = self._at
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        words = {
            Stage.READING: self.tr("Reading the records, {done} parts so far…"),
            Stage.PICTURES: self.tr("Pictures, {done}…"),
            Stage.PAGES: self.tr("Pages, {done}…"),
        }
        self.message.say(words[stage].format(done=self._look.number(done)))

    def _show_work(self, on: bool) -> None:
        self._at = None
        self.write.setEnabled(not on)
        for widget in (self.bar, self.cancel):
            widget.setVisible(on)
        self.bar.setRange(0, 0)
        if on:
            self._timer.start(FOLLOW_MS)
        else:
            self._timer.stop()

    def _cancel(self) -> None:
        if self._writing is not None:
            self._writing.set()

    def _written(self, made: Made) -> None:
        self._writing = None
        self._show_work(False)
        self.preview.show_report(made.report)
        text = self.tr("Written: {files}")
        self.message.say(text.format(files=", ".join(str(path) for path in made.files)))

    def _unwritten(self, error: InspectError) -> None:
        self._writing = None
        self._show_work(False)
        if error.code is ErrorCode.REPORT_CANCELLED:
            self.message.say(self.tr("Cancelled. Nothing was written."))
        else:
            self.message.complain(error)

    def _show(self, cancel: threading.Event, report: Report) -> None:
        if cancel is self._reading:
            self.message.say("" if report.counts.total else self.tr("Nothing was inspected in this period."))
            self.preview.show_report(report)

    def _unread(self, error: InspectError) -> None:
        if error.code in (ErrorCode.RECORDS_MISSING, ErrorCode.RECORDS_OLDER):  # or made at this moment
            self.message.say(self.tr("No part was recorded yet."))
        elif error.code is not ErrorCode.REPORT_CANCELLED:
            self.message.complain(error)

    def _offer(self, found: Offer) -> None:
        names, models = found
        self.chooser.offer(names.products, names.lots, models)

    def _ask(self) -> None:
        name = f"report-{datetime.now().astimezone():%Y%m%d-%H%M}.pdf"
        ask_where_to_save(self, self.write.text(), name, self.write_to)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.write, self.again):
            row.addWidget(widget)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        row.addStretch(1)
        inner = QVBoxLayout()
        inner.setSpacing(12)
        inner.addWidget(self.preview, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chooser)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addWidget(scrolling(inner), 1)


def _read(data: Path, wanted: Wanted, cancel: threading.Event) -> Report:
    reader = RecordReader(data)
    try:
        return make_report(reader, wanted, None, cancel)
    finally:
        reader.close()


def _offers(data: Path) -> Offer:
    reader = RecordReader(data)
    try:
        names = read_names(reader)
    finally:
        reader.close()
    shelved = Shelf(data).bundles()
    models = tuple((one.sha256, f"{one.manifest.name} ({one.sha256[:8]})") for one in shelved if one.manifest)
    return names, models
