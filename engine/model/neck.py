"""MFCN (UniAD, section 3.1): every level resized to one stride and concatenated; then, both optional and both fixed,
a projection to fewer channels and a standardisation.

Neither may be trainable: the loss compares the reconstruction with this output, and a trainable target would collapse
to a constant.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.recipe import Resize


def average_locally(level: Tensor, places: int) -> Tensor:
    """Mean of each place's neighbourhood (places x places, odd, cut at the border); (B, C, h, w) to the same.

    A place then knows its surroundings and small shifts matter less (PatchCore's neighbourhood features).
    """
    if places == 1:
        return level
    return F.avg_pool2d(level, places, stride=1, padding=places // 2, count_include_pad=False)


def concatenate_levels(levels: Sequence[Tensor], grid: tuple[int, int], resize: Resize = "corners") -> Tensor:
    """Levels (B, C_i, h_i, w_i) to (B, sum C_i, *grid); how is said at NeckConfig.resize."""
    fit = resize_area if resize == "area" else resize_corners
    return torch.cat([level if level.shape[2:] == grid else fit(level, grid) for level in levels], dim=1)


def resize_corners(level: Tensor, grid: tuple[int, int]) -> Tensor:
    """Bilinear with aligned corners (UniAD): (B, C, h, w) to (B, C, *grid). Of a finer level it reads four places."""
    return F.interpolate(level, size=grid, mode="bilinear", align_corners=True)


def resize_area(level: Tensor, grid: tuple[int, int]) -> Tensor:
    """(B, C, h, w) to (B, C, *grid) with middles aligned: the mean of all places of a finer level that one of the grid
    covers, or bilinear between those of a coarser one. Both by a whole factor, as strides are powers of two."""
    height, width = level.shape[2:]
    if height % grid[0] == 0 and width % grid[1] == 0:
        return F.avg_pool2d(level, (height // grid[0], width // grid[1]))
    return F.interpolate(level, size=grid, mode="bilinear", align_corners=False)


class Neck(nn.Module):
    """Levels to features (B, C, h, w). Buffers ``projection`` (out, in), ``mean`` and ``scale`` (C) are set by
    ``fit``; until then it projects with the identity's first rows and does not standardise."""

    projection: Tensor | None
    projection_mean: Tensor | None
    mean: Tensor | None
    scale: Tensor | None

    def __init__(
        self,
        in_channels: int,
        out_channels: int | None,
        standardise: bool,
        grid: tuple[int, int],
        local_average: int = 1,
        resize: Resize = "corners",
    ) -> None:
        super().__init__()
        if out_channels is not None and out_channels > in_channels:
            raise ValueError(f"cannot project {in_channels} channels to {out_channels}")
        self.grid, self.local_average, self.resize = grid, local_average, resize
        self.channels = out_channels or in_channels
        projection = None if out_channels is None else torch.eye(out_channels, in_channels)
        self.register_buffer("projection", projection)
        self.register_buffer("projection_mean", None if out_channels is None else torch.zeros(in_channels))
        self.register_buffer("mean", torch.zeros(self.channels) if standardise else None)
        self.register_buffer("scale", torch.ones(self.channels) if standardise else None)

    def forward(self, levels: Sequence[Tensor]) -> Tensor:
        """Levels (B, C_i, h_i, w_i) to (B, C, h, w)."""
        return self.finish(self.combine(levels))

    def combine(self, levels: Sequence[Tensor]) -> Tensor:
        """Levels (B, C_i, h_i, w_i), averaged locally and concatenated, (B, C_in, h, w): all that is not fitted."""
        averaged = [average_locally(level, self.local_average) for level in levels]
        return concatenate_levels(averaged, self.grid, self.resize)

    def finish(self, raw: Tensor) -> Tensor:
        """Project and standardise concatenated levels (B, C_in, h, w)."""
        if self.projection is not None and self.projection_mean is not None:
            raw = F.conv2d(raw - self.projection_mean[:, None, None], self.projection[:, :, None, None])
        if self.mean is not None and self.scale is not None:
            raw = (raw - self.mean[:, None, None]) * self.scale[:, None, None]
        return raw

    @torch.no_grad()
    def fit(self, moments: "Moments") -> None:
        """Set the fixed parts from the moments of good training features: PCA directions, then mean and 1 / std."""
        mean, covariance = moments.mean_and_covariance()
        if self.projection is not None and self.projection_mean is not None:
            values, vectors = torch.linalg.eigh(covariance)
            order = values.argsort(descending=True)[: self.channels]
            directions = vectors[:, order].T
            self.projection.copy_(directions.float())
            self.projection_mean.copy_(mean.float())
            mean, variance = torch.zeros(self.channels, dtype=torch.float64), values[order]
        else:
            variance = covariance.diagonal()
        if self.mean is not None and self.scale is not None:
            deviation = variance.clamp_min(0).sqrt()
            # A channel that never moves carries no information; scaling it up would only amplify rounding.
            floor = deviation.median() * 1e-3 + 1e-8
            self.mean.copy_(mean.float())
            self.scale.copy_(deviation.clamp_min(floor).reciprocal().float())


class Moments:
    """Running sums of tokens in float64: the count, the sum (C) and, if wanted, the outer product (C, C)."""

    def __init__(self, channels: int, covariance: bool) -> None:
        self.count = 0
        self.total = torch.zeros(channels, dtype=torch.float64)
        self.outer = torch.zeros(channels, channels if covariance else 1, dtype=torch.float64)
        self._covariance = covariance

    def add(self, features: Tensor) -> None:
        """Take in features (B, C, h, w)."""
        tokens = features.detach().to("cpu", torch.float64).transpose(0, 1).flatten(1)  # (C, B * N)
        self.count += tokens.shape[1]
        self.total += tokens.sum(dim=1)
        self.outer += tokens @ tokens.T if self._covariance else tokens.square().sum(dim=1, keepdim=True)

    def mean_and_covariance(self) -> tuple[Tensor, Tensor]:
        """Mean (C) and covariance (C, C); only its diagonal is filled if no covariance was collected."""
        mean = self.total / self.count
        if not self._covariance:
            return mean, torch.diag(self.outer[:, 0] / self.count - mean.square())
        return mean, self.outer / self.count - mean[:, None] * mean[None, :]
