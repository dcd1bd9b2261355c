"""The figures of a study, with AIAG's usual acceptance limits. Complete repeats only; an unfinished one is left out."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import combinations
from typing import Any

import numpy as np

from engine.gauge.statistics import (
    Calls,
    CrossTable,
    Rate,
    Spread,
    cohen_kappa,
    cross_table,
    fleiss_kappa,
    pooled_spread,
    rate,
)
from engine.gauge.study import STATION, Study

GOOD_KAPPA, POOR_KAPPA = 0.75, 0.40
EFFECTIVENESS = (0.90, 0.80)
MISSES = (0.02, 0.05)
FALSE_ALARMS = (0.05, 0.10)


class Grade(StrEnum):
    """AIAG's judgement of a figure."""

    ACCEPTABLE = "acceptable"
    MARGINAL = "marginal"
    UNACCEPTABLE = "unacceptable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class AppraiserFigures:
    """One appraiser (empty name: the station) over ``repeats`` repeats. ``within``: kappa between his repeats, and
    ``consistent``: parts of which he always said the same; ``effective``: parts of which he was always right; misses
    are bad parts called good, false alarms good parts called bad, both per call."""

    name: str
    repeats: int
    within: float | None
    consistent: Rate
    against_reference: float | None
    table: CrossTable
    effective: Rate
    misses: Rate
    false_alarms: Rate

    @property
    def grades(self) -> dict[str, Grade]:
        """By figure."""
        return {
            "kappa": grade_kappa(self.against_reference),
            "effectiveness": grade_high(self.effective.share, EFFECTIVENESS),
            "misses": grade_low(self.misses.share, MISSES),
            "false_alarms": grade_low(self.false_alarms.share, FALSE_ALARMS),
        }

    @property
    def grade(self) -> Grade:
        """The worst of all."""
        order = list(Grade)
        known = [order.index(grade) for grade in self.grades.values() if grade is not Grade.UNKNOWN]
        return order[max(known)] if known else Grade.UNKNOWN


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Two appraisers over all repeats both have."""

    first: str
    second: str
    kappa: float | None
    table: CrossTable


@dataclass(frozen=True, slots=True)
class StudyFigures:
    """A whole study. ``between``: kappa of all appraisers and repeats together; ``agree``: parts on which everybody
    always agreed, ``right``: and rightly; ``presented``: spread of the station's scores of parts presented anew,
    ``untouched``: of pictures of parts that were not touched."""

    parts: int
    borderline: int
    bad: int
    finished: bool
    appraisers: tuple[AppraiserFigures, ...]
    pairs: tuple[PairFigures, ...]
    between: float | None
    agree: Rate
    right: Rate
    presented: Spread | None
    untouched: Spread | None

    @property
    def station(self) -> AppraiserFigures | None:
        """The figures of the station."""
        return next((one for one in self.appraisers if one.name == STATION), None)

    def to_json(self) -> dict[str, Any]:
        """For scripts."""
        grades = {one.name or "station": {"grade": one.grade, **one.grades} for one in self.appraisers}
        return asdict(self) | {"grades": grades}


def compute(study: Study) -> StudyFigures:
    """All figures of the repeats that every appraiser has finished. Without any, rates are of nothing."""
    truth = np.array([part.bad for part in study.parts])
    calls = _calls(study)
    people = tuple(_of_appraiser(name, table, truth) for name, table in calls.items())
    pairs = tuple(
        PairFigures(
            a, b, _kappa(calls[a].T.ravel(), calls[b].T.ravel()), cross_table(calls[a].ravel(), calls[b].ravel())
        )
        for a, b in combinations(calls, 2)
    )
    everybody = np.concatenate(list(calls.values()), axis=1)
    n = len(truth) if everybody.shape[1] else 0
    same = (everybody == everybody[:, :1]).all(axis=1) if n else np.zeros(0, bool)
    right = (everybody == truth[:, None]).all(axis=1) if n else same
    scores: dict[int, list[float]] = {}
    stills: dict[int, list[float]] = {}
    for one in study.readings:
        if one.score is not None:
            scores.setdefault(one.part, []).append(one.score)
    for still in study.stills:
        stills.setdefault(still.part, []).append(still.score)
    return StudyFigures(
        parts=len(study.parts),
        borderline=sum(part.borderline for part in study.parts),
        bad=int(truth.sum()),
        finished=len(study.readings) == study.total,
        appraisers=people,
        pairs=pairs,
        between=fleiss_kappa(everybody) if everybody.shape[1] >= 2 else None,
        agree=rate(int(same.sum()), n),
        right=rate(int(right.sum()), n),
        presented=pooled_spread(list(scores.values()), study.reject),
        untouched=pooled_spread(list(stills.values()), study.reject),
    )


def _calls(study: Study) -> dict[str, Calls]:
    """Calls (parts, repeats) of each appraiser, repeats that everybody has finished."""
    whole = len(study.readings) // (len(study.parts) * len(study.appraisers))
    place = {part.number: index for index, part in enumerate(study.parts)}
    found = {name: np.zeros((len(study.parts), whole), bool) for name in study.appraisers}
    for one in study.readings:
        if one.repeat <= whole:
            found[one.appraiser][place[one.part], one.repeat - 1] = one.bad
    return found


def _of_appraiser(name: str, calls: Calls, truth: Calls) -> AppraiserFigures:
    repeats = calls.shape[1]
    n = len(truth) if repeats else 0
    against = np.repeat(truth[:, None], repeats, axis=1)
    same = (calls == calls[:, :1]).all(axis=1) if n else np.zeros(0, bool)
    right = (calls == against).all(axis=1) if n else same
    return AppraiserFigures(
        name,
        repeats,
        fleiss_kappa(calls) if repeats >= 2 else None,
        rate(int(same.sum()), n),
        _kappa(calls.ravel(), against.ravel()),
        cross_table(calls.ravel(), against.ravel()),
        rate(int(right.sum()), n),
        rate(int((~calls & against).sum()), int(against.sum())),
        rate(int((calls & ~against).sum()), int((~against).sum())),
    )


def _kappa(first: Calls, second: Calls) -> float | None:
    return cohen_kappa(first, second) if first.size else None


def grade_kappa(kappa: float | None) -> Grade:
    """Above 0.75 good to excellent agreement, below 0.40 poor."""
    if kappa is None:
        return Grade.UNKNOWN
    if kappa > GOOD_KAPPA:
        return Grade.ACCEPTABLE
    return Grade.UNACCEPTABLE if kappa < POOR_KAPPA else Grade.MARGINAL


def grade_high(share: float | None, limits: tuple[float, float]) -> Grade:
    """The more the better: at least the first is acceptable, below the second not."""
    if share is None:
        return Grade.UNKNOWN
    if share >= limits[0]:
        return Grade.ACCEPTABLE
    return Grade.MARGINAL if share >= limits[1] else Grade.UNACCEPTABLE


def grade_low(share: float | None, limits: tuple[float, float]) -> Grade:
    """The less the better: at most the first is acceptable, above the second not."""
    if share is None:
        return Grade.UNKNOWN
    if share <= limits[0]:
        return Grade.ACCEPTABLE
    return Grade.MARGINAL if share <= limits[1] else Grade.UNACCEPTABLE
