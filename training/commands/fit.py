"""``uniad-train fit``: from options to a job, and its progress on a terminal or as JSON lines."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.bundle.manifest import check_product_name
from engine.console import DONE, STOPPED, note
from engine.errors import ErrorCode, InspectError, UsageError
from engine.events import Event, Failed
from engine.recipe import Recipe
from training.commands.progress import listening
from training.crew import is_leader
from training.reporting import EVENTS, to_line
from training.runfolder import begin_run


@dataclass(frozen=True)
class Hardware:
    """Kind of device, processes per node, nodes."""

    device: str
    devices: int
    nodes: int


@dataclass(frozen=True)
class FitOptions:
    """Options of the command line."""

    folders: tuple[str, ...]
    image_dir: Path | None
    out: Path
    recipe: Recipe
    hardware: Hardware
    run_dir: Path
    resume: bool
    download: bool
    as_json: bool
    add: Path | None = None
    live: bool = False
    defects: tuple[Path, ...] = ()
    more: tuple[str, ...] = ()


def run_fit(options: FitOptions) -> int:
    """Train; returns the exit code."""
    leader = is_leader()
    check_bundle_name(options.out)
    if leader and not options.resume:
        begin_run(options.run_dir, options.recipe)
    if not leader:
        return _follow(options)
    with listening(options.as_json) as listener:
        return _lead(options, listener)


def _lead(options: FitOptions, listener: Callable[[Event], None]) -> int:
    try:
        _fit(options, listener)
    except InspectError as error:
        failed = Failed(code=error.code.value, message=str(error))
        _append(options.run_dir / EVENTS, to_line(failed))
        if options.as_json:
            print(to_line(failed), flush=True)
        if error.code is ErrorCode.TRAIN_INTERRUPTED:
            note(str(error))
            return STOPPED
        raise
    return DONE


def _follow(options: FitOptions) -> int:
    """A process that the leader, or a launcher, started besides. It is quiet; what went wrong for all of them the
    leader says, and a failure here must not make the launcher end the leader before it could."""
    try:
        _fit(options, lambda _event: None)
    except InspectError as error:
        if error.code not in (ErrorCode.TRAIN_PEER, ErrorCode.TRAIN_INTERRUPTED):
            note(f"process {os.environ.get('RANK', os.environ.get('LOCAL_RANK'))}: {error}")
    return DONE


def _fit(options: FitOptions, listener: Callable[[Event], None]) -> None:
    from engine.bundle import read_bundle
    from training.adding import addition_to
    from training.fit import Job, fit
    from training.products import parse_folders, with_more
    from training.views import check_names

    products = with_more(parse_folders(options.folders, options.image_dir), options.more)
    addition = None if options.add is None else addition_to(read_bundle(options.add, with_weights=True), products)
    known = () if addition is None else addition.bundle.manifest.products
    check_names(options.recipe, [*(product.name for product in products), *known])
    job = Job(
        products=tuple(products),
        addition=addition,
        recipe=options.recipe,
        out=options.out,
        run=options.run_dir,
        device=options.hardware.device,
        devices=options.hardware.devices,
        nodes=options.hardware.nodes,
        resume=options.resume,
        download=options.download,
        live=options.live,
        defects=options.defects,
    )
    fit(job, listener)


def check_bundle_name(out: Path) -> None:
    """UsageError unless ``out`` is a file name that a bundle may have."""
    try:
        if out.suffix != ".uniad":
            raise ValueError("a bundle is named *.uniad")
        check_product_name(out.stem)
    except ValueError as error:
        raise UsageError(ErrorCode.NOT_WRITABLE, path=str(out), why=str(error)) from error


def _append(path: Path, line: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + os.linesep)
    except OSError:
        note(f"could not write {path}")
