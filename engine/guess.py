"""Which product a part looks like, by the distance of its embedding to each product's mean. A guess never picks limits:
all it can do is to turn a part that looks like another product than the chosen one into ERROR."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.bundle.manifest import Appearance, ProductEntry

ROOM = 1.25  # parts may lie so much farther from the mean than any calibration part did


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A part of product ``found`` at ``distance`` from its mean; ``own`` is the distance to the chosen product's."""

    found: str
    distance: float
    own: float


def learn_appearance(embeddings: Sequence[NDArray[np.float32]]) -> Appearance:
    """Mean of the embeddings (D) of good parts, and how far from it a part of this product may lie."""
    table = np.stack(embeddings).astype(np.float64)
    mean = table.mean(axis=0)
    farthest = float(np.linalg.norm(table - mean, axis=1).max())
    return Appearance(mean=tuple(round(float(value), 6) for value in mean), radius=ROOM * farthest)


def find_mismatch(embedding: NDArray[np.float32], chosen: str, products: Mapping[str, ProductEntry]) -> Mismatch | None:
    """The product that a part with ``embedding`` (D) looks like, if that is clearly not ``chosen``: it lies outside of
    what is known of the chosen one, and nearer to another. None if it fits, or nothing is known."""
    known = {name: entry.appearance for name, entry in products.items() if entry.appearance is not None}
    if chosen not in known or not np.isfinite(embedding).all():
        return None
    distances = {name: math.dist(one.mean, embedding.tolist()) for name, one in known.items()}
    nearest = min(distances, key=distances.__getitem__)
    if nearest == chosen or distances[chosen] <= known[chosen].radius:
        return None
    return Mismatch(nearest, distances[nearest], distances[chosen])
