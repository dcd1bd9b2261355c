"""Everything the loop needs, gathered from the folders: usable images, split, fitted neck, features, batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from lightning_fabric import Fabric
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import ErrorCode, TrainingError
from engine.events import Note, Stage, Working
from engine.files import explain_os_error
from engine.model.neck import Moments
from engine.model.network import Network
from engine.recipe import Recipe
from training.features import EXTRACT_BATCH, CachedFeatures, FeatureSource, build_cache, new_moments, raw_features
from training.images import Prepared, Refused, batches, load, load_all
from training.products import Product, fingerprint, require_training_images
from training.reporting import Reporter
from training.sampling import Sampler
from training.split import Split, group_images, split_by_group
from training.variants import Variant, apply_variant, fixed_variants

LEAST_IMAGES = 2


@dataclass(frozen=True)
class ProductSet:
    """The usable good images of one product and how they are split."""

    product: Product
    paths: tuple[Path, ...]
    split: Split
    data_sha256: str

    @property
    def train(self) -> tuple[Path, ...]:
        """Images that train."""
        return tuple(self.paths[index] for index in self.split.train)

    @property
    def calibration(self) -> tuple[Path, ...]:
        """Images that only calibrate."""
        return tuple(self.paths[index] for index in self.split.calibration)

    @property
    def calibration_groups(self) -> tuple[int, ...]:
        """Group of each calibration image."""
        return tuple(self.split.groups[index] for index in self.split.calibration)


@dataclass(frozen=True)
class Materials:
    """What training works on."""

    sets: tuple[ProductSet, ...]
    features: FeatureSource
    sampler: Sampler
    data_sha256: str


@dataclass(frozen=True)
class LiveFeatures:
    """Features computed anew for every batch: the plain, uncached way."""

    network: Network
    paths: tuple[Path, ...]

    def batch(self, indices: Sequence[int], variants: Sequence[Variant]) -> Tensor:
        """See FeatureSource."""
        images = [
            apply_variant(load(self.paths[index], self.network.input_size).pixels, variant)
            for index, variant in zip(indices, variants, strict=True)
        ]
        raw = raw_features(self.network, np.stack(images))
        with torch.no_grad():
            return self.network.neck.finish(raw.clone())


def collect(
    products: tuple[Product, ...], network: Network, recipe: Recipe, run: Path, reporter: Reporter, fabric: Fabric
) -> Materials:
    """Scan and split the products, fit the neck, cache the features if the recipe wants it."""
    sets = tuple(_scan(product, recipe, reporter) for product in products)
    paths = tuple(path for one in sets for path in one.train)
    variants = fixed_variants(recipe.train, recipe.data.input_size[0] == recipe.data.input_size[1])
    cached = recipe.train.cache and recipe.train.colour_jitter == 0
    moments = new_moments(network)
    reporter.say(Stage(stage="features", total=len(paths)))
    features: FeatureSource
    if cached:
        features = _cache(network, paths, variants, recipe, run, reporter, fabric, moments)
    else:
        for batch in _prepared_batches(paths, recipe, reporter):
            moments.add(raw_features(network, np.stack([image.pixels for image in batch])))
        features = LiveFeatures(network, paths)
    network.neck.fit(moments)
    starts = np.cumsum([0, *(len(one.train) for one in sets)])
    numbers = [range(start, stop) for start, stop in pairwise(starts.tolist())]
    sampler = Sampler([tuple(number) for number in numbers], recipe.train, variants)
    data = "".join(one.data_sha256 for one in sets)
    return Materials(sets, features, sampler, data)


def _scan(product: Product, recipe: Recipe, reporter: Reporter) -> ProductSet:
    """Decode every good image once: what cannot be read is skipped and said, what is left is grouped and split."""
    require_training_images(product, LEAST_IMAGES)
    reporter.say(Stage(stage="scan", total=len(product.train)))
    usable: list[Path] = []
    thumbnails: list[NDArray[np.float32]] = []
    for image in load_all(product.train, recipe.data.input_size, recipe.data.workers):
        if isinstance(image, Refused):
            reporter.say(Note(text=f"skipped: {image.why}"))
        else:
            usable.append(image.path)
            thumbnails.append(image.thumbnail)
    if len(usable) < LEAST_IMAGES:
        raise TrainingError(ErrorCode.TRAIN_TOO_FEW, path=str(product.folder), n=len(usable), least=LEAST_IMAGES)
    groups = group_images(usable, np.stack(thumbnails), recipe.calibration.groups)
    split = split_by_group(groups, recipe.calibration.share, recipe.train.seed)
    distinct = len(set(groups))
    if distinct < len(usable):
        reporter.say(Note(text=f"{product.name}: {len(usable)} images show {distinct} different parts"))
    if distinct == 1:
        raise TrainingError(ErrorCode.TRAIN_IDENTICAL, path=str(product.folder), n=len(usable))
    return ProductSet(product, tuple(usable), split, fingerprint(tuple(usable)))


def _prepared_batches(paths: Sequence[Path], recipe: Recipe, reporter: Reporter) -> Iterator[list[Prepared]]:
    images = _must_load(load_all(paths, recipe.data.input_size, recipe.data.workers))
    for number, batch in enumerate(batches(images, EXTRACT_BATCH), start=1):
        yield batch
        if number % 4 == 0:
            reporter.say(Working(stage="features", done=min(number * EXTRACT_BATCH, len(paths)), total=len(paths)))


def _must_load(images: Iterator[Prepared | Refused]) -> Iterator[Prepared]:
    """Images that were fine a moment ago; if not, the folder changes under us, and that must not pass silently."""
    for image in images:
        if isinstance(image, Refused):
            raise TrainingError(ErrorCode.TRAIN_IMAGE_CHANGED, path=str(image.path))
        yield image


def _cache(
    network: Network,
    paths: tuple[Path, ...],
    variants: tuple[Variant, ...],
    recipe: Recipe,
    run: Path,
    reporter: Reporter,
    fabric: Fabric,
    moments: Moments,
) -> FeatureSource:
    """Every process extracts its own table: simpler than sharing one, and nodes may not share a disk."""
    file = run / f"features-{fabric.global_rank}.npy"
    half = recipe.name == "fast"
    try:
        images = _must_load(load_all(paths, recipe.data.input_size, recipe.data.workers))
        for number, raw in enumerate(build_cache(network, images, len(paths), variants, file, half), start=1):
            moments.add(raw)
            if number % 4 == 0:
                done = number * EXTRACT_BATCH // len(variants)
                reporter.say(Working(stage="features", done=min(done, len(paths)), total=len(paths)))
    except OSError as error:
        raise explain_os_error(error, file) from error
    return CachedFeatures(network, np.load(file, mmap_mode="r"), variants)
