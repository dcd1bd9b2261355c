"""Gauge studies for tests: what the line would say, and people who err where they are told to."""

import hashlib
import random

from engine.decision import Verdict
from engine.gauge.study import STATION, Seen, Study, StudyReading, StudyShelf

SHA = "ab" * 32


def seen(index: int, bad: bool, live: bool = True, score: float | None = None, sha256: str = SHA) -> Seen:
    """A presented part as the line judged it; every ``index`` is another picture."""
    verdict = Verdict.FAIL if bad else Verdict.PASS
    digest = hashlib.sha256(str(index).encode()).hexdigest()
    value = (3.0 if bad else 0.5) + 0.001 * (index % 7) if score is None else score
    return Seen("Plate", sha256, verdict, value, f"{index:032x}", digest, live)


def read_all(shelf: StudyShelf, study: Study, slips: set[tuple[str, int, int]], count: int | None = None) -> Study:
    """Read the study, at most ``count`` readings; everybody is right but in ``slips`` (appraiser, repeat, part). All
    but the last reading are put in at once: saving each of 450 takes its time."""
    truth = {part.number: part.bad for part in study.parts}
    chance = random.Random(11)
    made = []
    for index, turn in enumerate(list(study.turns())[:count]):
        bad = truth[turn.part] ^ ((turn.appraiser, turn.repeat, turn.part) in slips)
        told = {"appraiser": turn.appraiser, "repeat": turn.repeat, "part": turn.part, "bad": bad}
        if turn.by_station:
            score = (3.0 if bad else 0.5) + chance.gauss(0, 0.05)
            told |= {"score": score, "pixels_sha256": seen(10_000 + index, bad).pixels_sha256}
        made.append(StudyReading(**told))
    study = Study.model_validate(study.model_dump() | {"readings": made[:-1]})
    last = made[-1]
    if last.appraiser == STATION:
        return shelf.read(study, seen(9_999, last.bad, score=last.score, sha256=study.bundle_sha256))
    return shelf.enter(study, last.bad)
