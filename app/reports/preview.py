"""A report in the window, before it goes to paper: its figures and plots."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.look import Look
from app.plots.cards import plot_cards
from app.plots.painted import Painted, ink_of
from app.reports.plots import draw_pareto, draw_scores, draw_share, draw_yield
from app.texts import verdict_word
from engine.decision import Verdict
from engine.reports.data import Report


class Figure(QWidget):
    """A large number and what it is."""

    def __init__(self, look: Look, name: str, tip: str = "", large: bool = False) -> None:
        super().__init__()
        self.value, caption = QLabel("–"), QLabel(name)
        sizes = look.theme.sizes
        self.value.setFont(look.font(sizes.text_huge if large else sizes.text_title, bold=True))
        self.value.setObjectName("huge" if large else "title")
        caption.setObjectName("softText")
        self.setToolTip(tip)
        self.setAccessibleName(name)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.value)
        column.addWidget(caption)

    def show_value(self, text: str) -> None:
        """Change it."""
        self.value.setText(text)


class Preview(QWidget):
    """Figures in a row, four plots below."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._ink = look, ink_of(look)
        self.total = Figure(look, self.tr("inspections"))
        self.share = Figure(look, self.tr("yield"), self.tr("PASS of all inspections."))
        tip = self.tr("PASS of first inspections: what came again is left out.")
        self.first = Figure(look, self.tr("first-pass yield"), tip)
        self.verdicts = {verdict: Figure(look, verdict_word(verdict)) for verdict in Verdict}
        self.open = Figure(look, self.tr("not reviewed"))
        self.bars, self.shares = Painted(look), Painted(look)
        self.scores, self.defects = Painted(look), Painted(look)
        self._lay_out()

    def show_report(self, report: Report) -> None:
        """All of it."""
        look, counts = self._look, report.counts
        self.total.show_value(look.number(counts.total))
        self.share.show_value(self._percent(counts.yield_share))
        self.first.show_value(self._percent(report.first_pass.share))
        for verdict, figure in self.verdicts.items():
            figure.show_value(look.number(counts.of(verdict)))
        self.open.show_value(look.number(report.said.open_))
        by_day, spans, ink = report.period.hours > 48, report.spans, self._ink
        text = self.tr("{count} inspections, yield {share}")
        words = text.format(count=look.number(counts.total), share=self._percent(counts.yield_share))
        if not counts.total:
            for plot in (self.bars, self.shares, self.scores, self.defects):
                plot.show_plot(None, self.tr("Nothing was inspected."))
            return
        self.bars.show_plot(partial(draw_yield, spans=spans, ink=ink, by_day=by_day), words)
        self.shares.show_plot(partial(draw_share, spans=spans, ink=ink, by_day=by_day), words)
        limits = self._limits(report)
        self.scores.show_plot(partial(draw_scores, spans=spans, limits=limits, ink=ink, by_day=by_day), words)
        names = ", ".join(f"{one.name or '–'} {look.number(one.count)}" for one in report.defects[:5])
        draw = partial(draw_pareto, defects=report.defects, ink=ink, no_name=self.tr("(no name)"))
        self.defects.show_plot(draw if report.defects else None, names or self.tr("No defect was named."))

    def _limits(self, report: Report) -> list[tuple[float, str]]:
        if len(report.products) != 1 or not report.limits:
            return []
        last = next((one for one in reversed(report.limits) if one.product == report.products[0].name), None)
        if last is None:
            return []
        found = [(last.reject, self._ink.failed)]
        return found if last.review is None else [*found, (last.review, self._ink.review)]

    def _percent(self, share: float | None) -> str:
        return "–" if share is None else f"{self._look.decimal(100 * share, 2)} %"

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(32)
        for figure in (self.total, self.share, self.first, *self.verdicts.values(), self.open):
            figures.addWidget(figure)
        figures.addStretch(1)
        plots = (
            (self.tr("Inspections"), self.bars),
            (self.tr("Yield"), self.shares),
            (self.tr("Scores: median, 5 % to 95 %"), self.scores),
            (self.tr("Defects by type"), self.defects),
        )
        grid = plot_cards(self._look, plots)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(figures)
        column.addLayout(grid, 1)
