"""``uniad-train fit``: from options to a job, and its progress on a terminal or as JSON lines."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.bundle.manifest import check_product_name
from engine.console import STOPPED, note
from engine.errors import ErrorCode, InspectError, TrainingError, UsageError
from engine.events import Event, Failed
from engine.files import explain_os_error
from engine.recipe import Recipe
from training.commands.progress import terminal_listener
from training.reporting import EVENTS, to_line
from training.runfolder import RECIPE


@dataclass(frozen=True)
class FitOptions:
    """Options of the command line."""

    folders: tuple[str, ...]
    out: Path
    recipe: Recipe
    device: str
    devices: int
    nodes: int
    run_dir: Path
    resume: bool
    download: bool
    as_json: bool


def run_fit(options: FitOptions) -> int:
    """Train; returns the exit code."""
    if options.out.suffix != ".uniad":
        raise UsageError(ErrorCode.NOT_WRITABLE, path=str(options.out), why="a bundle is named *.uniad")
    recipe = options.recipe
    prepare_run(options.run_dir, recipe, options.resume)
    if options.as_json:
        return _fit(options, recipe, lambda event: print(to_line(event), flush=True))
    with terminal_listener(sys.stderr) as listener:
        return _fit(options, recipe, listener)


def _fit(options: FitOptions, recipe: Recipe, listener: Callable[[Event], None]) -> int:
    from training.fit import Job, fit
    from training.products import parse_folders

    try:
        check_product_name(options.out.stem)
        products = tuple(parse_folders(list(options.folders)))
        job = Job(
            products=products,
            recipe=recipe,
            out=options.out,
            run=options.run_dir,
            device=options.device,
            devices=options.devices,
            nodes=options.nodes,
            resume=options.resume,
            download=options.download,
        )
        fit(job, listener)
    except InspectError as error:
        failed = Failed(code=error.code.value, message=str(error))
        _append(options.run_dir / EVENTS, to_line(failed))
        if options.as_json:
            print(to_line(failed), flush=True)
        if isinstance(error, TrainingError) and error.code is ErrorCode.TRAIN_INTERRUPTED:
            note(str(error))
            return STOPPED
        raise
    return 0


def prepare_run(run: Path, recipe: Recipe, resume: bool) -> None:
    """Make the run folder; a new run begins with an empty list of events."""
    try:
        run.mkdir(parents=True, exist_ok=True)
        if not resume:
            for name in (EVENTS, "losses.csv", "checkpoint.pt", "STOP"):
                (run / name).unlink(missing_ok=True)
        (run / RECIPE).write_text(recipe.model_dump_json(indent=1), encoding="utf-8")
    except OSError as error:
        raise explain_os_error(error, run) from error


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + os.linesep)
    except OSError:
        note(f"could not write {path}")
