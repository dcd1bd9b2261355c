"""A small independent implementation of the original's EfficientNet, from its tensors alone, and checkpoints for tests.

It shares nothing with the program: every convolution is padded for a native input of 380 pixels, as TensorFlow would.
"""

import json
import math
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from tests.support.golden import DATA

NATIVE = 380
STAGES = ((2, 1), (4, 2), (4, 2), (6, 2), (6, 1), (8, 2), (2, 1))  # EfficientNet-B4: blocks and stride of the first
OUT_BLOCKS = (1, 5, 9, 21)  # the last ones at strides 2, 4, 8, 16: 24, 32, 56 and 160 channels


def random_b4_checkpoint(seed: int = 0) -> dict[str, Any]:
    """A checkpoint with every key and shape of a full original one, and tame random values."""
    generator = torch.Generator().manual_seed(seed)
    shapes: dict[str, list[int]] = json.loads((DATA / "official_b4_keys.json").read_text())
    state = {key: random_tensor(key, shape, generator) for key, shape in shapes.items()}
    return {"epoch": 7, "arch": [], "best_metric": 0.5, "state_dict": state}


def random_tensor(key: str, shape: list[int], generator: torch.Generator) -> Tensor:
    """Values that keep activations within bounds."""
    if key.endswith("num_batches_tracked"):
        return torch.tensor(9)
    values = torch.randn(shape, generator=generator)
    if key.endswith("running_var"):
        return 1 + 0.3 * values.tanh()
    if len(shape) == 1:
        return 0.9 + 0.1 * values if "weight" in key else 0.1 * values
    return values / math.sqrt(math.prod(shape[1:]))


class ReferenceB4:
    """Features of the original's B4 at its four levels."""

    def __init__(self, state: dict[str, Tensor]) -> None:
        self._state = {key.removeprefix("module.backbone."): value for key, value in state.items()}
        self._side = NATIVE

    def levels(self, images: Tensor) -> list[Tensor]:
        """Normalised images (B, 3, H, W) to the outputs of OUT_BLOCKS."""
        self._side = NATIVE
        x = F.silu(self._norm(self._convolve(images, "_conv_stem", 2), "_bn0"))
        strides = [stride if first == 0 else 1 for count, stride in STAGES for first in range(count)]
        outputs = []
        for number, stride in enumerate(strides):
            x = self._block(x, f"_blocks.{number}", stride)
            outputs.append(x)
        return [outputs[number] for number in OUT_BLOCKS]

    def _block(self, inputs: Tensor, name: str, stride: int) -> Tensor:
        x = inputs
        if f"{name}._expand_conv.weight" in self._state:
            x = F.silu(self._norm(self._convolve(x, f"{name}._expand_conv", 1), f"{name}._bn0"))
        x = F.silu(self._norm(self._convolve(x, f"{name}._depthwise_conv", stride), f"{name}._bn1"))
        squeezed = self._convolve(x.mean(dim=(2, 3), keepdim=True), f"{name}._se_reduce", 1)
        x = x * self._convolve(F.silu(squeezed), f"{name}._se_expand", 1).sigmoid()
        x = self._norm(self._convolve(x, f"{name}._project_conv", 1), f"{name}._bn2")
        return x + inputs if stride == 1 and x.shape == inputs.shape else x

    def _convolve(self, x: Tensor, name: str, stride: int) -> Tensor:
        weight, bias = self._state[f"{name}.weight"], self._state.get(f"{name}.bias")
        kernel = weight.shape[2]
        out = math.ceil(self._side / stride)
        missing = max((out - 1) * stride + kernel - self._side, 0)
        self._side = out
        before, after = missing // 2, missing - missing // 2
        groups = x.shape[1] // weight.shape[1]
        return F.conv2d(F.pad(x, (before, after, before, after)), weight, bias, stride, groups=groups)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        mean, variance = self._state[f"{name}.running_mean"], self._state[f"{name}.running_var"]
        weight, bias = self._state[f"{name}.weight"], self._state[f"{name}.bias"]
        return F.batch_norm(x, mean, variance, weight, bias, eps=1e-3)


def save(path: Path, checkpoint: Any) -> Path:
    """Write a checkpoint."""
    torch.save(checkpoint, path)
    return path
