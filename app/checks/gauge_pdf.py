"""The report of a gauge study as a PDF."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import QGuiApplication

from app.checks.gauge_words import GaugeWords, cells, facts, head_cells, limits_text, name_of
from app.reports.paper import SOFT, Block, Column, Fonts, Frame, Signatures, Space, Words, make_pdf, table
from engine.files import write_atomic
from engine.gauge.report import StudyFigures
from engine.gauge.study import Study

translate = QCoreApplication.translate


def write_gauge_pdf(study: Study, figures: StudyFigures, path: Path, locale: QLocale | None = None) -> int:
    """Write it whole or not at all, in the language of the window; gives the number of pages. Raises UsageError,
    InspectError."""
    _keep = QGuiApplication.instance() or QGuiApplication(["uniad-inspect", "-platform", "offscreen"])
    locale = locale or QLocale(QLocale.Language.English)
    fonts = Fonts(locale.language() == QLocale.Language.Chinese)
    title = translate("Gauge", "Gauge study")
    frame = Frame(
        title,
        f"{study.name} · {study.product}",
        translate("Gauge", "Model {model}, begun {time}").format(model=study.bundle_sha256[:16], time=study.begun_utc),
        translate("Gauge", "Page {page} of {pages}"),
        fonts,
    )
    data, pages = make_pdf(frame, _blocks(study, figures, GaugeWords(locale), fonts))
    write_atomic(path, data)
    return pages


def _blocks(study: Study, figures: StudyFigures, words: GaugeWords, fonts: Fonts) -> list[Block]:
    head = translate("Gauge", "Gauge study {name}").format(name=study.name)
    made: list[Block] = [Words(head, fonts.of(20, bold=True), keep=True), *_summary(study, figures, fonts)]
    made += [Space(8), _title(translate("Gauge", "Appraisers"), fonts)]
    shape = (Column(1.3), Column(1, True), Column(1.1, True), *(Column(1.8, True),) * 3, Column(1.3))
    made += table(head_cells(), [cells(one, words) for one in figures.appraisers], shape, fonts)
    made += [Space(8), _title(translate("Gauge", "Together"), fonts)]
    two = (Column(2), Column(3))
    made += table((translate("Gauge", "Figure"), translate("Gauge", "Value")), facts(figures, words), two, fonts)
    if figures.pairs:
        made += [Space(8), _title(translate("Gauge", "Two by two"), fonts), *_pairs(figures, words, fonts)]
    made += [Space(6), Words(limits_text(), fonts.of(8), SOFT)]
    made += [Space(8), _title(translate("Gauge", "Parts"), fonts), *_parts(study, fonts)]
    signs = (translate("Gauge", "Made by, date"), translate("Gauge", "Approved by, date"))
    return [*made, Space(16), Signatures(signs, fonts.of(8))]


def _title(text: str, fonts: Fonts) -> Words:
    return Words(text, fonts.of(12, bold=True), keep=True)


def _summary(study: Study, figures: StudyFigures, fonts: Fonts) -> list[Block]:
    text = translate(
        "Gauge",
        "{parts} parts ({bad} bad, {line} near the limit), {repeats} repeats in random order, presented anew each "
        "time; {done} of {total} readings. Begun by {user} on {begun}, finished {finished}.",
    )
    line = text.format(
        parts=figures.parts,
        bad=figures.bad,
        line=figures.borderline,
        repeats=study.repeats,
        done=len(study.readings),
        total=study.total,
        user=study.begun_by or "–",
        begun=study.begun_utc,
        finished=study.finished_utc or "–",
    )
    return [Words(line, fonts.of(9), after=6.0)]


def _pairs(figures: StudyFigures, words: GaugeWords, fonts: Fonts) -> list[Block]:
    head = (
        translate("Gauge", "First"),
        translate("Gauge", "Second"),
        translate("Gauge", "Kappa"),
        translate("Gauge", "Both bad"),
        translate("Gauge", "Only the first"),
        translate("Gauge", "Only the second"),
        translate("Gauge", "Both good"),
    )
    rows = []
    for pair in figures.pairs:
        counts = (pair.table.both_bad, pair.table.first_bad, pair.table.second_bad, pair.table.both_good)
        rows.append((name_of(pair.first), name_of(pair.second), words.kappa(pair.kappa), *(str(n) for n in counts)))
    shape = (Column(1.5), Column(1.5), *(Column(1, True),) * 5)
    return table(head, rows, shape, fonts)


def _parts(study: Study, fonts: Fonts) -> list[Block]:
    """Every part with what was said of it: x for bad, o for good, one sign for each repeat."""
    said: dict[tuple[str, int], str] = {}
    for one in study.readings:
        said[one.appraiser, one.part] = said.get((one.appraiser, one.part), "") + ("x" if one.bad else "o")
    truth = {False: translate("Gauge", "good"), True: translate("Gauge", "bad")}
    near = translate("Gauge", "near the limit")
    rows = [
        (
            str(part.number),
            truth[part.bad] + (f", {near}" if part.borderline else ""),
            *(" ".join(said.get((name, part.number), "–")) for name in study.appraisers),
        )
        for part in study.parts
    ]
    head = (translate("Gauge", "Part"), translate("Gauge", "Truly"), *(name_of(name) for name in study.appraisers))
    shape = (Column(0.7, True), Column(2), *(Column(1.2),) * len(study.appraisers))
    note = translate("Gauge", "x: called bad, o: called good, repeat by repeat")
    return [Words(note, fonts.of(8), SOFT, keep=True), *table(head, rows, shape, fonts)]
