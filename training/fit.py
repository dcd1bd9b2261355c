"""From folders to a bundle: scan, features, train, export, parity, calibrate, write.

The order is what makes the limits honest: calibration images are set aside before features are standardised, and their
maps come from the very graph that ships.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from lightning_fabric import Fabric

from engine.errors import ErrorCode, InspectError, TrainingError
from engine.events import Event, Note, Stage
from engine.files import check_writable
from engine.recipe import Recipe
from training.adding import Addition
from training.assemble import Shipment
from training.building import Built, backbone_sha256, build_network, check_backbone, grown_network
from training.checkpoint import FILE as CHECKPOINT
from training.checkpoint import State, restore_network, save, trained_state
from training.crew import Crew, is_leader
from training.devices import build_fabric
from training.estimate import estimate
from training.exhaustion import told
from training.expected import Decoder, train_decoder
from training.live import LiveScores, known_defects
from training.loop import Loop, StepReport, seconds_per_step
from training.materials import Materials, collect
from training.optim import seed_everything
from training.products import Product
from training.reporting import Reporter
from training.rundata import FILE as RUN_FILE
from training.rundata import RunRecord, read_run, record_products, restore_sets, write_run
from training.runfolder import clear_features, continue_run
from training.scan import ProductSet, scan
from training.ship import ship
from training.stopping import watch_stop
from training.watch import Watcher

RESERVE_S = 25.0  # export, parity and calibration, when a time budget sets the steps


@dataclass(frozen=True)
class Job:
    """What to train, where to put it, and on what. ``run`` is a run folder that was begun; with an ``addition`` the
    recipe is its bundle's. With ``live`` scores are told on the way; ``defects`` are known ones for that."""

    products: tuple[Product, ...]
    recipe: Recipe
    out: Path
    run: Path
    device: str = "auto"
    devices: int = 1
    nodes: int = 1
    resume: bool = False
    download: bool = False
    addition: Addition | None = None
    live: bool = False
    defects: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Ready:
    """Everything gathered before the first step."""

    built: Built
    materials: Materials
    previous: State | None


@dataclass(frozen=True)
class Trained:
    """A network trained for ``steps`` steps, and whether this process is the one to ship it."""

    shipment: Shipment
    steps: int
    leader: bool


def fit(job: Job, listener: Callable[[Event], None]) -> Path:
    """Train and write the bundle; returns its path. Raises InspectError; then nothing half-written is left."""
    check_writable(job.out)
    reporter = Reporter(job.run if is_leader() else None, listener)
    with told(job.run):
        trained = train(job, reporter)
        if trained.leader:
            ship(trained.shipment, job.out, trained.steps, reporter)
            clear_features(job.run)
    return job.out


def train(job: Job, reporter: Reporter) -> Trained:
    """Everything up to the last step; the run's checkpoint is that of the last step. Raises InspectError."""
    config = job.recipe.train
    seed_everything(config.seed, config.deterministic)
    fabric = build_fabric(job.device, config.precision, job.devices, job.nodes)  # type: ignore[arg-type]
    fabric.launch()
    crew = Crew(fabric)
    try:
        ready = _prepare(job, fabric, reporter, crew.leader)
    except InspectError as error:
        crew.agree(error)
        raise
    crew.agree(None)
    crew.same_neck(ready.built.network)
    loop = _build_loop(job.recipe, ready, fabric, crew, reporter)
    live = live_scores(job, ready, reporter) if crew.leader and job.live else None
    _run(loop, job, ready.materials, reporter, crew, live)
    fabric.barrier()
    built, sets = ready.built, ready.materials.sets
    decoder = _decoder(job, built, sets, reporter) if crew.leader else None
    shipment = Shipment(built.network, built.weights, job.recipe, sets, job.out.stem, job.addition, decoder)
    return Trained(shipment, loop.step, crew.leader)


def live_scores(job: Job, ready: Ready, reporter: Reporter) -> LiveScores:
    """What is shown while it trains."""
    defects = known_defects(job.products, job.defects)
    return LiveScores(ready.built.network, ready.materials.sets, defects, job.recipe, reporter, job.run)


def _decoder(job: Job, built: Built, sets: tuple[ProductSet, ...], reporter: Reporter) -> Decoder | None:
    """The decoder of the expected look, if it is wanted."""
    config = job.recipe.train
    if not config.expected_look:
        return None
    return train_decoder(built.network, sets, config.expected_steps, config.seed, reporter)


