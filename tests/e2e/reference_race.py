"""The reference recipe beside the fast one on the same features: ``python -m tests.e2e.reference_race FOLDER``.

Both see the levels, local averages and pictures of the fast recipe; standardisation, network, jitter, optimiser and
rates are each recipe's own. The reference's rate does not fall before epoch 800, so one training is judged at every
mark; the fast recipe's falls to nothing at its last step, so each mark is a training. One JSON line each, as it comes.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from engine.model.uniad import distance_map
from engine.recipe import Recipe, fast_recipe, merge_recipe, reference_recipe
from engine.scoring import Pooling
from training.devices import build_fabric
from training.loop import Loop
from training.products import Product, scan_product
from training.study.trial import Setting, judge_trial, prepare

POOLINGS = (Pooling.MAX, Pooling.WIDE, Pooling.CONTRAST)


def recipes(seed: int, batch: int, steps: int) -> dict[str, Recipe]:
    """Both, with the same features, for ``steps`` steps."""
    fast = merge_recipe(fast_recipe(), {"train": {"seed": seed, "batch": batch, "steps": steps}}, "race")
    reference = reference_recipe()
    train = reference.train.model_copy(update={"seed": seed, "batch": batch, "steps": steps})
    return {"fast": fast, "reference": fast.model_copy(update={"uniad": reference.uniad, "train": train})}


def race(name: str, product: Product, recipe: Recipe, marks: Sequence[int]) -> None:
    """Train to the last mark, and judge at each."""
    with tempfile.TemporaryDirectory() as folder:
        setting = prepare(product, recipe, Path(folder))
        fabric = build_fabric("cpu", recipe.train.precision)
        sampler = setting.materials.sampler
        loop = Loop(fabric, setting.network, recipe.train, setting.materials.features, sampler, marks[-1])
        spent = [0.0]
        for mark in marks:
            loop.run(lambda report: spent.append(report.seconds) is None, until=mark)
            tell(name, product, setting, mark, sum(spent))
            setting.network.train()


def tell(name: str, product: Product, setting: Setting, step: int, seconds: float) -> None:
    """One line: image AUROC by each score."""
    setting.network.eval()
    rebuild = setting.network.reconstruction
    trial = judge_trial(product, setting, lambda found: distance_map(found, rebuild(found)), name, POOLINGS, seconds)
    bad = np.array([bool(kind) for kind in trial.kinds])
    aurocs = {key: round(float(roc_auc_score(bad, scores)), 4) for key, scores in trial.scores.items()}
    line = {"recipe": name, "step": step, "batch": setting.recipe.train.batch, **aurocs, "seconds": round(seconds)}
    print(json.dumps(line), flush=True)


def main() -> None:
    """The fast recipe at each mark, then the reference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--marks", type=int, nargs="+", default=[200, 500, 1000, 2000])
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    product = scan_product(given.folder.resolve().name, given.folder)
    if not any(image.defect for image in product.test):
        sys.exit(f"{given.folder} has no known defects")
    product = replace(product, test=tuple(replace(image, mask=None) for image in product.test))
    for mark in given.marks:
        race("fast", product, recipes(given.seed, given.batch, mark)["fast"], [mark])
    race("reference", product, recipes(given.seed, given.batch, given.marks[-1])["reference"], given.marks)


if __name__ == "__main__":
    main()
