"""The command line ``uniad-train``: fit, evaluate. Everything heavy is imported inside the commands."""

import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from engine.console import note, print_json, run_command_line
from engine.errors import ErrorCode, TrainingError
from engine.runtime.providers import Provider

COMMAND = "uniad-train"

cli = typer.Typer(
    name=COMMAND,
    help="Trains a model from folders of good images and measures bundles.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class RecipeName(StrEnum):
    """Where the configuration starts from."""

    FAST = "fast"
    REFERENCE = "reference"


class DeviceName(StrEnum):
    """Where training runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class PrecisionName(StrEnum):
    """Arithmetic of training."""

    AUTO = "auto"
    FP32 = "32"
    BF16 = "bf16"
    FP16 = "16"


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
FoldersArgument = Annotated[list[str], typer.Argument(metavar="FOLDER…", help="Folders, or NAME=FOLDER.")]


@cli.callback()
def root() -> None:
    """Trains a model from folders of good images and measures bundles."""


@cli.command("fit")
def fit_model(
    folders: FoldersArgument,
    out: Annotated[Path, typer.Option(metavar="FILE.uniad", help="The bundle to write.")],
    recipe: Annotated[RecipeName, typer.Option(help="fast, or the paper's reference.")] = RecipeName.FAST,
    config: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="Recipe keys to change.")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.1, help="Time budget that sets the steps.")] = None,
    steps: Annotated[int | None, typer.Option(min=1, help="Number of steps.")] = None,
    backbone: Annotated[str | None, typer.Option(metavar="NAME", help="timm name of the backbone.")] = None,
    weights: Annotated[str | None, typer.Option(metavar="FILE", help="Weights of the backbone, or random.")] = None,
    input_size: Annotated[int | None, typer.Option(min=32, help="Side of the square input in pixels.")] = None,
    device: DeviceName = DeviceName.AUTO,
    devices: Annotated[int, typer.Option(min=1, help="Processes (GPUs) per node.")] = 1,
    nodes: Annotated[int, typer.Option(min=1, help="Machines.")] = 1,
    precision: PrecisionName | None = None,
    seed: Annotated[int | None, typer.Option(min=0)] = None,
    run_dir: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the run there, to resume it.")] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the run in --run-dir.")] = False,
    download: Annotated[bool, typer.Option("--download", help="Allow asking the hub for weights.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Train one model for one or several products and write a bundle."""
    from training.commands.fit import FitOptions, run_fit

    with tempfile.TemporaryDirectory(prefix="uniad-run-") as temporary:
        options = FitOptions(
            folders=tuple(folders),
            out=out,
            recipe=recipe.value,
            config=config,
            changes={
                "train.minutes": minutes,
                "train.steps": steps,
                "backbone.name": backbone,
                "backbone.weights": weights,
                "data.input_size": None if input_size is None else (input_size, input_size),
                "train.precision": None if precision is None else precision.value,
                "train.seed": seed,
            },
            device=device.value,
            devices=devices,
            nodes=nodes,
            run_dir=run_dir or Path(temporary),
            resume=resume,
            download=download,
            as_json=as_json,
        )
        if resume and run_dir is None:
            raise TrainingError(ErrorCode.USAGE, what="--resume needs --run-dir", command=COMMAND)
        return run_fit(options)


@cli.command("evaluate")
def evaluate_bundle(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE")],
    folders: FoldersArgument,
    provider: Provider = Provider.AUTO,
    as_json: JsonOption = False,
) -> int:
    """Measure a bundle as it ships on folders with known answers (MVTec layout)."""
    from engine.bundle import read_bundle
    from engine.runtime import Runtime
    from training.evaluate import evaluate
    from training.products import parse_folders

    opened = read_bundle(bundle)
    result = evaluate(opened, Runtime(opened, provider), parse_folders(folders), note)
    if as_json:
        print_json(result.model_dump(mode="json"))
        return 0
    from training.commands.tables import print_evaluation

    print_evaluation(result)
    return 0


def main() -> None:
    """Entry point of ``uniad-train``."""
    sys.exit(run_command_line(cli, COMMAND))


if __name__ == "__main__":
    main()
