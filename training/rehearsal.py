"""Pictures of good parts that a bundle keeps for the day a product is added to its model: what is trained on new
pictures alone forgets the old ones, and limits hold only for the weights they were found with.

A picture is kept as the model sees it, its region of interest at model size, without loss. It is read by training
alone, and ``train.rehearsal = 0`` keeps none.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from safetensors.numpy import save as save_tensors

from engine.bundle import Bundle, ProductEntry
from engine.bundle.archive import REHEARSAL
from engine.errors import BundleError, ErrorCode, TrainingError
from engine.files import write_atomic
from engine.geometry import FULL_FRAME
from engine.view import View
from training.images import Prepared, load_all
from training.products import Product
from training.scan import ProductSet
from training.split import Split
from training.views import Look

FOLDER = "rehearsal"
ROLES = ("train", "calibration")
CALIBRATION_FACTOR = 2  # limits need more pictures than the memory of a product does


@dataclass(frozen=True, slots=True)
class Kept:
    """One picture out of a bundle: PNG bytes, the group of the part, and what it was for."""

    role: str
    group: int
    data: bytes


def pack(sets: Sequence[ProductSet], input_size: tuple[int, int], count: int) -> bytes:
    """At most ``count`` training pictures of each product and twice as many for limits, of different parts first."""
    tensors: dict[str, NDArray[np.uint8]] = {}
    for one in sets:
        for role, indices in zip(ROLES, (one.split.train, one.split.calibration), strict=True):
            chosen = _spread(indices, one.split.groups, count * (1 if role == "train" else CALIBRATION_FACTOR))
            images = load_all([one.paths[index] for index in chosen], one.preprocessor(input_size), 2)
            for number, (index, image) in enumerate(zip(chosen, images, strict=True)):
                # A training picture may be gone by now (an export needs none); a missing one is no harm here.
                if isinstance(image, Prepared) and image.sha256 == one.digests[image.path]:
                    name = f"{one.product.name}/{role}/{number:04d}/{one.split.groups[index]}"
                    tensors[name] = _encode(image.seen.drawn)
    return bytes(save_tensors(tensors))


def _encode(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9])[1]
    return np.asarray(data, np.uint8).ravel()


def _spread(indices: Sequence[int], groups: Sequence[int], count: int) -> list[int]:
    """At most ``count`` of ``indices``, spread over all of them: one of each group before a second of any."""
    seen: dict[int, int] = {}
    ranked = []
    for index in indices:
        turn = seen.get(groups[index], 0)
        seen[groups[index]] = turn + 1
        ranked.append((turn, index))
    firsts = [index for turn, index in ranked if turn == 0]
    if len(firsts) >= count:
        places = np.linspace(0, len(firsts) - 1, count).round().astype(int)
        return [firsts[place] for place in places]
    return sorted(index for _, index in sorted(ranked)[:count])


def kept_pictures(bundle: Bundle, product: str) -> tuple[Kept, ...]:
    """What the bundle keeps of a product; empty if nothing. BundleError if it is damaged."""
    if REHEARSAL not in bundle.files:
        return ()
    return tuple(_read(bundle, product))


def _read(bundle: Bundle, product: str) -> Iterator[Kept]:
    try:
        tensors: Mapping[str, NDArray[np.uint8]] = load_tensors(bundle.files[REHEARSAL])
        for key in sorted(tensors):
            name, role, _, group = key.rsplit("/", 3)
            if role not in ROLES:
                raise ValueError(f"{role} is no role")
            if name == product:
                yield Kept(role, int(group), tensors[key].tobytes())
    except (SafetensorError, ValueError) as error:
        why = f"{REHEARSAL}: {' '.join(str(error).split())[:100]}"
        raise BundleError(ErrorCode.BUNDLE_DAMAGED, path=str(bundle.path), why=why) from error


def rehearsed_set(bundle: Bundle, product: str, folder: Path) -> ProductSet:
    """The kept pictures of a product as files in ``folder`` and as a product set that is trained on like any other.

    Raises TrainingError if the bundle keeps none."""
    pictures = kept_pictures(bundle, product)
    if {one.role for one in pictures} != set(ROLES):
        raise TrainingError(ErrorCode.ADD_NO_PICTURES, path=str(bundle.path), product=product)
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, one in enumerate(pictures):
        path = folder / f"{one.role}{number:04d}.png"
        write_atomic(path, one.data)
        paths.append(path)
    return _set_of(bundle, product, folder, tuple(paths), pictures)


def _set_of(
    bundle: Bundle, product: str, folder: Path, paths: tuple[Path, ...], pictures: tuple[Kept, ...]
) -> ProductSet:
    entry = bundle.manifest.products[product]
    sides = [tuple(index for index, one in enumerate(pictures) if one.role == role) for role in ROLES]
    split = Split(sides[0], sides[1], tuple(one.group for one in pictures))
    digests = {path: hashlib.sha256(one.data).hexdigest() for path, one in zip(paths, pictures, strict=True)}
    elsewhere = max(0, entry.n_train - len(sides[0]))
    look = Look(rehearsal_view(entry))
    return ProductSet(Product(product, folder, paths, (), ()), paths, split, digests, (), elsewhere, look)


def rehearsal_view(entry: ProductEntry) -> View:
    """How kept pictures are looked at: they are cut out and aligned already."""
    roi = entry.roi
    moved = tuple(tuple(((x - roi.x) / roi.w, (y - roi.y) / roi.h) for x, y in polygon) for polygon in entry.ignore)
    view = entry.view
    return View(roi=FULL_FRAME, ignore=moved, aspect=view.aspect, tiling=view.tiling)
