"""The tables of a journal as Markdown."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TextIO

import numpy as np

from training.study.journal import Trial
from training.study.plan import Plan
from training.study.tables import Cell, cells, difference, leave_one_out


def write_tables(trials: Sequence[Trial], plan: Plan, out: TextIO) -> None:
    """Every pooling: AUROC by set, choice without each set, differences to the baseline; then the choice of
    the score, costs and limits."""
    if not trials:
        out.write("the journal has no trial yet\n")
        return
    known = [pooling for pooling in plan.poolings if _scored(trials, pooling.value)]
    for pooling in known:
        table = cells(scored := _scored(trials, pooling.value), pooling.value)
        out.write(f"\n### Image AUROC, score {pooling.value}\n")
        _aurocs(table, out)
        for left in leave_one_out(table):
            out.write(f"- without {left.data}: {left.chosen}, {left.auroc:.4f} there (best {left.best:.4f})\n")
        if plan.baseline is not None:
            _differences(scored, table, plan.baseline, pooling.value, out)
    _poolings(trials, plan, out)
    for pooling in known[:1]:
        _costs(cells(_scored(trials, pooling.value), pooling.value), out)


def _scored(trials: Sequence[Trial], pooling: str) -> list[Trial]:
    """Those that have this score; an older journal may lack one."""
    return [trial for trial in trials if pooling in trial.scores]


def _poolings(trials: Sequence[Trial], plan: Plan, out: TextIO) -> None:
    """For each variant, which score the other sets would choose."""
    for variant in dict.fromkeys(trial.variant for trial in trials):
        own = [trial for trial in trials if trial.variant == variant]
        table = [
            replace(cell, variant=pooling.value)
            for pooling in plan.poolings
            for cell in cells(_scored(own, pooling.value), pooling.value)
        ]
        out.write(f"\n### Choice of the score, {variant}\n")
        _aurocs(table, out)
        for left in leave_one_out(table):
            out.write(f"- without {left.data}: {left.chosen}, {left.auroc:.4f} there (best {left.best:.4f})\n")


def _aurocs(table: Sequence[Cell], out: TextIO) -> None:
    sets = list(dict.fromkeys(cell.data for cell in table))
    _row(["variant", *sets, "mean"], out)
    _row(["---"] * (len(sets) + 2), out)
    for variant in dict.fromkeys(cell.variant for cell in table):
        row = {cell.data: cell for cell in table if cell.variant == variant}
        shown = [f"{row[name].auroc:.4f} ± {row[name].spread:.4f}" if name in row else "" for name in sets]
        mean = f"{np.mean([cell.auroc for cell in row.values()]):.4f}" if len(row) == len(sets) else ""
        _row([variant, *shown, mean], out)


def _differences(trials: Sequence[Trial], table: Sequence[Cell], baseline: str, pooling: str, out: TextIO) -> None:
    out.write(f"\nagainst {baseline}, paired bootstrap, 95 %:\n")
    known = {(trial.data, trial.variant, trial.seed) for trial in trials}
    for cell in table:
        shared = any((cell.data, baseline, trial.seed) in known for trial in trials if _is(trial, cell))
        if cell.variant != baseline and shared:
            one = difference(trials, cell.data, cell.variant, baseline, pooling)
            out.write(f"- {one.data}, {one.variant}: {one.value:+.4f} ({one.low:+.4f} to {one.high:+.4f})\n")


def _is(trial: Trial, cell: Cell) -> bool:
    return (trial.data, trial.variant) == (cell.data, cell.variant)


def _costs(table: Sequence[Cell], out: TextIO) -> None:
    out.write("\n### At the proposed limits, and costs\n")
    _row(["set", "variant", "seeds", "good rejected", "defects passed", "pixel AUROC", "fit s", "ms a part"], out)
    _row(["---"] * 8, out)
    for cell in table:
        pixel = "" if cell.pixel is None else f"{cell.pixel:.4f}"
        shares = [f"{100 * cell.rejected:.1f} %", f"{100 * cell.missed:.1f} %"]
        costs = [f"{cell.seconds:.0f}", f"{cell.part_ms:.1f}"]
        _row([cell.data, cell.variant, str(cell.seeds), *shares, pixel, *costs], out)


def _row(values: Sequence[str], out: TextIO) -> None:
    out.write("| " + " | ".join(values) + " |\n")
