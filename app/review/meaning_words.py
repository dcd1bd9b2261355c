"""Sentences about statistics."""

from PySide6.QtCore import QCoreApplication

from app.look import Look
from app.texts import verdict_word
from engine.decision import Verdict
from engine.review.second import Agreement
from engine.review.statistics import Confusion, NoMiss, Rate, Replayed

translate = QCoreApplication.translate


def rate_words(rate: Rate, look: Look) -> str:
    """``4.0 % (1 of 25; 0.1 to 20.4 %)``, or unknown."""
    if rate.value is None:
        return translate("Review", "unknown")
    value, low, high = (look.decimal(100 * share, 1) for share in (rate.value, rate.low, rate.high))
    words = translate("Review", "{value} % ({count} of {n}; {low} to {high} % with 95 % confidence)")
    return words.format(value=value, count=look.number(rate.count), n=look.number(rate.n), low=low, high=high)


def confusion_facts(found: Confusion, look: Look) -> tuple[tuple[str, str], ...]:
    """Caption and value of each figure."""
    flagged = translate("Review", "{flagged} of {parts}; {judged} of them reviewed")
    audit = rate_words(found.escapes, look)
    if found.escapes.value is None:
        audit = translate("Review", "unknown: no audited part is reviewed ({n} wait)").format(
            n=look.number(found.audited)
        )
    return (
        (
            translate("Review", "Flagged"),
            flagged.format(
                flagged=look.number(found.flagged), parts=look.number(found.parts), judged=look.number(found.judged)
            ),
        ),
        (translate("Review", "False rejects among them"), rate_words(found.false_rejects, look)),
        (translate("Review", "Escapes among passed parts"), audit),
    )


def agreement_words(found: Agreement, look: Look) -> tuple[str, str]:
    """Caption and value."""
    caption = translate("Review", "Second opinions that agree")
    if found.pairs == 0:
        return caption, translate("Review", "none yet")
    value = found.agreed / found.pairs
    words = rate_words(Rate(found.agreed, found.pairs, value, found.low, found.high), look)
    disputed = translate("Review", "{n} disputed").format(n=look.number(len(found.disputed)))
    return caption, f"{words}; {disputed}"


def replay_words(found: Replayed, look: Look) -> str:
    """Before and after by verdict, what is lost and what is gained."""
    words = [
        f"{verdict_word(verdict)} {look.number(found.before[verdict])} → {look.number(found.after[verdict])}"
        for verdict in Verdict
    ]
    told = translate("Review", "{n} parts change; {lost} confirmed defects would pass, {spared} false rejects spared.")
    changed = told.format(n=look.number(len(found.changed)), lost=found.lost_defects, spared=found.spared)
    return f"{'   '.join(words)}\n{changed}"


def no_miss_words(found: object, look: Look) -> tuple[float, str]:
    """The limit and what is known of it."""
    assert isinstance(found, NoMiss)
    words = translate(
        "Review",
        "All {defects} confirmed defects are above it; of further ones at most {bound} % pass with 95 % confidence. "
        "{rejected} of {good} good parts would be flagged.",
    )
    return found.value, words.format(
        defects=look.number(found.defects),
        bound=look.decimal(100 * found.bound, 1),
        rejected=look.number(found.rejected_good),
        good=look.number(found.good),
    )
