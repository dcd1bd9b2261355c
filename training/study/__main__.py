"""``python -m training.study PLAN.toml --journal FILE [--data FOLDER] [--threads N] [--tables]``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import torch
import typer

from engine.errors import InspectError
from engine.recipe import fast_recipe, merge_recipe
from training.products import Product, scan_product
from training.study.journal import Trial, append, read_journal
from training.study.markdown import write_tables
from training.study.peers import run_peer
from training.study.plan import Plan, load_plan
from training.study.trial import train_trial


def main(
    plan_file: Annotated[Path, typer.Argument(metavar="PLAN.toml", help="sets, variants, seeds, peers")],
    journal: Annotated[Path, typer.Option(help="finished trials, one line each; gone on with if it exists")],
    data: Annotated[Path, typer.Option(help="folder that the plan's sets are in")] = Path(),
    threads: Annotated[int, typer.Option(min=1, help="threads of PyTorch")] = 2,
    tables: Annotated[bool, typer.Option("--tables", help="only print what the journal says")] = False,
) -> None:
    """Run the trials that the journal lacks, then print the tables."""
    try:
        torch.set_num_threads(threads)
        plan = load_plan(plan_file, data)
        if not tables:
            _run(plan, journal)
        write_tables(read_journal(journal), plan, sys.stdout)
    except InspectError as error:
        sys.stderr.write(f"{error}\n")
        raise typer.Exit(2) from error


def _run(plan: Plan, journal: Path) -> None:
    done = {trial.key for trial in read_journal(journal)}
    products = {name: scan_product(name, folder) for name, folder in plan.sets.items()}
    wanted = list(_wanted(plan))
    for number, (name, variant, seed) in enumerate(wanted, start=1):
        if (name, variant, seed) not in done:
            trial = _trial(plan, products[name], variant, seed)
            append(journal, trial)
            sys.stderr.write(f"{number} of {len(wanted)}: {name}, {variant}, seed {seed}, {trial.seconds:.0f} s\n")


def _wanted(plan: Plan) -> Iterator[tuple[str, str, int]]:
    """Seeds outermost, so that a study cut short has compared everything with the seeds it reached."""
    for seed in plan.seeds:
        for variant in (*plan.variants, *plan.peers):
            for name in plan.sets:
                yield name, variant, seed


def _trial(plan: Plan, product: Product, variant: str, seed: int) -> Trial:
    for peer in plan.peers:
        if variant == peer:
            recipe = merge_recipe(fast_recipe(), {"train": {"seed": seed}}, "seed")
            return run_peer(peer, product, recipe, plan.poolings)
    return train_trial(product, plan.recipe(variant, seed), variant, plan.poolings)


if __name__ == "__main__":
    typer.run(main)
