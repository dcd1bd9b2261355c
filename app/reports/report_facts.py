"""The later pages of a report: models, drift, limits, checks, alarms and stops. Tables alone, no pictures."""

from collections.abc import Sequence
from typing import Any

from app.reports.paper import SOFT, Block, Column, Fonts, Space, Words, table
from app.reports.words import PaperWords, event_word, figure_word, level_word, outcome_word
from engine.drift import LEAST_PARTS
from engine.records.rows import Event
from engine.reports.data import Drift, LimitRow, Report

MOST_ROWS = 200


class Section:
    """What both halves of a report share: headings, notes, and tables that are cut where they would never end."""

    def __init__(self, report: Report, words: PaperWords) -> None:
        self._report, self._words = report, words
        self._fonts = Fonts(words.chinese)

    def _heading(self, text: str) -> list[Block]:
        return [Space(8, keep=True), Words(text, self._fonts.of(12, bold=True), keep=True)]

    def _note(self, text: str) -> Block:
        return Words(text, self._fonts.of(9), SOFT)

    def _table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], columns: Sequence[Column], points: float = 8
    ) -> list[Block]:
        """With its first rows; the others stand in the CSV file."""
        found = table(head, rows[:MOST_ROWS], columns, self._fonts, points)
        if len(rows) <= MOST_ROWS:
            return found
        text = self._words.translate("Report", "{shown} of {all}; the others stand in the CSV file.")
        cut = text.format(shown=self._words.number(MOST_ROWS), all=self._words.number(len(rows)))
        return [*found, self._note(cut)]


