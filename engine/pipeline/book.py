"""All parts on their way: which frame belongs to which part, what the judge does next, when time is up.

No threads and no clock: the line tells what happened and what time it is, and takes out what follows from it. So every
rule of counting and deadlines can be tested without waiting.
"""

from collections import deque
from collections.abc import Callable

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError, JudgeError, SourceError
from engine.frames import Frame
from engine.judge import Inspection
from engine.pipeline.counts import Counter
from engine.pipeline.parts import FrameOfPart, OpenPart, Trigger
from engine.pipeline.plan import LinePlan
from engine.records.entries import new_uuid
from engine.settings import LineMode
from engine.sources import BadFrame

KNOWN_TRIGGERS = 10_000
MOST_OPEN = 4
AT_ONCE = 8  # parts of a source that nobody must take, nearly all waiting for their record: they share its sync
ORPHAN = -1  # a part whose source is no more
LimitsOf = Callable[[str], Limits]


class PartBook:
    """Open parts, in the order of their triggers. ``limits_of`` gives the limits for a product."""

    def __init__(self, plan: LinePlan, limits_of: LimitsOf) -> None:
        self._plan, self._limits_of = plan, limits_of
        self.products = [source.product for source in plan.sources]
        self.open: dict[int, OpenPart] = {}
        self.counter = Counter()
        self._to_judge: deque[tuple[OpenPart, FrameOfPart]] = deque()
        self._out: dict[int, tuple[OpenPart, FrameOfPart]] = {}
        self._decided: deque[OpenPart] = deque()
        self._known: dict[str, None] = {}
        self._parts = self._jobs = 0

    def trigger(self, trigger: Trigger, source: int, refusal: InspectError | None = None) -> OpenPart | None:
        """A part is there. None if this trigger is known already. With a ``refusal``, or with too many parts waiting,
        it is ERROR at once."""
        if trigger.uuid in self._known:
            self.counter.repeated += 1
            return None
        self._known[trigger.uuid] = None
        if len(self._known) > KNOWN_TRIGGERS:
            del self._known[next(iter(self._known))]
        self._parts += 1
        self.counter.triggers += 1
        plan = self._plan
        known = source < len(plan.sources)
        part = OpenPart(
            trigger,
            self._parts,
            source,
            self.products[source] if known else plan.product,
            plan.sources[source].frames_per_part if known else 1,
            trigger.at_s + plan.cutoff_s,
            trigger.at_s + plan.deadline_s,
            plan.sources[source].name if known else trigger.source,
        )
        waiting = sum(one.decided is None for one in self.open.values())
        self.open[part.number] = part
        self.counter.open = len(self.open)
        stuck = len(self.open) >= MOST_OPEN * plan.waiting_parts  # decided, but not yet durable
        if refusal is None and (stuck or waiting >= plan.waiting_parts):
            self.counter.overrun += 1
            refusal = JudgeError(ErrorCode.LINE_OVERRUN, waiting=waiting)
        if refusal is not None:
            self._decide_error(part, refusal)
        return part

    def change_plan(self, plan: LinePlan) -> None:
        """Other sources: open parts of the old ones leave without getting anything more from them."""
        self._plan = plan
        self.products = [source.product for source in plan.sources]
        for part in self.open.values():
            part.source = ORPHAN

    def add_frame(
        self,
        source: int,
        frame: Frame | BadFrame,
        refusal: InspectError | None = None,
        uuid: str | None = None,
        begin: bool = True,
        serial: str = "",
    ) -> bool:
        """A frame came: it completes a part that waits for one, or begins a part (``uuid``, ``serial``) if it may
        (``begin``), or is passed over. True if it began one."""
        self.counter.captured += 1
        part = self._gathering(source, frame.monotonic_s)
        begun = part is None
        if part is None and (not begin or self._plan.mode is LineMode.TRIGGERED or not self._wanted(source)):
            self.counter.passed_over += 1
            return False
        if part is None:
            trigger = Trigger(uuid or new_uuid(), serial=serial, at_s=frame.monotonic_s)
            part = self.trigger(trigger, source, refusal)
            if part is None:
                self.counter.passed_over += 1
                return False
        refused = part.decided is not None  # its image is not stored: refusals pile up exactly when storing is slow
        one = FrameOfPart(frame.without_pixels() if refused and isinstance(frame, Frame) else frame)
        part.frames.append(one)
        self.counter.waiting_frames += 1
        if refused:
            self._settle(one, judged=False)
        elif isinstance(frame, BadFrame):
            self._settle(one, judged=False, inspection=self._error(part, frame.source, frame.error))
        elif problem := self._wrong_size(source, frame):
            self._settle(one, judged=False, inspection=self._error(part, frame.source, problem, frame))
        else:
            self._to_judge.append((part, one))
        self._conclude(part)
        return begun

    def next_job(self) -> tuple[int, OpenPart, Frame] | None:
        """The next frame for the judge, with its job's number; None if there is none."""
        while self._to_judge:
            part, one = self._to_judge.popleft()
            if one.answered or not isinstance(one.frame, Frame):
                continue
            self._jobs += 1
            one.job = self._jobs
            self._out[one.job] = (part, one)
            return one.job, part, one.frame
        return None

    def answer(self, job: int, inspection: Inspection) -> OpenPart | None:
        """The judge answered. Returns the part if this came too late: it was decided before."""
        part, one = self._out.pop(job)
        if one.answered:
            self.counter.late_results += 1
            return part
        self._settle(one, judged=inspection.error is None, inspection=inspection)
        self._conclude(part)
        return None

    def lose(self, job: int, error: InspectError) -> None:
        """The judge will never answer this job."""
        part, one = self._out.pop(job)
        if not one.answered:
            self._settle(one, judged=False, inspection=self._error(part, one.frame.source, error, one.frame))
            self._conclude(part)

    def time_is(self, now_s: float) -> None:
        """Parts whose time is up are ERROR."""
        for part in list(self.open.values()):
            if part.decided is None and now_s >= part.cutoff_s:
                self.counter.late += 1
                deadline_ms = round(self._plan.deadline_ms)
                name = part.source_name
                code = ErrorCode.LINE_NO_FRAME if part.gathering else ErrorCode.JUDGE_LATE
                kind = SourceError if part.gathering else JudgeError
                self._decide_error(part, kind(code, source=name, deadline_ms=deadline_ms))

    def refuse_all(self, error: InspectError) -> None:
        """Every part without a verdict is ERROR."""
        for part in list(self.open.values()):
            if part.decided is None:
                self._decide_error(part, error)

    def take_decided(self) -> OpenPart | None:
        """The next part that has its verdict and must be stored."""
        return self._decided.popleft() if self._decided else None

    def leave(self, part: OpenPart, verdict: Verdict) -> None:
        """The part has left with this verdict."""
        del self.open[part.number]
        self.counter.open = len(self.open)
        self.counter.verdicts[verdict] += 1
        self.counter.presented += part.decided is not None and part.decided.presented

    def due_s(self) -> float | None:
        """When ``time_is``, or the output of a part, is due next."""
        times = [
            part.cutoff_s if part.decided is None else part.deadline_s for part in self.open.values() if not part.output
        ]
        return min(times, default=None)

    def undecided(self, source: int) -> int:
        """Parts of a source that have no verdict yet."""
        return sum(part.source == source and part.decided is None for part in self.open.values())

    def backed_up(self, source: int) -> bool:
        """True if parts of this source pile up before the records; nobody need begin another."""
        return sum(part.source == source for part in self.open.values()) >= AT_ONCE

    def frames_wanted(self, source: int) -> int:
        """Frames that parts of this source still wait for."""
        return sum(
            part.wanted - len(part.frames) for part in self.open.values() if part.source == source and part.gathering
        )

    def _gathering(self, source: int, moment_s: float) -> OpenPart | None:
        """The oldest part that waits for a frame of this source and was triggered before the frame was taken."""
        triggered = self._plan.mode is LineMode.TRIGGERED
        for part in self.open.values():
            early = triggered and moment_s < part.trigger.at_s
            if part.source == source and part.gathering and not early:
                return part
        return None

    def _wanted(self, source: int) -> bool:
        """Free running takes a frame only when nothing of its source is being judged, or piles up."""
        if self._plan.mode is LineMode.EVERY:
            return True
        return self.undecided(source) == 0 and not self.backed_up(source)

    def _wrong_size(self, source: int, frame: Frame) -> SourceError | None:
        expected = self._plan.sources[source].expected_size
        height, width = frame.pixels.shape[:2]
        if expected is None or expected == (width, height):
            return None
        found, wanted = f"{width} x {height}", f"{expected[0]} x {expected[1]}"
        return SourceError(ErrorCode.SOURCE_SIZE, source=frame.source, found=found, expected=wanted)

    def _error(
        self, part: OpenPart, source: str, error: InspectError, frame: Frame | BadFrame | None = None
    ) -> Inspection:
        limits = self._limits_of(part.product)
        shown = frame if isinstance(frame, Frame) else None
        return Inspection(source, part.product, Verdict.ERROR, limits, error=error, frame=shown)

    def _settle(self, one: FrameOfPart, judged: bool, inspection: Inspection | None = None) -> None:
        """A frame has its fate."""
        one.answered, one.inspection = True, inspection
        self.counter.waiting_frames -= 1
        if judged:
            self.counter.judged += 1
        else:
            self.counter.frame_errors += 1

    def _conclude(self, part: OpenPart) -> None:
        if part.decided is None and part.complete:
            part.decided = part.worst()
            self._decided.append(part)

    def _decide_error(self, part: OpenPart, error: InspectError) -> None:
        for one in part.frames:
            if not one.answered:
                self._settle(one, judged=False)
        frame = next((one.frame for one in part.frames if isinstance(one.frame, Frame)), None)
        part.decided = self._error(part, part.source_name, error, frame)
        self._decided.append(part)
