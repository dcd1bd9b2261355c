"""What stands on the pages of a report, in which order."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from app.reports.paper import (
    COLOURS,
    INK,
    LINE,
    POINT,
    SOFT,
    Block,
    Column,
    Drawing,
    Frame,
    Picture,
    Pictures,
    Signatures,
    Space,
    Words,
    make_pdf,
)
from app.reports.plots import Ink, draw_pareto, draw_scores, draw_share, draw_yield
from app.reports.report_facts import FactsPaper, Section
from app.reports.words import PaperWords, period_text, title_of
from engine.decision import Counts, Verdict
from engine.reports.data import Group, Report, Span
from engine.review.listing import Card

PASSED, REVIEW, FAILED, ERROR, DOT = COLOURS.pass_, COLOURS.review, COLOURS.fail, COLOURS.error, COLOURS.dot
MOST_ROWS = 200
Images = dict[int, QImage | None]


def write_report(
    report: Report, images: Images, words: PaperWords, progress: Callable[[int, int], bool] | None = None
) -> tuple[bytes, int]:
    """The PDF and its number of pages. ``images``: pictures of the worst parts by row, None where there is none."""
    paper = ReportPaper(report, images, words)
    return make_pdf(paper.frame(), paper.blocks(), progress)


class ReportPaper(Section):
    """Builds the blocks of one report."""

    def __init__(self, report: Report, images: Images, words: PaperWords) -> None:
        super().__init__(report, words)
        self._images = images
        self._facts = FactsPaper(report, words)
        self._by_day = report.period.hours > 48
        self._ink = Ink(
            INK, SOFT, LINE, DOT, PASSED, REVIEW, FAILED, ERROR, self._fonts.of(7), self._axis_number, POINT
        )

    def frame(self) -> Frame:
        """Head and foot of every page."""
        translate, report = self._words.translate, self._report
        foot = translate("Report", "Made {time}; records up to {head}")
        return Frame(
            translate("Report", "Inspection report"),
            f"{report.station or 'UniAD Inspect'} · {title_of(self._words, report)}",
            foot.format(time=self._words.time(report.made_us), head=report.head),
            translate("Report", "Page {page} of {pages}"),
            self._fonts,
        )

    def blocks(self) -> list[Block]:
        """Everything, top to bottom."""
        translate, report = self._words.translate, self._report
        found: list[Block] = [
            Words(translate("Report", "Inspection report"), self._fonts.of(20, bold=True), after=2 * POINT),
            Words(title_of(self._words, report), self._fonts.of(12), keep=True),
            Words(period_text(self._words, report.period), self._fonts.of(10), SOFT, after=8 * POINT),
        ]
        if not report.counts.total:
            found.append(self._note(translate("Report", "No part was inspected in this period.")))
            return [*found, *self._facts.blocks(), *self._signatures()]
        found += [
            *self._counts(),
            *self._products(),
            *self._trend(),
            *self._findings(),
            *self._worst_parts(),
            *self._lots(),
        ]
        return [*found, *self._facts.blocks(), *self._signatures()]

    def _counts(self) -> list[Block]:
        translate, words, report = self._words.translate, self._words, self._report
        counts, first = report.counts, report.first_pass
        columns = [Column(3), Column(2, right=True), Column(2, right=True)]
        rows = [
            (words.verdict(verdict), words.number(counts.of(verdict)), words.percent(counts.of(verdict) / counts.total))
            for verdict in Verdict
        ]
        rows.append((translate("Report", "Inspections"), words.number(counts.total), ""))
        rows.append((translate("Report", "Yield"), "", words.percent(counts.yield_share)))
        rows.append((translate("Report", "First-pass yield"), words.number(first.first), words.percent(first.share)))
        rows.append((translate("Report", "Parts that came again"), words.number(first.again), ""))
        text = translate(
            "Report",
            "Yield: PASS of all inspections. First-pass yield: PASS of first inspections; a part that has product and "
            "serial number of an earlier one came again, a part without serial number counts as new.",
        )
        head = (translate("Report", "Verdict"), translate("Report", "Inspections"), translate("Report", "Share"))
        found = [*self._table(head, rows, columns, 9), Space(3), self._note(text)]
        times = report.times
        text = translate("Report", "First part {first}, last part {last}; judged in {median} ms (95 %: {p95} ms).")
        values = {"first": words.time(times.first_us), "last": words.time(times.last_us)}
        values |= {"median": words.decimal(times.median_ms, 1), "p95": words.decimal(times.p95_ms, 1)}
        found.append(self._note(text.format(**values)))
        if times.clock_jumps:
            text = translate("Report", "The clock was set {count} times while parts came: times of day are doubtful.")
            found.append(self._note(text.format(count=words.number(times.clock_jumps))))
        return found

    def _products(self) -> list[Block]:
        translate, products = self._words.translate, self._report.products
        if len(products) < 2:
            return []
        title = self._heading(translate("Report", "Products"))
        return [*title, *self._group_table(translate("Report", "Product"), products)]

    def _lots(self) -> list[Block]:
        translate, lots = self._words.translate, self._report.lots
        if len(lots) < 2:
            return []
        return [*self._heading(translate("Report", "Lots")), *self._group_table(translate("Report", "Lot"), lots)]

    def _group_table(self, name: str, groups: Sequence[Group]) -> list[Block]:
        rows = [(group.name or "–", *self._cells(group.counts)) for group in groups]
        return self._table((name, *self._verdict_head()), rows, [Column(4), *self._verdict_columns()])

    def _verdict_head(self) -> tuple[str, ...]:
        translate, words = self._words.translate, self._words
        verdicts = tuple(words.verdict(verdict) for verdict in Verdict)
        return (translate("Report", "Inspections"), *verdicts, translate("Report", "Yield"))

    def _verdict_columns(self) -> list[Column]:
        return [Column(2, right=True) for _ in range(6)]

    def _cells(self, counts: Counts) -> tuple[str, ...]:
        words = self._words
        verdicts = tuple(words.number(counts.of(verdict)) for verdict in Verdict)
        return (words.number(counts.total), *verdicts, words.percent(counts.yield_share))

    def _trend(self) -> list[Block]:
        translate, spans, ink = self._words.translate, self._report.spans, self._ink
        by_day = self._by_day
        limits = self._limit_lines()

        def bars(painter: QPainter, box: QRectF) -> None:
            draw_yield(painter, box, spans, ink, by_day)

        def shares(painter: QPainter, box: QRectF) -> None:
            draw_share(painter, box, spans, ink, by_day)

        def scores(painter: QPainter, box: QRectF) -> None:
            draw_scores(painter, box, spans, limits, ink, by_day)

        name = translate("Report", "by day") if by_day else translate("Report", "by hour")
        found = self._heading(translate("Report", "Inspections {by}").format(by=name))
        found += [Drawing(110, bars), *self._heading(translate("Report", "Yield {by}").format(by=name))]
        found += [Drawing(90, shares), *self._heading(translate("Report", "Scores {by}").format(by=name))]
        text = translate("Report", "Median and the band from 5 % to 95 %; dashed: limits in force at the end.")
        found += [Words(text, self._fonts.of(8), SOFT, keep=True), Drawing(120, scores), Space(4)]
        head = (translate("Report", "From"), *self._verdict_head(), "5 %", translate("Report", "Median"), "95 %")
        columns = [Column(3), *self._verdict_columns(), *(Column(1.6, right=True) for _ in range(3))]
        rows = [self._span_cells(span) for span in spans]
        return [*found, *self._table(head, rows, columns, 7.5)]

    def _span_cells(self, span: Span) -> tuple[str, ...]:
        words = self._words
        begin = words.time(span.since_us)
        scores = (words.decimal(value, 3) for value in (span.low, span.median, span.high))
        return (begin[:10] if self._by_day else begin[5:], *self._cells(span.counts), *scores)

    def _limit_lines(self) -> list[tuple[float, str]]:
        """Limits of the report's one product; with several there is no one line."""
        if len(self._report.products) != 1 or not self._report.limits:
            return []
        product = self._report.products[0].name
        last = next((one for one in reversed(self._report.limits) if one.product == product), None)
        if last is None:
            return []
        lines = [(last.reject, FAILED)]
        return lines if last.review is None else [*lines, (last.review, REVIEW)]

    def _findings(self) -> list[Block]:
        translate, words, report = self._words.translate, self._words, self._report
        said = report.said
        found = self._heading(translate("Report", "Findings of people"))
        text = translate(
            "Report",
            "{flagged} parts did not pass, {open} of them nobody has looked at. Defects {defects}, false rejects "
            "{false}, escapes {escapes}, unsure {unsure}.",
        )
        values = {"flagged": said.flagged, "open": said.open_, "defects": said.defects, "false": said.false_rejects}
        values |= {"escapes": said.escapes, "unsure": said.unsure}
        found.append(self._note(text.format(**{name: words.number(value) for name, value in values.items()})))
        if report.defects:
            no_name = translate("Report", "(no name)")
            shown = report.defects[:12]

            def pareto(painter: QPainter, box: QRectF) -> None:
                draw_pareto(painter, box, shown, self._ink, no_name)

            found += self._heading(translate("Report", "Defects by type"))
            found.append(Drawing(14 * len(shown) + 8, pareto))
        if report.errors:
            found += self._heading(translate("Report", "Not judged, by cause"))
            rows = [(code, words.number(count)) for code, count in report.errors]
            head = (translate("Report", "Cause"), translate("Report", "Inspections"))
            found += self._table(head, rows, [Column(4), Column(1, right=True)])
        return found

    def _worst_parts(self) -> list[Block]:
        translate, cards = self._words.translate, self._report.worst
        if not cards:
            return []
        found: list[Block] = self._heading(translate("Report", "Highest scores that did not pass"))
        font = self._fonts.of(7.5)
        for start in range(0, len(cards), 3):
            some = cards[start : start + 3]
            found.append(Pictures(tuple(self._picture(card) for card in some), font))
        return found

    def _picture(self, card: Card) -> Picture:
        translate, words, row = self._words.translate, self._words, card.row
        score = translate("Report", "{verdict}, score {score}")
        lines = [score.format(verdict=words.verdict(row.verdict), score=words.decimal(row.score))]
        lines.append(f"{words.time(row.utc_us)} · {row.product}")
        number = translate("Report", "Serial {serial}, lot {lot}").format(serial=row.serial or "–", lot=row.lot or "–")
        lines.append(number)
        lines.append(card.finding.defect_type if card.finding and card.finding.defect_type else "")
        missing = {
            "removed": translate("Report", "Picture removed by retention"),
            "missing": translate("Report", "Picture could not be saved"),
            "": translate("Report", "No picture was kept"),
        }
        state = card.images[0].state if card.images else ""
        text = missing.get(state, translate("Report", "Picture is lost or was changed"))
        return Picture(self._images.get(row.seq), tuple(lines), text)

    def _signatures(self) -> list[Block]:
        translate = self._words.translate
        labels = (
            translate("Report", "Inspector, date"),
            translate("Report", "Quality engineer, date"),
            translate("Report", "Released, date"),
        )
        return [Signatures(labels, self._fonts.of(8))]

    def _axis_number(self, value: float) -> str:
        whole = abs(value) >= 10 or float(value).is_integer()
        return self._words.number(value) if whole else self._words.decimal(value, 2)
