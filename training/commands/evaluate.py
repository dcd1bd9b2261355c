"""``uniad-train evaluate``: figures of a bundle as it ships."""

import os
from collections.abc import Sequence
from pathlib import Path

from engine.bundle import read_bundle
from engine.console import note, print_json
from engine.runtime import Provider, Runtime
from training.commands.tables import print_evaluation
from training.devices import build_fabric
from training.evaluate import evaluate
from training.products import parse_folders
from training.sharing import ALONE, Share


def run_evaluate(
    path: Path, folders: Sequence[str], image_dir: Path | None, provider: Provider, devices: int, as_json: bool
) -> None:
    """Measure and print. With several ``devices`` processes share the images, and one prints."""
    bundle, products = read_bundle(path), parse_folders(folders, image_dir)
    share = ALONE if devices == 1 else _launch(devices)
    threads = 0 if devices == 1 else max(1, (os.cpu_count() or 1) // devices)
    result = evaluate(bundle, Runtime(bundle, provider, threads), products, note, share)
    if share.rank:
        return
    if as_json:
        print_json(result.model_dump(mode="json"))
    else:
        print_evaluation(result)


def _launch(devices: int) -> Share:
    """Start the other processes. They only add numbers together, so the CPU's way of talking will do everywhere."""
    fabric = build_fabric("cpu", "32", devices)
    fabric.launch()
    return Share(fabric.global_rank, fabric.world_size, fabric)
