"""What a training will take, measured on this machine in a second or two and told before it starts."""

import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from lightning_fabric import Fabric

from engine.events import Estimate
from engine.model.network import Network, reconstruction_loss
from engine.recipe import Recipe
from training.devices import device_name
from training.features import EXTRACT_BATCH, raw_features
from training.images import load_all
from training.memory import peak_mb
from training.outliers import CELLS
from training.scan import ProductSet
from training.variants import fixed_variants

EXPORT_S = 25.0  # export, parity and calibration of the default recipe
EXPORT_MB = 400.0  # the exporter keeps a graph of its own
DECODED = 4  # pictures that are read for the estimate


def estimate(network: Network, recipe: Recipe, sets: Sequence[ProductSet], fabric: Fabric) -> Estimate:
    """Measure reading, the backbone and a step, and count. Nothing is changed."""
    config, (height, width) = recipe.train, recipe.data.input_size
    variants = len(fixed_variants(config, height == width)) if config.cache and config.colour_jitter == 0 else 1
    pictures, inputs = sum(len(one.train) for one in sets), sum(len(one.train) * one.tiles for one in sets)
    blank = np.zeros((EXTRACT_BATCH, height, width, 3), np.uint8)
    per_input = _seconds(lambda: raw_features(network, blank)) / EXTRACT_BATCH
    some = sets[0].train[:DECODED]
    per_picture = _once(lambda: list(load_all(some, sets[0].preprocessor((height, width)), recipe.data.workers)))
    gather = pictures * per_picture / len(some) + inputs * variants * per_input
    steps = config.planned_steps(inputs)
    per_step = _seconds(lambda: _step(network, config.batch, fabric))
    seconds = gather + EXPORT_S + steps * per_step
    if config.minutes is not None:
        left = 60 * config.minutes - gather - EXPORT_S
        steps = max(20, int(left / per_step))
        seconds = max(60 * config.minutes, gather + EXPORT_S + steps * per_step)
    channels = sum(level.channels for level in network.backbone.levels)
    grid = network.neck.grid
    value = 2 if config.cache_precision == "16" else 4
    table = inputs * variants * channels * grid[0] * grid[1] * value if config.cache else 0
    coarse = inputs * channels * CELLS * CELLS * 2
    return Estimate(
        seconds=round(seconds, 1),
        memory_mb=round(peak_mb() + coarse / 2**20 + EXPORT_MB),
        disk_mb=round(table / 2**20),
        images=pictures,
        steps=steps,
        device=device_name(fabric),
    )


def _step(network: Network, batch: int, fabric: Fabric) -> None:
    """Forward and backward of one batch, which is nearly all of a step."""
    device = network.backbone.mean.device
    features = torch.ones(batch, network.neck.channels, *network.neck.grid, device=device)
    network.reconstruction.train()
    with fabric.autocast():
        loss = reconstruction_loss(features, network.reconstruction(features))
    loss.backward()  # type: ignore[no-untyped-call]
    network.reconstruction.zero_grad()
    if device.type == "cuda":
        torch.cuda.synchronize()


def _seconds(work: Callable[[], object]) -> float:
    """Of a second run; the first one prepares."""
    work()
    return _once(work)


def _once(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
