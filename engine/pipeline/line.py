"""The line: capture, judge, record, output, and the rules between them.

One thread owns the parts (``PartBook``) and does everything in the order in which it learns of it: frames and triggers,
answers of the judge, receipts of the records, the clock. Sources, judge, records and outputs have threads or processes
of their own and only leave messages. A verdict leaves when its record is durable; what misses its deadline is ERROR.
"""

import logging
import queue
import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, JudgeError, RecordsError, UsageError
from engine.judge import Inspection
from engine.outputs.base import Output
from engine.pipeline.book import PartBook
from engine.pipeline.intake import Intake
from engine.pipeline.jobs import Job, JudgeSpec, Qualification, Reply
from engine.pipeline.judge_process import JudgeProcess
from engine.pipeline.leaving import Exit
from engine.pipeline.limits import LimitsInForce
from engine.pipeline.parts import OpenPart, RecordContext, Trigger, part_body
from engine.pipeline.plan import LinePlan
from engine.pipeline.reading import FrameCame, SourceChanged
from engine.pipeline.snapshot import LineSnapshot, LineState
from engine.pipeline.storing import Store, Stored
from engine.pipeline.supervisor import Starter, Supervisor
from engine.pipeline.watching import Watches
from engine.records.entries import EventBody, EventLevel, LateBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from engine.sources.spec import CameraSettings

log = logging.getLogger(__name__)
TICK_S = 0.5
CLOSE_S = 2.0


@dataclass(frozen=True, slots=True)
class _Replied:
    generation: int
    reply: Reply


@dataclass(frozen=True, slots=True)
class LineParts:
    """What a line is built from. ``fallback``: what the CPU must show to stand in for a lost GPU; None: stop."""

    bundle: Bundle
    spec: JudgeSpec
    writer: RecordWriter
    outputs: Sequence[Output] = ()
    fallback: Qualification | None = None
    starter: Starter = JudgeProcess


