"""Looking at every good image once, before anything is trained: what can be used, what was skipped and why, which
images show the same part, and which train and which calibrate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.errors import ErrorCode, SettingsError, TrainingError
from engine.events import Note, Stage, Working
from engine.preprocess import Preprocessor
from engine.recipe import Recipe
from training.advice import advise
from training.images import Refused, load_all
from training.products import Product, fingerprint, require_training_images
from training.reporting import Reporter
from training.split import Split, group_images, split_by_group
from training.views import Look, check_tiles, resolve

LEAST_IMAGES = 2
FEW_PARTS = 20  # below this a limit rests on so few calibration parts that people should know
SHOWN = 10  # lines of one kind; the run's list has them all


@dataclass(frozen=True)
class ProductSet:
    """The usable good images of one product, how they are split, and how they are looked at. ``digests`` are SHA-256 of
    the files; ``trained_elsewhere`` counts training images that are not among them (a run exported with other
    images); ``sizes`` (H, W) are those of a fresh scan."""

    product: Product
    paths: tuple[Path, ...]
    split: Split
    digests: Mapping[Path, str]
    skipped: tuple[tuple[Path, str], ...] = ()
    trained_elsewhere: int = 0
    look: Look = field(default_factory=Look)
    sizes: tuple[tuple[int, int], ...] = ()

    @property
    def tiles(self) -> int:
        """Inputs of one image."""
        return self.look.view.tiling.count

    def preprocessor(self, input_size: tuple[int, int]) -> Preprocessor:
        """The way from its images to a model's inputs."""
        return self.look.preprocessor(input_size)

    @property
    def n_train(self) -> int:
        """How many images trained."""
        return len(self.split.train) + self.trained_elsewhere

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

    @property
    def data_sha256(self) -> str:
        """Fingerprint of all its images."""
        return fingerprint(self.digests)


@dataclass
class _Seen:
    """What decoding every image of a product showed."""

    paths: list[Path] = field(default_factory=list)
    thumbnails: list[NDArray[np.float32]] = field(default_factory=list)
    digests: dict[Path, str] = field(default_factory=dict)
    sizes: list[tuple[int, int]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)


def scan(product: Product, recipe: Recipe, reporter: Reporter) -> ProductSet:
    """Decode every good image, skip what cannot be read and say so, group what shows one part, and split the groups.

    Raises TrainingError if fewer than two different parts are left.
    """
    require_training_images(product, LEAST_IMAGES)
    look = resolve(product, recipe)
    seen, groups = _see(product, look, recipe, reporter)
    more = set(product.more)
    teach = [index for index, path in enumerate(seen.paths) if path in more]
    split = split_by_group(groups, recipe.calibration.share, recipe.train.seed, teach)
    for line in (*_remarks(seen, groups, recipe), *advise(look.view, seen.sizes, product, recipe)):
        reporter.say(Note(text=f"{product.name}: {line}"))
    if len(set(groups)) == 1:
        raise TrainingError(ErrorCode.TRAIN_IDENTICAL, path=str(product.folder), n=len(seen.paths))
    return ProductSet(product, tuple(seen.paths), split, seen.digests, tuple(seen.skipped), 0, look, tuple(seen.sizes))


def scan_for_calibration(product: Product, recipe: Recipe, reporter: Reporter, look: Look | None = None) -> ProductSet:
    """The same for images that only calibrate; with ``look`` they are looked at as those that trained."""
    require_training_images(product, LEAST_IMAGES)
    look = look or resolve(product, recipe)
    seen, groups = _see(product, look, recipe, reporter)
    for line in _remarks(seen, groups, recipe):
        reporter.say(Note(text=f"{product.name}: {line}"))
    every = Split((), tuple(range(len(groups))), groups)
    return ProductSet(product, tuple(seen.paths), every, seen.digests, tuple(seen.skipped), look=look)


def _see(product: Product, look: Look, recipe: Recipe, reporter: Reporter) -> tuple[_Seen, tuple[int, ...]]:
    total = len(product.train) + len(product.more)
    reporter.say(Stage(stage="scan", total=total))
    seen, listed = _Seen(skipped=list(product.skipped)), {*product.train, *product.more}
    images = load_all((*product.train, *product.more), look.preprocessor(recipe.data.input_size), recipe.data.workers)
    for number, image in enumerate(images, start=1):
        if isinstance(image, Refused):
            if image.code is ErrorCode.SOURCE_SIZE:
                raise _other_size(product, image)
            seen.skipped.append((image.path, image.why))
        else:
            seen.paths.append(image.path)
            seen.thumbnails.append(image.thumbnail)
            seen.digests[image.path] = image.sha256
            seen.sizes.append(image.size)
        if number % 32 == 0:
            reporter.say(Working(stage="scan", done=number, total=total))
    if gone := [path for path, _ in seen.skipped if path in listed and not path.exists()]:
        raise TrainingError(ErrorCode.TRAIN_VANISHED, path=str(product.folder), gone=len(gone), n=total)
    if len(seen.paths) < LEAST_IMAGES:
        for line in _skipped_lines(seen.skipped):
            reporter.say(Note(text=f"{product.name}: {line}"))
        n = len(seen.paths)
        raise TrainingError(ErrorCode.TRAIN_TOO_FEW, path=str(product.folder), n=n, least=LEAST_IMAGES)
    for size in sorted(set(seen.sizes)):
        check_tiles(product, look.view, size, recipe.data.input_size)
    return seen, group_images(seen.paths, np.stack(seen.thumbnails), recipe.calibration.groups)


def _other_size(product: Product, image: Refused) -> SettingsError:
    """Sizes in pixels or mm, and places of a reference, mean nothing on a picture of another size."""
    why = f"{image.why.split(';')[0]}; pixels, mm_per_px and align need pictures of one size, shares (0 to 1) do not"
    return SettingsError(ErrorCode.SETTINGS_INVALID, path=f"pictures of {product.name}", why=why)


def _remarks(seen: _Seen, groups: Sequence[int], recipe: Recipe) -> Iterator[str]:
    """What a person should know of the images."""
    yield from _skipped_lines(seen.skipped)
    distinct = len(set(groups))
    if distinct < len(groups):
        yield f"{len(groups)} images show {distinct} different parts"
    yield from _duplicate_lines(seen.paths, groups)
    sizes = sorted(set(seen.sizes))
    if len(sizes) > 1:
        height, width = recipe.data.input_size
        smallest, largest = (f"{size[0]} x {size[1]}" for size in (sizes[0], sizes[-1]))
        yield f"{len(sizes)} image sizes, {smallest} to {largest}; all are scaled to {height} x {width}"
    if distinct < FEW_PARTS:
        yield f"only {distinct} different good parts; {FEW_PARTS} or more are better, 60 make limits believable"


def _skipped_lines(skipped: Sequence[tuple[Path, str]]) -> Iterator[str]:
    for path, why in skipped[:SHOWN]:
        yield f"skipped: {why}" if str(path) in why else f"skipped: {path} ({why})"
    if len(skipped) > SHOWN:
        yield f"skipped: {len(skipped) - SHOWN} more files, listed in the run"


def _duplicate_lines(paths: Sequence[Path], groups: Sequence[int]) -> Iterator[str]:
    together: dict[int, list[str]] = defaultdict(list)
    for path, group in zip(paths, groups, strict=True):
        together[group].append(path.name)
    several = [names for names in together.values() if len(names) > 1]
    for names in several[:SHOWN]:
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        yield f"one part, counted once: {', '.join(names[:3])}{more}"
    if len(several) > SHOWN:
        yield f"one part, counted once: {len(several) - SHOWN} more such groups"
