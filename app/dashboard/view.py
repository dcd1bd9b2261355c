"""What the dashboard shows: figures, yield by hour, rejects by type, drift, and the lamps of all stations."""

import threading
import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.background import Background
from app.dashboard.drift_plot import draw_drift
from app.dashboard.lamps import Lamps
from app.error_texts import cause_text
from app.look import Look
from app.pages.parts import scrolling
from app.plots.cards import plot_cards
from app.plots.painted import Painted, ink_of
from app.reports.plots import draw_pareto, draw_share, draw_yield
from app.reports.preview import Figure
from app.reports.words import figure_word
from app.station_file import StationFile
from engine.board import Board, Seen
from engine.drift import DriftReport
from engine.errors import ErrorCode, InspectError
from engine.pipeline.snapshot import Snapshot
from engine.pipeline.status import board_folder
from engine.reports.data import Defect, Report, Wanted
from engine.reports.period import between

LAMPS_MS, RECORDS_MS = 2000, 30_000
HOURS = 12


class DashboardView(QWidget):
    """Reads by itself while it is seen: the lamps every two seconds, the records every half minute."""

    def __init__(self, look: Look, data: Path, station: StationFile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look, self._data, self._station, self._ink = look, data, station, ink_of(look)
        self._background = Background(self)
        self._board: Board | None = None
        self._cancel = threading.Event()
        self._looking = self._reading = False
        names = (
            self.tr("yield of {hours} h").format(hours=HOURS),
            self.tr("inspections"),
            self.tr("parts a minute"),
            self.tr("ms from read to verdict"),
        )
        self.yield_, self.total, self.rate, self.cycle = (Figure(look, name, large=True) for name in names)
        self.bars, self.shares = Painted(look, 110), Painted(look, 110)
        self.rejects, self.drift, self.lamps = Painted(look, 110), Painted(look, 110), Lamps(look)
        self.message = QLabel()
        self.message.setObjectName("softText")
        self._lamp_timer, self._records_timer = QTimer(self), QTimer(self)
        self._lamp_timer.timeout.connect(self._look_around)
        self._records_timer.timeout.connect(self._read)
        self._lay_out()

    @property
    def busy(self) -> bool:
        """True while something is read."""
        return self._background.busy

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow."""
        super().showEvent(event)
        self._look_around()
        self._read()
        self._lamp_timer.start(LAMPS_MS)
        self._records_timer.start(RECORDS_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self._lamp_timer.stop()
        self._records_timer.stop()

    def close_view(self) -> bool:
        """End what runs."""
        self._lamp_timer.stop()
        self._records_timer.stop()
        self._cancel.set()
        return self._background.close(5.0)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Rate, cycle time and drift come from the line itself."""
        tally, look = snapshot.line.tally, self._look
        self.rate.show_value("–" if tally.per_minute is None else look.decimal(tally.per_minute, 0))
        self.cycle.show_value("–" if tally.cycle_ms is None else look.decimal(tally.cycle_ms, 0))
        figures = _drift_figures(snapshot.line.drift)
        words = ", ".join(f"{name} {value:+.1f}" for name, value in figures)
        self.drift.show_plot(
            partial(draw_drift, figures=figures, ink=self._ink) if figures else None,
            words or self.tr("Too few parts to tell."),
        )

    def _look_around(self) -> None:
        if not self._looking:
            self._looking = True
            self._background.start(self._stations, self._show_stations, self._no_stations)

    def _stations(self) -> tuple[Seen, ...]:
        """In the background."""
        if self._board is None:
            settings, _ = self._station.read()
            folder = board_folder(settings, self._station.path.absolute().parent)
            self._board = Board(folder if settings.station.board else self._data / "board")
        return self._board.look(time.monotonic())

    def _show_stations(self, seen: tuple[Seen, ...]) -> None:
        self._looking = False
        self.lamps.show_stations(seen)

    def _no_stations(self, error: InspectError) -> None:
        self._looking = False
        self.message.setText(cause_text(error))

    def _read(self) -> None:
        if not self._reading:
            self._reading = True
            self._background.start(partial(_report, self._data, self._cancel), self._show_report, self._no_report)

    def _no_report(self, error: InspectError) -> None:
        self._reading = False
        missing = error.code in (ErrorCode.RECORDS_MISSING, ErrorCode.RECORDS_OLDER)  # or made at this moment
        self.message.setText(self.tr("No part was recorded yet.") if missing else cause_text(error))

    def _show_report(self, report: Report) -> None:
        self._reading = False
        look, counts, spans, ink = self._look, report.counts, report.hours, self._ink
        share = "–" if counts.yield_share is None else f"{look.decimal(100 * counts.yield_share, 1)} %"
        self.yield_.show_value(share)
        self.total.show_value(look.number(counts.total))
        self.message.setText("" if counts.total else self.tr("Nothing was inspected in the last hours."))
        words = self.tr("{count} inspections, yield {share}").format(count=look.number(counts.total), share=share)
        words = words if spans else self.tr("Nothing was inspected in the last hours.")
        self.bars.show_plot(partial(draw_yield, spans=spans, ink=ink, by_day=False) if spans else None, words)
        self.shares.show_plot(partial(draw_share, spans=spans, ink=ink, by_day=False) if spans else None, words)
        kinds = self._rejects(report)
        names = ", ".join(f"{one.name} {look.number(one.count)}" for one in kinds)
        draw = partial(draw_pareto, defects=kinds, ink=ink, no_name=self.tr("(no name)"))
        self.rejects.show_plot(draw if kinds else None, names or self.tr("No reject."))

    def _rejects(self, report: Report) -> list[Defect]:
        """Defects as people named them, false rejects, what could not be judged, and what nobody has looked at."""
        said = report.said
        known = {one.name or self.tr("(no name)"): one.count for one in report.defects}
        known[self.tr("false rejects")] = said.false_rejects
        known[self.tr("not judged")] = report.counts.error
        known[self.tr("not reviewed")] = max(0, said.open_ - report.counts.error)
        found = sorted(((name, count) for name, count in known.items() if count), key=lambda one: -one[1])
        total, sofar, made = sum(count for _, count in found), 0, []
        for name, count in found:
            sofar += count
            made.append(Defect(name, count, count / total, sofar / total))
        return made

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(40)
        for figure in (self.yield_, self.total, self.rate, self.cycle):
            figures.addWidget(figure)
        figures.addStretch(1)
        figures.addWidget(self.message)
        plots = (
            (self.tr("Inspections by hour"), self.bars),
            (self.tr("Yield by hour"), self.shares),
            (self.tr("Rejects by type"), self.rejects),
            (self.tr("Drift against training"), self.drift),
        )
        grid = plot_cards(self._look, plots)
        stations = QLabel(self.tr("Stations"))
        stations.setObjectName("title")
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addLayout(figures)
        column.addLayout(grid, 1)
        column.addWidget(stations)
        column.addWidget(self.lamps)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addWidget(scrolling(column))


def _report(data: Path, cancel: threading.Event) -> Report:
    """The last hours, from the beginning of one."""
    from engine.records.reader import RecordReader
    from engine.reports.making import make_report

    now = datetime.now().astimezone()
    since = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
    reader = RecordReader(data)
    try:
        return make_report(reader, Wanted(between(since, now + timedelta(seconds=1)), worst=0), None, cancel)
    finally:
        reader.close()


def _drift_figures(reports: Mapping[str, DriftReport]) -> list[tuple[str, float]]:
    found: list[tuple[str, float]] = []
    for product, report in reports.items():
        words = (figure_word(QCoreApplication.translate, shift.name) for shift in report.shifts)
        named = zip(words, report.shifts, strict=True)
        found += [(f"{product} {word}", shift.deviations) for word, shift in named]
    return found[:12]
