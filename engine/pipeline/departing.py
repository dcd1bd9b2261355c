"""Decided parts on their way to the records, and from there out of the program: nothing leaves before it is durable."""

import random
import time
from collections.abc import Callable
from dataclasses import replace

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError, JudgeError
from engine.judge import Inspection
from engine.pipeline.book import PartBook
from engine.pipeline.leaving import Exit
from engine.pipeline.limits import LimitsInForce
from engine.pipeline.parts import OpenPart, RecordContext, part_body
from engine.pipeline.plan import LinePlan
from engine.pipeline.storing import Store, Stored
from engine.pipeline.tally import Tally
from engine.records.entries import EventBody, EventLevel, LateBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter

SHOWN_S = 60.0


class Departures:
    """Used by the line's thread alone. ``recorded`` learns which part is in the records now."""

    def __init__(
        self,
        plan: LinePlan,
        bundle_sha256: str,
        writer: RecordWriter,
        store: Store,
        book: PartBook,
        limits: LimitsInForce,
        out: Exit,
        tally: Tally,
        recorded: Callable[[OpenPart], None],
    ) -> None:
        self._plan, self._writer, self._store, self._book = plan, writer, store, book
        self._limits, self._exit, self._tally, self._recorded = limits, out, tally, recorded
        self._bundle_sha256 = bundle_sha256
        self._chance = random.SystemRandom()
        self.user, self.lot = plan.user, plan.lot
        self.trouble: InspectError | None = None  # why a part could not be stored, until a minute after the last
        self._trouble_s = 0.0

    def change_plan(self, plan: LinePlan) -> None:
        """Other sources, or another way to judge them."""
        self._plan = plan

    def put_away(self, part: OpenPart) -> None:
        """A decided part goes to the records."""
        decided, plan = part.decided, self._plan
        if decided is None:
            raise RuntimeError("a part without a verdict was put away")
        passed = decided.verdict is Verdict.PASS
        audit = passed and self._chance.random() < plan.audit_share
        context = RecordContext(
            self._bundle_sha256, plan.record_mode, plan.deadline_ms, self.user, self.lot, plan.audit_share
        )
        body = part_body(part, context, self._limits.row(part.product), audit)
        wanted = not passed or audit or plan.keep_all_images
        self._store.put(part.number, body, [one.frame for one in part.frames] if wanted else [])

    def take_stored(self, stored: Stored) -> None:
        """A part is durable, or cannot be: it leaves."""
        part = self._book.open.get(stored.number)
        if part is None or part.decided is None:
            return
        decided = part.decided
        shown = decided
        if isinstance(stored.outcome, InspectError):
            self._exit.send(part, Verdict.ERROR, str(stored.outcome))
            self.trouble, self._trouble_s = stored.outcome, time.monotonic()
            shown = replace(decided, verdict=Verdict.ERROR, error=stored.outcome)
        else:
            verdict = decided.verdict
            if self.trouble is not None and time.monotonic() - self._trouble_s > SHOWN_S:
                self.trouble = None
            if stored.outcome.duplicate:
                verdict = self._known_verdict(part) or Verdict.ERROR
                shown = replace(decided, verdict=verdict)
            if part.output:
                params = {"part": part.trigger.uuid, "verdict": verdict.value}
                self._store.note(EventBody(code="output.late", level=EventLevel.ERROR, params=params))
                shown = replace(decided, verdict=Verdict.ERROR, error=decided.error or self._late(part))
            error = "" if decided.error is None else str(decided.error)
            self._exit.send(part, verdict, error, stored.outcome.seq, str(stored.outcome.head))
            self._recorded(part)
        left = Verdict.ERROR if isinstance(stored.outcome, InspectError) else verdict
        self._book.leave(part, left)
        self._tally.add(shown, part.trigger.uuid, time.monotonic())

    def output_late(self, now_s: float) -> None:
        """Parts whose deadline is here and whose record is not durable: ERROR."""
        for part in [part for part in self._book.open.values() if not part.output and now_s >= part.deadline_s]:
            self._exit.send(part, Verdict.ERROR, str(self._late(part)))

    def note_late(self, part: OpenPart, inspection: Inspection) -> None:
        """The judge answered after the deadline: recorded, never output."""
        late_ms = 1e3 * (time.monotonic() - part.deadline_s)
        verdict, score = inspection.verdict, inspection.score
        self._store.note(LateBody(part=part.trigger.uuid, verdict=verdict, score=score, late_ms=late_ms))

    def _late(self, part: OpenPart) -> JudgeError:
        return JudgeError(ErrorCode.JUDGE_LATE, source=part.product, deadline_ms=round(self._plan.deadline_ms))

    def _known_verdict(self, part: OpenPart) -> Verdict | None:
        """The verdict of a part that was recorded in an earlier run: it is not judged anew."""
        reader = RecordReader(self._writer.folder)
        try:
            body = reader.part(part.trigger.uuid)
            return None if body is None else body.verdict
        finally:
            reader.close()
