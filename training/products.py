"""From folders to products: which images are good, which are defects, which have masks, and what was skipped."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from engine.bundle.manifest import check_product_name
from engine.errors import ErrorCode, TrainingError, UsageError
from engine.sources.folder import list_images


@dataclass(frozen=True, slots=True)
class TestImage:
    """One image with a known answer. ``defect`` is None for a good one; ``mask`` the file of its ground truth."""

    path: Path
    defect: str | None = None
    mask: Path | None = None

    __test__ = False  # the name looks like a test to pytest


@dataclass(frozen=True, slots=True)
class Product:
    """Images of one product. ``train`` are good; ``test`` may be empty; ``skipped`` says what was not taken and why.

    ``more`` are good too, and chosen: parts that a model rejected wrongly. They teach and never calibrate, as limits
    must rest on parts as they come."""

    name: str
    folder: Path
    train: tuple[Path, ...]
    test: tuple[TestImage, ...]
    skipped: tuple[tuple[Path, str], ...]
    more: tuple[Path, ...] = ()


def parse_folders(folders: Sequence[str], image_dir: Path | None = None) -> list[Product]:
    """Products from ``FOLDER``, ``NAME=FOLDER`` or data lists (``*.json``, files in ``image_dir``). Raises UsageError
    for bad names, two of one name, no such folder."""
    lists = [spec for spec in folders if is_list(spec)]
    products = [scan_product(*_name_and_folder(spec)) for spec in folders if spec not in lists]
    if lists:
        from training.official.lists import products_of, read_list  # it needs the classes of this file

        products += products_of([read_list(Path(spec)) for spec in lists], image_dir)
    names = [product.name for product in products]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(ErrorCode.PRODUCT_NAME, name=name, why="two folders have it")
        _check_name(name)
    return products


def with_more(products: Sequence[Product], specs: Sequence[str]) -> list[Product]:
    """The products with the good images of ``NAME=FOLDER`` added, to teach only. Raises UsageError."""
    found = {product.name: product for product in products}
    for spec in specs:
        name, _, folder = spec.partition("=")
        if name not in found:
            raise UsageError(ErrorCode.PRODUCT_UNKNOWN, name=name[:80], known=", ".join(found))
        if not Path(folder).is_dir():
            raise UsageError(ErrorCode.NOT_FOUND, path=folder)
        listing, one = list_images(Path(folder)), found[name]
        found[name] = replace(one, more=(*one.more, *listing.files), skipped=(*one.skipped, *listing.skipped))
    return list(found.values())


def is_list(spec: str) -> bool:
    """True for a data list of the original code."""
    return Path(spec).suffix == ".json" and Path(spec).is_file()


def _name_and_folder(spec: str) -> tuple[str, Path]:
    name, separator, rest = spec.partition("=")
    folder = Path(rest) if separator and not Path(spec).exists() else Path(spec)
    if not (separator and not Path(spec).exists()):
        name = folder.resolve().name
    _check_name(name)
    if not folder.is_dir():
        raise UsageError(ErrorCode.NOT_FOUND, path=str(folder))
    return name, folder


def _check_name(name: str) -> None:
    try:
        check_product_name(name)
    except ValueError as error:
        raise UsageError(ErrorCode.PRODUCT_NAME, name=name[:80], why=str(error)) from error


def scan_product(name: str, folder: Path) -> Product:
    """Read the layout of a folder: MVTec (``train/good``, ``test/<type>``, ``ground_truth/<type>``) or flat good
    images. No image is opened."""
    good = folder / "train" / "good"
    if good.is_dir():
        listing = list_images(good)
        test = _scan_test(folder)
    else:
        listing = list_images(folder)
        test = ()
    return Product(name, folder, listing.files, test, listing.skipped)


def require_training_images(product: Product, least: int) -> None:
    """TrainingError if there are no or too few good images."""
    if not product.train:
        skipped = len(product.skipped)
        raise TrainingError(ErrorCode.TRAIN_NO_IMAGES, path=str(product.folder), skipped=skipped)
    if len(product.train) < least:
        raise TrainingError(ErrorCode.TRAIN_TOO_FEW, path=str(product.folder), n=len(product.train), least=least)


def _scan_test(folder: Path) -> tuple[TestImage, ...]:
    root = folder / "test"
    if not root.is_dir():
        return ()
    images = []
    for kind in sorted(path for path in root.iterdir() if path.is_dir()):
        defect = None if kind.name == "good" else kind.name
        for path in list_images(kind).files:
            mask = _mask_of(folder, kind.name, path) if defect else None
            images.append(TestImage(path, defect, mask))
    return tuple(images)


def _mask_of(folder: Path, kind: str, image: Path) -> Path | None:
    for name in (f"{image.stem}_mask.png", f"{image.stem}.png"):
        mask = folder / "ground_truth" / kind / name
        if mask.is_file():
            return mask
    return None


def fingerprint(digests: Mapping[Path, str]) -> str:
    """SHA-256 over names and contents (their SHA-256): the same data gives the same fingerprint anywhere."""
    total = hashlib.sha256()
    for path in sorted(digests, key=lambda item: (item.name, digests[item])):
        total.update(path.name.encode() + b"\0" + bytes.fromhex(digests[path]))
    return total.hexdigest()
