"""YAML configurations of the original code, turned into a recipe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from engine.errors import ErrorCode, SettingsError
from engine.recipe import Recipe, merge_recipe, reference_recipe
from engine.texts import read_text

MOST_VALUES = 100_000
NET = "net.reconstruction.kwargs"
# What each key is called here.
MEANING = MappingProxyType(
    {
        "random_seed": "train.seed",
        "dataset.input_size": "data.input_size",
        "dataset.batch_size": "train.batch",
        "dataset.workers": "data.workers",
        "dataset.train.hflip": "train.flip_horizontal",
        "dataset.train.vflip": "train.flip_vertical",
        "dataset.train.rotate": "train.quarter_turns",
        "trainer.max_epoch": "train.epochs",
        "trainer.clip_max_norm": "train.clip",
        "trainer.lr_scheduler.kwargs.step_size": "train.step_epoch",
        "trainer.lr_scheduler.kwargs.gamma": "train.step_gamma",
        "trainer.optimizer.kwargs.lr": "train.lr",
        "trainer.optimizer.kwargs.weight_decay": "train.weight_decay",
        f"{NET}.pos_embed_type": "uniad.position",
        f"{NET}.hidden_dim": "uniad.hidden",
        f"{NET}.nhead": "uniad.heads",
        f"{NET}.num_encoder_layers": "uniad.encoder_layers",
        f"{NET}.num_decoder_layers": "uniad.decoder_layers",
        f"{NET}.dim_feedforward": "uniad.ffn",
        f"{NET}.dropout": "uniad.dropout",
        f"{NET}.feature_jitter.scale": "uniad.jitter_scale",
        f"{NET}.feature_jitter.prob": "uniad.jitter_probability",
        f"{NET}.neighbor_mask.neighbor_size": "uniad.mask_size",
    }
)
# Keys with one value that means the same here; any other value would train or score differently.
FIXED = MappingProxyType(
    {
        "criterion.FeatureMSELoss.type": "FeatureMSELoss",
        "criterion.FeatureMSELoss.kwargs.weight": 1.0,
        "dataset.train.rebalance": False,
        "trainer.lr_scheduler.type": "StepLR",
        "trainer.optimizer.type": "AdamW",
        "trainer.optimizer.kwargs.betas": [0.9, 0.999],
        "net.backbone.frozen": True,
        "net.neck.type": "models.necks.MFCN",
        "net.reconstruction.type": "models.reconstructions.UniAD",
        f"{NET}.activation": "relu",
        f"{NET}.initializer.method": "xavier_uniform",
    }
)
# Known, and without meaning for the numbers, or read below.
ELSEWHERE = (
    "version", "phase", "port", "saver", "evaluator", "frozen_layers", "dataset.type", "dataset.image_reader",
    "dataset.train.meta_file", "dataset.test", "dataset.pixel_mean", "dataset.pixel_std", "trainer.val_freq_epoch",
    "trainer.print_freq_step", "trainer.tb_freq_step", "criterion.FeatureMSELoss.name", "net.backbone.name",
    "net.backbone.type", "net.backbone.kwargs.pretrained", "net.backbone.kwargs.pretrained_model",
    "net.backbone.kwargs.outlayers", "net.neck.name", "net.neck.prev", "net.neck.kwargs.outstrides",
    "net.reconstruction.name", "net.reconstruction.prev", f"{NET}.save_recon", f"{NET}.normalize_before",
    f"{NET}.feature_jitter", f"{NET}.neighbor_mask", f"{NET}.neighbor_mask.mask",
)  # fmt: skip


@dataclass(frozen=True)
class OfficialSettings:
    """The recipe of a configuration; ``unknown`` are keys outside the network that say nothing here; ``mean`` and
    ``std`` are of the input's normalisation, if the file has them."""

    recipe: Recipe
    unknown: tuple[str, ...]
    mean: tuple[float, ...] | None
    std: tuple[float, ...] | None


def read_settings(path: Path) -> OfficialSettings:
    """Read a YAML configuration. Raises SettingsError that names the file and the key: an unknown key of the network,
    or a value that this program cannot reproduce."""
    flat = dict(_flatten(_load(path)))
    unknown = [key for key in flat if key not in MEANING and key not in FIXED and not _elsewhere(key)]
    strange = [key for key in unknown if key.startswith("net.")]
    if strange:
        raise _error(path, f"{', '.join(strange)}: unknown to this program")
    for key, only in FIXED.items():
        if key in flat and flat[key] != only:
            raise _error(path, f"{key} is {flat[key]}; this program has only {only}")
    changes: dict[str, dict[str, Any]] = {"train": {"steps": None, "minutes": None}}
    for key, meaning in MEANING.items():
        if key in flat:
            _put(changes, meaning, flat[key])
    _put_network(changes, flat, path)
    recipe = merge_recipe(reference_recipe(), {"name": "official", **changes}, str(path))
    mean, std = (flat.get(f"dataset.pixel_{key}") for key in ("mean", "std"))
    return OfficialSettings(recipe, tuple(unknown), tuple(mean) if mean else None, tuple(std) if std else None)


