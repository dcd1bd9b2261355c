"""The Diagnostics page: what is really usable here, how fast it is, what happened, and all of it in one file."""

import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from app.background import Background
from app.pages.bench_run import BenchRun
from app.pages.doctor_words import name_word, sentence
from app.pages.log_view import LogView
from app.pages.page import Page
from app.pages.parts import Card, MessageLine, PageParts, button, scrolling
from app.paths import home
from app.shell.paths_dialog import ask_where_to_save
from app.support import write_support
from engine.doctor import Check, Report, Status, examine
from engine.errors import InspectError
from engine.pipeline.snapshot import Snapshot

POLL_MS = 200
STAGES = ("read", "preprocess", "infer", "decide", "total")


class DiagnosticsPage(Page):
    """Three cards: doctor, benchmark, log; and the support archive."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._parts, self._look = parts, parts.look
        self._background = Background(self)
        self._bundle: Path | None = None
        self._bench: BenchRun | None = None
        self._starting = False
        self._since_s = 0.0
        self._examined = False
        self.message = MessageLine()
        self.support = button(
            self.tr("Support archive…"), self._ask_support, self.tr("Logs, report, settings: one file")
        )
        self.again = button(self.tr("Examine again"), self.examine)
        self.run_bench = button(self.tr("Measure"), self._start_bench)
        self.cancel_bench = button(self.tr("Cancel"), self._cancel_bench)
        self.cancel_bench.hide()
        self.checks, self.bench_text = Card(self._look, self.tr("This computer")), MessageLine()
        self.figures = QGridLayout()
        self.examining, self.measuring = self._progress(), self._progress()
        self.log = LogView(self._look, (parts.data / "logs", home() / "logs"), self._background)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._follow_bench)
        self._lay_out()
        self.setFocusProxy(self.support)

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self._background.busy

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The bundle in use is what is measured."""
        bundle = None if snapshot.bundle is None else snapshot.bundle.path
        self._bundle = bundle
        self.run_bench.setEnabled(bundle is not None and self._bench is None and not self._starting)
        if self._bench is None and not self.figures.count():
            text = self.tr("Judges 200 made-up parts with the bundle in use.")
            self.bench_text.say(text if bundle else self.tr("No product is in use."))

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the computer once, and follow the log."""
        super().showEvent(event)
        self.log.follow(True)
        if not self._examined:
            self.examine()

    def hideEvent(self, event: QHideEvent) -> None:
        """A log nobody sees need not be read."""
        super().hideEvent(event)
        self.log.follow(False)

    def close_page(self) -> bool:
        """End threads and the benchmark."""
        self.log.follow(False)
        self._timer.stop()
        if self._bench is not None:
            self._bench.close()
            self._bench = None
        return self._background.close(5.0)

    def examine(self) -> None:
        """Ask the doctor; takes some seconds."""
        self._examined = True
        self.again.setEnabled(False)
        self.examining.show()
        self._background.start(examine, self._show_report, self._examination_failed)

    def write_support(self, target: Path) -> None:
        """Write the archive in the background."""
        self.support.setEnabled(False)
        self.message.say(self.tr("Collecting…"))
        data, station = self._parts.data, self._parts.station.path

        def done(members: tuple[str, ...]) -> None:
            self.support.setEnabled(True)
            self._parts.access.session.note("support.written", file=str(target))
            text = self.tr("{path} is written: %n file(s), without PINs and images.", "", len(members))
            self.message.say(text.format(path=target))

        def failed(error: InspectError) -> None:
            self.support.setEnabled(True)
            self.message.complain(error)

        self._background.start(lambda: write_support(target, data, station, (home() / "logs",)), done, failed)

    def _progress(self) -> QProgressBar:
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Working"))
        bar.hide()
        return bar

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.again)
        tools.addWidget(self.support)
        tools.addStretch(1)
        bench = Card(self._look, self.tr("Benchmark"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.run_bench)
        row.addWidget(self.cancel_bench)
        row.addWidget(self.bench_text, 1)
        bench.grid.addLayout(row, 1, 0, 1, 2)
        bench.grid.addWidget(self.measuring, 2, 0, 1, 2)
        bench.grid.addLayout(self.figures, 3, 0, 1, 2)
        log = Card(self._look, self.tr("Log"))
        log.grid.addWidget(self.log, 1, 0, 1, 2)
        column = QVBoxLayout()
        column.setSpacing(12)
        for widget in (self.examining, self.checks, bench, log):
            column.addWidget(widget)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(tools)
        layout.addWidget(self.message)
        layout.addWidget(scrolling(column), 1)

    def _show_report(self, report: Report) -> None:
        self.again.setEnabled(True)
        self.examining.hide()
        card = Card(self._look, self.tr("This computer"))
        for check in report.checks:
            advice = f"\n→ {sentence(check.advice)}" if check.advice else ""
            card.add(f"{self._mark(check)} {name_word(check.name)}", sentence(check.found) + advice)
        parent = self.checks.parentWidget()
        layout = parent.layout() if parent else None
        if layout is not None:
            layout.replaceWidget(self.checks, card)
            self.checks.deleteLater()
            self.checks = card
            card.show()

    def _mark(self, check: Check) -> str:
        return {Status.OK: "✓", Status.NOTE: "○", Status.PROBLEM: "⚠"}[check.status]

    def _examination_failed(self, error: InspectError) -> None:
        self.again.setEnabled(True)
        self.examining.hide()
        self.message.complain(error)

    def _start_bench(self) -> None:
        if self._bundle is None or self._bench is not None or self._starting or not self._parts.allowed():
            return
        bundle, self._since_s, self._starting = self._bundle, time.monotonic(), True
        self.run_bench.setEnabled(False)
        self._background.start(lambda: BenchRun(bundle), self._bench_started, self._bench_failed)

    def _bench_started(self, run: BenchRun) -> None:
        self._bench, self._starting = run, False
        self.run_bench.setEnabled(False)
        self.cancel_bench.show()
        self.measuring.show()
        self._timer.start(POLL_MS)

    def _bench_failed(self, error: InspectError) -> None:
        self._starting = False
        self.bench_text.complain(error)

    def _cancel_bench(self) -> None:
        if self._bench is not None:
            self._bench.cancel()

    def _follow_bench(self) -> None:
        run = self._bench
        if run is None:
            return
        if run.running:
            seconds = self._look.number(round(time.monotonic() - self._since_s))
            self.bench_text.say(self.tr("Measuring, {seconds} s so far…").format(seconds=seconds))
            return
        self._timer.stop()
        self._bench = None
        self.cancel_bench.hide()
        self.measuring.hide()
        self.run_bench.setEnabled(self._bundle is not None)
        if run.cancelled:
            self.bench_text.say(self.tr("Cancelled."))
        else:
            self._show_figures(run)
        run.close()

    def _show_figures(self, run: BenchRun) -> None:
        try:
            found = run.result()
        except InspectError as error:
            self.bench_text.complain(error)
            return
        while (item := self.figures.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        text = self.tr("{provider}: {rate} parts a second")
        rate = self._look.decimal(_number(found.get("parts_per_s")), 1)
        self.bench_text.say(text.format(provider=found.get("provider"), rate=rate))
        stages = found.get("stages")
        for column, head in enumerate((self.tr("Stage"), self.tr("Median, ms"), "p95", "p99")):
            self.figures.addWidget(self._cell(head, soft=True), 0, column)
        for row, stage in enumerate(STAGES if isinstance(stages, dict) else (), 1):
            times = stages.get(stage) if isinstance(stages, dict) else None
            self.figures.addWidget(self._cell(self._stage_word(stage)), row, 0)
            for column, key in enumerate(("median_ms", "p95_ms", "p99_ms"), 1):
                value = _number(times.get(key)) if isinstance(times, dict) else 0.0
                self.figures.addWidget(self._cell(self._look.decimal(value, 2)), row, column)

    def _stage_word(self, stage: str) -> str:
        return {
            "read": self.tr("read"),
            "preprocess": self.tr("prepare"),
            "infer": self.tr("network"),
            "decide": self.tr("decide"),
            "total": self.tr("total"),
        }[stage]

    def _cell(self, text: str, soft: bool = False) -> QLabel:
        label = QLabel(text)
        label.setFont(self._look.font(self._look.theme.sizes.text))
        if soft:
            label.setObjectName("softText")
        return label

    def _ask_support(self) -> None:
        if self._parts.allowed():
            name = time.strftime("uniad-support-%Y%m%d-%H%M.zip")
            ask_where_to_save(self, self.support.text(), name, self.write_support)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
