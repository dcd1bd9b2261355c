"""The work of a line, in its own thread; see ``line``."""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.bundle import Bundle
from engine.errors import ErrorCode, InspectError, JudgeError, RecordsError
from engine.outputs.base import Output
from engine.pipeline.book import PartBook
from engine.pipeline.departing import Departures
from engine.pipeline.intake import Intake
from engine.pipeline.jobs import Job, JudgeSpec, Qualification, Reply
from engine.pipeline.judge_process import JudgeProcess
from engine.pipeline.leaving import Exit
from engine.pipeline.limits import LimitsInForce
from engine.pipeline.masters import MasterWatch
from engine.pipeline.pacing import Pace
from engine.pipeline.parts import OpenPart, Trigger
from engine.pipeline.plan import LinePlan
from engine.pipeline.reading import FrameCame, News, SourceChanged
from engine.pipeline.snapshot import LineSnapshot, LineState
from engine.pipeline.storing import Store, Stored
from engine.pipeline.supervisor import Starter, Supervisor
from engine.pipeline.tally import Tally
from engine.pipeline.watching import Watches
from engine.records.disk import DiskState
from engine.records.entries import EventBody, EventLevel
from engine.records.writer import RecordWriter
from engine.settings import LineMode
from engine.sources.spec import CameraSettings

log = logging.getLogger(__name__)
TICK_S = 0.5
CLOSE_S = 2.0
DISK_STEPS = 200  # the disk is told in such shares, so that a snapshot does not change with every byte


@dataclass(frozen=True, slots=True)
class _Replied:
    generation: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class _Came:
    intake: Intake
    news: News


@dataclass(frozen=True, slots=True)
class LineParts:
    """What a line is built from. ``fallback``: what the CPU must show to stand in for a lost GPU; None: stop. ``held``:
    no part is begun until told so. ``tally`` goes on from a line before this one."""

    bundle: Bundle
    spec: JudgeSpec
    writer: RecordWriter
    outputs: Sequence[Output] = ()
    fallback: Qualification | None = None
    starter: Starter = JudgeProcess
    held: bool = False
    tally: Tally = field(default_factory=Tally)


