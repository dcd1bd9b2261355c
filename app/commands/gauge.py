"""``uniad-inspect gauge``: the figures of a study."""

from pathlib import Path

from app.commands.text import print_table
from engine.console import DONE, print_json
from engine.gauge.report import AppraiserFigures, StudyFigures, compute
from engine.gauge.statistics import Rate
from engine.gauge.study import Study, read_study


def show_study(path: Path, pdf: Path | None, as_json: bool) -> int:
    """Print the figures; Qt is needed for the PDF alone. Raises UsageError for a file that is no study."""
    study = read_study(path)
    figures = compute(study)
    if pdf is not None:
        from app.checks.gauge_pdf import write_gauge_pdf

        write_gauge_pdf(study, figures, pdf)
    if as_json:
        print_json({"study": study.name, "product": study.product, **figures.to_json()})
    else:
        _print(study, figures)
    return DONE


def _print(study: Study, figures: StudyFigures) -> None:
    state = "finished" if figures.finished else f"{len(study.readings)} of {study.total} readings"
    head = f"{study.name}: {figures.parts} parts ({figures.bad} bad, {figures.borderline} borderline), {state}"
    rows = [("", "kappa within", "kappa to reference", "effectiveness", "misses", "false alarms", "grade")]
    print_table([*rows, *(_row(one) for one in figures.appraisers)], head)
    print(f"kappa between all: {_kappa(figures.between)}; all always right: {_rate(figures.right)}")
    for pair in figures.pairs:
        print(f"kappa {pair.first or 'station'} and {pair.second}: {_kappa(pair.kappa)}")
    for words, spread in (("presented anew", figures.presented), ("not touched", figures.untouched)):
        if spread is not None:
            share = f"{100 * spread.share_of_limit:.1f} % of the limit"
            print(f"score {words}: deviation {spread.deviation:.4g}, six of them {share} ({spread.readings} readings)")


def _row(one: AppraiserFigures) -> tuple[str, ...]:
    kappas = (_kappa(one.within), _kappa(one.against_reference))
    return (one.name or "station", *kappas, _rate(one.effective), _rate(one.misses), _rate(one.false_alarms), one.grade)


def _kappa(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _rate(found: Rate) -> str:
    if found.share is None or found.low is None or found.high is None:
        return "-"
    return f"{100 * found.share:.1f} % ({100 * found.low:.1f} to {100 * found.high:.1f})"
