"""Figures of a study in words, for window and paper."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLocale

from engine.gauge.report import AppraiserFigures, Grade, StudyFigures
from engine.gauge.statistics import Rate, Spread

translate = QCoreApplication.translate


@dataclass(frozen=True)
class GaugeWords:
    """Numbers in the way of a language."""

    locale: QLocale

    def kappa(self, value: float | None) -> str:
        """Two places."""
        return "–" if value is None else self.locale.toString(value, "f", 2)

    def rate(self, found: Rate) -> str:
        """Share and 95 % interval, in percent."""
        if found.share is None or found.low is None or found.high is None:
            return "–"
        share, low, high = (self.locale.toString(100 * one, "f", 1) for one in (found.share, found.low, found.high))
        return f"{share} % ({low}–{high})"

    def spread(self, found: Spread | None) -> str:
        """Deviation, and six of them as a share of the limit."""
        if found is None:
            return translate("Gauge", "not measured")
        deviation, share = self.locale.toString(found.deviation, "g", 3), 100 * found.share_of_limit
        text = translate("Gauge", "{deviation}; six of them are {share} % of the limit ({n} pictures of {parts} parts)")
        return text.format(
            deviation=deviation, share=self.locale.toString(share, "f", 1), n=found.readings, parts=found.parts
        )


def name_of(name: str) -> str:
    """A person, or the station."""
    return name or translate("Gauge", "Station")


def grade_word(grade: Grade) -> str:
    """AIAG's judgement."""
    return {
        Grade.ACCEPTABLE: translate("Gauge", "acceptable"),
        Grade.MARGINAL: translate("Gauge", "marginal"),
        Grade.UNACCEPTABLE: translate("Gauge", "not acceptable"),
        Grade.UNKNOWN: "–",
    }[grade]


def head_cells() -> tuple[str, ...]:
    """Captions of the table of appraisers."""
    return (
        translate("Gauge", "Appraiser"),
        translate("Gauge", "Kappa within"),
        translate("Gauge", "Kappa to reference"),
        translate("Gauge", "Effectiveness"),
        translate("Gauge", "Misses"),
        translate("Gauge", "False alarms"),
        translate("Gauge", "Judgement"),
    )


def cells(one: AppraiserFigures, words: GaugeWords) -> tuple[str, ...]:
    """One appraiser."""
    return (
        name_of(one.name),
        words.kappa(one.within),
        words.kappa(one.against_reference),
        words.rate(one.effective),
        words.rate(one.misses),
        words.rate(one.false_alarms),
        grade_word(one.grade),
    )


def facts(figures: StudyFigures, words: GaugeWords) -> tuple[tuple[str, str], ...]:
    """What concerns all appraisers."""
    return (
        (translate("Gauge", "Kappa between all"), words.kappa(figures.between)),
        (translate("Gauge", "All always agreed"), words.rate(figures.agree)),
        (translate("Gauge", "All always agreed, and were right"), words.rate(figures.right)),
        (translate("Gauge", "Score, parts presented anew"), words.spread(figures.presented)),
        (translate("Gauge", "Score, part not touched"), words.spread(figures.untouched)),
    )


def limits_text() -> str:
    """The limits of the judgement."""
    return translate(
        "Gauge",
        "Acceptable: kappa to the reference above 0.75, effectiveness at least 90 %, misses at most 2 %, false alarms "
        "at most 5 %. Not acceptable: kappa below 0.40, effectiveness below 80 %, misses above 5 %, false alarms above "
        "10 %. Marginal in between (AIAG, MSA, 4th edition). Effective: always right about a part. "
        "Intervals: exact, 95 %.",
    )
