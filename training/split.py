"""Which good images train and which calibrate. Images that show the same part must not be on both sides."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

NEAR_DUPLICATE_RMS = 1.0  # grey levels over a 16 x 16 thumbnail
MOST_PAIRS = 1_000_000  # ten thousand pictures of one part make fifty million
FRONTIER = 256


@dataclass(frozen=True, slots=True)
class Split:
    """Indices of images for training and for calibration, and the group of each image."""

    train: tuple[int, ...]
    calibration: tuple[int, ...]
    groups: tuple[int, ...]


def group_images(paths: Sequence[Path], thumbnails: NDArray[np.float32], pattern: str | None) -> tuple[int, ...]:
    """A group number for each image: images of one part (first group of ``pattern`` in the file name) and near
    duplicates (thumbnails (N, 16, 16) closer than a grey level) belong together."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    count = len(paths)
    links = _near_duplicates(thumbnails.reshape(count, -1))
    if pattern is not None:
        first: dict[str, int] = {}
        for index, path in enumerate(paths):
            match = re.search(pattern, path.name)
            key = match.group(1) if match and match.groups() else path.name
            links.append((first.setdefault(key, index), index))
    table = np.array(links, dtype=np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(table)), (table[:, 0], table[:, 1])), shape=(count, count))
    return tuple(int(label) for label in connected_components(graph, directed=False)[1])


def _near_duplicates(flat: NDArray[np.float32]) -> list[tuple[int, int]]:
    """Links that join near duplicates (n, D), directly or over others."""
    from scipy.spatial import cKDTree

    radius = NEAR_DUPLICATE_RMS * np.sqrt(flat.shape[1])
    tree = cKDTree(flat)
    if (tree.count_neighbors(tree, radius) - len(flat)) // 2 <= MOST_PAIRS:
        return [(int(a), int(b)) for a, b in tree.query_pairs(radius, output_type="ndarray")]
    return _spread(flat, float(radius))


def _spread(flat: NDArray[np.float32], radius: float) -> list[tuple[int, int]]:
    """The same without listing every pair: from one image to all that are near, from these on, until none is left."""
    links: list[tuple[int, int]] = []
    left = np.arange(len(flat))
    while len(left):
        first, left = int(left[0]), left[1:]
        frontier = np.array([first])
        while len(frontier) and len(left):
            near = np.zeros(len(left), bool)
            for one in range(0, len(frontier), FRONTIER):
                near |= (_distances(flat[frontier[one : one + FRONTIER]], flat[left]) <= radius).any(axis=0)
            frontier, left = left[near], left[~near]
            links += [(first, int(index)) for index in frontier]
    return links


def _distances(some: NDArray[np.float32], others: NDArray[np.float32]) -> NDArray[np.float64]:
    from scipy.spatial.distance import cdist

    return np.asarray(cdist(some, others))


def split_by_group(groups: Sequence[int], share: float, seed: int, teach: Collection[int] = ()) -> Split:
    """Hold out ``share`` of the groups, at least one, and leave at least one for training. Images with an index in
    ``teach``, and their groups, are never held out.

    With a single group there is nothing to hold out honestly; it then serves both, and the caller says so.
    """
    taught = {groups[index] for index in teach}
    names = sorted(set(groups) - taught)
    if not names or len(names) == 1 > len(taught):
        every = tuple(range(len(groups)))
        return Split(every, every, tuple(groups))
    most = len(names) if taught else len(names) - 1
    order = np.random.default_rng(seed).permutation(names)
    held = set(order[: min(most, max(1, round(share * len(names))))].tolist())
    train = tuple(index for index, group in enumerate(groups) if group not in held)
    calibration = tuple(index for index, group in enumerate(groups) if group in held)
    return Split(train, calibration, tuple(groups))
