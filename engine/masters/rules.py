"""When the master parts are due, and what locks PASS. Pure: from the newest rows of the records and the clocks.

The newest of three rows decides: a check that was passed, a check that failed, or an engineer's release. A release
stands in for a passed check until the next is due. So a restart, another window or a killed program changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from engine.errors import ErrorCode, InspectError, JudgeError
from engine.shifts import shift_starts

CLOCK_SLACK_S = 120.0  # a clock that is set right by a time server moves a little


class Due(StrEnum):
    """Why the master parts must be presented."""

    NEVER = "never"
    START = "start"
    SHIFT = "shift"
    TIME = "time"
    CLOCK = "clock"
    SET = "set"
    MODEL = "model"
    LIMITS = "limits"
    PROVIDER = "provider"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class MasterRules:
    """What the station file asks for. ``lock_when_due``: an overdue check locks PASS (a failed one always does).
    ``shifts``: when each begins, HH:MM local time; ``remind_s``: seconds before a check is due that people are told."""

    enabled: bool = False
    lock_when_due: bool = True
    at_start: bool = True
    at_shift: bool = True
    after_change: bool = True
    every_s: float | None = None
    remind_s: float = 900.0
    shifts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a check was made with; each change of these makes the next one due. Hashes, or empty if not known yet."""

    set_sha256: str = ""
    bundle_sha256: str = ""
    limits: str = ""
    provider: str = ""
    source: str = ""


class Standing(StrEnum):
    """What a row says of the master parts."""

    PASSED = "passed"
    FAILED = "failed"
    RELEASED = "released"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest row that decides. ``session``: it was written since the station started; ``age_s`` on the monotonic
    clock if it was, else by the wall clock, and negative if that was set back since."""

    standing: Standing
    conditions: Conditions
    local: datetime
    session: bool
    age_s: float
    why: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True)
class MasterState:
    """The master parts of a product now. ``due`` is empty if nothing is; ``due_in_min`` is set while people should be
    reminded; ``lock`` is why PASS is locked."""

    due: tuple[Due, ...] = ()
    due_in_min: int | None = None
    lock: InspectError | None = None
    proof: Proof | None = None
    problem: str = ""


def judge_state(
    product: str, rules: MasterRules, proof: Proof | None, now: Conditions, local: datetime, problem: str = ""
) -> MasterState:
    """The state of a product; ``problem`` says why its set cannot be used. With an unusable set a release counts as
    long as nothing is due."""
    if proof is not None and proof.standing is Standing.FAILED:
        failed = JudgeError(ErrorCode.MASTERS_FAILED, product=product, why=proof.why)
        return MasterState(lock=failed, proof=proof, problem=problem)
    if not rules.enabled:
        return MasterState(proof=proof, problem=problem)
    due = find_due(rules, proof, now, local)
    if problem and not (proof is not None and proof.standing is Standing.RELEASED and not due):
        lock: InspectError | None = JudgeError(ErrorCode.MASTERS_UNUSABLE, product=product, why=problem)
        due = due or (Due.SET,)
    else:
        reasons = ", ".join(due)
        lock = JudgeError(ErrorCode.MASTERS_DUE, product=product, reasons=reasons) if due else None
    state = MasterState(due, None, lock if rules.lock_when_due else None, proof, problem)
    wait_s = None if due or proof is None else seconds_until_due(rules, proof, local)
    if wait_s is None or wait_s > rules.remind_s:
        return state
    return replace(state, due_in_min=max(1, round(wait_s / 60)))


def find_due(rules: MasterRules, proof: Proof | None, now: Conditions, local: datetime) -> tuple[Due, ...]:
    """Every reason for which a check is due now."""
    if proof is None:
        return (Due.NEVER,)
    found: list[Due] = []
    if rules.at_start and not proof.session:
        found.append(Due.START)
    if min(proof.age_s, (local - proof.local).total_seconds()) < -CLOCK_SLACK_S:
        found.append(Due.CLOCK)  # a time that has not come yet proves nothing about this shift
    elif rules.at_shift and rules.shifts and _begins_before(rules.shifts, local) > proof.local:
        found.append(Due.SHIFT)
    if rules.every_s is not None and proof.age_s >= rules.every_s:
        found.append(Due.TIME)
    return (*found, *(_changed(proof.conditions, now) if rules.after_change else ()))


def seconds_until_due(rules: MasterRules, proof: Proof, local: datetime) -> float | None:
    """Seconds until time alone makes a check due; None if it never does."""
    waits = []
    if rules.every_s is not None:
        waits.append(rules.every_s - proof.age_s)
    if rules.at_shift and rules.shifts:
        waits.append((_begins_after(rules.shifts, local) - local).total_seconds())
    return min(waits, default=None)


def _changed(before: Conditions, now: Conditions) -> list[Due]:
    """What is another than it was; what is not known yet has not changed."""
    pairs = (
        (Due.SET, before.set_sha256, now.set_sha256),
        (Due.MODEL, before.bundle_sha256, now.bundle_sha256),
        (Due.LIMITS, before.limits, now.limits),
        (Due.PROVIDER, before.provider, now.provider),
        (Due.SOURCE, before.source, now.source),
    )
    return [due for due, old, new in pairs if new and old != new]


def _moments(shifts: tuple[str, ...], local: datetime) -> list[datetime]:
    """Beginnings of shifts from the day before to the day after, in the zone of ``local``. This computer's own time
    comes as a fixed distance from UTC, which knows nothing of a change between these days: its zone does."""
    zone = None if local.astimezone().utcoffset() == local.utcoffset() else local.tzinfo
    days = local.date() - timedelta(days=1), local.date() + timedelta(days=1)
    return [moment for moment, _ in shift_starts(*days, shifts, zone)]


def _begins_before(shifts: tuple[str, ...], local: datetime) -> datetime:
    return max(moment for moment in _moments(shifts, local) if moment <= local)


def _begins_after(shifts: tuple[str, ...], local: datetime) -> datetime:
    return min(moment for moment in _moments(shifts, local) if moment > local)
