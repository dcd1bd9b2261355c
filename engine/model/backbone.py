"""The frozen feature extractor: any timm network with feature levels."""

import difflib
from dataclasses import dataclass
from typing import Any

import timm
import torch
import torch.nn.functional as F
from timm.layers.conv2d_same import Conv2dSame
from timm.models.efficientnet import EfficientNetFeatures
from torch import Tensor, nn

from engine.errors import ErrorCode, TrainingError
from engine.recipe import BackboneConfig


@dataclass(frozen=True, slots=True)
class LevelInfo:
    """One feature level as timm describes it."""

    index: int
    channels: int
    stride: int


class Backbone(nn.Module):
    """uint8 images (B, H, W, 3) to levels (B, C_i, H / s_i, W / s_i). Never trains, whatever ``train()`` is told."""

    mean: Tensor
    std: Tensor

    def __init__(self, config: BackboneConfig) -> None:
        super().__init__()
        check_name(config.name)
        try:
            self.net = timm.create_model(
                config.name, features_only=True, out_indices=tuple(config.levels), pretrained=False
            )
        except (AssertionError, IndexError, ValueError, RuntimeError, AttributeError, KeyError) as error:
            why = " ".join(str(error).split())[:160] or "it has no such feature levels"
            levels = ", ".join(map(str, config.levels))
            raise TrainingError(ErrorCode.BACKBONE_LEVELS, name=config.name, levels=levels, why=why) from error
        info: Any = self.net.feature_info
        self.levels = tuple(
            LevelInfo(index, channels, stride)
            for index, channels, stride in zip(config.levels, info.channels(), info.reduction(), strict=True)
        )
        settings = timm.get_pretrained_cfg(config.name)
        if config.padding == "native" and settings is not None:
            pad_for_native_size(self.net, settings.input_size[-1])
        use_clamp(self.net)
        skip_unused_stages(self.net)
        mean, std = (settings.mean, settings.std) if settings is not None else ((0.5,) * 3, (0.5,) * 3)
        self.border = config.border
        self.register_buffer("mean", torch.tensor(mean).view(3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).view(3, 1, 1), persistent=False)
        self.requires_grad_(False)
        self.eval()

    def train(self, mode: bool = True) -> "Backbone":
        """Frozen: batch statistics and dropout stay off."""
        return super().train(False)

    @torch.no_grad()
    def forward(self, images: Tensor) -> list[Tensor]:
        """uint8 RGB (B, H, W, 3) to one tensor per level."""
        pixels = images.permute(0, 3, 1, 2).to(self.mean.dtype) / 255.0
        pixels = (pixels - self.mean) / self.std
        if not self.border:
            levels: list[Tensor] = self.net(pixels)
            return levels
        wide = self.net(F.pad(pixels, (self.border,) * 4, mode="reflect"))
        cuts = [self.border // level.stride for level in self.levels]
        return [level[:, :, cut:-cut, cut:-cut] for level, cut in zip(wide, cuts, strict=True)]


class Clamp6(nn.Module):
    """ReLU6 as one operation."""

    def forward(self, x: Tensor) -> Tensor:
        """Any shape to the same."""
        return x.clamp(0, 6)


def use_clamp(net: nn.Module) -> None:
    """Replace ReLU6: the exporter takes it to pieces, which took most of an export's time."""
    for name, module in list(net.named_modules()):
        if isinstance(module, nn.ReLU6):
            setattr(net.get_submodule(name.rpartition(".")[0]), name.rpartition(".")[2], Clamp6())


def skip_unused_stages(net: nn.Module) -> None:
    """Let the stages after the last level used pass their input on: timm prunes other networks, but computes all of an
    EfficientNet. Their parameters stay, so that weight files fit."""
    if isinstance(net, EfficientNetFeatures):
        last = max(level["stage"] for level in net.feature_info.get_dicts())
        for stage in list(net.blocks)[last:]:
            stage.forward = nn.Identity().forward


class NativeConv2d(nn.Conv2d):
    """A convolution padded as TensorFlow would for an input of one fixed side, whatever the real input is."""

    def __init__(self, like: nn.Conv2d, side: int) -> None:
        super().__init__(
            like.in_channels,
            like.out_channels,
            like.kernel_size,  # type: ignore[arg-type]
            like.stride,  # type: ignore[arg-type]
            groups=like.groups,
            bias=like.bias is not None,
        )
        out = -(-side // self.stride[0])
        total = max((out - 1) * self.stride[0] + self.kernel_size[0] - side, 0)
        self.pad = (total // 2, total - total // 2) * 2

    def forward(self, input: Tensor) -> Tensor:  # noqa: A002 - torch's own name
        """(B, C, H, W) to (B, C', H / stride, W / stride)"""
        return super().forward(F.pad(input, self.pad))


def pad_for_native_size(net: nn.Module, side: int) -> None:
    """Replace every convolution whose padding depends on the input by one padded for ``side`` (pixels) at the stem.

    They follow one another, so each halves what the next one sees. Others pad symmetrically and need no change.
    """
    for name, module in list(net.named_modules()):
        if isinstance(module, Conv2dSame):
            parent = net.get_submodule(name.rpartition(".")[0])
            setattr(parent, name.rpartition(".")[2], NativeConv2d(module, side))
            side = -(-side // module.stride[0])


def check_border(border: int, stride: int, size: tuple[int, int]) -> None:
    """TrainingError if the levels, the coarsest of ``stride``, could not be cut back, or if the input (H, W) is too
    small: a mirror shows no more than there is."""
    why = None
    if border % stride:
        why = f"{border} is not a multiple of the stride {stride}"
    elif border >= min(size):
        why = f"{border} is not less than the input's sides {size}"
    if why is not None:
        raise TrainingError(ErrorCode.SETTINGS_INVALID, path="backbone.border", why=why)


def check_name(name: str) -> None:
    """TrainingError with close names if timm does not know ``name``."""
    if not timm.is_model(name.split(".")[0]):
        close = difflib.get_close_matches(name, timm.list_models(), n=3) or ["tf_efficientnet_lite0", "resnet18"]
        raise TrainingError(ErrorCode.BACKBONE_UNKNOWN, name=name[:80], close=", ".join(close))


def level_grid(size: tuple[int, int], stride: int) -> tuple[int, int]:
    """Rows and columns of a level. TrainingError if the size is not a multiple of the stride."""
    if size[0] % stride or size[1] % stride or min(size) < stride:
        close = " x ".join(str(max(stride, round(side / stride) * stride)) for side in size)
        raise TrainingError(ErrorCode.INPUT_SIZE, size=f"{size[0]} x {size[1]}", stride=stride, close=close)
    return size[0] // stride, size[1] // stride
