"""Master parts on the line: asks for them, reads them, and locks PASS where they were not judged right.

Used by the line's thread. A part that was asked for is no product: it leaves as ERROR, whatever it looks like, and its
judgement is the reading. All else is asked of the newest rows of the records (``engine.masters.rules``).
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, JudgeError, SourceError, UsageError
from engine.frames import Frame
from engine.judge import Inspection
from engine.masters import checks, journal
from engine.masters.checks import CheckState
from engine.masters.rules import Conditions, MasterState, Proof, Standing, judge_state
from engine.masters.sets import MasterShelf, pixels_sha256, unusable
from engine.masters.view import MastersView, Presented
from engine.pipeline.parts import OpenPart, lock_pass
from engine.pipeline.plan import LinePlan
from engine.records.batch import Receipt
from engine.records.entries import Entry
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class _Known:
    """Of a product: the newest row that decides, since when it is known, and the set as it is."""

    proof: Proof | None
    since_s: float
    stamp: tuple[int, int] | None
    set_sha256: str
    problem: str


class MasterWatch:
    """One for a line. ``provider`` is what judges now, ``shown`` the plan with the product that each source shows;
    ``tell`` brings a task to the line's thread."""

    def __init__(
        self,
        writer: RecordWriter,
        bundle_sha256: str,
        limits: Callable[[str], Limits],
        provider: Callable[[], str],
        shown: Callable[[], tuple[LinePlan, list[str]]],
        tell: Callable[[Callable[[], None]], object],
    ) -> None:
        self._writer, self._bundle_sha256, self._limits = writer, bundle_sha256, limits
        self._provider, self._shown, self._tell = provider, shown, tell
        self._shelf = MasterShelf(writer.folder)
        self._known: dict[str, _Known] = {}
        self._sources: dict[str, str] = {}
        self._asked_s: float | None = None
        self._what = ""
        self._looked_s = float("-inf")
        self.view = MastersView()

    def look(self, now_s: float, force: bool = False) -> None:
        """Judge anew what is due, once a second."""
        if now_s - self._looked_s < LOOK_EVERY_S and not force:
            return
        self._looked_s = now_s
        plan, products = self._shown()
        shown = list(zip(plan.sources, products, strict=True))
        setups: dict[str, list[str]] = {}
        for source, product in shown:
            setups.setdefault(product, []).append(source.setup(product))
        self._sources = {product: " | ".join(found) for product, found in setups.items()}
        local = datetime.now().astimezone()
        states = {product: self._state(product, local, now_s) for product in self._sources or [plan.product] if product}
        check = self.view.check
        if check is not None and check.outcome is None and self._now(check.product) != check.conditions:
            self.cancel("the set, the limits, the model or the source was changed")
        if states != self.view.states:
            for product, state in states.items():
                before = self.view.states.get(product)
                if state.lock is not None and (before is None or before.lock is None):
                    log.warning("%s", state.lock)
            self.view = replace(self.view, states=states)

    def begin(self, product: str, user: str) -> None:
        """Ask for the first master part. Raises UsageError or SourceError if there is nothing to check with."""
        self._refuse_busy()
        if not self._provider():
            raise UsageError(ErrorCode.MASTERS_BUSY, what="the judge is being loaded")
        plan, products = self._shown()
        shown = [source for source, name in zip(plan.sources, products, strict=True) if name == product]
        if not shown or not any(source.live for source in shown):
            named = shown[0].name if shown else product
            raise SourceError(ErrorCode.MASTERS_STORED, source=named)
        found = self._shelf.usable(product)
        self._known.pop(product, None)
        self.look(time.monotonic(), force=True)
        check = checks.begin(found, self._now(product), user)
        self.view = replace(self.view, check=check, waiting=True)
        self._asked_s, self._what = time.monotonic(), "the check of the master parts"

    def present(self, what: str) -> None:
        """The next part is presented for ``what``; it is kept in the view."""
        self._refuse_busy()
        self._asked_s, self._what = time.monotonic(), what
        self.view = replace(self.view, waiting=True)

    def cancel(self, why: str) -> None:
        """Ask for nothing any more."""
        check = self.view.check
        self._asked_s = None
        self.view = replace(self.view, waiting=False)
        if check is not None and check.outcome is None:
            self._finish(checks.cancel(check, why))

    def dismiss(self) -> None:
        """The result of a check was read."""
        if self.view.check is not None and self.view.check.outcome is not None:
            self.view = replace(self.view, check=None)

    def take(self, part: OpenPart, note: Callable[[Entry], object]) -> None:
        """A part was decided: the one that was asked for is read, and is no product; any other may be locked."""
        decided, check = part.decided, self.view.check
        if decided is None:
            return
        checking = check is not None and check.outcome is None
        asked = self._asked_s is not None and part.trigger.at_s >= self._asked_s
        if asked and (not checking or (check is not None and check.product == part.product)):
            self._read(part, decided, note)
            name = part.trigger.serial or "the part"
            why = {} if decided.error is None else {"why": str(decided.error)}  # also what could not be judged
            error = JudgeError(ErrorCode.PART_PRESENTED, name=name, what=self._what, **why)
            part.decided = replace(decided, verdict=Verdict.ERROR, error=error)
        elif decided.verdict is Verdict.PASS:
            part.decided = self._lock(decided)

    def _lock(self, decided: Inspection) -> Inspection:
        """What would pass, unless it must not. Where checks are asked for, limits or source that were changed a moment
        ago count already."""
        enabled = self._shown()[0].masters.enabled
        now_s = time.monotonic()
        self.look(now_s, force=enabled)
        state = self.view.states.get(decided.product)
        if state is None and enabled:  # of a source that is gone
            return lock_pass(decided, unusable(decided.product, "no source shows it any more"))
        if state is None:  # its check may have failed all the same
            state = self._state(decided.product, datetime.now().astimezone(), now_s)
        return decided if state.lock is None else lock_pass(decided, state.lock)

    def release(self, product: str, user: str, why: str) -> Callable[[], None]:
        """Let parts pass all the same, durably, by the word of ``user``; gives what the line's thread has to do. Raises
        UsageError or RecordsError. May be called from any thread."""
        if not user.strip() or not why.strip():
            raise UsageError(ErrorCode.ENGINEER_NEEDED)
        self._refuse_busy()  # what that finds must not be overruled by a word given before
        conditions = self._now(product)
        self._writer.store(checks.release_event(product, conditions, user, why))
        return lambda: self._prove(
            product, Proof(Standing.RELEASED, conditions, datetime.now().astimezone(), True, 0.0, why, user)
        )

    def _read(self, part: OpenPart, decided: Inspection, note: Callable[[Entry], object]) -> None:
        check, uuid = self.view.check, part.trigger.uuid
        frame = next((one.frame for one in part.frames if isinstance(one.frame, Frame)), None)
        digest = pixels_sha256(frame) if frame is not None and frame.pixels.size else ""
        if check is None or check.outcome is not None:
            number = 1 if self.view.presented is None else self.view.presented.number + 1
            self._asked_s = None
            self.view = replace(self.view, presented=Presented(number, uuid, decided, digest), waiting=False)
            return
        why = "" if decided.error is None else str(decided.error)
        made = checks.read(check, decided.verdict, decided.score, uuid, digest, why)
        note(checks.reading_event(made, made.readings[-1]))
        self._asked_s = time.monotonic()
        if made.outcome is None:
            self.view = replace(self.view, check=made)
        else:
            self._finish(made)

    def _finish(self, check: CheckState) -> None:
        """A check that failed counts at once; one that was passed when its row is durable."""
        self._asked_s = None
        self.view = replace(self.view, check=check, waiting=False)
        if check.outcome is Standing.FAILED:
            self._prove(check.product, checks.proof_now(check, datetime.now().astimezone()))
        try:
            receipt = self._writer.submit(checks.check_event(check))
        except InspectError as error:
            self._recorded(check, error)
            return
        receipt.add_done_callback(lambda done: self._tell(lambda: self._recorded(check, _error_of(done))))

    def _recorded(self, check: CheckState, error: BaseException | None) -> None:
        """The row of a check is durable, or never will be: then it proves nothing."""
        if error is not None:
            ended = replace(check, outcome=Standing.CANCELLED, why=f"it could not be recorded: {error}")
        else:
            ended = replace(check, recorded=True)
            if check.outcome is Standing.PASSED:
                self._prove(check.product, checks.proof_now(check, datetime.now().astimezone()))
        if self.view.check is not None and self.view.check.uuid == check.uuid:
            self.view = replace(self.view, check=ended)

    def _prove(self, product: str, proof: Proof) -> None:
        known = self._look_at(product, time.monotonic())
        self._known[product] = replace(known, proof=proof, since_s=time.monotonic())
        self._looked_s = float("-inf")
        local = datetime.now().astimezone()
        states = {**self.view.states, product: self._state(product, local, time.monotonic())}
        self.view = replace(self.view, states=states)

    def _state(self, product: str, local: datetime, now_s: float) -> MasterState:
        known = self._look_at(product, now_s)
        proof = known.proof
        if proof is not None:
            proof = replace(proof, age_s=proof.age_s + now_s - known.since_s)
        state = judge_state(product, self._shown()[0].masters, proof, self._now(product), local, known.problem)
        return replace(state, proof=known.proof)

    def _look_at(self, product: str, now_s: float) -> _Known:
        """The set as it lies in its folder now; the newest row is read once."""
        known, stamp = self._known.get(product), self._shelf.stamp(product)
        if known is not None and known.stamp == stamp:
            return known
        proof, since_s = (self._read_proof(product), now_s) if known is None else (known.proof, known.since_s)
        sha256, problem = "", ""
        try:
            sha256 = self._shelf.usable(product).sha256
        except UsageError as error:
            problem = str(error.params.get("why", error))
        self._known[product] = made = _Known(proof, since_s, stamp, sha256, problem)
        return made

    def _read_proof(self, product: str) -> Proof | None:
        reader = RecordReader(self._writer.folder)
        try:
            return journal.newest_proof(reader, product, datetime.now().astimezone())
        finally:
            reader.close()

    def _now(self, product: str) -> Conditions:
        known, limits = self._known.get(product), self._limits(product)
        text = f"review {limits.review} reject {limits.reject} pixel {limits.pixel} area {limits.least_area_px}"
        set_sha256 = "" if known is None else known.set_sha256
        return Conditions(set_sha256, self._bundle_sha256, text, self._provider(), self._sources.get(product, ""))

    def _refuse_busy(self) -> None:
        if self.view.check is not None and self.view.check.outcome is None:
            raise UsageError(ErrorCode.MASTERS_BUSY, what="a check of the master parts is under way")


def _error_of(done: "Future[Receipt]") -> BaseException | None:
    return done.exception()
