"""A check of the master parts under way, and the rows it leaves in the journal: one event for each reading
(``masters.reading``), one for the check (``masters.check``), one for an engineer's release (``masters.released``)."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.decision import Verdict
from engine.masters.rules import Conditions, Proof, Standing
from engine.masters.sets import MasterPart, MasterSet
from engine.records.entries import EventBody, EventLevel, new_uuid

READING, CHECK, RELEASE, TEST = "masters.reading", "masters.check", "masters.released", "masters.test"
TRIES = 3  # presentations of one part that could not be judged


@dataclass(frozen=True, slots=True)
class Reading:
    """One presentation of a master part. ``part`` is the identity of its record; ``why`` what was wrong, empty if
    nothing was; ``repeat``: it could not be judged and is asked for again."""

    name: str
    expected: Verdict
    verdict: Verdict
    score: float | None
    reference: float
    tolerance: float
    right: bool
    why: str = ""
    part: str = ""
    pixels_sha256: str = ""
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class CheckState:
    """A check at one moment: the part asked for is ``parts[position]``; with ``outcome`` it is over. ``stored`` marks a
    test of the software from stored pictures, which unlocks nothing. ``recorded``: its row is durable."""

    product: str
    parts: tuple[MasterPart, ...]
    conditions: Conditions
    user: str
    uuid: str = field(default_factory=new_uuid)
    readings: tuple[Reading, ...] = ()
    outcome: Standing | None = None
    stored: bool = False
    recorded: bool = False
    why: str = ""

    @property
    def position(self) -> int:
        """How many parts have their reading."""
        return sum(not reading.repeat for reading in self.readings)

    @property
    def asked(self) -> MasterPart | None:
        """The part to present now; None when the check is over."""
        return None if self.outcome is not None or self.position >= len(self.parts) else self.parts[self.position]

    @property
    def wrong(self) -> tuple[Reading, ...]:
        """Readings that were not right."""
        return tuple(reading for reading in self.readings if not reading.right and not reading.repeat)


def begin(found: MasterSet, conditions: Conditions, user: str, stored: bool = False) -> CheckState:
    """A check of all parts of a set."""
    return CheckState(found.product, found.parts, conditions, user, stored=stored)


def read(
    check: CheckState, verdict: Verdict, score: float | None, part: str = "", pixels_sha256: str = "", why: str = ""
) -> CheckState:
    """The check with one more reading of the part that was asked for; the last one decides it."""
    asked = check.asked
    if asked is None:
        return check
    before = sum(reading.repeat and reading.name == asked.name for reading in check.readings)
    repeat = verdict is Verdict.ERROR and before + 1 < TRIES
    known = {one.pixels_sha256 for one in check.parts} | {reading.pixels_sha256 for reading in check.readings}
    wrong = why or _wrong(asked, verdict, score, check.conditions.bundle_sha256)
    if pixels_sha256 and pixels_sha256 in known and not check.stored:
        wrong, repeat = "the picture is one that was seen before, bit for bit: it is stored, not live", False
    reading = Reading(
        asked.name, asked.expected, verdict, score, asked.score, asked.tolerance, not wrong, wrong, part, pixels_sha256,
        repeat,
    )  # fmt: skip
    made = replace(check, readings=(*check.readings, reading))
    if made.position < len(made.parts):
        return made
    names = ", ".join(f"{one.name}: {one.why}" for one in made.wrong)
    return replace(made, outcome=Standing.FAILED if made.wrong else Standing.PASSED, why=names[:1000])


def cancel(check: CheckState, why: str) -> CheckState:
    """Ended without a result: nothing is unlocked and nothing is locked."""
    return replace(check, outcome=Standing.CANCELLED, why=why) if check.outcome is None else check


def _wrong(asked: MasterPart, verdict: Verdict, score: float | None, bundle_sha256: str) -> str:
    if verdict is Verdict.ERROR:
        return "it could not be judged"
    if not asked.right_verdict(verdict):
        return f"judged {verdict.value}, expected {asked.expected.value}"
    if not asked.right_score(score, bundle_sha256):
        return f"score {score:.4g}, reference {asked.score:.4g} ± {asked.tolerance:.4g}"
    return ""


def reading_event(check: CheckState, reading: Reading) -> EventBody:
    """The row of one presentation."""
    params: dict[str, str | int | float] = {
        "check": check.uuid,
        "product": check.product,
        "name": reading.name,
        "expected": reading.expected.value,
        "verdict": reading.verdict.value,
        "reference": reading.reference,
        "tolerance": reading.tolerance,
        "right": int(reading.right),
        "repeat": int(reading.repeat),
        "stored": int(check.stored),
        "why": reading.why,
        "part": reading.part,
        "pixels_sha256": reading.pixels_sha256,
    }
    if reading.score is not None:
        params["score"] = reading.score
    level = EventLevel.INFO if reading.right else EventLevel.WARNING
    return EventBody(code=READING, level=level, params=params, user=check.user)


def check_event(check: CheckState) -> EventBody:
    """The row of the whole check; ``masters.test`` for stored pictures, which nothing takes for a check."""
    outcome = check.outcome or Standing.CANCELLED
    params: dict[str, str | int | float] = {
        "check": check.uuid,
        "product": check.product,
        "outcome": outcome.value,
        "parts": len(check.parts),
        "wrong": len(check.wrong),
        "stored": int(check.stored),
        "why": check.why,
        **_of_conditions(check.conditions),
    }
    level = EventLevel.ERROR if outcome is Standing.FAILED else EventLevel.INFO
    return EventBody(code=TEST if check.stored else CHECK, level=level, params=params, user=check.user)


def release_event(product: str, conditions: Conditions, user: str, why: str) -> EventBody:
    """The row of an engineer who lets parts pass all the same."""
    params: dict[str, str | int | float] = {"product": product, "why": why, **_of_conditions(conditions)}
    return EventBody(code=RELEASE, level=EventLevel.WARNING, params=params, user=user)


def proof_now(check: CheckState, local: datetime) -> Proof:
    """What a check that ended now proves."""
    return Proof(check.outcome or Standing.CANCELLED, check.conditions, local, True, 0.0, check.why, check.user)


def _of_conditions(conditions: Conditions) -> dict[str, str | int | float]:
    return {name: getattr(conditions, name) for name in Conditions.__dataclass_fields__}
