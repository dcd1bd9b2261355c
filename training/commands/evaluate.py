"""``uniad-train evaluate``: figures of a bundle as it ships."""

import os
from dataclasses import dataclass
from pathlib import Path

from engine.bundle import read_bundle
from engine.console import note, print_json
from engine.files import check_writable
from engine.runtime import Provider, Runtime
from training.commands.tables import print_evaluation
from training.devices import build_fabric
from training.evaluate import measure_bundle
from training.products import parse_folders
from training.report import write_page
from training.sharing import ALONE, Share


@dataclass(frozen=True)
class EvaluateOptions:
    """Options of the command line."""

    bundle: Path
    folders: tuple[str, ...]
    image_dir: Path | None
    provider: Provider
    devices: int
    html: Path | None
    as_json: bool


def run_evaluate(options: EvaluateOptions) -> None:
    """Measure and print. With several ``devices`` processes share the images, and one prints."""
    if options.html is not None:
        check_writable(options.html)
    bundle, products = read_bundle(options.bundle), parse_folders(options.folders, options.image_dir)
    share = ALONE if options.devices == 1 else _launch(options.devices)
    threads = 0 if options.devices == 1 else max(1, (os.cpu_count() or 1) // options.devices)
    runtime = Runtime(bundle, options.provider, threads)
    measurement = measure_bundle(bundle, runtime, products, note, share)
    if share.rank:
        return
    if options.html is not None:
        write_page(options.html, bundle, runtime, measurement)
    if options.as_json:
        print_json(measurement.evaluation.model_dump(mode="json"))
    else:
        print_evaluation(measurement.evaluation)


def _launch(devices: int) -> Share:
    """Start the other processes. They only add numbers together, so the CPU's way of talking will do everywhere."""
    fabric = build_fabric("cpu", "32", devices)
    fabric.launch()
    return Share(fabric.global_rank, fabric.world_size, fabric)
