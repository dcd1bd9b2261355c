"""Public methods on the features of the same backbone, to compare with: a nearest-neighbour memory of all training
tokens, and PatchCore (Roth et al. 2022; strides 8 and 16 at the finer grid, greedy coreset of 1 %)."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.recipe import Recipe, merge_recipe
from engine.scoring import Pooling
from training.products import Product
from training.study.journal import Trial
from training.study.plan import Peer
from training.study.trial import Setting, judge_trial, prepare

MEMORY = 20_000  # tokens kept by the plain memory
CORESET = 0.01
PROJECTED = 64  # dimensions in which the coreset is chosen (a random projection keeps distances)
READ = 64  # training images read at once


def run_peer(peer: Peer, product: Product, recipe: Recipe, poolings: Sequence[Pooling]) -> Trial:
    """Memorise the training parts and judge the test parts. PatchCore sees both levels at 28 x 28 for 224 x 224."""
    if peer == "patchcore":
        changes: dict[str, object] = {
            "backbone": {"levels": (2, 3)},
            "neck": {"out_stride": 8, "local_average": 3},
            "uniad": {"standardise": False},
        }
        recipe = merge_recipe(recipe, changes, "patchcore")
    with tempfile.TemporaryDirectory() as folder:
        setting = prepare(product, recipe, Path(folder))
        started = time.perf_counter()
        tokens = _training_tokens(setting)
        generator = torch.Generator().manual_seed(recipe.train.seed)
        if peer == "patchcore":
            memory = tokens[greedy_coreset(tokens, max(1, round(CORESET * len(tokens))), generator)]
        else:
            memory = tokens[torch.randperm(len(tokens), generator=generator)[:MEMORY]]
        seconds = time.perf_counter() - started
        return judge_trial(product, setting, lambda found: nearest(found, memory), peer, poolings, seconds)


def _training_tokens(setting: Setting) -> Tensor:
    """All tokens of the training parts (M, C)."""
    materials = setting.materials
    count = len(materials.sets[0].train)
    variant = materials.sampler.batch(0).variants[0]
    parts = []
    for start in range(0, count, READ):
        numbers = range(start, min(start + READ, count))
        found = materials.features.batch(numbers, [variant] * len(numbers))
        parts.append(found.permute(0, 2, 3, 1).flatten(0, 2))
    return torch.cat(parts)


def greedy_coreset(tokens: Tensor, count: int, generator: torch.Generator) -> Tensor:
    """Numbers of ``count`` tokens, each the farthest from those chosen before it; tokens (M, C)."""
    projection = torch.randn(tokens.shape[1], min(PROJECTED, tokens.shape[1]), generator=generator)
    points = tokens @ projection / projection.shape[1] ** 0.5
    chosen = torch.empty(count, dtype=torch.long)
    chosen[0] = int(torch.randint(len(points), (1,), generator=generator))
    squares = points.square().sum(dim=1)
    far = torch.full((len(points),), float("inf"))
    for number in range(1, count):
        last = points[chosen[number - 1]]
        far = torch.minimum(far, squares - 2 * (points @ last) + last.square().sum())
        chosen[number] = far.argmax()
    return chosen


def nearest(found: Tensor, memory: Tensor) -> Tensor:
    """Distance of each token of (B, C, h, w) to the nearest of ``memory`` (M, C); (B, 1, h, w)."""
    batch, _, height, width = found.shape
    tokens = found.permute(0, 2, 3, 1).flatten(0, 2)  # (B * h * w, C)
    squares = memory.square().sum(dim=1)
    least = torch.cat([(squares - 2 * (part @ memory.T)).amin(dim=1) for part in torch.split(tokens, 1024)])
    squared = least + tokens.square().sum(dim=1)
    return squared.clamp_min(0).sqrt().reshape(batch, 1, height, width)
