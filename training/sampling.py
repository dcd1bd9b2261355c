"""Which images make up a batch. A pure function of seed and step, so that a resumed run, and each of several
processes, sees exactly the batches it should."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.recipe import TrainConfig
from training.variants import Variant, draw_variant


@dataclass(frozen=True, slots=True)
class Batch:
    """Image numbers and how each is shown."""

    indices: tuple[int, ...]
    variants: tuple[Variant, ...]


class Sampler:
    """Draws batches from one or several products.

    With ``epochs`` every image is shown once an epoch, all products mixed, and the last batch may be short (the
    reference). With a number of steps batches are always full and each product gets an equal share, whatever its size.
    """

    def __init__(self, products: Sequence[Sequence[int]], config: TrainConfig, variants: tuple[Variant, ...]) -> None:
        self._products = [np.array(product) for product in products]
        self._all = np.concatenate(self._products)
        self._turns: dict[int, tuple[int, NDArray[np.int64]]] = {}
        self._config, self._variants = config, variants
        self.planned_steps = config.planned_steps(len(self._all))
        self.by_epoch = config.steps is None and config.minutes is None
        size = config.batch
        self.steps_per_epoch = max(1, -(-len(self._all) // size) if self.by_epoch else round(len(self._all) / size))

    def batch(self, step: int) -> Batch:
        """The batch of ``step`` (from 0)."""
        chosen = self._epoch_batch(step) if self.by_epoch else self._stream_batch(step)
        rng = np.random.default_rng((self._config.seed, 2, step))
        variants = tuple(draw_variant(self._config, self._variants, rng) for _ in chosen)
        return Batch(tuple(int(index) for index in chosen), variants)

    def _epoch_batch(self, step: int) -> Sequence[int]:
        epoch, place = divmod(step, self.steps_per_epoch)
        order = np.random.default_rng((self._config.seed, 0, epoch)).permutation(self._all)
        start = place * self._config.batch
        part: Sequence[int] = order[start : start + self._config.batch].tolist()
        return part

    def _stream_batch(self, step: int) -> Sequence[int]:
        count, size = len(self._products), self._config.batch
        return [self._in_stream(*divmod(position, count)) for position in range(step * size, (step + 1) * size)]

    def _in_stream(self, block: int, slot: int) -> int:
        """Each block shows every product once, in random order; each product goes through its images by itself."""
        order = np.random.default_rng((self._config.seed, 1, block)).permutation(len(self._products))
        product = int(order[slot])
        images = self._products[product]
        turn, place = divmod(block, len(images))
        known = self._turns.get(product)
        if known is None or known[0] != turn:  # a large product is put in order once a turn, not for every image
            known = turn, np.random.default_rng((self._config.seed, 3, product, turn)).permutation(images)
            self._turns[product] = known
        return int(known[1][place])
