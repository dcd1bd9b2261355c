"""A gauge study from its set-up to its figures. The study itself lives in its file; this shows it and asks."""

from functools import partial

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.background import Background
from app.checks.gauge_result import STILLS, GaugeResult
from app.checks.gauge_setup import GaugeNumbers, GaugeSetup
from app.checks.gauge_turn import GaugeTurn
from app.pages.parts import MessageLine, PageParts
from engine.errors import InspectError
from engine.gauge.report import compute
from engine.gauge.study import Plan, Seen, Study, StudyShelf
from engine.masters.view import Presented
from engine.pipeline.answers import ASK_STATION_S, wait_for
from engine.pipeline.planning import is_live
from engine.pipeline.snapshot import Snapshot
from engine.records.entries import EventBody
from engine.settings import LineMode

WHAT = "a gauge study"


class GaugePanel(QWidget):
    """Engineers set up; anybody may judge."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.parts, self.background = parts, Background(self)
        self._shelf = StudyShelf(parts.data)
        self._snapshot: Snapshot | None = None
        self.study: Study | None = None
        self._number = 0  # of the last presented part that was taken or is none of ours
        self._asked = False
        self._stills: tuple[int, int] | None = None  # part, pictures still to take
        self.message, self.stack = MessageLine(), QStackedWidget()
        self.setup, self.numbers = GaugeSetup(), GaugeNumbers()
        self.turn, self.result = GaugeTurn(), GaugeResult(parts.look)
        for page in (self.setup, self.numbers, self.turn, self.result):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.message)
        column.addWidget(self.stack, 1)
        self.setup.begun.connect(self._begin)
        self.setup.opened.connect(self._open)
        self.numbers.ready.connect(self._go_on)
        self.turn.presented.connect(self.present)
        self.turn.said.connect(self.say)
        self.turn.undone.connect(self._undo)
        self.turn.left.connect(self._leave)
        self.result.closed.connect(self._leave)
        self.result.printed.connect(self.print_it)
        self.result.stills.connect(self._take_stills)
        self._list()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line: what was presented is a reading if it was asked for."""
        self._snapshot = snapshot
        bundle = snapshot.bundle
        reject = 0.0 if snapshot.limits is None else snapshot.limits.reject
        user = self.parts.access.session.user
        self.setup.set_context(snapshot.product or "", "" if bundle is None else bundle.sha256, reject, user)
        seen = snapshot.line.masters.presented
        if seen is not None and seen.number != self._number:
            self._number = seen.number
            if self._asked:
                self._asked = False
                self._take(seen, snapshot)

    def present(self) -> None:
        """The part lies there: the next picture is of it. With triggers from outside, the next trigger takes it."""
        line, now = self.parts.line, self._snapshot
        if line is None or now is None or self._asked:
            return
        self.message.say("")
        self._asked = True
        by_step = now.line.mode is not LineMode.TRIGGERED

        def ask() -> None:
            wait_for(line.masters(lambda masters: masters.present(WHAT)), ASK_STATION_S)
            if by_step:
                line.step()

        self.background.start(ask, None, self._refused)
        self._show_turn()

    def say(self, bad: bool) -> None:
        """What the person whose turn it is says."""
        study = self.study
        if study is not None and study.next_turn is not None and not study.next_turn.by_station:
            self._keep(partial(self._shelf.enter, study, bad))

    def print_it(self) -> None:
        """The PDF, beside the study."""
        study = self.study
        if study is None:
            return
        path, locale = self._shelf.path(study.name).with_suffix(".pdf"), self.parts.look.locale

        def write() -> int:
            from app.checks.gauge_pdf import write_gauge_pdf

            return write_gauge_pdf(study, compute(study), path, locale)

        told = self.tr("Written: {path}").format(path=path)
        self.background.start(write, lambda _: self.message.say(told), self.message.complain)

    def close_panel(self) -> bool:
        """End the threads; a part that comes now is a product again."""
        self._stop_asking()
        return self.background.close()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody presents any more: the next part is a product again."""
        super().hideEvent(event)
        self._stop_asking()

    def _take(self, seen: Presented, now: Snapshot) -> None:
        study = self.study
        if study is None or now.bundle is None:
            return
        live = now.source is not None and is_live(now.source.uri)
        one = seen.inspection
        found = Seen(one.product, now.bundle.sha256, one.verdict, one.score, seen.uuid, seen.pixels_sha256, live)
        if self._stills is not None:
            self._keep(partial(self._shelf.add_still, study, self._stills[0], found))
        else:
            self._keep(partial(self._shelf.read, study, found))

    def _keep(self, change: "partial[Study]") -> None:
        self.background.start(change, self._show, self._refused)

    def _show(self, study: Study) -> None:
        """The study as it was saved just now."""
        finished = study.next_turn is None and (self.study is None or self.study.next_turn is not None)
        self.study = study
        if self._stills is not None:
            part, left = self._stills
            self._stills = None if left <= 1 else (part, left - 1)
            if self._stills is not None:
                self.message.say(self.tr("{n} pictures to take").format(n=left - 1))
                self.present()
                return
            self.message.say("")
        if study.next_turn is None:
            self.result.show_figures(study, compute(study))
            self.stack.setCurrentWidget(self.result)
        else:
            self.stack.setCurrentWidget(self.turn)
            self._show_turn()
        if finished and study.readings and self.parts.line is not None:
            params: dict[str, str | int | float] = {"study": study.name, "product": study.product}
            params["readings"] = len(study.readings)
            self.parts.line.record(EventBody(code="gauge.finished", params=params, user=study.begun_by))

    def _show_turn(self) -> None:
        if self.study is not None and self.stack.currentWidget() is self.turn:
            self.turn.show_turn(self.study, self._asked)

    def _refused(self, error: InspectError) -> None:
        self._stop_asking()
        self.message.complain(error)
        self._show_turn()

    def _stop_asking(self) -> None:
        line, self._stills = self.parts.line, None
        if self._asked and line is not None:
            line.masters(lambda masters: masters.cancel())
        self._asked = False

    def _begin(self, plan: Plan) -> None:
        if self.parts.allowed():
            self.message.say("")
            self.background.start(lambda: self._shelf.begin(plan), self._begun, self.message.complain)

    def _begun(self, study: Study) -> None:
        self.study = study
        self.numbers.show_study(study)
        self.stack.setCurrentWidget(self.numbers)

    def _open(self, name: str) -> None:
        self.study = None
        self.background.start(lambda: self._shelf.load(name), self._opened, self.message.complain)

    def _opened(self, study: Study) -> None:
        self.message.say("")
        self.study = study
        if study.readings:
            self._show(study)
        else:
            self._begun(study)

    def _go_on(self) -> None:
        if self.study is not None:
            self._show(self.study)

    def _undo(self) -> None:
        if self.study is not None:
            self._keep(partial(self._shelf.undo, self.study))

    def _leave(self) -> None:
        self._stop_asking()
        self.message.say("")
        self.study = None
        self._list()
        self.stack.setCurrentWidget(self.setup)

    def _list(self) -> None:
        self.background.start(self._shelf.names, self.setup.show_studies, self.message.complain)

    def _take_stills(self, part: int) -> None:
        self._stills = (part, STILLS)
        self.present()
