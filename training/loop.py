"""The optimisation: the same loop for both recipes, one or several devices, any precision.

Every random number is a function of seed and step (noise, dropout, batches), never of what ran before: so a resumed run
continues bit for bit, a cached run equals an uncached one, and the noise of a global batch is the same however many
processes share it.
"""

import math
import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from lightning_fabric import Fabric
from lightning_fabric.plugins import Precision
from torch import Tensor

from engine.errors import ErrorCode, TrainingError
from engine.model.network import Network, reconstruction_loss
from engine.recipe import TrainConfig
from training.checkpoint import State
from training.features import FeatureSource
from training.optim import build_optimizer, rate_factor, set_rates
from training.sampling import Batch, Sampler


@dataclass(frozen=True, slots=True)
class StepReport:
    """What one step gave. ``grad_norm`` is before clipping."""

    step: int
    loss: float
    grad_norm: float
    lr: float
    seconds: float


class Loop:
    """Trains a network's reconstruction. ``steps`` is the length of the schedule, ``step`` the next one to do."""

    def __init__(
        self,
        fabric: Fabric,
        network: Network,
        config: TrainConfig,
        features: FeatureSource,
        sampler: Sampler,
        steps: int,
    ) -> None:
        self.network, self.config, self.steps, self.step = network, config, steps, 0
        self._fabric, self._features, self._sampler = fabric, features, sampler
        network.train()
        self.module, self.optimizer = fabric.setup(
            network.reconstruction, build_optimizer(network.reconstruction, config)
        )

    @property
    def precision(self) -> Precision:
        """The arithmetic; with fp16 it holds a gradient scaler."""
        return self._fabric.strategy.precision

    def restore(self, state: State) -> None:
        """Go on where ``state`` was stored; the network's weights are restored apart."""
        self.optimizer.optimizer.load_state_dict(state.optimizer)
        self.precision.load_state_dict(state.precision)
        self.step, self.steps = state.step, state.steps

    def run(self, report: Callable[[StepReport], bool], until: int | None = None) -> bool:
        """Go on to the end, or to step ``until``. ``report`` is called after every step; False stops. True if done."""
        end = self.steps if until is None else min(until, self.steps)
        while self.step < end:
            started = time.perf_counter()
            loss, norm = self.train_step()
            lr = float(self.optimizer.param_groups[-1]["lr"])
            if not math.isfinite(loss):
                raise TrainingError(ErrorCode.TRAIN_DIVERGED, step=self.step, loss=loss)
            if not report(StepReport(self.step, loss, norm, lr, time.perf_counter() - started)):
                return False
        return self.step >= self.steps

    def train_step(self) -> tuple[float, float]:
        """One step; returns the loss over the global batch and the gradient norm before clipping."""
        factor = rate_factor(self.config, self.step, self.steps, self._sampler.steps_per_epoch)
        set_rates(self.optimizer, self.config, factor)
        loss = self.backward()
        # Gradients are unscaled (fp16) before their norm is limited, else the limit would mean something else.
        self.precision.unscale_gradients(self.optimizer.optimizer)
        norm = torch.nn.utils.clip_grad_norm_(self.network.reconstruction.parameters(), self.config.clip)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        return loss, float(norm)

    def backward(self) -> float:
        """Forward and backward of the current step's batch, without an update; returns the global loss."""
        batch = self._sampler.batch(self.step)
        mine = self._my_share(batch)
        features = self._features.batch(mine.indices, mine.variants)
        noise = self._noise(features, len(batch.indices))
        torch.manual_seed(self._seed(self._fabric.global_rank + 1))
        rebuilt = self.module(features, noise)
        # Shares may differ by one image; the weight makes the mean of the processes the mean of the images.
        weight = len(mine.indices) * self._fabric.world_size / len(batch.indices)
        loss = reconstruction_loss(features, rebuilt) * weight
        self._fabric.backward(loss)
        total = self._fabric.all_reduce(loss.detach(), reduce_op="mean")
        assert isinstance(total, Tensor)  # all_reduce also takes collections
        return float(total)

    def _my_share(self, batch: Batch) -> Batch:
        rank, world = self._fabric.global_rank, self._fabric.world_size
        if world == 1:
            return batch
        return Batch(batch.indices[rank::world], batch.variants[rank::world])

    def _noise(self, features: Tensor, global_size: int) -> Tensor | None:
        uniad = self.network.reconstruction.config
        if uniad.jitter_scale == 0 or random.Random(self._seed(0)).random() > uniad.jitter_probability:  # noqa: S311
            return None
        channels, tokens = features.shape[1], features.shape[2] * features.shape[3]
        generator = torch.Generator(features.device).manual_seed(self._seed(0))
        noise = torch.randn(global_size, tokens, channels, generator=generator, device=features.device)
        return noise[self._fabric.global_rank :: self._fabric.world_size]

    def _seed(self, purpose: int) -> int:
        return (self.config.seed * 1_000_003 + self.step) * 64 + purpose


def seconds_per_step(loop: Loop, tries: int = 3) -> float:
    """Measured cost of a step, without changing anything: forward and backward only, which is nearly all of it."""
    loop.backward()
    started = time.perf_counter()
    for _ in range(tries):
        loop.backward()
    seconds = (time.perf_counter() - started) / tries
    loop.optimizer.zero_grad()
    return 1.08 * seconds
