"""Checkpoints of the original code: from its tensor names to ours, and what they say of the network.

Its EfficientNet numbers blocks through and names layers in its own way; ours is timm's. Its ResNet has torchvision's
names, which are timm's too.
"""

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import timm
import torch
from torch import Tensor, nn

from engine.errors import ErrorCode, TrainingError
from engine.model.backbone import Backbone, check_name
from engine.recipe import BackboneConfig, Recipe, merge_recipe, reference_recipe

HEAD = ("_conv_head.", "_bn1.", "_fc.", "fc.")  # the classifier, which no feature passes through
OUT_STRIDE = 16  # of the original's configurations
HEADS = 8
DEPTHWISE_FIRST = {
    "_depthwise_conv": "conv_dw", "_bn1": "bn1", "_se_reduce": "se.conv_reduce", "_se_expand": "se.conv_expand",
    "_project_conv": "conv_pw", "_bn2": "bn2",
}  # fmt: skip
EXPANDED = {
    "_expand_conv": "conv_pw", "_bn0": "bn1", "_depthwise_conv": "conv_dw", "_bn1": "bn2",
    "_se_reduce": "se.conv_reduce", "_se_expand": "se.conv_expand", "_project_conv": "conv_pwl", "_bn2": "bn3",
}  # fmt: skip


@dataclass(frozen=True)
class OfficialCheckpoint:
    """Tensors of a checkpoint without ``module.``, apart for backbone (may be empty) and reconstruction."""

    path: Path
    epoch: int
    backbone: Mapping[str, Tensor]
    reconstruction: Mapping[str, Tensor]


def read_checkpoint(path: Path) -> OfficialCheckpoint:
    """Read a checkpoint with ``weights_only``. Raises TrainingError if it is damaged, hostile or something else."""
    if not path.is_file():
        raise TrainingError(ErrorCode.NOT_FOUND, path=str(path))
    try:
        raw = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a cut or hostile file raises many kinds
        raise _error(path, " ".join(str(error).split())[:160]) from error
    state = raw.get("state_dict") if isinstance(raw, dict) else None
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise _error(path, "it has no state_dict of tensors")
    plain = {str(key).removeprefix("module."): value for key, value in state.items()}
    parts = {name: _under(plain, name) for name in ("backbone", "reconstruction")}
    strange = [key for key in plain if key.split(".")[0] not in parts]
    if strange:
        raise _error(path, f"unknown tensor {strange[0]}")
    if "input_proj.weight" not in parts["reconstruction"]:
        raise _error(path, "it has no module.reconstruction; not a checkpoint of UniAD")
    epoch = raw.get("epoch")
    return OfficialCheckpoint(path, epoch if isinstance(epoch, int) else 0, parts["backbone"], parts["reconstruction"])


def _under(state: Mapping[str, Tensor], name: str) -> dict[str, Tensor]:
    return {key.removeprefix(f"{name}."): value for key, value in state.items() if key.startswith(f"{name}.")}


def infer_recipe(checkpoint: OfficialCheckpoint, backbone: str) -> Recipe:
    """The recipe that the shapes of a checkpoint tell; heads and masks are not in it and taken from the paper.

    Raises TrainingError if its shapes fit no levels of ``backbone``, or do not tell the size of the grid.
    """
    state = checkpoint.reconstruction
    hidden, channels = state["input_proj.weight"].shape
    efficient = any(key.startswith("_conv_stem") for key in checkpoint.backbone)
    grid = _grid(checkpoint)
    changes: dict[str, object] = {
        "name": "official",
        "backbone": {
            "name": backbone,
            "levels": _levels(checkpoint, backbone, channels),
            "padding": "native" if efficient else "dynamic",
        },
        "neck": {"out_stride": OUT_STRIDE},
        "uniad": {
            "hidden": hidden,
            "heads": HEADS,
            "encoder_layers": _layers(state, "encoder"),
            "decoder_layers": _layers(state, "decoder"),
            "ffn": _shape(checkpoint, "transformer.encoder.layers.0.linear1.weight")[0],
            "norm": "pre" if "transformer.encoder.norm.weight" in state else "post",
            "position": "learned" if "pos_embed.row_embed.weight" in state else "sine",
        },
        "data": {"input_size": (grid[0] * OUT_STRIDE, grid[1] * OUT_STRIDE)},
    }
    return merge_recipe(reference_recipe(), changes, str(checkpoint.path))


def _layers(state: Mapping[str, Tensor], part: str) -> int:
    prefix = f"transformer.{part}.layers."
    return len({key.removeprefix(prefix).split(".")[0] for key in state if key.startswith(prefix)})


