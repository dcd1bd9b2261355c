"""A second look at the usable pictures of a product, for people: which look the same, which are unlike all others, and
whether parts lie in different places. Nothing here decides anything."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import imagehash
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.events import Stage, Working
from engine.model.network import Network
from engine.recipe import Recipe
from training.features import EXTRACT_BATCH, raw_features
from training.images import Prepared, batches, load_all
from training.outliers import Outliers
from training.reporting import Reporter
from training.scan import ProductSet

HASH_SIDE = 16  # 256 bits: with fewer, all pictures of one kind of part look the same
SAME_BITS = 6
MOVED_SIDE = 64
MOVED_MOST = 24  # pictures compared with the first
SURE = 0.08  # response of the phase correlation below which a shift means nothing
EXPLAINED = 0.8  # moved back, pictures must differ by so much less; a pattern that repeats also matches elsewhere


@dataclass(frozen=True)
class LookedOver:
    """``near``: groups that look the same. ``suspicious``: unlike the others. ``moves``: share of a side."""

    near: tuple[tuple[Path, ...], ...]
    suspicious: tuple[Path, ...]
    moves: float | None


def look_over(one: ProductSet, network: Network | None, recipe: Recipe, reporter: Reporter) -> LookedOver:
    """Decode every usable picture once more; without a network nothing is said of unlike ones."""
    reporter.say(Stage(stage="features", total=len(one.paths)))
    paths: list[Path] = []
    hashes, small = [], []

    def seen() -> Iterator[Prepared]:
        for number, image in enumerate(load_all(one.paths, one.preprocessor(recipe.data.input_size), 2), start=1):
            if isinstance(image, Prepared):  # what vanished since, the training will tell
                paths.append(image.path)
                hashes.append(_hash(image.seen.drawn))
                small.append(_small(image.seen.drawn))
                yield image
            if number % 8 == 0:
                reporter.say(Working(stage="features", done=number, total=len(one.paths)))

    outliers = Outliers()
    for batch in batches(seen(), EXTRACT_BATCH):
        if network is not None:
            outliers.add(raw_features(network, np.stack(batch)))
    found = outliers.find(0, len(paths) * one.tiles, one.tiles) if network is not None else []
    return LookedOver(_near(paths, hashes), tuple(paths[index] for index in found), find_moves(small))


def _hash(pixels: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Perceptual hash, flat booleans."""
    found = imagehash.phash(Image.fromarray(pixels).convert("L"), hash_size=HASH_SIDE)
    return np.asarray(found.hash, bool).ravel()


def _near(paths: Sequence[Path], hashes: Sequence[NDArray[np.bool_]]) -> tuple[tuple[Path, ...], ...]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import cKDTree

    if len(paths) < 2:
        return ()
    points = np.stack(hashes).astype(np.float32)
    pairs = cKDTree(points).query_pairs(np.sqrt(SAME_BITS) + 1e-3, output_type="ndarray")
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(paths), len(paths)))
    groups: dict[int, list[Path]] = defaultdict(list)
    for path, label in zip(paths, connected_components(graph, directed=False)[1], strict=True):
        groups[int(label)].append(path)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _small(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (MOVED_SIDE, MOVED_SIDE), interpolation=cv2.INTER_AREA)
    return grey.astype(np.float32)


def find_moves(pictures: Sequence[NDArray[np.float32]]) -> float | None:
    """How far parts lie from the first one: ninetieth percentile, as a share of the picture's side. ``pictures`` are
    grey, (MOVED_SIDE, MOVED_SIDE)."""
    if len(pictures) < 3:
        return None
    window = cv2.createHanningWindow((MOVED_SIDE, MOVED_SIDE), cv2.CV_32F)
    some = np.unique(np.linspace(1, len(pictures) - 1, MOVED_MOST).astype(int))
    shifts = []
    for index in some:
        (x, y), response = cv2.phaseCorrelate(pictures[0].copy(), pictures[index].copy(), window)  # it writes into them
        if response > SURE:
            moved = _explains(pictures[0], pictures[index], x, y)
            shifts.append(float(np.hypot(x, y)) / MOVED_SIDE if moved else 0.0)
    return round(float(np.percentile(shifts, 90)), 3) if len(shifts) >= 3 else None


def _explains(first: NDArray[np.float32], other: NDArray[np.float32], x: float, y: float) -> bool:
    """True if ``other``, moved back by (x, y), is clearly more like ``first`` than as it lies."""
    back = np.array([[1, 0, -x], [0, 1, -y]], np.float32)
    size = (MOVED_SIDE, MOVED_SIDE)
    seen = cv2.warpAffine(np.ones_like(other), back, size) > 0.999
    if not seen.any():
        return False
    moved = np.abs(cv2.warpAffine(other, back, size) - first)[seen].mean()
    return bool(moved < EXPLAINED * np.abs(other - first)[seen].mean())
