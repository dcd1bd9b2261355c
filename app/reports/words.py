"""Words of a paper, in its own language: a report may be Chinese where the window is English. Works in any thread."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QLocale, QTranslator

from app.i18n import locale_of, resolve
from app.options import Language
from app.paths import home, resource
from engine.decision import Verdict
from engine.records.entries import FindingKind
from engine.reports.data import Report
from engine.reports.period import Period, local
from resources.build import compile_translation

Translate = Callable[[str, str], str]


@dataclass(frozen=True)
class PaperWords:
    """``translate(context, text)`` looks a text up; figures as the language writes them."""

    language: Language
    locale: QLocale
    translator: QTranslator

    @property
    def chinese(self) -> bool:
        """True for 中文."""
        return self.language == "zh_CN"

    def translate(self, context: str, text: str) -> str:
        """In the language of the paper; as it is where nobody translated it."""
        return self.translator.translate(context, text) or text

    def number(self, value: float | None) -> str:
        """A whole number."""
        return "–" if value is None else self.locale.toString(round(value))

    def decimal(self, value: float | None, places: int = 3) -> str:
        """A fixed count of places."""
        return "–" if value is None else self.locale.toString(float(value), "f", places)

    def percent(self, share: float | None, places: int = 2) -> str:
        """A share of 0 to 1."""
        return "–" if share is None else f"{self.decimal(100 * share, places)} %"

    def time(self, utc_us: int | None) -> str:
        """Date and time on this computer's clock."""
        return "–" if utc_us is None else f"{local(utc_us):%Y-%m-%d %H:%M}"

    def duration(self, seconds: float) -> str:
        """Hours and minutes."""
        minutes = round(seconds / 60)
        return f"{minutes // 60}:{minutes % 60:02d} h"

    def verdict(self, verdict: Verdict) -> str:
        """As in the window."""
        return verdict_words(self.translate)[verdict]


def words_for(language: Language) -> PaperWords:
    """Of this language, or the system's."""
    known = resolve(language)
    translator = QTranslator()
    own = compile_translation(resource(f"translations/uniad_{known}.ts"), home() / "translations")
    if own is not None:
        translator.load(str(own))
    return PaperWords(known, locale_of(known), translator)


def verdict_words(translate: Translate) -> Mapping[Verdict, str]:
    """All four."""
    return {
        Verdict.PASS: translate("Verdict", "PASS"),
        Verdict.REVIEW: translate("Verdict", "REVIEW"),
        Verdict.FAIL: translate("Verdict", "FAIL"),
        Verdict.ERROR: translate("Verdict", "ERROR"),
    }


def event_word(translate: Translate, code: str) -> str:
    """What an event of the journal means; its code if nobody has a word for it."""
    known = {
        "source.lost": translate("Report", "camera or source lost"),
        "source.back": translate("Report", "camera or source is back"),
        "line.failed": translate("Report", "inspection stopped by an error"),
        "disk.low": translate("Report", "disk nearly full"),
        "disk.full": translate("Report", "disk full"),
        "drift": translate("Report", "drift"),
        "output.late": translate("Report", "result was output too late"),
        "records.cut": translate("Report", "end of the records was missing, and accepted"),
        "report.failed": translate("Report", "a scheduled report could not be written"),
        "masters.check": translate("Report", "check of the master parts"),
        "masters.test": translate("Report", "test with stored pictures (no check)"),
        "masters.released": translate("Report", "released by an engineer"),
        "masters.reading": translate("Report", "a master part was not judged right"),
        "bundle.accepted": translate("Report", "a bundle without a trusted signature was accepted"),
        "product.changed": translate("Report", "product changed"),
    }
    return known.get(code, code)


def outcome_word(translate: Translate, outcome: str) -> str:
    """How a check of the master parts ended."""
    known = {
        "passed": translate("Report", "passed"),
        "failed": translate("Report", "FAILED"),
        "cancelled": translate("Report", "cancelled"),
    }
    return known.get(outcome, outcome)


def finding_word(translate: Translate, finding: FindingKind) -> str:
    """What a person said."""
    return {
        FindingKind.DEFECT: translate("Report", "defect"),
        FindingKind.FALSE_REJECT: translate("Report", "false reject"),
        FindingKind.ESCAPE: translate("Report", "escape"),
        FindingKind.UNSURE: translate("Report", "unsure"),
        FindingKind.GOOD: translate("Report", "good"),
    }[finding]


def figure_word(translate: Translate, name: str) -> str:
    """A figure of drift."""
    known = {
        "score": translate("Report", "score"),
        "brightness": translate("Report", "brightness"),
        "sharpness": translate("Report", "sharpness"),
    }
    return known.get(name, name)


def level_word(translate: Translate, level: str) -> str:
    """How loud an event is."""
    return {"warning": translate("Report", "warning"), "error": translate("Report", "error")}.get(level, level)


def period_text(words: PaperWords, period: Period) -> str:
    """From and to; the shift if it is one."""
    translate = words.translate
    ends: datetime = local(period.until_us)
    text = f"{words.time(period.since_us)} – {ends:%Y-%m-%d %H:%M}"
    if not period.shift:
        return text
    shift = translate("Report", "shift {number}").format(number=period.shift)
    return f"{text}, {shift}"


def title_of(words: PaperWords, report: Report) -> str:
    """What the report is about, in one line."""
    translate, wanted = words.translate, report.wanted
    chosen = []
    if wanted.product is not None:
        chosen.append(translate("Report", "product {name}").format(name=wanted.product))
    if wanted.lot is not None:
        chosen.append(translate("Report", "lot {name}").format(name=wanted.lot or "–"))
    if wanted.bundle_sha256 is not None:
        chosen.append(translate("Report", "model {name}").format(name=wanted.bundle_sha256[:12]))
    return ", ".join(chosen) or translate("Report", "all products")
