"""The folder of a run: begun, continued, and cleared of what only training needed."""

import contextlib
import shutil
from pathlib import Path

from pydantic import BaseModel, ValidationError

from engine.errors import ErrorCode, TrainingError
from engine.files import explain_os_error, write_atomic
from engine.recipe import Recipe
from training import checkpoint, rundata
from training.checkpoint import State
from training.reporting import EVENTS
from training.stopping import STOP
from training.watch import LOSSES, TENSORBOARD

RECIPE = "recipe.json"


def begin_run(run: Path, recipe: Recipe) -> None:
    """Make the folder of a new run; what an older run left there goes."""
    try:
        run.mkdir(parents=True, exist_ok=True)
        for name in (EVENTS, LOSSES, checkpoint.FILE, rundata.FILE, STOP):
            (run / name).unlink(missing_ok=True)
        shutil.rmtree(run / TENSORBOARD, ignore_errors=True)
        clear_features(run)
    except OSError as error:
        raise explain_os_error(error, run) from error
    write_atomic(run / RECIPE, recipe.model_dump_json(indent=1).encode())


def stored_recipe(run: Path) -> Recipe:
    """The recipe a run was started with. Raises TrainingError if there is no such run."""
    path = run / RECIPE
    if not path.is_file():
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why=f"it has no {RECIPE}")
    try:
        return Recipe.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = f"{RECIPE}: {' '.join(str(error).split())[:120]}"
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why=why) from error


def continue_run(run: Path, recipe: Recipe) -> State | None:
    """The checkpoint to go on from, None if the run was ended before its first. TrainingError if the recipe is
    another one than the run's."""
    different = first_difference(stored_recipe(run), recipe)
    if different:
        raise TrainingError(
            ErrorCode.RUN_INVALID, path=str(run), why=f"it was started with another recipe: {different}"
        )
    (run / STOP).unlink(missing_ok=True)
    if not (run / checkpoint.FILE).exists():
        return None
    state = checkpoint.load(run)
    if first_difference(Recipe.model_validate_json(state.recipe_json), recipe):
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why="its checkpoint is of another recipe")
    return state


def first_difference(before: BaseModel, now: BaseModel, prefix: str = "") -> str:
    """The first key in which two recipes differ, with both values; empty if they are equal."""
    for (name, old), (_, new) in zip(before, now, strict=True):
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            if found := first_difference(old, new, f"{prefix}{name}."):
                return found
        elif old != new:
            return f"{prefix}{name} is {old} there and {new} here"
    return ""


def clear_features(run: Path) -> None:
    """Remove the feature tables, which are large and can be computed again."""
    with contextlib.suppress(OSError):  # a table still open elsewhere may stay
        for file in run.glob("features-*.npy"):
            file.unlink()
