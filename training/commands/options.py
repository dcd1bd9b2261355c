"""Options that several commands share, and what their values mean. No heavy imports: the help must come at once."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from engine.console import note
from engine.errors import ErrorCode, UsageError
from engine.recipe import Recipe, fast_recipe, load_recipe, merge_recipe, reference_recipe
from engine.view import Aspect
from training.commands.views import parse_tiles

COMMAND = "uniad-train"


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


Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Folders = Annotated[list[str], typer.Argument(metavar="FOLDER…", help="Folders, NAME=FOLDER, or data lists (*.json).")]
RecipeChoice = Annotated[RecipeName, typer.Option("--recipe", help="fast, or the paper's reference.")]
RecipeWish = Annotated[RecipeName | None, typer.Option("--recipe", help="fast (default), or the paper's reference.")]
Config = Annotated[
    Path | None, typer.Option("--config", metavar="FILE.toml", help="Recipe keys to change, or a YAML of the original.")
]
Set = Annotated[list[str], typer.Option("--set", metavar="KEY=VALUE", help="One recipe key, as train.lr=1e-3.")]
Backbone = Annotated[str | None, typer.Option("--backbone", metavar="NAME", help="timm name of the backbone.")]
Weights = Annotated[str | None, typer.Option("--weights", metavar="FILE", help="Weights of the backbone, or random.")]
InputSize = Annotated[str | None, typer.Option("--input-size", metavar="N|HxW", help="Input size in pixels.")]
Tiles = Annotated[str | None, typer.Option("--tiles", metavar="RxC", help="Inputs that show one picture, as 2x2.")]
AspectWish = Annotated[Aspect | None, typer.Option("--aspect", help="Stretch pictures to the input, or pad them.")]
View = Annotated[
    list[str],
    typer.Option(
        "--view", metavar="[NAME:]KEY=VALUE", help="roi=X,Y,W,H, ignore=X,Y X,Y X,Y, align=first|FILE, mm_per_px=V …"
    ),
]
Minutes = Annotated[float | None, typer.Option("--minutes", min=0.1, help="Time budget that sets the steps.")]
Steps = Annotated[int | None, typer.Option("--steps", min=1, help="Number of steps.")]
Seed = Annotated[int | None, typer.Option("--seed", min=0, help="Start of all random numbers.")]
Devices = Annotated[int, typer.Option("--devices", min=1, help="Processes (GPUs) per node.")]
Nodes = Annotated[int, typer.Option("--nodes", min=1, help="Machines.")]
RunDir = Annotated[Path | None, typer.Option("--run-dir", metavar="DIR", help="Keep the run there, to resume it.")]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with the run in --run-dir.")]
Download = Annotated[bool, typer.Option("--download", help="Allow asking the hub for weights.")]
BundleOut = Annotated[Path, typer.Option("--out", metavar="FILE.uniad", help="The bundle to write.")]
Add = Annotated[
    Path | None,
    typer.Option("--add", metavar="BUNDLE", help="Go on with its model: folders are added to its products."),
]
ExpectedLook = Annotated[bool, typer.Option("--expected-look", help="Also learn to draw what was expected.")]
Live = Annotated[bool, typer.Option("--live", help="Tell scores of held-out parts and defects on the way.")]
Defects = Annotated[
    list[Path], typer.Option("--defects", metavar="PATH", help="Known defects for --live; never trained on.")
]
More = Annotated[
    list[str], typer.Option("--more", metavar="NAME=FOLDER", help="More good images of a product, to teach only.")
]
ImageDir = Annotated[Path | None, typer.Option("--image-dir", metavar="DIR", help="Where data lists have their files.")]


def base_recipe(name: RecipeName) -> Recipe:
    """The named recipe."""
    return fast_recipe() if name is RecipeName.FAST else reference_recipe()


def base(name: RecipeName | None, run: Path | None, resume: bool, add: Path | None) -> Recipe:
    """What the changes of the command line begin with: the recipe of the bundle that is added to, or of the run."""
    return _of_run(name, run, resume) if add is None else _of_bundle(name, add)


def _of_run(name: RecipeName | None, run: Path | None, resume: bool) -> Recipe:
    """The named recipe; to resume, the run's own, which the name must not contradict."""
    if not resume:
        return base_recipe(name or RecipeName.FAST)
    if run is None:
        raise UsageError(ErrorCode.USAGE, what="--resume needs --run-dir", command=COMMAND)
    from training.runfolder import stored_recipe  # torch is needed to read a run

    stored = stored_recipe(run)
    if name is not None and stored.name != name:
        raise UsageError(ErrorCode.USAGE, what=f"the run has recipe {stored.name}, not {name}", command=COMMAND)
    return stored


