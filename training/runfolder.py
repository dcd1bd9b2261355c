"""The files of a run: who may continue it, how it is stopped from outside, its losses as CSV."""

import csv
from collections.abc import Sequence
from pathlib import Path

from engine.errors import ErrorCode, TrainingError
from engine.files import explain_os_error
from engine.recipe import Recipe
from training.checkpoint import State, load
from training.loop import StepReport

STOP = "STOP"
LOSSES = "losses.csv"
RECIPE = "recipe.json"


def stop_requested(run: Path) -> bool:
    """True if somebody put a file STOP into the run (the window's cancel and pause)."""
    return (run / STOP).exists()


def check_resumable(run: Path, recipe: Recipe) -> State:
    """The checkpoint to go on from. TrainingError if the recipe is another one."""
    state = load(run)
    if Recipe.model_validate_json(state.recipe_json) != recipe:
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why="it was started with another recipe")
    (run / STOP).unlink(missing_ok=True)
    return state


def write_losses(run: Path, rows: Sequence[StepReport]) -> None:
    """Write or complete RUN/losses.csv: what is already there up to the first new step is kept."""
    path = run / LOSSES
    first = rows[0].step if rows else 1
    kept: list[list[str]] = []
    try:
        if path.exists():
            with path.open(newline="", encoding="utf-8") as file:
                kept = [row for row in csv.reader(file) if row and row[0].isdigit() and int(row[0]) < first]
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["step", "loss", "grad_norm", "lr", "seconds"])
            writer.writerows(kept)
            writer.writerows([row.step, repr(row.loss), repr(row.grad_norm), row.lr, row.seconds] for row in rows)
    except OSError as error:
        raise explain_os_error(error, path) from error
