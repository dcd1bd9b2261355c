"""From what a person drops to products: one folder, one in MVTec layout, or a folder of several products. No image is
opened here."""

import json
from dataclasses import dataclass
from pathlib import Path

from engine.decode import EXTENSIONS
from engine.errors import ErrorCode, TrainingError, UsageError
from engine.sources.folder import list_images

RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class FoundProduct:
    """A folder that can be one product, and the name it would have."""

    name: str
    folder: Path


def find_products(folder: Path) -> tuple[FoundProduct, ...]:
    """Products below ``folder``. Raises UsageError (no such folder) or TrainingError (no images)."""
    try:
        if not folder.is_dir():
            raise UsageError(ErrorCode.NOT_FOUND, path=str(folder))
        if is_mvtec(folder) or has_images(folder):
            return (_product(folder),)
        below = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError as error:
        raise UsageError(ErrorCode.NOT_FOUND, path=str(folder)) from error
    several = tuple(_product(path) for path in below if is_mvtec(path) or has_images(path))
    if len(several) > 1:
        return several
    listing = list_images(folder)
    if not listing.files:
        raise TrainingError(ErrorCode.TRAIN_NO_IMAGES, path=str(folder), skipped=len(listing.skipped))
    return several or (_product(folder),)


def is_mvtec(folder: Path) -> bool:
    """True for ``train/good`` inside."""
    return (folder / "train" / "good").is_dir()


def has_images(folder: Path) -> bool:
    """True if there are image files directly in it."""
    return any(path.suffix.lower() in EXTENSIONS and path.is_file() for path in folder.iterdir())


def defect_files(places: tuple[str, ...], products: tuple[FoundProduct, ...]) -> dict[str, tuple[Path, ...]]:
    """Pictures of known defects by product: those of its own ``test`` folder, and for the first product also those of
    ``places`` (folders or pictures)."""
    found = {one.name: _own_defects(one.folder) for one in products}
    given: list[Path] = []
    for place in places:
        path = Path(place)
        given += list_images(path).files if path.is_dir() else [path] if path.is_file() else []
    if products:
        first = products[0].name
        found[first] = (*found[first], *given)
    return found


def calibration_files(run: Path, product: str) -> tuple[Path, ...]:
    """The held-out good pictures of a run, in the order of the manifest's scores; empty if the run does not tell."""
    try:
        record = json.loads((run / RUN_FILE).read_bytes())
        for one in record["products"]:
            if one["name"] == product:
                held = (image["path"] for image in one["images"] if image["role"] != "train")
                return tuple(Path(one["folder"]) / path for path in held)
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return ()


def _own_defects(folder: Path) -> tuple[Path, ...]:
    root = folder / "test"
    if not root.is_dir():
        return ()
    kinds = sorted(path for path in root.iterdir() if path.is_dir() and path.name != "good")
    return tuple(file for kind in kinds for file in list_images(kind).files)


def _product(folder: Path) -> FoundProduct:
    return FoundProduct(folder.resolve().name, folder)