class Line:
    """One line of a station. Every method may be called from any thread and returns at once, except ``close`` and
    ``confirm_limits``."""

    def __init__(self, plan: LinePlan, parts: LineParts) -> None:
        self._plan, self._parts = plan, parts
        self._messages: queue.Queue[object] = queue.Queue()
        self._limits = LimitsInForce(parts.bundle, parts.writer, parts.spec.products)
        self._exit = Exit(plan, parts.outputs)
        self._book = PartBook(plan, self._limits.of)
        self._judge = Supervisor(
            parts.starter,
            parts.spec,
            lambda generation, reply: self._messages.put(_Replied(generation, reply)),
            plan.hang_s,
            parts.fallback,
        )
        self._store = Store(parts.writer, plan.encoding, self._messages.put)
        self._intake = Intake(plan, self._book, self._messages.put)
        self._chance = random.SystemRandom()
        self._state = LineState.LOADING
        self._cause: InspectError | None = None
        self._banner: InspectError | None = None
        self._newest: tuple[int, Inspection | None] = (0, None)
        self._closing = False
        self._disk = parts.writer.disk()
        self._watches = Watches(parts.bundle, parts.spec.products, plan.drift, self._store.note)
        self._closed = threading.Event()
        self._snapshot = LineSnapshot(LineState.LOADING)
        self._thread = threading.Thread(target=self._work, name="line", daemon=True)

    @property
    def plan(self) -> LinePlan:
        """What this line does."""
        return self._plan

    def limits_confirmed(self, product: str) -> bool:
        """True if a person put limits in force for this product."""
        return self._limits.row(product) is not None

    def start(self) -> None:
        """Load the judge, open the sources, begin. Once."""
        self._thread.start()

    def trigger(self, trigger: Trigger) -> None:
        """A part is there. Whatever happens, it gets one record."""
        self._messages.put(trigger)

    def snapshot(self) -> LineSnapshot:
        """The line now."""
        return self._snapshot

    def confirm_limits(self, product: str, limits: Limits, user: str, why: str) -> None:
        """Put limits in force, durably, from the next part on. Raises UsageError or RecordsError."""
        self._limits.confirm(product, limits, user, why)

    def choose_product(self, source: str, product: str, camera: CameraSettings | None = None) -> None:
        """From the next part on, ``source`` shows this product; its camera gets the settings kept for it. Raises
        UsageError if the bundle does not have the product."""
        if product not in self._parts.spec.products:
            known = ", ".join(self._parts.spec.products)
            raise UsageError(ErrorCode.PRODUCT_UNKNOWN, name=product, known=known)
        self._messages.put(lambda: self._change_product(self._intake.index(source), product, camera))

    def wait(self, until: Callable[[LineSnapshot], bool], timeout_s: float) -> bool:
        """Wait until the snapshot is as wished; False if it never was."""
        end = time.monotonic() + timeout_s
        while not until(self._snapshot):
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def close(self, timeout_s: float = 3.0) -> bool:
        """Take nothing more, let the parts in hand finish, then end everything but the writer. False if something had
        to be left behind."""
        self._messages.put(self._begin_closing)
        if not self._thread.is_alive():
            return True
        finished = self._closed.wait(timeout_s)
        self._thread.join(max(0.1, timeout_s - CLOSE_S))
        return finished

    # Everything below runs in the line's own thread.

    def _work(self) -> None:
        try:
            self._judge.start()
            self._intake.start()
            while not self._finished():
                self._take_messages()
                self._step()
        except Exception as error:  # the line must show its own bugs, not stand still silently
            log.exception("the line failed")
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            self._fail(InspectError(ErrorCode.INTERNAL, where="line", why=why))
            self._publish()
        finally:
            self._end()

    def _take_messages(self) -> None:
        """Wait for a message until something is due, then take all there are."""
        due = self._book.due_s()
        waits = [TICK_S, self._judge.patience_s(), None if due is None else due - time.monotonic()]
        timeout = min(wait for wait in waits if wait is not None)
        try:
            message = self._messages.get(timeout=max(0.0005, timeout))
            while True:
                self._handle(message)
                message = self._messages.get_nowait()
        except queue.Empty:
            return

    def _handle(self, message: object) -> None:
        if isinstance(message, FrameCame):
            self._book.add_frame(message.source, message.frame, self._refusal(), message.uuid)
        elif isinstance(message, Trigger):
            self._take_trigger(message)
        elif isinstance(message, _Replied):
            self._take_reply(message)
        elif isinstance(message, Stored):
            self._take_stored(message)
        elif isinstance(message, SourceChanged):
            self._take_source(message)
        elif callable(message):
            message()

    def _step(self) -> None:
        """Whatever follows from the messages and the clock."""
        now = time.monotonic()
        self._lose(self._judge.hanging())
        self._book.time_is(now)
        self._watch_records()
        if self._judge.failure is not None and self._cause is None:
            self._fail(self._judge.failure)
        while self._judge.free and (item := self._book.next_job()) is not None:
            number, part, frame = item
            self._judge.post(Job(number, part.product, frame, self._limits.of(part.product)))
        while (decided := self._book.take_decided()) is not None:
            self._put_away(decided)
        for part in [part for part in self._book.open.values() if not part.output and now >= part.deadline_s]:
            self._output_late(part)
        self._intake.allow(self._closing or self._cause is not None or self._judge.ready is None)
        self._publish()

    def _refusal(self) -> InspectError | None:
        """Why a part that comes now is ERROR at once."""
        if self._cause is not None:
            return self._cause
        if self._closing:
            return JudgeError(ErrorCode.LINE_STOPPED, why="the station is closing")
        if self._disk.full:
            folder, free_mb = str(self._parts.writer.folder), self._disk.free // 2**20
            return RecordsError(ErrorCode.DISK_FULL, path=folder, free_mb=free_mb)
        return None

    def _take_trigger(self, trigger: Trigger) -> None:
        self._book.trigger(trigger, self._intake.index(trigger.source), self._refusal())

    def _change_product(self, source: int, product: str, camera: CameraSettings | None) -> None:
        before, self._book.products[source] = self._book.products[source], product
        self._intake.change_product(source, product, camera)
        params = {"source": self._plan.sources[source].name, "before": before, "product": product}
        self._store.note(EventBody(code="product.changed", params=params, user=self._plan.user))

    def _take_reply(self, message: _Replied) -> None:
        lost, answer = self._judge.take(message.generation, message.reply)
        if answer is not None:
            inspection = self._limits.guard(answer.inspection)
            late = self._book.answer(answer.number, inspection)
            if late is not None:
                self._note_late(late, inspection)
        self._lose(lost)
        self._banner = self._judge.gpu_lost or self._judge.trouble or self._banner

    def _lose(self, jobs: dict[int, InspectError]) -> None:
        """Frames the judge took with it."""
        for job, error in jobs.items():
            self._banner = error
            self._book.lose(job, error)

    def _note_late(self, part: OpenPart, inspection: Inspection) -> None:
        late_ms = 1e3 * (time.monotonic() - part.deadline_s)
        verdict, score = inspection.verdict, inspection.score
        self._store.note(LateBody(part=part.trigger.uuid, verdict=verdict, score=score, late_ms=late_ms))

    def _put_away(self, part: OpenPart) -> None:
        """A decided part goes to the records."""
        decided, plan = part.decided, self._plan
        if decided is None:
            raise RuntimeError("a part without a verdict was put away")
        passed = decided.verdict is Verdict.PASS
        audit = passed and self._chance.random() < plan.audit_share
        context = RecordContext(
            self._parts.bundle.sha256, plan.record_mode, plan.deadline_ms, plan.user, plan.lot, plan.audit_share
        )
        limits_seq = self._limits.row(part.product)
        body = part_body(part, context, limits_seq, audit, self._plan.sources[part.source].name)
        wanted = not passed or audit or plan.keep_all_images
        self._store.put(part.number, body, [one.frame for one in part.frames] if wanted else [])
        self._newest = (part.number, decided)
        self._watches.add(decided, time.monotonic())

    def _take_stored(self, stored: Stored) -> None:
        part = self._book.open.get(stored.number)
        if part is None or part.decided is None:
            return
        verdict = part.decided.verdict
        if isinstance(stored.outcome, InspectError):
            verdict = Verdict.ERROR
            self._exit.send(part, verdict, str(stored.outcome))
            self._banner = stored.outcome
        else:
            if stored.outcome.duplicate:
                verdict = self._known_verdict(part) or Verdict.ERROR
            if part.output:
                params = {"part": part.trigger.uuid, "verdict": verdict.value}
                self._store.note(EventBody(code="output.late", level=EventLevel.ERROR, params=params))
            error = "" if part.decided.error is None else str(part.decided.error)
            self._exit.send(part, verdict, error, stored.outcome.seq, str(stored.outcome.head))
            self._intake.recorded(part.source, [one.frame.frame_id for one in part.frames])
        self._book.leave(part, verdict)

    def _known_verdict(self, part: OpenPart) -> Verdict | None:
        """The verdict of a part that was recorded in an earlier run: it is not judged anew."""
        reader = RecordReader(self._parts.writer.folder)
        try:
            body = reader.part(part.trigger.uuid)
            return None if body is None else body.verdict
        finally:
            reader.close()

    def _output_late(self, part: OpenPart) -> None:
        """The deadline is here and the record is not durable: ERROR."""
        error = JudgeError(ErrorCode.JUDGE_LATE, source=part.product, deadline_ms=round(self._plan.deadline_ms))
        self._exit.send(part, Verdict.ERROR, str(error))

    def _take_source(self, changed: SourceChanged) -> None:
        name = self._intake.take(changed).name
        if changed.error is not None:
            params = {"source": name, "why": str(changed.error)}
            self._store.note(EventBody(code="source.lost", level=EventLevel.ERROR, params=params))
        elif not changed.over:
            self._store.note(EventBody(code="source.back", params={"source": name}))
        if changed.over and changed.error is not None:
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
        self._cause, self._state = cause, LineState.FAILED
        self._book.refuse_all(cause)
        params = {"code": cause.code.value, "why": str(cause)}
        self._store.note(EventBody(code="line.failed", level=EventLevel.ERROR, params=params))

    def _publish(self) -> None:
        if self._cause is None and not self._closing:
            self._state = (
                LineState.LOADING if self._judge.ready is None and not self._judge.restarts else LineState.RUNNING
            )
        ready = self._state is LineState.RUNNING and self._judge.ready is not None
        self._exit.announce(ready)
        sources = self._intake.states()
        judge = self._judge.ready
        part, newest = self._newest
        self._snapshot = LineSnapshot(
            self._state,
            self._cause,
            self._banner,
            judge.provider if judge else "",
            judge.reason if judge else "",
            sources,
            self._book.counter.frames(sum(source.passed_over for source in sources)),
            self._book.counter.parts(),
            part,
            newest,
            self._disk,
            str(self._parts.writer.head),
            self._exit.problems,
            self._judge.restarts,
            self._watches.reports,
        )

    def _begin_closing(self) -> None:
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

    def _end(self) -> None:
        self._exit.close()
        self._intake.close(1.0)
        self._judge.close()
        self._store.close(1.0)
        self._state = LineState.CLOSED if self._cause is None else self._state
        self._snapshot = replace(self._snapshot, state=self._state)
        self._closed.set()
