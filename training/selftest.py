"""The first thing to run on a new machine: a small training with mixed precision, from images to a checked bundle.

It trains a tiny network on made-up images, stops it, goes on, exports it and compares; it looks for what differs from
machine to machine: the device, its arithmetic, the gradient scaler, resuming, the exporter, the runtime.
"""

import math
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle import read_bundle
from engine.errors import InspectError
from engine.events import Event, Progress
from engine.preprocess import Preprocessor
from engine.recipe import Recipe, fast_recipe, merge_recipe
from engine.runtime import Provider, Runtime
from engine.view import PLAIN_VIEW
from training.devices import choose_precision
from training.fit import Job, Trained, fit, train
from training.images import load
from training.products import scan_product
from training.reporting import Reporter
from training.runfolder import begin_run
from training.stopping import STOP
from training.watch import read_rows

STEPS = 20
STOP_AT = 10
IMAGES = 24
SIZE = (64, 96)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was tried. ``detail`` has the figures, or what went wrong."""

    name: str
    passed: bool
    detail: str


def run_selftest(device: str, say: Callable[[Check], None]) -> bool:
    """Run every check in a temporary folder; True if all passed."""
    passed = True
    with tempfile.TemporaryDirectory(prefix="uniad-selftest-") as folder:
        for check in _checks(Path(folder), device):
            say(check)
            passed = passed and check.passed
    return passed


def _checks(root: Path, device: str) -> Iterator[Check]:
    parts = make_images(root / "parts")
    kind = "cuda" if _has_cuda(device) else "cpu"
    mixed = "bf16" if kind == "cpu" else choose_precision("cuda", "auto")
    try:
        exact = _train(parts, root / "exact", recipe("32"), device)
        yield Check("training", exact.steps == STEPS, f"{STEPS} steps in float32 on {kind}, loss {_losses(root)}")
        for precision in dict.fromkeys((mixed, "16" if kind == "cuda" else mixed)):
            _train(parts, root / precision, recipe(precision), device)
            yield _compare_precision(root, precision)
        yield _resume(parts, root, recipe(mixed), device)
        yield _export(parts, root, recipe(mixed), device)
    except InspectError as error:
        yield Check("selftest", False, str(error))


def _has_cuda(device: str) -> bool:
    import torch

    return device != "cpu" and torch.cuda.is_available()


def recipe(precision: str) -> Recipe:
    """A tiny network over random features: nothing has to be downloaded."""
    changes: dict[str, object] = {
        "backbone": {"name": "resnet18", "levels": (1, 2, 3), "weights": "random"},
        "uniad": {"hidden": 64, "heads": 4, "ffn": 128, "mask_size": (3, 3)},
        "train": {"steps": STEPS, "precision": precision, "checkpoint_every": STOP_AT},
        "data": {"input_size": SIZE},
    }
    return merge_recipe(fast_recipe(), changes, "selftest")


def make_images(folder: Path) -> Path:
    """Pictures of a made-up part: a disc with a soft light from the side and some grain."""
    folder.mkdir(parents=True)
    for index in range(IMAGES):
        cv2.imwrite(str(folder / f"part{index:02d}.png"), _disc(index))
    return folder


def _disc(seed: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    height, width = SIZE
    rows, columns = np.mgrid[:height, :width]
    centre = np.array([height / 2, width / 2]) + rng.uniform(-2, 2, size=2)
    inside = np.hypot(rows - centre[0], columns - centre[1]) < 0.4 * height
    grey = np.where(inside, 150, 60) + 30 * columns / width + rng.normal(0, 4, SIZE)
    pixels: NDArray[np.uint8] = np.clip(np.repeat(grey[:, :, None], 3, axis=2), 0, 255).astype(np.uint8)
    return pixels


def _job(parts: Path, run: Path, recipe_: Recipe, device: str, resume: bool) -> Job:
    if not resume:
        begin_run(run, recipe_)
    wish = device if device != "auto" or _has_cuda(device) else "cpu"
    return Job((scan_product("selftest", parts),), recipe_, run / "selftest.uniad", run, wish, resume=resume)


def _train(
    parts: Path,
    run: Path,
    recipe_: Recipe,
    device: str,
    resume: bool = False,
    listener: Callable[[Event], None] = lambda _event: None,
) -> Trained:
    return train(_job(parts, run, recipe_, device, resume), Reporter(run, listener))


def _losses(root: Path) -> str:
    losses = [row.loss for row in read_rows(root / "exact")]
    return f"{losses[0]:.4f} to {losses[-1]:.4f}"


def _compare_precision(root: Path, precision: str) -> Check:
    """Losses near those of float32, and a gradient norm of the same size: it is measured after the scale of fp16 is
    taken out again, else clipping would mean something else."""
    exact, mixed = read_rows(root / "exact"), read_rows(root / precision)
    loss = max(abs(a.loss - b.loss) / abs(a.loss) for a, b in zip(exact, mixed, strict=True))
    finite = [(a, b) for a, b in zip(exact, mixed, strict=True) if math.isfinite(b.grad_norm)]
    norm = abs(finite[0][0].grad_norm - finite[0][1].grad_norm) / finite[0][0].grad_norm if finite else math.inf
    detail = f"loss within {loss:.1%} of float32, first gradient norm within {norm:.1%}"
    return Check(f"precision {precision}", loss < 0.1 and norm < 0.1, detail)


def _resume(parts: Path, root: Path, recipe_: Recipe, device: str) -> Check:
    run = root / "resumed"

    def stop(event: Event) -> None:
        if isinstance(event, Progress) and event.step == STOP_AT:
            (run / STOP).touch()

    try:
        _train(parts, run, recipe_, device, listener=stop)
    except InspectError:
        pass
    else:
        return Check("resume", False, "the run did not stop when it was asked to")
    _train(parts, run, recipe_, device, resume=True)
    straight, resumed = read_rows(root / recipe_.train.precision), read_rows(run)
    gap = max(abs(a.loss - b.loss) for a, b in zip(straight, resumed, strict=True))
    # A GPU may sum in another order every time; a CPU does not.
    allowed = 0.0 if not _has_cuda(device) else 1e-2 * straight[-1].loss
    return Check("resume", gap <= allowed, f"stopped at step {STOP_AT}, losses differ by {gap:.1e}")


def _export(parts: Path, root: Path, recipe_: Recipe, device: str) -> Check:
    run = root / "resumed"
    bundle = read_bundle(fit(_job(parts, run, recipe_, device, resume=True), lambda _event: None))
    parity = bundle.manifest.parity
    runtime = Runtime(bundle, Provider.AUTO if device != "cpu" else Provider.CPU)
    image = load(parts / "part00.png", Preprocessor(PLAIN_VIEW, runtime.input_size)).seen.drawn
    finite = bool(np.isfinite(runtime.run(image).anomaly_map).all())
    detail = f"score within {parity.score_difference:.1e} of the limit, runs on {runtime.provider}"
    return Check("export and parity", finite, f"{detail}{f' ({runtime.reason})' if runtime.reason else ''}")
