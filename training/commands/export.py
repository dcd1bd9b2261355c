"""``uniad-train export``: a bundle from a run's checkpoint, again or for the first time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.errors import ErrorCode, TrainingError
from engine.events import Event, Note
from engine.files import check_writable
from engine.recipe import Recipe
from training import checkpoint
from training.assemble import Shipment
from training.building import build_network, check_backbone
from training.checkpoint import restore_network
from training.commands.fit import check_bundle_name
from training.products import Product, parse_folders
from training.rehearsal import FOLDER
from training.reporting import Reporter
from training.rundata import RunRecord, read_run, restore_sets
from training.runfolder import stored_recipe
from training.scan import ProductSet, scan_for_calibration
from training.ship import ship


@dataclass(frozen=True)
class ExportOptions:
    """Options of the command line. ``calibrate`` are folders of good images that replace the run's own for limits."""

    run: Path
    out: Path
    calibrate: tuple[str, ...]
    download: bool


def run_export(options: ExportOptions, listener: Callable[[Event], None]) -> None:
    """Export, check, calibrate and write. Raises InspectError."""
    check_bundle_name(options.out)
    check_writable(options.out)
    record = read_run(options.run)
    state = checkpoint.load(options.run)
    recipe = stored_recipe(options.run)
    reporter = Reporter(options.run, listener)
    _refuse_addition(options.run, record)
    sets = _sets(options, record, recipe, reporter)
    built = build_network(_with_own_backbone(options.run, record, recipe), options.download)
    check_backbone(built.network, record.backbone_sha256, options.run)
    restore_network(built.network, state, options.run / checkpoint.FILE)
    if state.step < state.steps:
        reporter.say(Note(text=f"the run was trained for {state.step} of {state.steps} steps"))
    ship(Shipment(built.network, record.weights, recipe, sets, options.out.stem), options.out, state.step, reporter)


def _refuse_addition(run: Path, record: RunRecord) -> None:
    """Pictures out of a bundle are cut out already; where to look on whole ones, only ``fit --add`` knows."""
    kept = (run / FOLDER).absolute()
    if any(Path(one.folder).is_relative_to(kept) for one in record.products):
        why = "it added to a bundle; finish it with fit --add BUNDLE --resume"
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why=why)


def _with_own_backbone(run: Path, record: RunRecord, recipe: Recipe) -> Recipe:
    if record.backbone is None:
        return recipe
    backbone = recipe.backbone.model_copy(update={"weights": str(run / record.backbone)})
    return recipe.model_copy(update={"backbone": backbone})


def _sets(options: ExportOptions, record: RunRecord, recipe: Recipe, reporter: Reporter) -> tuple[ProductSet, ...]:
    if not options.calibrate:
        if not record.products:
            why = "it has no images to find limits with; give good ones with --calibrate NAME=FOLDER"
            raise TrainingError(ErrorCode.RUN_INVALID, path=str(options.run), why=why)
        return restore_sets(record)
    return calibration_sets(parse_folders(options.calibrate), record, recipe, reporter)


def calibration_sets(
    products: Sequence[Product], record: RunRecord, recipe: Recipe, reporter: Reporter
) -> tuple[ProductSet, ...]:
    """Product sets of images that only calibrate. What the run trained on is refused: limits would be too low."""
    trained = restore_sets(record)
    digests = {one.digests[path] for one in trained for path in one.train}
    counts = {one.product.name: len(one.train) for one in trained}
    looks = {one.product.name: one.look for one in trained}
    sets = []
    for product in products:
        found = scan_for_calibration(product, recipe, reporter, looks.get(product.name))
        for path, digest in found.digests.items():
            if digest in digests:
                why = f"{path.name} was trained on; limits need images that training never saw"
                raise TrainingError(ErrorCode.RUN_INVALID, path=str(product.folder), why=why)
        sets.append(replace(found, trained_elsewhere=counts.get(product.name, 0)))
    return tuple(sets)
