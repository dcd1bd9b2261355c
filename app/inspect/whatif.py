"""What other limits would have said of the last parts. Arithmetic only."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.decision import Limits, Verdict, decide
from engine.pipeline.tally import Mark


@dataclass(frozen=True, slots=True)
class Change:
    """Parts of the last ``parts``: how many more (or fewer, negative) are FAIL, how many more are REVIEW, and how many
    have another verdict at all."""

    parts: int
    failed: int
    review: int
    changed: int = 0


def redecide(mark: Mark, limits: Limits) -> Verdict:
    """The verdict on a part of the history by these limits; what could not be judged stays ERROR."""
    if mark.score is None or mark.verdict is Verdict.ERROR:
        return Verdict.ERROR
    return decide(mark.score, True, limits)


def compare(history: Sequence[Mark], old: Limits, new: Limits) -> Change:
    """How the verdicts on ``history`` by ``new`` differ from those by ``old``."""
    before = [redecide(mark, old) for mark in history]
    after = [redecide(mark, new) for mark in history]
    return Change(
        len(history),
        after.count(Verdict.FAIL) - before.count(Verdict.FAIL),
        after.count(Verdict.REVIEW) - before.count(Verdict.REVIEW),
        sum(one is not other for one, other in zip(before, after, strict=True)),
    )
