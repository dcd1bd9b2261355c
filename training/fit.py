"""One training from folders to a bundle: scan, features, train, export, parity, calibrate, write.

The order is what makes the limits honest: calibration images are set aside before features are standardised, and their
maps come from the very graph that ships.
"""

import contextlib
import resource
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.bundle.archive import write_bundle
from engine.errors import ErrorCode, TrainingError
from engine.events import Done, Event, Note, Progress, Stage
from engine.files import check_writable
from engine.model.network import Network
from engine.model.weights import load_backbone_weights
from engine.recipe import Recipe
from training.assemble import Shipment, assemble
from training.checkpoint import FILE as CHECKPOINT
from training.checkpoint import State, restore_network, save, trained_state
from training.devices import build_fabric
from training.features import FeatureSource
from training.loop import Loop, StepReport, seconds_per_step
from training.materials import Materials, collect
from training.optim import seed_everything
from training.products import Product
from training.reporting import Reporter
from training.runfolder import check_resumable, stop_requested, write_losses

REPORT_EVERY = 10
RESERVE_S = 25.0  # export, parity and calibration, when a time budget sets the steps


@dataclass(frozen=True)
class Job:
    """What to train, where to put it, and on what."""

    products: tuple[Product, ...]
    recipe: Recipe
    out: Path
    run: Path
    device: str = "auto"
    devices: int = 1
    nodes: int = 1
    resume: bool = False
    download: bool = False


def fit(job: Job, listener: Callable[[Event], None]) -> Path:
    """Train and write the bundle; returns its path. Raises InspectError; then nothing half-written is left."""
    check_writable(job.out)
    recipe = job.recipe
    seed_everything(recipe.train.seed, recipe.train.deterministic)
    fabric = build_fabric(job.device, recipe.train.precision, job.devices, job.nodes)  # type: ignore[arg-type]
    fabric.launch()
    reporter = Reporter(job.run, listener if fabric.is_global_zero else lambda _event: None)
    network = Network(recipe)
    weights = load_backbone_weights(network.backbone, recipe.backbone.name, recipe.backbone.weights, job.download)
    network = network.to(fabric.device)
    previous = check_resumable(job.run, recipe) if job.resume else None
    materials = collect(job.products, network, recipe, job.run, reporter, fabric)
    if previous is not None:
        _continue_from(previous, network, materials, job.run)
    loop = Loop(fabric, network, recipe.train, materials.features, materials.sampler, _planned_steps(recipe, materials))
    if previous is not None:
        loop.optimizer.optimizer.load_state_dict(previous.optimizer)
        loop.step, loop.steps = previous.step, previous.steps
    elif recipe.train.minutes is not None:
        loop.steps = _steps_in_budget(loop, recipe.train.minutes, reporter)
    _train(loop, job, materials, reporter, fabric.is_global_zero)
    fabric.barrier()
    if not fabric.is_global_zero:
        return job.out
    return _ship(job, network, weights, materials, loop, reporter)


def _planned_steps(recipe: Recipe, materials: Materials) -> int:
    return recipe.train.steps or recipe.train.epochs * materials.sampler.steps_per_epoch


def _steps_in_budget(loop: Loop, minutes: float, reporter: Reporter) -> int:
    per_step = seconds_per_step(loop)
    left = 60 * minutes - reporter.seconds() - RESERVE_S
    steps = max(20, int(left / per_step))
    reporter.say(Note(text=f"{minutes:g} minutes allow {steps} steps of {per_step:.2f} s"))
    return steps


def _continue_from(state: State, network: Network, materials: Materials, run: Path) -> None:
    if state.data_sha256 != materials.data_sha256:
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why="the images changed since; start a new run")
    restore_network(network, state, run / CHECKPOINT)


def _train(loop: Loop, job: Job, materials: Materials, reporter: Reporter, leader: bool) -> None:
    reporter.say(Stage(stage="train", total=loop.steps))
    watcher = Watcher(loop, reporter)

    def store() -> None:
        if not leader:
            return
        write_losses(job.run, watcher.rows)
        optimizer = loop.optimizer.optimizer.state_dict()
        recipe_json = job.recipe.model_dump_json()
        network = {key: value.cpu() for key, value in trained_state(loop.network).items()}
        save(job.run, State(
            loop.step, loop.steps, network, optimizer, recipe_json, materials.data_sha256, reporter.seconds()
        ))  # fmt: skip

    def after_step(report: StepReport) -> bool:
        watcher.see(report)
        if report.step % job.recipe.train.checkpoint_every == 0:
            store()
        return not stop_requested(job.run)

    try:
        finished = loop.run(after_step)
    except KeyboardInterrupt:
        finished = False
    store()
    if not finished:
        raise TrainingError(ErrorCode.TRAIN_INTERRUPTED, step=loop.step, run=str(job.run))


class Watcher:
    """Turns steps into rows for the CSV and now and then into a progress event."""

    def __init__(self, loop: Loop, reporter: Reporter) -> None:
        self.rows: list[StepReport] = []
        self._loop, self._reporter, self._since = loop, reporter, 0

    def see(self, report: StepReport) -> None:
        """Take in one step."""
        self.rows.append(report)
        if report.step % REPORT_EVERY and report.step != self._loop.steps:
            return
        recent = self.rows[self._since :]
        self._since = len(self.rows)
        seconds = float(np.median([row.seconds for row in self.rows[-50:]]))
        event = Progress(
            step=report.step,
            steps=self._loop.steps,
            loss=float(np.mean([row.loss for row in recent])),
            eta_s=round(seconds * (self._loop.steps - report.step), 1),
            lr=report.lr,
            grad_norm=report.grad_norm,
        )
        self._reporter.say(event)


def _ship(job: Job, network: Network, weights: str, materials: Materials, loop: Loop, reporter: Reporter) -> Path:
    shipment = Shipment(network, weights, job.recipe, materials.sets, job.out.stem)
    manifest, files = assemble(shipment, reporter)
    reporter.say(Stage(stage="write"))
    sha256 = write_bundle(job.out, manifest, files)
    for name, product in manifest.products.items():
        reporter.say(Note(text=f"{name}: reject limit {product.limits.reject:.4g}, {product.calibration.statement}"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    reporter.say(
        Done(bundle=str(job.out), sha256=sha256, seconds=round(reporter.seconds(), 1), peak_mb=peak, steps=loop.step)
    )
    with contextlib.suppress(OSError):
        for file in job.run.glob("features-*.npy"):
            file.unlink()
    return job.out


__all__ = ["FeatureSource", "Job", "fit"]