def _of_bundle(name: RecipeName | None, bundle: Path) -> Recipe:
    """The recipe of the bundle that is added to; its network is given, so no other recipe can be meant."""
    from engine.bundle import read_bundle
    from training.building import recipe_of  # torch comes with it

    stored = recipe_of(read_bundle(bundle))
    if name is not None and stored.name != name:
        raise UsageError(ErrorCode.USAGE, what=f"{bundle} has recipe {stored.name}, not {name}", command=COMMAND)
    return stored


def build_recipe(
    base: Recipe, config: Path | None, changes: Mapping[str, object], settings: Sequence[str] = ()
) -> Recipe:
    """``base``, then the file, then the command line: ``changes`` (dotted keys, None leaves alone), then ``--set``.

    A YAML file is a configuration of the original code and replaces ``base``."""
    if config is not None and config.suffix in (".yaml", ".yml"):
        recipe = official_recipe(config)
    else:
        recipe = base if config is None else load_recipe(config, base)
    nested: dict[str, Any] = {}
    for key, value in changes.items():
        if value is not None:
            section, field = key.split(".")
            nested.setdefault(section, {})[field] = value
    for setting in settings:
        for section, fields in parse_setting(setting).items():
            nested.setdefault(section, {}).update(fields)
    merged = merge_recipe(recipe, nested, "command line")
    if merged.backbone.weights in ("auto", "random"):
        return merged
    # A run can be continued and exported from anywhere, so it must not depend on where it was started.
    weights = str(Path(merged.backbone.weights).absolute())
    return merge_recipe(merged, {"backbone": {"weights": weights}}, "command line")


def official_recipe(config: Path) -> Recipe:
    """The recipe of a YAML configuration of the original code; keys that mean nothing here are named on stderr."""
    from training.official.settings import read_settings  # PyYAML comes with the training packages

    settings = read_settings(config)
    if settings.unknown:
        note(f"not used: {', '.join(settings.unknown)}")
    return settings.recipe


def parse_setting(setting: str) -> dict[str, dict[str, Any]]:
    """``section.key=value`` with a TOML value; a bare word is a string."""
    key, separator, value = setting.partition("=")
    if not separator or not re.fullmatch(r"\w+\.\w+", key.strip()):
        raise UsageError(ErrorCode.USAGE, what=f"--set {setting} is not section.key=value", command=COMMAND)
    try:
        parsed = tomllib.loads(f"value = {value}")["value"]
    except (ValueError, RecursionError):
        parsed = value.strip()
    section, field = key.strip().split(".")
    return {section: {field: parsed}}


def changes(
    minutes: float | None = None,
    steps: int | None = None,
    backbone: str | None = None,
    weights: str | None = None,
    input_size: str | None = None,
    precision: PrecisionName | None = None,
    seed: int | None = None,
    tiles: str | None = None,
    aspect: Aspect | None = None,
    expected_look: bool = False,
) -> dict[str, object]:
    """Recipe keys of the options that have names of their own; None leaves a key alone."""
    return {
        "train.minutes": minutes,
        "train.steps": steps,
        "backbone.name": backbone,
        "backbone.weights": weights,
        "data.input_size": parse_size(input_size),
        "train.precision": precision,
        "train.seed": seed,
        "data.tiles": parse_tiles(tiles),
        "data.aspect": aspect,
        "train.expected_look": expected_look or None,
    }


def parse_size(text: str | None) -> tuple[int, int] | None:
    """``N`` or ``HxW`` in pixels."""
    if text is None:
        return None
    match = re.fullmatch(r"(\d{2,4})(?:x(\d{2,4}))?", text)
    if match is None:
        raise UsageError(ErrorCode.USAGE, what=f"--input-size {text} is neither N nor HxW", command=COMMAND)
    return int(match[1]), int(match[2] or match[1])
