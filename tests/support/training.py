"""Small trainings: pictures of made-up parts, and recipes that take a second."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.events import Event
from engine.recipe import Recipe, fast_recipe, merge_recipe
from tests.support.images import write_image
from training.fit import Job, Trained, train
from training.products import scan_product
from training.reporting import Reporter
from training.runfolder import begin_run

TINY: dict[str, Any] = {
    "backbone": {"name": "test_resnet", "levels": (1, 2), "weights": "random"},
    "uniad": {"hidden": 16, "heads": 2, "encoder_layers": 1, "decoder_layers": 1, "ffn": 16, "mask_size": (3, 3)},
    "train": {"steps": 6, "batch": 2, "precision": "32"},
    "data": {"input_size": (32, 48), "workers": 1},
}


def tiny_recipe(changes: dict[str, Any] | None = None, base: Recipe | None = None) -> Recipe:
    """A recipe over a random backbone at 32 x 48 pixels; ``changes`` are nested."""
    recipe = merge_recipe(base or fast_recipe(), TINY, "tiny")
    return merge_recipe(recipe, changes or {}, "test")


def tiny_options(*more: str) -> tuple[str, ...]:
    """The same on the command line of any command that takes a recipe."""
    options = ["--backbone", "test_resnet", "--weights", "random", "--input-size", "32x48"]
    settings = {f"uniad.{key}": value for key, value in TINY["uniad"].items()}
    settings |= {f"train.{key}": value for key, value in TINY["train"].items()}
    for key, value in (settings | {"backbone.levels": [1, 2]}).items():
        words = f'"{value}"' if isinstance(value, str) else list(value) if isinstance(value, tuple) else value
        options += ["--set", f"{key}={words}"]
    return (*options, *more)


def made_up_part(seed: int, size: tuple[int, int] = (40, 60), defect: bool = False) -> NDArray[np.uint8]:
    """A soft grey gradient with a little noise; a defect is a bright spot."""
    rng = np.random.default_rng(seed)
    rows, columns = np.mgrid[: size[0], : size[1]]
    base = 90 + 40 * np.sin(rows / 7) + 30 * np.cos(columns / 9)
    pixels = base[:, :, None] + rng.normal(0, 8, (*size, 3)) + rng.uniform(-3, 3)
    if defect:
        top, left = rng.integers(5, size[0] - 15), rng.integers(5, size[1] - 15)
        pixels[top : top + 10, left : left + 10] = 250
    return np.clip(pixels, 0, 255).astype(np.uint8)


def flat_folder(folder: Path, good: int = 8, start: int = 0) -> Path:
    """A folder of good parts."""
    for index in range(good):
        write_image(folder / f"part{index:03d}.png", made_up_part(start + index))
    return folder


def mvtec_folder(folder: Path, good: int = 8, defects: int = 3) -> Path:
    """A folder in MVTec layout, with masks."""
    flat_folder(folder / "train" / "good", good)
    flat_folder(folder / "test" / "good", 3, start=500)
    for index in range(defects):
        write_image(folder / "test" / "spot" / f"{index:03d}.png", made_up_part(900 + index, defect=True))
        mask = np.zeros((40, 60, 3), np.uint8)
        mask[10:20, 10:20] = 255
        write_image(folder / "ground_truth" / "spot" / f"{index:03d}_mask.png", mask)
    return folder


def run_training(
    folder: Path,
    run: Path,
    recipe: Recipe,
    resume: bool = False,
    listener: Callable[[Event], None] = lambda _event: None,
) -> Trained:
    """Train in ``run`` up to the last step, without the export (which takes longer than all of it)."""
    if not resume:
        begin_run(run, recipe)
    products = (scan_product("Part", folder),)
    job = Job(products, recipe, run / "part.uniad", run, device="cpu", resume=resume)
    return train(job, Reporter(run, listener))