def _prepare(job: Job, fabric: Fabric, reporter: Reporter, leader: bool) -> Ready:
    recipe = job.recipe
    previous = continue_run(job.run, recipe) if job.resume else None
    built = build_network(recipe, job.download) if job.addition is None else grown_network(job.addition.bundle, recipe)
    network = built.network.to(fabric.device)
    if previous is not None or (job.resume and (job.run / RUN_FILE).exists()):
        record = read_run(job.run)
        check_backbone(network, record.backbone_sha256, job.run)
        sets = _same_images(job, record, reporter)
    else:
        sets = tuple(scan(product, recipe, reporter) for product in job.products)
        if job.addition is not None:
            sets = (*job.addition.sets(job.run), *sets)
        if leader:
            sha256 = backbone_sha256(network)
            products = record_products(sets)
            write_run(job.run, RunRecord(weights=built.weights, backbone_sha256=sha256, products=products))
    reporter.say(estimate(network, recipe, sets, fabric))
    neck = {key: value.clone() for key, value in network.neck.state_dict().items()}
    materials = collect(sets, network, recipe, job.run / f"features-{fabric.global_rank}.npy", reporter)
    if job.addition is not None:
        network.neck.load_state_dict(neck)  # the weights were learned with this standardisation
    if previous is not None:
        restore_network(network, previous, job.run / CHECKPOINT)
    elif job.resume:
        reporter.say(Note(text="the run has no checkpoint yet; it starts from its first step"))
    return Ready(built, materials, previous)


def _same_images(job: Job, record: RunRecord, reporter: Reporter) -> tuple[ProductSet, ...]:
    """The images the run began with, wherever their folders are now. What was added since is told and left out."""
    folders = {product.name: product.folder for product in job.products}
    if job.addition is not None:
        folders |= {one.product.name: one.product.folder for one in job.addition.sets(job.run)}
    if set(folders) != {one.name for one in record.products}:
        known = ", ".join(one.name for one in record.products)
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(job.run), why=f"it was started with {known}")
    sets = restore_sets(record, folders)
    listed = {path for one in sets for path in (*one.paths, *(path for path, _ in one.skipped))}
    for product in job.products:
        added = len(set(product.train) - listed)
        if added:
            reporter.say(Note(text=f"{product.name}: {added} images came since the run began and are not used"))
    return sets


def _build_loop(recipe: Recipe, ready: Ready, fabric: Fabric, crew: Crew, reporter: Reporter) -> Loop:
    materials = ready.materials
    sampler = materials.sampler
    loop = Loop(fabric, ready.built.network, recipe.train, materials.features, sampler, sampler.planned_steps)
    if ready.previous is not None:
        loop.restore(ready.previous)
    elif recipe.train.minutes is not None:
        per_step = seconds_per_step(loop)
        left = 60 * recipe.train.minutes - reporter.seconds() - RESERVE_S
        loop.steps = crew.from_leader(max(20, int(left / per_step)))
        text = f"{recipe.train.minutes:g} minutes allow {loop.steps} steps of {per_step:.2f} s"
        reporter.say(Note(text=text))
    return loop


def _run(
    loop: Loop, job: Job, materials: Materials, reporter: Reporter, crew: Crew, live: LiveScores | None = None
) -> None:
    """Run the loop, keep checkpoints, and end together: a full disk on one process must not leave another waiting."""
    reporter.say(Stage(stage="train", total=loop.steps))
    every = job.recipe.train.checkpoint_every
    failure: InspectError | None = None

    def after_step(report: StepReport) -> bool:
        nonlocal failure
        try:
            watcher.see(report)
            if live is not None:
                live.see(report.step, loop.steps)
            if crew.leader and report.step % every == 0 and report.step < loop.steps:
                _store(loop, job, materials, reporter)
        except InspectError as error:
            failure = error
        return not crew.any(bool(wish) or failure is not None)

    board = job.recipe.train.tensorboard
    with (
        watch_stop(job.run) as wish,
        Watcher(job.run if crew.leader else None, reporter, loop.step, loop.steps, board) as watcher,
    ):
        finished = loop.run(after_step)
    crew.agree(failure)
    if crew.leader:
        _store(loop, job, materials, reporter)
    if not finished:
        raise TrainingError(ErrorCode.TRAIN_INTERRUPTED, step=loop.step, run=str(job.run))


def _store(loop: Loop, job: Job, materials: Materials, reporter: Reporter) -> None:
    network: dict[str, torch.Tensor] = {key: value.cpu() for key, value in trained_state(loop.network).items()}
    state = State(
        step=loop.step,
        steps=loop.steps,
        network=network,
        optimizer=loop.optimizer.optimizer.state_dict(),
        precision=loop.precision.state_dict(),
        recipe_json=job.recipe.model_dump_json(),
        data_sha256=materials.data_sha256,
        seconds=reporter.seconds(),
    )
    save(job.run, state)
