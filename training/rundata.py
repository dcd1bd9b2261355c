"""RUN/run.json: the images of a run and how they are split, so that it can be continued and exported again."""

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import cv2
import numpy as np
from pydantic import Base64Bytes, BaseModel, ConfigDict, Field, ValidationError

from engine.decode import decode_image
from engine.errors import ErrorCode, ImageError, TrainingError
from engine.files import write_atomic
from engine.view import PLAIN_VIEW, View
from training.products import Product
from training.scan import ProductSet
from training.split import Split
from training.views import Look

FILE = "run.json"
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Role = Literal["train", "calibration", "both"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ImageRecord(_Strict):
    """One image. ``path`` is relative to the product's folder where it lies inside; images of one ``group`` show one
    part."""

    path: str
    sha256: Sha256
    group: int
    role: Role


class SkippedRecord(_Strict):
    """A file that was not used, and why."""

    path: str
    why: str


class ProductRecord(_Strict):
    """The images of one product and how they are looked at. ``reference`` is the grey picture (PNG) that parts are
    aligned to."""

    name: str
    folder: str
    images: tuple[ImageRecord, ...]
    skipped: tuple[SkippedRecord, ...] = ()
    view: View = PLAIN_VIEW
    reference: Base64Bytes | None = None


class RunRecord(_Strict):
    """A run. ``weights`` says where the backbone's weights came from, ``backbone_sha256`` which they were; ``backbone``
    names a file in the run that holds them, if they cannot be had again. ``products`` is empty for a run that was
    imported."""

    format: Literal[1] = 1
    weights: str
    backbone_sha256: Sha256
    backbone: str | None = None
    products: tuple[ProductRecord, ...] = ()


def record_products(sets: Sequence[ProductSet]) -> tuple[ProductRecord, ...]:
    """What run.json says of the images."""
    return tuple(_record(one) for one in sets)


def _record(one: ProductSet) -> ProductRecord:
    folder = one.product.folder.absolute()
    train, calibration = set(one.split.train), set(one.split.calibration)
    images = tuple(
        ImageRecord(
            path=_relative(path, folder),
            sha256=one.digests[path],
            group=one.split.groups[index],
            role="both" if index in train and index in calibration else "train" if index in train else "calibration",
        )
        for index, path in enumerate(one.paths)
    )
    skipped = tuple(SkippedRecord(path=_relative(path, folder), why=why) for path, why in one.skipped)
    reference = encode_reference(one.look)
    return ProductRecord(
        name=one.product.name,
        folder=str(folder),
        images=images,
        skipped=skipped,
        view=one.look.view,
        reference=None if reference is None else base64.encodebytes(reference),
    )


def encode_reference(look: Look) -> bytes | None:
    """The picture that parts are aligned to, as PNG."""
    return None if look.reference is None else bytes(cv2.imencode(".png", look.reference)[1])


def _decode_look(record: ProductRecord) -> Look:
    if record.reference is None:
        return Look(record.view)
    try:
        pixels = decode_image(record.reference, FILE)
    except ImageError as error:
        raise TrainingError(ErrorCode.RUN_INVALID, path=record.folder, why=str(error)[:160]) from error
    return Look(record.view, np.ascontiguousarray(pixels[:, :, 0], np.uint8))


def _relative(path: Path, folder: Path) -> str:
    whole = path.absolute()
    return (whole.relative_to(folder) if whole.is_relative_to(folder) else whole).as_posix()


def restore_sets(record: RunRecord, folders: dict[str, Path] | None = None) -> tuple[ProductSet, ...]:
    """The product sets of a run; ``folders`` says where a product's images are now, if they were moved."""
    return tuple(_restore(one, (folders or {}).get(one.name, Path(one.folder))) for one in record.products)


def _restore(record: ProductRecord, folder: Path) -> ProductSet:
    paths = tuple(folder / image.path for image in record.images)
    roles = [image.role for image in record.images]
    split = Split(
        tuple(index for index, role in enumerate(roles) if role != "calibration"),
        tuple(index for index, role in enumerate(roles) if role != "train"),
        tuple(image.group for image in record.images),
    )
    digests = {path: image.sha256 for path, image in zip(paths, record.images, strict=True)}
    skipped = tuple((folder / item.path, item.why) for item in record.skipped)
    product = Product(record.name, folder, paths, (), ())
    return ProductSet(product, paths, split, digests, skipped, look=_decode_look(record))


def write_run(run: Path, record: RunRecord) -> None:
    """Write RUN/run.json whole or not at all."""
    write_atomic(run / FILE, record.model_dump_json(indent=1).encode())


def read_run(run: Path) -> RunRecord:
    """Read RUN/run.json. Raises TrainingError if it is missing, damaged or of another format."""
    path = run / FILE
    if not path.is_file():
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why=f"it has no {FILE}")
    try:
        return RunRecord.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.errors(include_url=False)[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(path), why=why[:160]) from error
