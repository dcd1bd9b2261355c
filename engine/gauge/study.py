"""A study: numbered parts, appraisers, repeats in blind random order, and every reading so far.

One file, replaced as a whole after every reading: what was read stays read, and the study goes on where it stopped.
Numbers are given at random, so that they say nothing about a part. The station counts as one appraiser.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from engine.bundle.manifest import ProductName, Strict, check_product_name
from engine.decision import Verdict
from engine.errors import ErrorCode, UsageError
from engine.files import explain_os_error, write_atomic

FOLDER = "gauge"
LEAST_PARTS, LEAST_REPEATS, BORDERLINE_SHARE = 50, 3, 0.25
STATION = ""  # the station's name among the appraisers
Number = Annotated[int, Field(ge=1, le=1000)]
Person = Annotated[str, Field(min_length=0, max_length=60)]


class StudyPart(Strict):
    """One part: the number that is written on it, what it truly is, and whether it lies near the limit."""

    number: Number
    bad: bool
    borderline: bool = False


class StudyReading(Strict):
    """What an appraiser said of a part. ``score``, ``record`` and ``pixels_sha256`` are the station's."""

    appraiser: Person
    repeat: Number
    part: Number
    bad: bool
    score: float | None = None
    record: str = ""
    pixels_sha256: str = ""
    utc: str = ""


class Still(Strict):
    """One picture of a part that was not touched, for the repeatability of the score alone."""

    part: Number
    score: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    pixels_sha256: str


class Study(Strict):
    """``orders`` holds the parts' numbers in the order in which they are presented, for each (appraiser, repeat) in
    turn; ``reject`` is the limit the scores are compared with."""

    format: Literal[1] = 1
    name: ProductName
    product: ProductName
    bundle_sha256: str
    reject: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    repeats: Annotated[int, Field(ge=LEAST_REPEATS, le=20)]
    parts: Annotated[tuple[StudyPart, ...], Field(max_length=1000)]
    appraisers: Annotated[tuple[Person, ...], Field(min_length=1, max_length=12)]
    orders: tuple[tuple[Number, ...], ...]
    readings: tuple[StudyReading, ...] = ()
    stills: tuple[Still, ...] = ()
    begun_utc: str = ""
    begun_by: str = ""
    finished_utc: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> "Study":
        numbers = {part.number for part in self.parts}
        if problem := _problem(self.parts) or _problem_of_people(self.appraisers):
            raise ValueError(problem)
        whole = all(set(order) == numbers and len(order) == len(numbers) for order in self.orders)
        if len(numbers) != len(self.parts) or not whole or len(self.orders) != len(self.appraisers) * self.repeats:
            raise ValueError("its parts and orders do not fit")
        if [(one.appraiser, one.repeat, one.part) for one in self.readings] != [
            (turn.appraiser, turn.repeat, turn.part) for turn, _ in zip(self.turns(), self.readings, strict=False)
        ]:
            raise ValueError("its readings do not follow its order")
        return self

    def turns(self) -> "Iterator[Turn]":
        """Every presentation of the study, in order: all appraisers read a repeat before the next begins."""
        orders = iter(self.orders)
        for repeat in range(1, self.repeats + 1):
            for appraiser in self.appraisers:
                yield from (Turn(appraiser, repeat, number) for number in next(orders))

    @property
    def next_turn(self) -> "Turn | None":
        """What is presented now; None once everything was read."""
        return next((turn for index, turn in enumerate(self.turns()) if index == len(self.readings)), None)

    @property
    def total(self) -> int:
        """Readings of the whole study."""
        return len(self.orders) * len(self.parts)


@dataclass(frozen=True, slots=True)
class Turn:
    """One presentation: who looks, for which time, at which part."""

    appraiser: str
    repeat: int
    part: int

    @property
    def by_station(self) -> bool:
        """True if the camera looks."""
        return self.appraiser == STATION


@dataclass(frozen=True, slots=True)
class Seen:
    """What the line says of a part that was presented."""

    product: str
    bundle_sha256: str
    verdict: Verdict
    score: float | None
    record: str
    pixels_sha256: str
    live: bool


@dataclass(frozen=True, slots=True)
class Kinds:
    """How many parts of each kind take part."""

    good: int = 19
    good_borderline: int = 6
    bad_borderline: int = 7
    bad: int = 18