class FactsPaper(Section):
    """Builds the blocks."""

    def blocks(self) -> list[Block]:
        """All of them."""
        return [*self._models(), *self._drift(), *self._limits(), *self._checks(), *self._happened()]

    def _models(self) -> list[Block]:
        translate, words = self._words.translate, self._words
        if not self._report.models:
            return []
        gone = translate("Report", "no longer on this station")
        rows = [
            (
                f"{model.name}, {model.backbone}" if model.known else gone,
                model.sha256,
                words.number(model.counts.total),
                words.percent(model.counts.yield_share),
            )
            for model in self._report.models
        ]
        head = (
            translate("Report", "Model"),
            "SHA-256",
            translate("Report", "Inspections"),
            translate("Report", "Yield"),
        )
        columns = [Column(3), Column(5), Column(1.5, right=True), Column(1.3, right=True)]
        return [*self._heading(translate("Report", "Models")), *self._table(head, rows, columns, 7.5)]

    def _drift(self) -> list[Block]:
        translate = self._words.translate
        if not self._report.drift:
            return []
        head = (
            translate("Report", "Product"),
            translate("Report", "Figure"),
            translate("Report", "Median"),
            translate("Report", "Training"),
            translate("Report", "Standard deviations"),
        )
        rows: list[tuple[str, ...]] = []
        for one in self._report.drift:
            rows += self._drift_rows(one)
        columns = [Column(3), Column(3), *(Column(2, right=True) for _ in range(3))]
        title = translate("Report", "Drift: passed parts against training")
        return [*self._heading(title), *self._table(head, rows, columns)]

    def _drift_rows(self, drift: Drift) -> list[tuple[str, ...]]:
        translate, words = self._words.translate, self._words
        if drift.report is None:
            reasons = {
                "gone": translate("Report", "not known: the model is not on this station"),
                "name": translate("Report", "not known: the model has no product of this name"),
            }
            return [(drift.product, reasons[drift.unknown], "", "", "")]
        if not drift.report.shifts:
            text = translate("Report", "fewer than {count} passed parts")
            return [(drift.product, text.format(count=words.number(LEAST_PARTS)), "", "", "")]
        return [
            (
                drift.product,
                figure_word(translate, shift.name),
                words.decimal(shift.median),
                words.decimal(shift.reference),
                words.decimal(shift.deviations, 1),
            )
            for shift in drift.report.shifts
        ]

    def _limits(self) -> list[Block]:
        translate, limits = self._words.translate, self._report.limits
        found: list[Block] = self._heading(translate("Report", "Limits and their changes"))
        if not limits:
            return [*found, self._note(translate("Report", "No limits were put in force."))]
        head = (
            translate("Report", "Since"),
            translate("Report", "Product"),
            translate("Report", "Review"),
            translate("Report", "Reject"),
            translate("Report", "Pixel"),
            translate("Report", "By"),
            translate("Report", "Why"),
        )
        columns = [Column(3), Column(2.4), *(Column(1.4, right=True) for _ in range(3)), Column(2), Column(5)]
        rows = [self._limit_cells(one) for one in limits[::-1]]
        return [*found, *self._table(head, rows, columns)]

    def _limit_cells(self, one: LimitRow) -> tuple[str, ...]:
        words = self._words
        values = (words.decimal(value) for value in (one.review, one.reject, one.pixel))
        return (words.time(one.utc_us), one.product, *values, one.user or "–", one.why or "–")

    def _checks(self) -> list[Block]:
        translate = self._words.translate
        found: list[Block] = self._heading(translate("Report", "Checks of the master parts"))
        wanted = self._report.wanted.product
        checks = [one for one in self._report.checks if wanted in (None, one.params.get("product"))]
        if not checks:
            return [*found, self._note(translate("Report", "None in this period."))]
        head = (
            translate("Report", "Time"),
            translate("Report", "Product"),
            translate("Report", "Check"),
            translate("Report", "Result"),
            translate("Report", "By"),
        )
        columns = [Column(2.4), Column(2), Column(4), Column(5), Column(2)]
        rows = [self._check_cells(one) for one in checks[::-1]]
        return [*found, *self._table(head, rows, columns)]

    def _check_cells(self, event: Event) -> tuple[str, ...]:
        translate, params = self._words.translate, event.params
        result = outcome_word(translate, str(params.get("outcome", "")))
        if "parts" in params:
            text = translate("Report", "{outcome}; {wrong} of {parts} wrong")
            result = text.format(outcome=result, wrong=params.get("wrong", 0), parts=params["parts"])
        why = str(params.get("why", ""))
        result = f"{result} ({why})" if why and result else result or why
        name = event_word(translate, event.code)
        return (self._words.time(event.utc_us), str(params.get("product", "–")), name, result, event.user or "–")

    def _happened(self) -> list[Block]:
        """Alarms, stops."""
        translate, words, report = self._words.translate, self._words, self._report
        found: list[Block] = self._heading(translate("Report", "Alarms and stops"))
        times = report.times
        text = translate(
            "Report",
            "The program was started {starts} times. {count} standstills of at least ten minutes, {total} in all.",
        )
        values: dict[str, Any] = {"starts": words.number(report.starts), "count": words.number(times.standstills)}
        found.append(self._note(text.format(**values, total=words.duration(times.stood_s))))
        if times.longest:
            longest = ", ".join(f"{words.time(one.since_us)} ({words.duration(one.seconds)})" for one in times.longest)
            found.append(self._note(translate("Report", "Longest: {list}").format(list=longest)))
        if not report.alarms:
            return [*found, self._note(translate("Report", "No warning and no error."))]
        head = (
            translate("Report", "What"),
            translate("Report", "Level"),
            translate("Report", "How often"),
            translate("Report", "First"),
            translate("Report", "Last"),
        )
        rows = [
            (
                event_word(translate, alarm.code),
                level_word(translate, alarm.level),
                words.number(alarm.count),
                words.time(alarm.first_us),
                words.time(alarm.last_us),
            )
            for alarm in report.alarms
        ]
        columns = [Column(5), Column(1.5), Column(1.5, right=True), Column(2.6), Column(2.6)]
        found += self._table(head, rows, columns)
        return [*found, *self._last_events()]

    def _last_events(self) -> list[Block]:
        translate, words = self._words.translate, self._words
        head = (translate("Report", "Time"), translate("Report", "What"), translate("Report", "More"))
        rows = [
            (words.time(event.utc_us), event_word(translate, event.code), _details(event))
            for event in reversed(self._report.events)
        ]
        title = translate("Report", "The last of them")
        return [*self._heading(title), *self._table(head, rows, [Column(2), Column(4), Column(6)], 7.5)]


def _details(event: Event) -> str:
    return ", ".join(f"{name}: {value}" for name, value in event.params.items())[:300]
