"""Scores while a network trains, for people who watch: held-out good parts and known defects, never trained on.

Features of a few pictures are computed once; then a look costs one forward pass of the reconstruction. Nothing random
is drawn, so the training is the same with and without it.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import InspectError
from engine.events import Scores
from engine.files import write_atomic
from engine.geometry import FULL_FRAME
from engine.model.network import Network
from engine.model.uniad import distance_map, upsample
from engine.overlay import blend_heat
from engine.recipe import Recipe
from engine.scoring import score
from engine.sources.folder import list_images
from training.features import raw_features
from training.images import Prepared, load_all
from training.products import Product
from training.reporting import Reporter
from training.scan import ProductSet

MOST = 16  # pictures of each kind
SHOWN = 4  # pictures drawn with heat, half of them defects
PICTURES = "live"
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
        run: Path,
    ) -> None:
        self._network, self._reporter, self._folder = network, reporter, run / PICTURES
        self._pooling, self._size = recipe.calibration.pooling, recipe.data.input_size
        good, bad = [], []
        for one in (one for one in sets if one.product.name in defects):  # not those that are only rehearsed
            good.append(_some(one.calibration, one, self._size))
            bad.append(_some(defects.get(one.product.name, ()), one, self._size))
        seen, spoilt = ([pixels for some in kind for pixels in some][:MOST] for kind in (good, bad))
        self._good, self._bad = self._features(seen), self._features(spoilt)
        self._shown = [*spoilt[: SHOWN // 2], *seen][:SHOWN]
        self._of_shown = self._features(self._shown)

    def see(self, step: int, steps: int) -> None:
        """Tell the scores at the first step, at the last, and a few times between."""
        if step == 1 or step == steps or step % max(1, steps // LOOKS) == 0:
            good, bad = self._maps(self._good), self._maps(self._bad)
            self._draw(self._maps(self._of_shown), max((float(one.max()) for one in good), default=1.0))
            self._reporter.say(Scores(step=step, good=self._scores(good), defects=self._scores(bad)))

    def _features(self, images: Sequence[NDArray[np.uint8]]) -> Tensor | None:
        """Finished features (n, C, h, w); None for no images."""
        if not images:
            return None
        with torch.no_grad():
            raw = raw_features(self._network, np.stack(images))
            return self._network.neck.finish(raw.clone())

    def _maps(self, features: Tensor | None) -> Sequence[NDArray[np.float32]]:
        if features is None:
            return ()
        part = self._network.reconstruction
        part.eval()
        with torch.no_grad():
            maps = upsample(distance_map(features, part(features)), self._size)[:, 0].float().cpu().numpy()
        part.train()
        return [one for one in maps if np.isfinite(one).all()]

    def _scores(self, maps: Sequence[NDArray[np.float32]]) -> tuple[float, ...]:
        return tuple(round(score(one, None, self._pooling), 5) for one in maps)

    def _draw(self, maps: Sequence[NDArray[np.float32]], limit: float) -> None:
        """Heat where a map is above every held-out good part's: files in the run. What cannot be written is let be."""
        with contextlib.suppress(OSError, InspectError):
            self._folder.mkdir(exist_ok=True)
            for number, (pixels, map_) in enumerate(zip(self._shown, maps, strict=False)):
                drawn = blend_heat(pixels.copy(), map_, max(limit, 1e-6), FULL_FRAME)
                data = cv2.imencode(".jpg", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR))[1]
                write_atomic(self._folder / f"{number}.jpg", bytes(data))


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