def number_parts(kinds: Kinds, chance: random.Random | None = None) -> tuple[StudyPart, ...]:
    """Parts with numbers given at random, by number."""
    flags = [(False, False)] * kinds.good + [(False, True)] * kinds.good_borderline
    flags += [(True, True)] * kinds.bad_borderline + [(True, False)] * kinds.bad
    (chance or random.SystemRandom()).shuffle(flags)
    return tuple(StudyPart(number=n, bad=bad, borderline=line) for n, (bad, line) in enumerate(flags, 1))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a study is begun with; the station is always among the appraisers."""

    name: str
    product: str
    bundle_sha256: str
    reject: float
    parts: tuple[StudyPart, ...]
    people: tuple[str, ...] = ()
    repeats: int = LEAST_REPEATS
    user: str = ""


class StudyShelf:
    """The studies of a data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def names(self) -> tuple[str, ...]:
        """Names of the studies, the newest first."""
        paths = [path for path in self.folder.glob("*.json") if not path.name.startswith(".")]
        return tuple(path.stem for path in sorted(paths, key=lambda path: -path.stat().st_mtime_ns))

    def path(self, name: str) -> Path:
        """The file of a study."""
        return self.folder / f"{name}.json"

    def begin(self, plan: Plan, chance: random.Random | None = None) -> Study:
        """A new study, saved. Raises UsageError if it could not prove anything or its name is taken."""
        chance = chance or random.SystemRandom()
        numbers = [part.number for part in plan.parts]
        appraisers = (STATION, *(person.strip() for person in plan.people))
        orders = tuple(tuple(chance.sample(numbers, len(numbers))) for _ in range(plan.repeats * len(appraisers)))
        try:
            check_product_name(plan.name)
            made = Study(
                name=plan.name,
                product=plan.product,
                bundle_sha256=plan.bundle_sha256,
                reject=plan.reject,
                repeats=plan.repeats,
                parts=plan.parts,
                appraisers=appraisers,
                orders=orders,
                begun_utc=_now(),
                begun_by=plan.user,
            )
        except ValueError as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            raise _unusable(plan.name, why.removeprefix("Value error, ")) from error
        if self.path(plan.name).exists():
            raise _unusable(plan.name, "there is a study of that name")
        return self.save(made)

    def load(self, name: str) -> Study:
        """A study as it was saved."""
        return read_study(self.path(name))

    def save(self, study: Study) -> Study:
        """Write it whole or not at all. Raises UsageError, InspectError (disk full); then the file is as it was."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise explain_os_error(error, self.folder) from error
        write_atomic(self.path(study.name), study.model_dump_json(indent=1).encode())
        return study

    def enter(self, study: Study, bad: bool) -> Study:
        """What the person whose turn it is says. Raises UsageError if it is the station's turn, or nobody's."""
        turn = study.next_turn
        if turn is None or turn.by_station:
            raise _unusable(study.name, "nobody is asked now")
        return self._add(study, turn, StudyReading(**_of_turn(turn), bad=bad, utc=_now()))

    def read(self, study: Study, seen: Seen) -> Study:
        """What the station says of the part that was presented. Raises UsageError if that is no reading: stored, seen
        before, not judged, of another product or model."""
        turn = study.next_turn
        if turn is None or not turn.by_station:
            raise _unusable(study.name, "the station is not asked now")
        if why := self._refusal(study, seen):
            raise UsageError(ErrorCode.GAUGE_READING, part=turn.part, why=why)
        bad = seen.verdict is not Verdict.PASS
        record = {"score": seen.score, "record": seen.record, "pixels_sha256": seen.pixels_sha256}
        return self._add(study, turn, StudyReading(**_of_turn(turn), bad=bad, utc=_now(), **record))

    def add_still(self, study: Study, part: int, seen: Seen) -> Study:
        """One more picture of a part that is not touched. Raises UsageError as ``read``."""
        why = self._refusal(study, seen)
        if why or seen.score is None:
            raise UsageError(ErrorCode.GAUGE_READING, part=part, why=why or "it has no score")
        still = Still(part=part, score=seen.score, pixels_sha256=seen.pixels_sha256)
        return self.save(study.model_copy(update={"stills": (*study.stills, still)}))

    def undo(self, study: Study) -> Study:
        """Take back the last reading, if a person gave it: a slip of the finger is no misjudgement."""
        if not study.readings or study.readings[-1].appraiser == STATION:
            raise _unusable(study.name, "the last reading is the station's, or there is none")
        return self.save(study.model_copy(update={"readings": study.readings[:-1], "finished_utc": ""}))

    def _add(self, study: Study, turn: Turn, reading: StudyReading) -> Study:
        last = len(study.readings) + 1 == study.total
        update = {"readings": (*study.readings, reading), "finished_utc": _now() if last else ""}
        return self.save(study.model_copy(update=update))

    def _refusal(self, study: Study, seen: Seen) -> str:
        known = {one.pixels_sha256 for one in study.readings} | {one.pixels_sha256 for one in study.stills}
        if not seen.live:
            return "the source shows stored images; only parts that are presented anew count"
        if seen.pixels_sha256 in known and seen.pixels_sha256:
            return "the picture is one that was seen before, bit for bit: it is stored, not live"
        if seen.verdict is Verdict.ERROR or not seen.pixels_sha256:
            return "it could not be judged"
        if (seen.product, seen.bundle_sha256) != (study.product, study.bundle_sha256):
            return f"the study is of {study.product} with another model or product than the line's"
        return ""


def read_study(path: Path) -> Study:
    """A study from its file. Raises UsageError."""
    try:
        return Study.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise UsageError(ErrorCode.NOT_FOUND, path=str(path)) from error
    except (OSError, ValidationError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise _unusable(path.stem, f"{path.name} cannot be read: {why.removeprefix('Value error, ')}") from error


def _problem(parts: tuple[StudyPart, ...]) -> str:
    """Why these parts prove nothing."""
    bad, border = sum(part.bad for part in parts), sum(part.borderline for part in parts)
    if len(parts) < LEAST_PARTS:
        return f"it has {len(parts)} parts, at least {LEAST_PARTS} are needed"
    if border < BORDERLINE_SHARE * len(parts):
        return f"{border} of {len(parts)} parts are borderline, at least a quarter must be"
    return "it needs good and bad parts" if bad in (0, len(parts)) else ""


def _problem_of_people(appraisers: tuple[str, ...]) -> str:
    if len({person.casefold() for person in appraisers}) != len(appraisers):
        return "two appraisers have the same name, or one has none"
    return "" if appraisers and appraisers[0] == STATION else "the station is not among the appraisers"


def _of_turn(turn: Turn) -> dict[str, str | int]:
    return {"appraiser": turn.appraiser, "repeat": turn.repeat, "part": turn.part}


def _unusable(name: str, why: str) -> UsageError:
    return UsageError(ErrorCode.GAUGE_UNUSABLE, name=name or "?", why=why)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
