"""Tables for people."""

from rich.console import Console
from rich.table import Table

from training.figures import FIGURES, Evaluation

TITLES = ("image AUROC", "image AP", "image F1", "pixel AUROC", "pixel AP", "AUPRO")


def print_evaluation(result: Evaluation) -> None:
    """Figures of each product, the mean, and what the proposed limits do."""
    table = Table()
    for title in ("product", *TITLES, "false rejects", "misses"):
        table.add_column(title, justify="left" if title == "product" else "right")
    for name, figures in result.products.items():
        numbers = [_show(getattr(figures, key)) for key in FIGURES]
        limits = figures.at_limits
        rejects = f"{limits.false_rejects} (+{limits.reviews_good} review) of {figures.n_good}"
        table.add_row(name, *numbers, rejects, f"{limits.misses} of {figures.n_defect}")
        for kind, one in figures.per_defect.items():
            shown = [_show(getattr(one, key)) for key in FIGURES]
            table.add_row(f"  {kind}", *shown, "", f"{one.misses} of {one.n_defect}", style="dim")
    table.add_row("mean", *[_show(result.mean[key]) for key in FIGURES], "", "")
    Console().print(table)


def _show(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
