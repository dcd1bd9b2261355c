"""``uniad-train scan``: what a training would see of folders, and advice, without training anything."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel

from engine.console import note, print_json
from engine.events import Event, Note
from engine.recipe import Recipe
from training.advice import smallest_defect_px
from training.products import Product, parse_folders
from training.reporting import Reporter
from training.scan import scan
from training.views import check_names


class Scanned(BaseModel):
    """One product. ``notes`` are what ``fit`` would say, advice among it; ``smallest_defect_px`` the side of the
    smaller defects on the masks, None without masks; ``inputs`` how many inputs of the model one picture makes."""

    train: int
    calibration: int
    skipped: int
    parts: int
    inputs: int
    smallest_defect_px: float | None
    notes: list[str]


def run_scan(folders: Sequence[str], image_dir: Path | None, recipe: Recipe, as_json: bool) -> None:
    """Print what was found. Raises InspectError for what ``fit`` would refuse."""
    products = parse_folders(folders, image_dir)
    check_names(recipe, [product.name for product in products])
    found = {product.name: _scan(product, recipe) for product in products}
    if as_json:
        print_json({"products": {name: one.model_dump(mode="json") for name, one in found.items()}})
        return
    for name, one in found.items():
        print(f"{name}: {one.train} pictures would train, {one.calibration} set limits, {one.skipped} skipped")
        for line in one.notes:
            note(line)


def _scan(product: Product, recipe: Recipe) -> Scanned:
    said: list[str] = []

    def listen(event: Event) -> None:
        if isinstance(event, Note):
            said.append(event.text)

    with tempfile.TemporaryDirectory(prefix="uniad-scan-") as folder:
        one = scan(product, recipe, Reporter(Path(folder), listen))
    smallest = smallest_defect_px(product)
    return Scanned(
        train=len(one.train),
        calibration=len(one.calibration),
        skipped=len(one.skipped),
        parts=len(set(one.split.groups)),
        inputs=one.tiles,
        smallest_defect_px=None if smallest is None else round(smallest, 1),
        notes=said,
    )
