"""Features of every training image: extracted in one pass, and kept in a memory-mapped file unless that is not wanted.

The backbone is frozen, so its output for an image never changes; training on the cache gives the same losses as
running the backbone in every step, for a fraction of the time. What is kept is the concatenation of the levels, before
the neck's projection and standardisation, since these are fitted on the same pass.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.files import explain_os_error
from engine.model.neck import Moments
from engine.model.network import Network
from engine.preprocess import Preprocessor
from training.images import Prepared, batches, load_each, unchanged
from training.variants import Variant, apply_variant

EXTRACT_BATCH = 8
CHUNK_BYTES = 16 * 2**20
HALF_MOST = 6e4  # the largest number of half precision is 65504


class FeatureSource(Protocol):
    """Gives finished features for input numbers: the tiles of the first image, then those of the second."""

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """Features (B, C, h, w) of inputs ``indices`` in the given variants, float32 on the network's device."""
        ...


def raw_features(network: Network, images: NDArray[np.uint8]) -> Tensor:
    """Concatenated levels (B, C_in, h, w) of uint8 images (B, H, W, 3), float32, before projection and scale.

    The backbone always sees EXTRACT_BATCH images at once, if need be some twice: with another number it may sum in
    another order and differ in the last digit, and then cached features would not be those of a plain loop.
    """
    device = network.backbone.mean.device
    parts = []
    with torch.inference_mode():
        for start in range(0, len(images), EXTRACT_BATCH):
            chunk = images[start : start + EXTRACT_BATCH]
            full = np.concatenate([chunk, np.repeat(chunk[-1:], EXTRACT_BATCH - len(chunk), axis=0)])
            levels = network.backbone(torch.from_numpy(full).to(device))
            parts.append(network.neck.combine([level[: len(chunk)].float() for level in levels]))
        return torch.cat(parts).contiguous()  # the layout too changes the order of later sums


class Extracted(NamedTuple):
    """Raw features (B, C_in, h, w) of the inputs from number ``first`` on, all in one variant."""

    first: int
    variant: int
    raw: Tensor


def extract(network: Network, images: Iterator[Prepared], variants: tuple[Variant, ...]) -> Iterator[Extracted]:
    """Features of all inputs of all images in all variants, at most EXTRACT_BATCH inputs at a time."""
    first = 0
    for batch in batches(images, EXTRACT_BATCH):
        for number, variant in enumerate(variants):
            turned = np.stack([apply_variant(pixels, variant) for pixels in batch])
            yield Extracted(first, number, raw_features(network, turned))
        first += len(batch)


@dataclass(frozen=True)
class CachedFeatures:
    """Features in a file (images x variants, C_in, h, w). It is mapped anew for each access: what stays mapped counts
    as memory of this process, and a table may be larger than that."""

    network: Network
    file: Path
    variants: tuple[Variant, ...]

    def keep(self, part: Extracted) -> None:
        """Store extracted features."""
        table: NDArray[Any] = np.load(self.file, mmap_mode="r+")
        places = (np.arange(len(part.raw)) + part.first) * len(self.variants) + part.variant
        table[places] = part.raw.clamp(-HALF_MOST, HALF_MOST).cpu().numpy()

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """See FeatureSource."""
        places = [
            index * len(self.variants) + self.variants.index(variant)
            for index, variant in zip(indices, variants, strict=True)
        ]
        table: NDArray[Any] = np.load(self.file, mmap_mode="r")
        raw = torch.from_numpy(np.stack([table[place] for place in places])).float()
        with torch.no_grad():
            return self.network.neck.finish(raw.to(self.network.backbone.mean.device))


@dataclass(frozen=True, slots=True)
class Tile:
    """One input: a tile of a picture."""

    path: Path
    preprocessor: Preprocessor
    number: int


@dataclass(frozen=True)
class LiveFeatures:
    """Features computed anew for every batch: the plain, uncached way."""

    network: Network
    tiles: tuple[Tile, ...]
    digests: Mapping[Path, str]
    workers: int
    half: bool

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """See FeatureSource. TrainingError if an image changed or vanished."""
        chosen = [self.tiles[index] for index in indices]
        loaded = unchanged(load_each([(tile.path, tile.preprocessor) for tile in chosen], self.workers), self.digests)
        images = [
            apply_variant(image.seen.inputs[tile.number], variant)
            for image, tile, variant in zip(loaded, chosen, variants, strict=True)
        ]
        raw = raw_features(self.network, np.stack(images)).clamp(-HALF_MOST, HALF_MOST)
        with torch.no_grad():
            return self.network.neck.finish(raw.half().float() if self.half else raw.clone())


def new_cache(
    network: Network, count: int, variants: tuple[Variant, ...], file: Path, half: bool = False
) -> CachedFeatures:
    """An empty table for ``count`` images in ``file``, in ``half`` precision or single. Raises
    InspectError if the disk has no room for it."""
    channels = sum(level.channels for level in network.backbone.levels)
    shape = (count * len(variants), channels, *network.neck.grid)
    try:
        np.lib.format.open_memmap(file, mode="w+", dtype=np.float16 if half else np.float32, shape=shape)
        _reserve(file)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise explain_os_error(error, file) from error
    return CachedFeatures(network, file, variants)


def _reserve(file: Path) -> None:
    """Claim the file's blocks now: a memory-mapped file that meets a full disk later ends the process at once."""
    with file.open("r+b") as handle:
        size = file.stat().st_size
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(handle.fileno(), 0, size)
            return
        header = handle.read(4096)  # the table's description stands at its beginning
        handle.seek(0)
        for place in range(0, size, CHUNK_BYTES):
            handle.write(bytes(min(CHUNK_BYTES, size - place)))
        handle.seek(0)
        handle.write(header)


def new_moments(network: Network) -> Moments:
    """Moments as the network's neck needs them."""
    channels = sum(level.channels for level in network.backbone.levels)
    return Moments(channels, covariance=network.neck.projection is not None)
