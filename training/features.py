"""Features of every training image, computed once and kept in a memory-mapped file.

The backbone is frozen, so its output for an image never changes; training on the cache gives the same losses as
running the backbone in every step, for a fraction of the time. What is kept is the concatenation of the levels, before
the neck's projection and standardisation, since these are fitted on the same pass.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.model.neck import Moments, concatenate_levels
from engine.model.network import Network
from training.images import Prepared, batches
from training.variants import Variant, apply_variant

EXTRACT_BATCH = 8


class FeatureSource(Protocol):
    """Gives finished features for image numbers."""

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """Features (B, C, h, w) of images ``indices`` in the given variants, float32 on the network's device."""
        ...


def raw_features(network: Network, images: NDArray[np.uint8]) -> Tensor:
    """Concatenated levels (B, C_in, h, w) of uint8 images (B, H, W, 3), float32, before projection and scale."""
    device = network.backbone.mean.device
    with torch.inference_mode():
        levels = network.backbone(torch.from_numpy(images).to(device))
        return concatenate_levels([level.float() for level in levels], network.neck.grid)


@dataclass(frozen=True)
class CachedFeatures:
    """Features in a file (images x variants, C_in, h, w), read as needed."""

    network: Network
    table: NDArray[Any]
    variants: tuple[Variant, ...]

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """See FeatureSource."""
        places = [
            index * len(self.variants) + self.variants.index(variant)
            for index, variant in zip(indices, variants, strict=True)
        ]
        raw = torch.from_numpy(np.stack([self.table[place] for place in places]).astype(np.float32))
        with torch.no_grad():
            return self.network.neck.finish(raw.to(self.network.backbone.mean.device))


def build_cache(
    network: Network,
    images: Iterator[Prepared],
    count: int,
    variants: tuple[Variant, ...],
    file: Path,
    half: bool,
) -> Iterator[Tensor]:
    """Extract features of ``count`` images in all variants into ``file``; yields the raw features of each
    batch (at most EXTRACT_BATCH images in one variant), so that the caller can watch and collect moments."""
    grid, channels = network.neck.grid, sum(level.channels for level in network.backbone.levels)
    kind = np.float16 if half else np.float32
    table = np.lib.format.open_memmap(
        file, mode="w+", dtype=kind, shape=(count * len(variants), channels, grid[0], grid[1])
    )
    done = 0
    for batch in batches(images, EXTRACT_BATCH):
        for number, variant in enumerate(variants):
            turned = np.stack([apply_variant(image.pixels, variant) for image in batch])
            raw = raw_features(network, turned)
            places = (np.arange(len(batch)) + done) * len(variants) + number
            table[places] = raw.cpu().numpy().astype(kind)
            yield raw
        done += len(batch)
    table.flush()


def new_moments(network: Network) -> Moments:
    """Moments as the network's neck needs them."""
    channels = sum(level.channels for level in network.backbone.levels)
    return Moments(channels, covariance=network.neck.projection is not None)