def _load(path: Path) -> Mapping[str, Any]:
    try:
        raw = _parse(read_text(path))
    except (OSError, ValueError, yaml.YAMLError, RecursionError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())[:200]
        raise _error(path, why) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("net"), list):
        raise _error(path, "it has no list net; not a configuration of the original code")
    return raw


def _parse(text: str) -> Any:
    """Raises ValueError for aliases that contain themselves, or that unfold into more than anybody writes."""
    raw = yaml.safe_load(text)
    if _unfolded(raw, {}) > MOST_VALUES:
        raise ValueError("its aliases (*name) unfold into too much")
    return raw


def _unfolded(value: Any, known: dict[int, int]) -> int:
    """How many values there are once every alias is written out; an alias is looked at once."""
    if not isinstance(value, dict | list):
        return 1
    if id(value) not in known:
        known[id(value)] = MOST_VALUES + 1  # if it is met again inside itself
        inner = value.values() if isinstance(value, dict) else value
        known[id(value)] = 1 + sum(_unfolded(one, known) for one in inner)
    return known[id(value)]


def _flatten(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted keys and values; entries of a list of named things are keyed by their name."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _flatten(inner, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list) and value and all(isinstance(item, dict) and "name" in item for item in value):
        for item in value:
            yield from _flatten(item, f"{prefix}.{item['name']}")
    else:
        yield prefix, value


def _elsewhere(key: str) -> bool:
    return any(key == known or key.startswith(f"{known}.") for known in ELSEWHERE)


def _put(changes: dict[str, dict[str, Any]], meaning: str, value: Any) -> None:
    section, field = meaning.split(".")
    changes.setdefault(section, {})[field] = value


def _put_network(changes: dict[str, dict[str, Any]], flat: Mapping[str, Any], path: Path) -> None:
    """What has another form here than there."""
    kind = str(flat.get("net.backbone.type", "")).rpartition(".")[2]
    layers = flat.get("net.backbone.kwargs.outlayers")
    if not kind or not isinstance(layers, list) or not all(isinstance(layer, int) for layer in layers):
        raise _error(path, "net.backbone needs type and kwargs.outlayers")
    changes["backbone"] = backbone_keys(kind, layers)
    strides = flat.get("net.neck.kwargs.outstrides")
    if strides is not None:
        if not isinstance(strides, list) or len(strides) != 1:
            raise _error(path, f"net.neck.kwargs.outstrides is {strides}; it needs one stride")
        _put(changes, "neck.out_stride", strides[0])
    _put(changes, "uniad.norm", "pre" if flat.get(f"{NET}.normalize_before") else "post")
    if f"{NET}.feature_jitter.scale" not in flat:
        _put(changes, "uniad.jitter_scale", 0.0)
    flags = flat.get(f"{NET}.neighbor_mask.mask")
    if f"{NET}.neighbor_mask.neighbor_size" not in flat:
        _put(changes, "uniad.mask_mode", "none")
    elif not isinstance(flags, list) or len(flags) != 3:
        raise _error(path, f"{NET}.neighbor_mask.mask is {flags}; it needs three values")
    else:
        for name, on in zip(("mask_encoder", "mask_decoder_first", "mask_decoder_second"), flags, strict=True):
            _put(changes, f"uniad.{name}", on)


def backbone_keys(kind: str, layers: list[int]) -> dict[str, Any]:
    """Our backbone section for a network and output layers of the original code.

    Its EfficientNets count levels from 1 (stride 2) and pad for their native size; its ResNets count stages, 1 having
    stride 4, which is timm's index too.
    """
    if kind.startswith("efficientnet_"):
        levels = tuple(layer - 1 for layer in layers)
        return {"name": f"tf_{kind}.aa_in1k", "levels": levels, "padding": "native"}
    return {"name": f"{kind}.tv_in1k", "levels": tuple(layers), "padding": "dynamic"}


def _error(path: Path, why: str) -> SettingsError:
    return SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why[:400])
