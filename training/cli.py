"""The command line ``uniad-train``. Everything heavy is imported inside the commands."""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from engine.console import note, print_json, run_command_line
from engine.errors import ErrorCode, TrainingError
from engine.provider import Provider
from engine.teach.packages import missing_for_training
from training.commands import options as opt
from training.commands.options import COMMAND, DeviceName, PrecisionName, RecipeName
from training.commands.views import with_views

cli = typer.Typer(
    name=COMMAND,
    help="Trains a model from folders of good images and measures bundles.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cli.callback()
def root() -> None:
    """Trains a model from folders of good images and measures bundles."""
    missing = missing_for_training()
    if missing:
        raise TrainingError(ErrorCode.TRAIN_MISSING, why=f"missing: {', '.join(missing)}")


@cli.command("fit")
def fit_model(
    folders: opt.Folders,
    out: opt.BundleOut,
    add: opt.Add = None,
    recipe: opt.RecipeWish = None,
    config: opt.Config = None,
    changed: opt.Set = [],  # noqa: B006 - typer copies it
    minutes: opt.Minutes = None,
    steps: opt.Steps = None,
    backbone: opt.Backbone = None,
    weights: opt.Weights = None,
    input_size: opt.InputSize = None,
    tiles: opt.Tiles = None,
    aspect: opt.AspectWish = None,
    view: opt.View = [],  # noqa: B006 - typer copies it
    device: DeviceName = DeviceName.AUTO,
    devices: opt.Devices = 1,
    nodes: opt.Nodes = 1,
    precision: PrecisionName | None = None,
    seed: opt.Seed = None,
    run_dir: opt.RunDir = None,
    resume: opt.Resume = False,
    download: opt.Download = False,
    image_dir: opt.ImageDir = None,
    expected_look: opt.ExpectedLook = False,
    live: opt.Live = False,
    defects: opt.Defects = [],  # noqa: B006 - typer copies it
    more: opt.More = [],  # noqa: B006 - typer copies it
    as_json: opt.Json = False,
) -> int:
    """Train one model for one or several products and write a bundle."""
    from training.commands.fit import FitOptions, Hardware, run_fit

    changes = opt.changes(minutes, steps, backbone, weights, input_size, precision, seed, tiles, aspect, expected_look)
    built = with_views(opt.build_recipe(opt.base(recipe, run_dir, resume, add), config, changes, changed), view)
    hardware = Hardware(device.value, devices, nodes)
    rest = (resume, download, as_json, add, live, tuple(defects), tuple(more))
    with tempfile.TemporaryDirectory(prefix="uniad-run-") as temporary:
        run = run_dir or Path(temporary)
        return run_fit(FitOptions(tuple(folders), image_dir, out, built, hardware, run, *rest))


@cli.command("scan")
def scan_folders(
    folders: opt.Folders,
    recipe: opt.RecipeChoice = RecipeName.FAST,
    config: opt.Config = None,
    changed: opt.Set = [],  # noqa: B006 - typer copies it
    input_size: opt.InputSize = None,
    tiles: opt.Tiles = None,
    aspect: opt.AspectWish = None,
    view: opt.View = [],  # noqa: B006 - typer copies it
    image_dir: opt.ImageDir = None,
    more: opt.More = [],  # noqa: B006 - typer copies it
    look: Annotated[bool, typer.Option("--look", help="Also find pictures that look alike or unlike.")] = False,
    run_dir: opt.RunDir = None,
    as_json: opt.Json = False,
) -> None:
    """Say what a training would see of folders, with advice on small defects; nothing is trained."""
    from training.commands.scan import ScanOptions, run_scan

    changes = opt.changes(input_size=input_size, tiles=tiles, aspect=aspect)
    built = with_views(opt.build_recipe(opt.base_recipe(recipe), config, changes, changed), view)
    run_scan(ScanOptions(folders, image_dir, as_json, look, run_dir, tuple(more)), built)


@cli.command("evaluate")
def evaluate_bundle(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE")],
    folders: opt.Folders,
    provider: Provider = Provider.AUTO,
    image_dir: opt.ImageDir = None,
    devices: opt.Devices = 1,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Also write a page with charts there.")] = None,
    as_json: opt.Json = False,
) -> None:
    """Measure a bundle as it ships on folders with known answers (MVTec layout)."""
    from training.commands.evaluate import EvaluateOptions, run_evaluate

    run_evaluate(EvaluateOptions(bundle, tuple(folders), image_dir, provider, devices, html, as_json))


@cli.command("serve")
def serve_bundle(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE")],
    threads: Annotated[int, typer.Option(metavar="N", min=0, help="Threads; 0: as PyTorch likes.")] = 0,
) -> None:
    """Judge what comes on stdin with the bundle's weights in PyTorch, for uniad-inspect bench --against torch."""
    from training.commands.serve import run_serve

    run_serve(bundle, threads)


@cli.command("export")
def export_run(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="The run folder.")],
    out: opt.BundleOut,
    calibrate: Annotated[list[str], typer.Option(metavar="NAME=FOLDER", help="Good images for the limits.")] = [],  # noqa: B006
    download: opt.Download = False,
    as_json: opt.Json = False,
) -> None:
    """Write a bundle from a run's checkpoint: again, or for a run that was stopped or imported."""
    from training.commands.export import ExportOptions, run_export
    from training.commands.progress import listening

    with listening(as_json) as listener:
        run_export(ExportOptions(run, out, tuple(calibrate), download), listener)


