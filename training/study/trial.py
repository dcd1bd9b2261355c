"""One variant, trained on one set with one seed, and judged on its test parts."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from engine.geometry import FULL_FRAME
from engine.model.network import Network
from engine.model.uniad import distance_map, upsample
from engine.preprocess import Preprocessor
from engine.recipe import Recipe
from engine.scoring import Pooling, score
from engine.view import PLAIN_VIEW
from training.building import build_network
from training.calibrate import propose
from training.devices import build_fabric
from training.evaluate import truth_of
from training.features import EXTRACT_BATCH, raw_features
from training.images import Prepared, batches, load_all
from training.loop import Loop
from training.materials import Materials, collect
from training.metrics import PixelMetrics
from training.optim import seed_everything
from training.products import Product, TestImage
from training.reporting import Reporter
from training.scan import scan
from training.study.journal import Trial

Distances = Callable[[Tensor], Tensor]  # finished features (B, C, h, w) to distances (B, 1, h, w)
SILENT = Reporter(None, lambda event: None)


@dataclass(frozen=True)
class Setting:
    """A network with its neck fitted, and its training features, before any step."""

    network: Network
    materials: Materials
    recipe: Recipe


@dataclass
class Judged:
    """Scores of parts for each pooling, and pixel counts where there are masks."""

    scores: dict[Pooling, list[float]]
    pixels: PixelMetrics | None
    seconds: float = 0.0


def prepare(product: Product, recipe: Recipe, folder: Path) -> Setting:
    """Scan, split, fit the neck, and cache features in ``folder``, as ``fit`` does."""
    seed_everything(recipe.train.seed, deterministic=False)
    network = build_network(recipe).network
    materials = collect((scan(product, recipe, SILENT),), network, recipe, folder / "features.npy", SILENT)
    return Setting(network, materials, recipe)


def train_trial(product: Product, recipe: Recipe, variant: str, poolings: Sequence[Pooling]) -> Trial:
    """Train as ``fit`` does, without export, and judge."""
    with tempfile.TemporaryDirectory() as folder:
        setting = prepare(product, recipe, Path(folder))
        started = time.perf_counter()
        fabric = build_fabric("cpu", recipe.train.precision)
        sampler = setting.materials.sampler
        loop = Loop(fabric, setting.network, recipe.train, setting.materials.features, sampler, sampler.planned_steps)
        loop.run(lambda report: True)
        seconds = time.perf_counter() - started
        setting.network.eval()
        rebuild = setting.network.reconstruction
        return judge_trial(
            product, setting, lambda found: distance_map(found, rebuild(found)), variant, poolings, seconds
        )


def judge_trial(
    product: Product,
    setting: Setting,
    distances: Distances,
    variant: str,
    poolings: Sequence[Pooling],
    seconds: float,
) -> Trial:
    """The journal's line: scores of the test parts, and limits from the calibration parts."""
    held = [TestImage(path) for path in setting.materials.sets[0].calibration]
    calibration = _judge(held, setting, distances, poolings, None)
    unit = float(np.median(calibration.scores[Pooling.MAX])) if Pooling.MAX in poolings else 1.0
    masked = any(image.mask for image in product.test)
    tested = _judge(product.test, setting, distances, poolings, PixelMetrics(unit) if masked else None)
    return Trial(
        data=product.name,
        variant=variant,
        seed=setting.recipe.train.seed,
        kinds=tuple(image.defect or "" for image in product.test),
        scores={pooling.value: tuple(tested.scores[pooling]) for pooling in poolings},
        limits={pooling.value: _limits(calibration.scores[pooling], setting) for pooling in poolings},
        pixel_auroc=None if tested.pixels is None else tested.pixels.result()[0],
        seconds=seconds,
        part_ms=1000 * tested.seconds / len(product.test),
        recipe=setting.recipe.model_dump_json(),
    )


def _limits(scores: Sequence[float], setting: Setting) -> tuple[float, float]:
    """Review (reject where there is none of its own) and reject limit."""
    groups = setting.materials.sets[0].calibration_groups
    limits = propose(scores, scores, groups, setting.recipe.calibration).limits
    return limits.reject if limits.review is None else limits.review, limits.reject


def _judge(
    images: Sequence[TestImage],
    setting: Setting,
    distances: Distances,
    poolings: Sequence[Pooling],
    pixels: PixelMetrics | None,
) -> Judged:
    judged = Judged({pooling: [] for pooling in poolings}, pixels)
    numbers = iter(images)
    for batch in batches(_readable(images, setting.recipe), EXTRACT_BATCH):
        started = time.perf_counter()
        maps = _maps(setting.network, np.stack(batch), distances)
        judged.seconds += time.perf_counter() - started
        for one in maps:
            for pooling in poolings:
                judged.scores[pooling].append(score(one, None, pooling))
            if pixels is not None:
                pixels.add(one, truth_of(next(numbers), FULL_FRAME, one.shape))
    return judged


def _maps(network: Network, images: NDArray[np.uint8], distances: Distances) -> NDArray[np.float32]:
    """uint8 (B, H, W, 3) to anomaly maps (B, H, W)."""
    with torch.inference_mode():
        found = network.neck.finish(raw_features(network, images).clone())
        maps: NDArray[np.float32] = upsample(distances(found), network.input_size)[:, 0].numpy()
    return maps


def _readable(images: Sequence[TestImage], recipe: Recipe) -> Iterator[Prepared]:
    paths = [image.path for image in images]
    for image in load_all(paths, Preprocessor(PLAIN_VIEW, recipe.data.input_size), recipe.data.workers):
        if not isinstance(image, Prepared):
            raise ValueError(f"a study needs readable pictures: {image.why}")
        yield image
