"""Scores while a network trains, for people who watch: held-out good parts and known defects, never trained on.

Features of a few pictures are computed once; then a look costs one forward pass of the reconstruction. Nothing random
is drawn, so the training is the same with and without it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.events import Scores
from engine.model.network import Network
from engine.model.uniad import distance_map, upsample
from engine.recipe import Recipe
from engine.scoring import score
from engine.sources.folder import list_images
from training.features import raw_features
from training.images import Prepared, load_all
from training.products import Product
from training.reporting import Reporter
from training.scan import ProductSet

MOST = 16  # pictures of each kind
LOOKS = 12  # over the whole training


class LiveScores:
    """``see`` after every step; now and then it tells the scores. ``defects``: known ones of each product
    that is looked at."""

    def __init__(
        self,
        network: Network,
        sets: Sequence[ProductSet],
        defects: Mapping[str, Sequence[Path]],
        recipe: Recipe,
        reporter: Reporter,
    ) -> None:
        self._network, self._reporter = network, reporter
        self._pooling, self._size = recipe.calibration.pooling, recipe.data.input_size
        good, bad = [], []
        for one in (one for one in sets if one.product.name in defects):  # not those that are only rehearsed
            good.append(_some(one.calibration, one, self._size))
            bad.append(_some(defects.get(one.product.name, ()), one, self._size))
        self._good = self._features([pixels for some in good for pixels in some][:MOST])
        self._bad = self._features([pixels for some in bad for pixels in some][:MOST])

    def see(self, step: int, steps: int) -> None:
        """Tell the scores at the first step, at the last, and a few times between."""
        if step == 1 or step == steps or step % max(1, steps // LOOKS) == 0:
            self._reporter.say(Scores(step=step, good=self._scores(self._good), defects=self._scores(self._bad)))

    def _features(self, images: Sequence[NDArray[np.uint8]]) -> Tensor | None:
        """Finished features (n, C, h, w); None for no images."""
        if not images:
            return None
        with torch.no_grad():
            raw = raw_features(self._network, np.stack(images))
            return self._network.neck.finish(raw.clone())

    def _scores(self, features: Tensor | None) -> tuple[float, ...]:
        if features is None:
            return ()
        part = self._network.reconstruction
        part.eval()
        with torch.no_grad():
            maps = upsample(distance_map(features, part(features)), self._size)[:, 0].float().cpu().numpy()
        part.train()
        found = (score(one, None, self._pooling) for one in maps)
        return tuple(round(value, 5) for value in found if np.isfinite(value))


def _some(paths: Sequence[Path], one: ProductSet, size: tuple[int, int]) -> Iterator[NDArray[np.uint8]]:
    """The first input of a few pictures, spread over all of them; what cannot be read is passed over."""
    spread = paths[:: max(1, len(paths) // MOST)][:MOST]
    for image in load_all(spread, one.preprocessor(size), 2):
        if isinstance(image, Prepared):
            yield image.seen.inputs[0]


def known_defects(products: Sequence[Product], more: Sequence[Path]) -> dict[str, tuple[Path, ...]]:
    """Those of the products' own folders; ``more``, folders or pictures, are of the first product."""
    found = {one.name: tuple(image.path for image in one.test if image.defect is not None) for one in products}
    given = (list_images(path).files if path.is_dir() else (path,) for path in more)
    first = products[0].name
    return found | {first: (*found[first], *chain.from_iterable(given))}
