"""``uniad-train import-official``: a run from a checkpoint of the original code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from pydantic import BaseModel
from safetensors.torch import save_file

from engine.errors import ErrorCode, SettingsError
from engine.files import explain_os_error
from engine.model.network import Network
from engine.recipe import Recipe
from training import checkpoint as state_file
from training.building import backbone_sha256, build_network
from training.checkpoint import State, trained_state
from training.commands.options import build_recipe
from training.official.checkpoint import (
    HEADS,
    OfficialCheckpoint,
    check_reconstruction,
    infer_recipe,
    read_checkpoint,
    timm_tensors,
)
from training.official.settings import OfficialSettings, read_settings
from training.rundata import RunRecord, write_run
from training.runfolder import begin_run
from training.summary import count_parameters

BACKBONE_FILE = "backbone.safetensors"


@dataclass(frozen=True)
class ImportOptions:
    """Options of the command line."""

    checkpoint: Path
    backbone: str
    out: Path
    config: Path | None
    weights: str | None
    settings: tuple[str, ...]
    download: bool


class Imported(BaseModel):
    """What was imported."""

    run: str
    backbone: str
    levels: tuple[int, ...]
    input_size: tuple[int, int]
    trainable_parameters: int
    epoch: int
    unknown_keys: tuple[str, ...]


def run_import(options: ImportOptions, note: Callable[[str], None]) -> Imported:
    """Make the run folder. Raises InspectError if keys or shapes differ; then there is no run."""
    found = read_checkpoint(options.checkpoint)
    name = timm_name(options.backbone)
    settings = None if options.config is None else read_settings(options.config)
    recipe = _recipe(options, found, name, settings)
    if settings is None:
        masks = f"{HEADS} heads and a neighbour mask of 7 x 7 in every attention"
        note(f"not in a checkpoint, taken from the paper: {masks}; --config or --set change it")
    unknown = settings.unknown if settings is not None else ()
    if unknown:
        note(f"not used: {', '.join(unknown)}")
    network, weights = _fill(options, found, recipe)
    if settings is not None:
        _check_normalisation(options, settings, network)
    _write(options, recipe, found, network, weights)
    return Imported(
        run=str(options.out),
        backbone=recipe.backbone.name,
        levels=recipe.backbone.levels,
        input_size=recipe.data.input_size,
        trainable_parameters=count_parameters(network).trainable,
        epoch=found.epoch,
        unknown_keys=unknown,
    )


def timm_name(name: str) -> str:
    """``efficientnet_b4`` of the original is timm's ``tf_efficientnet_b4``; other names are timm's."""
    return f"tf_{name}.aa_in1k" if name.startswith("efficientnet_b") and "." not in name else name


def _recipe(options: ImportOptions, found: OfficialCheckpoint, name: str, settings: OfficialSettings | None) -> Recipe:
    if settings is None:
        base = infer_recipe(found, name)
    else:
        backbone = settings.recipe.backbone.model_copy(update={"name": name})
        base = settings.recipe.model_copy(update={"backbone": backbone})
        if settings.recipe.backbone.name.split(".")[0] != name.split(".")[0]:
            why = f"net.backbone.type is {settings.recipe.backbone.name}, --backbone says {name}"
            raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(options.config), why=why)
    return build_recipe(base, None, {"backbone.weights": options.weights}, options.settings)


def _fill(options: ImportOptions, found: OfficialCheckpoint, recipe: Recipe) -> tuple[Network, str]:
    """A network with the checkpoint's tensors. Without a backbone inside, its weights are found as in training."""
    label = f"checkpoint {options.checkpoint.name}"
    if found.backbone:
        network = Network(recipe)
        network.backbone.net.load_state_dict(timm_tensors(found, recipe.backbone))
    else:
        built = build_network(recipe, options.download)
        network, label = built.network, built.weights
    check_reconstruction(found, network.reconstruction)
    network.reconstruction.load_state_dict(dict(found.reconstruction))
    return network.eval(), label


def _check_normalisation(options: ImportOptions, settings: OfficialSettings, network: Network) -> None:
    for key, theirs, ours in (
        ("pixel_mean", settings.mean, network.backbone.mean),
        ("pixel_std", settings.std, network.backbone.std),
    ):
        if theirs is not None and not _close(theirs, ours):
            why = (
                f"dataset.{key} is {theirs}, the backbone expects {tuple(round(x, 4) for x in ours.flatten().tolist())}"
            )
            raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(options.config), why=why)


def _close(theirs: Sequence[float], ours: torch.Tensor) -> bool:
    return len(theirs) == 3 and torch.allclose(torch.tensor(theirs), ours.flatten(), atol=1e-4)


def _write(options: ImportOptions, recipe: Recipe, found: OfficialCheckpoint, network: Network, weights: str) -> None:
    begin_run(options.out, recipe)
    file = BACKBONE_FILE if found.backbone else None
    if file is not None:
        tensors = {key: value.contiguous() for key, value in network.backbone.net.state_dict().items()}
        try:
            save_file(tensors, options.out / file)
        except OSError as error:
            raise explain_os_error(error, options.out / file) from error
    state = State(
        step=found.epoch,
        steps=found.epoch,
        network=trained_state(network),
        optimizer={},
        precision={},
        recipe_json=recipe.model_dump_json(),
        data_sha256="",
        seconds=0.0,
    )
    state_file.save(options.out, state)
    write_run(options.out, RunRecord(weights=weights, backbone_sha256=backbone_sha256(network), backbone=file))