def _shape(checkpoint: OfficialCheckpoint, key: str) -> tuple[int, ...]:
    if key not in checkpoint.reconstruction:
        raise _error(checkpoint.path, f"no tensor module.reconstruction.{key}")
    return tuple(checkpoint.reconstruction[key].shape)


def _grid(checkpoint: OfficialCheckpoint) -> tuple[int, int]:
    tokens = _shape(checkpoint, "transformer.decoder.layers.0.learned_embed.weight")[0]
    if "pos_embed.row_embed.weight" in checkpoint.reconstruction:
        return _shape(checkpoint, "pos_embed.row_embed.weight")[0], _shape(checkpoint, "pos_embed.col_embed.weight")[0]
    side = math.isqrt(tokens)
    if side * side != tokens:
        raise _error(checkpoint.path, f"{tokens} tokens are no square; give its configuration with --config")
    return side, side


def _levels(checkpoint: OfficialCheckpoint, name: str, channels: int) -> tuple[int, ...]:
    """The levels whose channels add up; of several choices the longest, then the finest."""
    check_name(name)
    info: Any = timm.create_model(name, features_only=True, pretrained=False).feature_info
    found: list[int] = info.channels()
    for count in range(len(found), 0, -1):
        for levels in itertools.combinations(range(len(found)), count):
            if sum(found[level] for level in levels) == channels:
                return levels
    raise _error(checkpoint.path, f"no levels of {name} ({', '.join(map(str, found))}) have {channels} channels")


def timm_tensors(checkpoint: OfficialCheckpoint, config: BackboneConfig) -> dict[str, Tensor]:
    """The backbone's tensors under timm's names, all that features pass through. Raises TrainingError naming the first
    tensor that is missing, unknown or of another shape."""
    whole = timm.create_model(config.name, pretrained=False)
    wanted = {key: value for key, value in whole.state_dict().items() if not _is_classifier(key)}
    table = _names(whole) if hasattr(whole, "blocks") else {}
    found: dict[str, Tensor] = {}
    for key, value in checkpoint.backbone.items():
        if key.startswith(HEAD):
            continue
        renamed = table.get(key.rpartition(".")[0], "") if table else key.rpartition(".")[0]
        ours = f"{renamed}.{key.rpartition('.')[2]}"
        if ours not in wanted:
            raise _error(checkpoint.path, f"unknown tensor module.backbone.{key} for {config.name}")
        if value.shape != wanted[ours].shape:
            shapes = f"{tuple(value.shape)}, {config.name} has {tuple(wanted[ours].shape)}"
            raise _error(checkpoint.path, f"module.backbone.{key} is {shapes}")
        found[ours] = value
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        raise _error(checkpoint.path, f"no tensor for {missing[0]} of {config.name}")
    return {key: found[key] for key in Backbone(config).net.state_dict()}


def _is_classifier(key: str) -> bool:
    return key.startswith(("conv_head.", "bn2.", "classifier.", "fc."))


def _names(net: nn.Module) -> dict[str, str]:
    """Module names of the original's EfficientNet and timm's."""
    names = {"_conv_stem": "conv_stem", "_bn0": "bn1"}
    number = 0
    blocks: Any = net.blocks
    for stage, layers in enumerate(blocks):
        for place, block in enumerate(layers):
            inner = EXPANDED if hasattr(block, "conv_pwl") else DEPTHWISE_FIRST
            names |= {f"_blocks.{number}.{theirs}": f"blocks.{stage}.{place}.{ours}" for theirs, ours in inner.items()}
            number += 1
    return names


def check_reconstruction(checkpoint: OfficialCheckpoint, module: nn.Module) -> None:
    """TrainingError naming the first tensor of the reconstruction that is missing, unknown or of another shape."""
    ours, theirs = module.state_dict(), checkpoint.reconstruction
    for key in [*ours, *theirs]:
        if key not in theirs:
            raise _error(checkpoint.path, f"no tensor module.reconstruction.{key}")
        if key not in ours:
            raise _error(checkpoint.path, f"unknown tensor module.reconstruction.{key}")
        if ours[key].shape != theirs[key].shape:
            shapes = f"{tuple(theirs[key].shape)}, the configuration asks for {tuple(ours[key].shape)}"
            raise _error(checkpoint.path, f"module.reconstruction.{key} is {shapes}")


def _error(path: Path, why: str) -> TrainingError:
    return TrainingError(ErrorCode.CHECKPOINT_INVALID, path=str(path), why=why)
