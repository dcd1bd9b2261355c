"""The whole model: image in, anomaly map and embedding out."""

import torch
from torch import Tensor, nn

from engine.errors import ErrorCode, TrainingError
from engine.model.backbone import Backbone, check_border, level_grid
from engine.model.neck import Neck
from engine.model.uniad import UniAD, distance_map, upsample
from engine.recipe import Recipe


class Network(nn.Module):
    """Backbone, neck and reconstruction, built from a recipe. Only the reconstruction is trainable."""

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.input_size = recipe.data.input_size
        self.backbone = Backbone(recipe.backbone)
        strides = [level.stride for level in self.backbone.levels]
        self.out_stride = recipe.neck.out_stride or max(strides)
        for stride in {*strides, self.out_stride}:
            level_grid(self.input_size, stride)
        check_border(recipe.backbone.border, max(strides), self.input_size)
        channels = sum(level.channels for level in self.backbone.levels)
        if recipe.neck.out_channels is not None and recipe.neck.out_channels > channels:
            why = f"{recipe.neck.out_channels} is more than the {channels} channels of the levels"
            raise TrainingError(ErrorCode.SETTINGS_INVALID, path="neck.out_channels", why=why)
        grid = level_grid(self.input_size, self.out_stride)
        neck = recipe.neck
        self.neck = Neck(
            channels, neck.out_channels, recipe.uniad.standardise, grid, neck.local_average, resize=neck.resize
        )
        self.reconstruction = UniAD(recipe.uniad, self.neck.channels, grid)

    def features(self, images: Tensor) -> Tensor:
        """uint8 (B, H, W, 3) to features (B, C, h, w)."""
        features: Tensor = self.neck(self.backbone(images))
        return features

    def forward(self, images: Tensor) -> tuple[Tensor, Tensor]:
        """uint8 (B, H, W, 3) to anomaly map (B, H, W) and embedding (B, C), both float32."""
        features = self.features(images)
        distances = distance_map(features, self.reconstruction(features))
        return upsample(distances, self.input_size)[:, 0], features.mean(dim=(2, 3))


def reconstruction_loss(features: Tensor, rebuilt: Tensor) -> Tensor:
    """Mean squared error over all channels and places (UniAD, section 3.4)."""
    return torch.nn.functional.mse_loss(rebuilt, features)
