"""Memory of training on very many pictures: ``python -m tests.e2e.large_set COUNT FOLDER``.

The features are made up (the same few again and again), everything after the backbone is real: moments, outliers, the
table on disk, the fitted neck, and batches as the training loop draws them.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch

from engine.model.network import Network
from engine.recipe import fast_recipe, merge_recipe
from training.features import EXTRACT_BATCH, Extracted, new_cache, new_moments
from training.outliers import Outliers
from training.sampling import Sampler
from training.variants import PLAIN

BATCHES = 50


def peak_mb() -> float:
    """The most memory this process has had, mapped files included."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def main() -> None:
    """Print one JSON object."""
    count, file = int(sys.argv[1]), Path(sys.argv[2]) / "features-0.npy"
    recipe = merge_recipe(fast_recipe(), {"backbone": {"weights": "random"}}, "here")
    network = Network(recipe)
    cache = new_cache(network, count, (PLAIN,), file, half=recipe.train.cache_precision == "16")
    moments, outliers = new_moments(network), Outliers()
    shape = (EXTRACT_BATCH, moments.total.shape[0], *network.neck.grid)
    made_up = [torch.randn(shape, generator=torch.Generator().manual_seed(seed)).abs() for seed in range(16)]
    begin, start_mb = time.monotonic(), peak_mb()
    for number, first in enumerate(range(0, count, EXTRACT_BATCH)):
        part = Extracted(first, 0, made_up[number % 16][: count - first])
        moments.add(part.raw)
        outliers.add(part.raw)
        cache.keep(part)
    gathered_mb = peak_mb()
    outliers.find(0, count)
    network.neck.fit(moments)
    sampler = Sampler([np.arange(count)], recipe.train, (PLAIN,))
    for step in range(BATCHES):
        batch = sampler.batch(step * 97)
        cache.batch(batch.indices, batch.variants)
    print(
        json.dumps(
            {
                "images": count,
                "table_mb": round(file.stat().st_size / 2**20),
                "start_mb": round(start_mb),
                "gathered_mb": round(gathered_mb),
                "peak_mb": round(peak_mb()),
                "seconds": round(time.monotonic() - begin, 1),
            }
        )
    )
    file.unlink()


if __name__ == "__main__":
    main()