class LineWork:
    """``messages`` is the only way in, ``snapshot`` the only way out; ``closed`` is set when all has ended."""

    def __init__(self, plan: LinePlan, parts: LineParts) -> None:
        self.plan, self._parts = plan, parts
        self.messages: queue.Queue[object] = queue.Queue()
        self.closed = threading.Event()
        self.limits = LimitsInForce(parts.bundle, parts.writer, parts.spec.products)
        self.outputs_too = True
        self._exit = Exit(plan, parts.outputs)
        self._book = PartBook(plan, self.limits.of)
        self.judge = Supervisor(
            parts.starter,
            parts.spec,
            lambda generation, reply: self.messages.put(_Replied(generation, reply)),
            plan.hang_s,
            parts.fallback,
        )
        self.store = Store(parts.writer, plan.encoding, self.messages.put)
        self._intake = Intake(plan, self._book, self._hear)
        self._desk = Departures(
            plan, parts.bundle.sha256, parts.writer, self.store, self._book, self.limits, self._exit, parts.tally,
            self._is_recorded,
        )  # fmt: skip
        self.pace = Pace(parts.held)
        self.masters = MasterWatch(
            parts.writer, parts.bundle.sha256, self.limits.of, self._provider, self._shown, self.messages.put
        )  # fmt: skip
        self._cause: InspectError | None = None
        self._source_failed = self._closing = False
        self._disk = parts.writer.disk()
        self._watches = Watches(
            parts.bundle, parts.spec.products, plan.drift, self.store.note, parts.writer.folder
        )  # fmt: skip
        self.snapshot = LineSnapshot(LineState.LOADING, tally=parts.tally.view, limits=self.limits.all())

    def work(self) -> None:
        """Until ``begin_closing`` and all parts in hand have left."""
        try:
            self.judge.start()
            self._intake.start()
            while not self._finished():
                self._take_messages()
                self._step()
        except Exception as error:  # the line must show its own bugs, not stand still silently
            log.exception("the line failed")
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            self._fail(InspectError(ErrorCode.INTERNAL, where="line", why=why))
            self.publish()
        finally:
            self._end()

    def _take_messages(self) -> None:
        """Wait for a message until something is due, then take all there are."""
        now, due = time.monotonic(), self._book.due_s()
        waits = [TICK_S, self.judge.patience_s(), None if due is None else due - now, self.pace.wait_s(now)]
        timeout = min(wait for wait in waits if wait is not None)
        try:
            message = self.messages.get(timeout=max(0.0005, timeout))
            while True:
                self._handle(message)
                message = self.messages.get_nowait()
        except queue.Empty:
            return

    def _handle(self, message: object) -> None:
        if isinstance(message, _Came):
            if message.intake is self._intake:
                self._take_news(message.news)
        elif isinstance(message, Trigger):
            self._take_trigger(message, self._refusal())
        elif isinstance(message, _Replied):
            self._take_reply(message)
        elif isinstance(message, Stored):
            self._desk.take_stored(message)
        elif callable(message):
            message()

    def _step(self) -> None:
        """Whatever follows from the messages and the clock."""
        now = time.monotonic()
        self._lose(self.judge.hanging())
        self._book.time_is(now)
        self._watch_records()
        if self.judge.failure is not None and self._cause is None:
            self._fail(self.judge.failure)
        while self.judge.free and (item := self._book.next_job()) is not None:
            number, part, frame = item
            self.judge.post(Job(number, part.product, frame, self.limits.of(part.product)))
        self.masters.look(now)
        while (decided := self._book.take_decided()) is not None:
            self.masters.take(decided, self.store.note)
            self._desk.put_away(decided)
            if decided.decided is not None:
                self._watches.add(decided.decided, time.monotonic())
        self._desk.output_late(now)
        if self.plan.stop_at_end and self._intake.over and not self._book.open:
            self.pace.hold()
        self._allow(now)
        self.publish()

    def _allow(self, now_s: float) -> None:
        stopped = self._closing or self._cause is not None or self.judge.ready is None
        parts = 0 if stopped else self.pace.parts(now_s, len(self._book.open))
        self._intake.allow(parts, held=self.pace.held and not self._closing)

    def _refusal(self, asked: bool = False) -> InspectError | None:
        """Why a part that comes now is ERROR at once; one that a person ``asked`` for may come while held."""
        if self._cause is not None:
            return self._cause
        if self._closing:
            return JudgeError(ErrorCode.LINE_STOPPED, why="the station is closing")
        if self._disk.full:
            folder, free_mb = str(self._parts.writer.folder), self._disk.free // 2**20
            return RecordsError(ErrorCode.DISK_FULL, path=folder, free_mb=free_mb)
        if self.pace.held and not asked:
            return JudgeError(ErrorCode.LINE_STOPPED, why="nobody has started it")
        return None

    def _take_trigger(self, trigger: Trigger, refusal: InspectError | None) -> None:
        if not trigger.serial:
            trigger = replace(trigger, serial=self.pace.take_serial())
        self._book.trigger(trigger, self._intake.index(trigger.source), refusal)

    def _take_news(self, news: News) -> None:
        if isinstance(news, SourceChanged):
            self._take_source(news)
        else:
            self._take_frame(news)

    def _take_frame(self, came: FrameCame) -> None:
        """A frame of a file was asked for, so it is judged even if the line is held meanwhile; a live one is not."""
        now, live = time.monotonic(), self.plan.sources[came.source].live
        begin = self.pace.may_begin(now, live)
        serial = self.pace.serial
        refusal = self._refusal(asked=True)
        self._intake.count(came.source)
        if self._book.add_frame(came.source, came.frame, refusal, came.uuid, begin, serial):
            self.pace.begun(now)
            self.pace.take_serial()

    def run(self) -> None:
        """Parts begin as they come; sources that have ended begin again."""
        if self._cause is None:
            self._intake.begin_again()
            self.pace.run()

    def step(self) -> None:
        """One part, also while held."""
        if self._cause is not None:
            return
        if self.plan.mode is LineMode.TRIGGERED:
            self._take_trigger(Trigger(), self._refusal(asked=True))
        elif self.pace.held:
            self._intake.begin_again()
            self.pace.step()

    def _provider(self) -> str:
        return self.judge.ready.provider if self.judge.ready is not None else ""

    def _shown(self) -> tuple[LinePlan, list[str]]:
        return self.plan, self._book.products

    def label(self, user: str | None, lot: str | None, serial: str | None) -> None:
        """Names for the next parts; None leaves one as it is."""
        self._desk.user = self._desk.user if user is None else user
        self._desk.lot = self._exit.lot = self._desk.lot if lot is None else lot
        self.pace.serial = self.pace.serial if serial is None else serial

    def dismiss(self) -> None:
        """Trouble that did not stop the line was read."""
        self.judge.trouble = self._desk.trouble = None

    def detach(self) -> Intake:
        """No source any more; parts that still wait for one are ERROR."""
        self._book.refuse_all(JudgeError(ErrorCode.LINE_STOPPED, why="the source is changed"))
        old = self._intake
        self.attach(replace(self.plan, sources=()))
        return old

    def attach(self, plan: LinePlan) -> Intake:
        """Other sources, which begin to be read."""
        self.plan = plan
        self._book.change_plan(plan)
        self._desk.change_plan(plan)
        self._intake = Intake(plan, self._book, self._hear)
        self._intake.start()
        if self._source_failed:  # it was the old source that had stopped the line
            self._cause, self._source_failed = None, False
        return self._intake

    def change_product(self, name: str, product: str, camera: CameraSettings | None) -> None:
        """From the next part on."""
        source = self._intake.index(name)
        if source >= len(self.plan.sources):
            self.plan = replace(self.plan, product=product)
            self._book.change_plan(self.plan)
            return
        before, self._book.products[source] = self._book.products[source], product
        self._intake.change_product(source, product, camera)
        params = {"source": self.plan.sources[source].name, "before": before, "product": product}
        self.store.note(EventBody(code="product.changed", params=params, user=self._desk.user))

    def _take_reply(self, message: _Replied) -> None:
        lost, answer = self.judge.take(message.generation, message.reply)
        if answer is not None:
            inspection = self.limits.guard(answer.inspection)
            late = self._book.answer(answer.number, inspection)
            if late is not None:
                self._desk.note_late(late, inspection)
        self._lose(lost)

    def _lose(self, jobs: dict[int, InspectError]) -> None:
        """Frames the judge took with it."""
        for job, error in jobs.items():
            self._book.lose(job, error)

    def _is_recorded(self, part: OpenPart) -> None:
        self._intake.recorded(part.source, [one.frame.frame_id for one in part.frames])

    def _take_source(self, changed: SourceChanged) -> None:
        name = self._intake.take(changed).name
        if changed.error is not None:
            params = {"source": name, "why": str(changed.error)}
            self.store.note(EventBody(code="source.lost", level=EventLevel.ERROR, params=params))
        elif not changed.over:
            self.store.note(EventBody(code="source.back", params={"source": name}))
        if changed.over and changed.error is not None:
            self._source_failed = self._cause is None
            self._fail(changed.error)

    def _watch_records(self) -> None:
        """Records that cannot be written stop the line; a disk that fills up and drift are told."""
        writer = self._parts.writer
        if writer.failure is not None and self._cause is None:
            self._fail(writer.failure)
        self._disk = writer.disk()
        self._watches.look(self._disk, time.monotonic())

    def _fail(self, cause: InspectError) -> None:
        """Stop: everything in hand and everything that comes is ERROR with this cause."""
        if self._cause is not None:
            return
        log.error("inspection stops: %s", cause)
        self._cause = cause
        self._book.refuse_all(cause)
        params = {"code": cause.code.value, "why": str(cause)}
        self.store.note(EventBody(code="line.failed", level=EventLevel.ERROR, params=params))

    def publish(self) -> None:
        """Show how things are now."""
        state = self._state_now()
        judge = self.judge.ready
        self._exit.announce(state is LineState.RUNNING and judge is not None)
        sources = self._intake.states()
        made = LineSnapshot(
            state,
            self._cause,
            self.judge.gpu_lost or self.judge.trouble or self._desk.trouble,
            judge.provider if judge else "",
            judge.reason if judge else "",
            sources,
            self._book.counter.frames(sum(source.passed_over for source in sources)),
            self._book.counter.parts(),
            self._parts.tally.view,
            _rounded(self._disk),
            str(self._parts.writer.head),
            self._exit.problems,
            self.judge.restarts,
            self._watches.reports,
            self.limits.all(),
            self.plan.mode,
            self.pace.interval_s,
            self._desk.user,
            self._desk.lot,
            self.pace.serial,
            self.masters.view,
        )
        if made != self.snapshot:
            self.snapshot = made

    def _state_now(self) -> LineState:
        if self._cause is not None:
            return LineState.FAILED
        if self._closing:
            return self.snapshot.state
        if self.judge.ready is None and not self.judge.restarts:
            return LineState.LOADING
        return LineState.STOPPED if self.pace.held else LineState.RUNNING

    def begin_closing(self) -> None:
        """Take nothing more; parts in hand are finished."""
        self._closing = True
        self._close_by_s = time.monotonic() + CLOSE_S

    def _finished(self) -> bool:
        """True once closing and every part has left; after two seconds the rest is ERROR."""
        if not self._closing:
            return False
        if time.monotonic() > self._close_by_s:
            self._book.refuse_all(JudgeError(ErrorCode.LINE_STOPPED, why="the station is closing"))
            return time.monotonic() > self._close_by_s + 0.5 or not self._book.open
        return not self._book.open

    def _hear(self, intake: Intake, news: News) -> None:
        """In the thread of a source."""
        self.messages.put(_Came(intake, news))

    def _end(self) -> None:
        self.store.finish()  # it goes on storing while we wait for what may hang
        self._exit.close(self.outputs_too)
        self._intake.close(1.0)
        self.judge.close()
        self.store.close(1.0)
        if self._book.open:
            log.error("ended with %s parts still on their way to the records", len(self._book.open))
        state = LineState.CLOSED if self._cause is None else LineState.FAILED
        self.snapshot = replace(self.snapshot, state=state)
        self.closed.set()


def _rounded(disk: DiskState) -> DiskState:
    step = max(1, disk.total // DISK_STEPS)
    return replace(disk, free=disk.free // step * step)