@cli.command("summary")
def summarise(
    backbone: opt.Backbone = None,
    recipe: opt.RecipeChoice = RecipeName.FAST,
    config: opt.Config = None,
    changed: opt.Set = [],  # noqa: B006 - typer copies it
    weights: opt.Weights = None,
    input_size: opt.InputSize = None,
    bundle: Annotated[Path | None, typer.Option(metavar="BUNDLE", help="Look into a trained one instead.")] = None,
    image: Annotated[Path | None, typer.Option(metavar="FILE", help="An image to run through it.")] = None,
    features: Annotated[Path | None, typer.Option(metavar="DIR", help="Write feature pictures there.")] = None,
    attention: Annotated[bool, typer.Option("--attention", help="Write attention maps too.")] = False,
    gradients: Annotated[bool, typer.Option("--gradients", help="Gradient norm of each part in one step.")] = False,
    download: opt.Download = False,
    as_json: opt.Json = False,
) -> None:
    """Show what a network is made of, and what an image does inside it."""
    from training.commands.summary import SummaryOptions, run_summary

    changes = opt.changes(backbone=backbone, weights=weights, input_size=input_size)
    built = opt.build_recipe(opt.base_recipe(recipe), config, changes, changed)
    run_summary(SummaryOptions(built, bundle, image, features, attention, gradients, download), as_json)


@cli.command("config")
def print_config(recipe: opt.RecipeChoice = RecipeName.FAST, config: opt.Config = None, changed: opt.Set = []) -> None:  # noqa: B006
    """Print a recipe as a TOML file in which every key is explained."""
    from training.commands.config import documented_toml

    print(documented_toml(opt.build_recipe(opt.base_recipe(recipe), config, {}, changed)), end="")


@cli.command("import-official")
def import_official(
    checkpoint: Annotated[Path, typer.Argument(metavar="CKPT", help="A checkpoint of the original code.")],
    backbone: Annotated[str, typer.Option(metavar="NAME", help="Its backbone, as tf_efficientnet_b4 or resnet18.")],
    out: Annotated[Path, typer.Option(metavar="RUN", help="The run folder to make.")],
    config: Annotated[Path | None, typer.Option(metavar="FILE.yaml", help="Its configuration.")] = None,
    weights: opt.Weights = None,
    changed: opt.Set = [],  # noqa: B006 - typer copies it
    download: opt.Download = False,
    as_json: opt.Json = False,
) -> None:
    """Make a run from a checkpoint of the original code; export it with --calibrate."""
    from training.commands.import_official import ImportOptions, run_import

    options = ImportOptions(checkpoint, backbone, out, config, weights, tuple(changed), download)
    imported = run_import(options, note)
    if as_json:
        print_json(imported.model_dump(mode="json"))
    else:
        note(f"made run {out} ({imported.trainable_parameters:,} trainable parameters, epoch {imported.epoch})")


@cli.command("selftest")
def selftest(device: DeviceName = DeviceName.AUTO, as_json: opt.Json = False) -> int:
    """Try training, mixed precision, resuming, export and parity on made-up images: first thing on a new machine."""
    from training.commands.selftest import print_selftest

    return print_selftest(device.value, as_json)


def main() -> None:
    """Entry point of ``uniad-train``."""
    sys.exit(run_command_line(cli, COMMAND))


if __name__ == "__main__":
    main()
