"""Everything the loop needs, gathered from the folders: usable images, split, fitted neck, features, batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from engine.events import Note, Stage, Working
from engine.model.network import Network
from engine.recipe import Recipe
from training.features import CachedFeatures, FeatureSource, LiveFeatures, Tile, extract, new_cache, new_moments
from training.images import load_each, unchanged
from training.outliers import Outliers, outlier_line
from training.reporting import Reporter
from training.sampling import Sampler
from training.scan import ProductSet
from training.variants import Variant, fixed_variants


@dataclass(frozen=True)
class Materials:
    """What training works on."""

    sets: tuple[ProductSet, ...]
    features: FeatureSource
    sampler: Sampler

    @property
    def data_sha256(self) -> str:
        """Fingerprint of all images."""
        return "".join(one.data_sha256 for one in self.sets)


def collect(
    sets: tuple[ProductSet, ...], network: Network, recipe: Recipe, cache_file: Path, reporter: Reporter
) -> Materials:
    """One pass over the training images: fit the neck, and cache the features if the recipe wants it and can.

    Every process of a training does this by itself: simpler than sharing one table, and nodes may not share a disk.
    """
    variants = fixed_variants(recipe.train, recipe.data.input_size[0] == recipe.data.input_size[1])
    features = _source(sets, network, recipe, variants, cache_file)
    outliers = _fit_neck(sets, network, recipe, variants, features, reporter)
    limits = pairwise(_starts(sets))
    numbers: list[Sequence[int]] = []
    for one, (start, stop) in zip(sets, limits, strict=True):
        numbers.append(range(start, stop))
        if found := outliers.find(start, stop, one.tiles):
            reporter.say(Note(text=outlier_line(one.product.name, [one.train[index] for index in found])))
    return Materials(sets, features, Sampler(numbers, recipe.train, variants))


def _source(
    sets: tuple[ProductSet, ...], network: Network, recipe: Recipe, variants: tuple[Variant, ...], file: Path
) -> FeatureSource:
    half = recipe.train.cache_precision == "16"
    if recipe.train.cache and recipe.train.colour_jitter == 0:  # colour jitter has endlessly many variants
        return new_cache(network, _starts(sets)[-1], variants, file, half)
    tiles: list[Tile] = []
    for one in sets:
        preprocessor = one.preprocessor(recipe.data.input_size)
        tiles += [Tile(path, preprocessor, number) for path in one.train for number in range(one.tiles)]
    return LiveFeatures(network, tuple(tiles), _digests(sets), recipe.data.workers, half)


def _fit_neck(
    sets: tuple[ProductSet, ...],
    network: Network,
    recipe: Recipe,
    variants: tuple[Variant, ...],
    features: FeatureSource,
    reporter: Reporter,
) -> Outliers:
    total = _starts(sets)[-1]
    reporter.say(Stage(stage="features", total=total))
    moments, outliers = new_moments(network), Outliers()
    preprocessors = [one.preprocessor(recipe.data.input_size) for one in sets]
    items = ((path, way) for one, way in zip(sets, preprocessors, strict=True) for path in one.train)
    loaded = load_each(items, recipe.data.workers)
    for number, part in enumerate(extract(network, unchanged(loaded, _digests(sets)), variants)):
        moments.add(part.raw)
        if part.variant == 0:
            outliers.add(part.raw)
        if isinstance(features, CachedFeatures):
            features.keep(part)
        if number % 4 == 0:
            reporter.say(Working(stage="features", done=part.first, total=total))
    network.neck.fit(moments)
    return outliers


def _digests(sets: tuple[ProductSet, ...]) -> dict[Path, str]:
    return {path: digest for one in sets for path, digest in one.digests.items()}


def _starts(sets: tuple[ProductSet, ...]) -> list[int]:
    """Where the inputs of each product begin, and where the last ones end."""
    starts = [0]
    for one in sets:
        starts.append(starts[-1] + len(one.train) * one.tiles)
    return starts
