"""The reference numbers of tests/golden, and the configurations they were computed with."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.recipe import UniADConfig

DATA = Path(__file__).parents[1] / "golden" / "data"
UNIAD_FILES = ("uniad_learned_all_masks", "uniad_sine_encoder_mask", "uniad_learned_prenorm")


def read_golden(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The configuration and the arrays of a file."""
    with np.load(DATA / f"{name}.npz") as file:
        arrays = {key: file[key] for key in file.files}
    return json.loads(str(arrays.pop("config"))), arrays


def tensors(arrays: Mapping[str, Any], prefix: str = "param/") -> dict[str, Tensor]:
    """Parameters by their own names."""
    return {key.removeprefix(prefix): torch.from_numpy(v) for key, v in arrays.items() if key.startswith(prefix)}


def uniad_config(golden: Mapping[str, Any]) -> UniADConfig:
    """The transformer that a golden configuration describes."""
    encoder, first, second = golden["mask"]
    return UniADConfig(
        hidden=golden["hidden"],
        heads=golden["heads"],
        encoder_layers=golden["enc"],
        decoder_layers=golden["dec"],
        ffn=golden["ffn"],
        dropout=golden.get("drop", 0.1),
        position=golden["pos"],
        norm="pre" if golden.get("pre") else "post",
        mask_size=tuple(golden["nb"]),
        mask_encoder=encoder,
        mask_decoder_first=first,
        mask_decoder_second=second,
    )
