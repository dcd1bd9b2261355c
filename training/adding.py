"""Adding products to a trained model: where the old ones' pictures come from, and what became of the old ones.

The model goes on from the bundle's weights with old and new products in equal shares. The standardisation of features
stays as it was: the weights were learned with it. Limits of all products are found anew with the new weights.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.bundle import Bundle
from engine.bundle.manifest import ProductEntry
from engine.events import Compared, Standing
from engine.judge import run_inputs
from engine.runtime import Provider, Runtime
from engine.scoring import score
from training.images import load_all, unchanged
from training.metrics import ranking
from training.products import Product
from training.rehearsal import FOLDER, rehearsed_set
from training.scan import ProductSet

MADE_UP = 64  # pictures with a made-up defect, at most
PATCH = 0.12  # of each side


@dataclass(frozen=True)
class Addition:
    """The bundle that is added to, and the products of it whose folders were not given again."""

    bundle: Bundle
    rehearsed: tuple[str, ...]

    def sets(self, run: Path) -> tuple[ProductSet, ...]:
        """Product sets of the pictures that the bundle keeps, as files in ``run``."""
        folder = run / FOLDER
        return tuple(
            rehearsed_set(self.bundle, name, folder / str(number)) for number, name in enumerate(self.rehearsed)
        )


def addition_to(bundle: Bundle, products: Sequence[Product]) -> Addition:
    """What must be rehearsed: products of the bundle that are not among the given ones."""
    given = {product.name for product in products}
    return Addition(bundle, tuple(name for name in bundle.manifest.products if name not in given))


def compare(old: Bundle, new: Bundle, sets: Sequence[ProductSet]) -> Iterator[Compared]:
    """Each old product before and after, on good parts that neither training saw and on the same with made-up defects.

    The pictures are the new limits' own, so false rejects after are what the limit was chosen for."""
    runtimes = Runtime(old, Provider.CPU), Runtime(new, Provider.CPU)
    for one in sets:
        name = one.product.name
        if name in old.manifest.products:
            entries = old.manifest.products[name], new.manifest.products[name]
            before, after = (_standing(runtime, entry, one) for runtime, entry in zip(runtimes, entries, strict=True))
            yield Compared(product=name, before=before, after=after)


def _standing(runtime: Runtime, entry: ProductEntry, one: ProductSet) -> Standing:
    good: list[float] = []
    bad: list[float] = []
    images = unchanged(load_all(one.calibration, one.preprocessor(runtime.input_size), 2), one.digests)
    for number, image in enumerate(images):
        seen = image.seen
        inputs = [seen.inputs]
        if number < MADE_UP:
            inputs.append(np.stack([spoil(tile, number) for tile in seen.inputs]))
        for kind, some in zip((good, bad), inputs, strict=False):
            maps, _ = run_inputs(runtime, some)
            kind.append(score(seen.merge(maps), seen.valid, entry.pooling))
    auroc = ranking([*good, *bad], [False] * len(good) + [True] * len(bad)).auroc
    return Standing(
        reject=entry.limits.reject,
        median=float(np.median(good)),
        false_rejects=sum(value >= entry.limits.reject for value in good),
        n_good=len(good),
        made_up_auroc=auroc,
    )


def spoil(pixels: NDArray[np.uint8], seed: int) -> NDArray[np.uint8]:
    """A copy of an image (H, W, 3) with a made-up defect: a patch of it, turned upside down, in another place."""
    rng = np.random.default_rng(seed)
    height, width = (max(2, round(PATCH * side)) for side in pixels.shape[:2])
    (y0, x0), (y1, x1) = (
        (int(rng.integers(pixels.shape[0] - height + 1)), int(rng.integers(pixels.shape[1] - width + 1)))
        for _ in range(2)
    )
    spoiled = pixels.copy()
    spoiled[y1 : y1 + height, x1 : x1 + width] = pixels[y0 : y0 + height, x0 : x0 + width][::-1, ::-1]
    return spoiled
