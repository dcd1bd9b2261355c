"""Images of recorded parts: read, compared with the hash in the records, judged again for their heat.

The records keep images, scores and regions, not maps; the same bundle makes the same map again.
"""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from engine.bundle import Bundle, read_bundle
from engine.decision import Limits
from engine.decode import decode_image
from engine.errors import ErrorCode, ImageError, InspectError, RecordsError
from engine.expected import ExpectedLook, has_expected_look
from engine.frames import Frame, Pixels, to_uint8
from engine.judge import Inspection, Judge
from engine.likeness import Alike, GoodParts
from engine.records.entries import ImageState
from engine.records.images import inside
from engine.review.listing import Card, StoredImage
from engine.runtime import Provider, Runtime
from engine.shelf import Shelf

BundleOf = Callable[[str], Bundle]


def read_stored(folder: Path, part: str, image: StoredImage) -> Pixels:
    """The pixels of a stored image, (H, W, 3) RGB, after its SHA-256 was compared with the records.

    RecordsError if it was never written, was removed, cannot be read, or is not what was written; ImageError if it
    cannot be decoded.
    """
    if image.state != ImageState.STORED.value:
        raise RecordsError(ErrorCode.RECORD_NO_IMAGE, part=part, why=image.state)
    try:
        data = inside(folder, image.path).read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise RecordsError(ErrorCode.RECORD_IMAGE_GONE, path=image.path, why=why) from error
    except ValueError as error:
        raise RecordsError(ErrorCode.RECORD_IMAGE_GONE, path=image.path[:80], why=str(error)) from error
    found = hashlib.sha256(data).hexdigest()
    if found != image.sha256:
        raise RecordsError(ErrorCode.RECORD_IMAGE_ALTERED, path=image.path, found=found, expected=image.sha256)
    return decode_image(data, image.path)


def read_frames(folder: Path, card: Card) -> list[Frame]:
    """All stored frames of a part. Raises as ``read_stored``; RecordsError too if none was kept."""
    if not card.images:
        raise RecordsError(ErrorCode.RECORD_NO_IMAGE, part=card.row.uuid, why="not kept")
    frames = []
    for image in card.images:
        started = time.monotonic()
        pixels = read_stored(folder, card.row.uuid, image)
        frames.append(Frame(image.position, image.path, pixels, started))
    return frames


class Shelves:
    """Bundles by hash: those on the shelf, and the one in use, which may lie elsewhere. Read once, then kept."""

    def __init__(self, data: Path, in_use: Bundle | None = None) -> None:
        self._shelf = Shelf(data)
        self._known: dict[str, Bundle] = {} if in_use is None else {in_use.sha256: in_use}

    def add(self, bundle: Bundle) -> None:
        """This one is there too."""
        self._known[bundle.sha256] = bundle

    def of(self, sha256: str) -> Bundle:
        """Raises RecordsError if it is not on this station, BundleError if it is damaged."""
        if sha256 not in self._known:
            paths = [one.path for one in self._shelf.bundles() if one.sha256 == sha256]
            if not paths:
                raise RecordsError(ErrorCode.REVIEW_NO_BUNDLE, sha256=sha256[:16])
            self._known[sha256] = read_bundle(paths[0])
        return self._known[sha256]


@dataclass(frozen=True, slots=True, eq=False)
class Detail:
    """A part looked at closely. ``inspections`` has one for each stored frame, with map and regions as they are now
    under the limits of then; ``expected`` the picture of the expected look in place of each frame, where the bundle can
    draw it; ``alike`` good training parts that resemble the frame that decided. ``problem`` is why there is no picture,
    ``no_heat`` why there is no map."""

    card: Card
    frames: tuple[Frame, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    expected: tuple[Pixels, ...] = ()
    alike: tuple[Alike, ...] = ()
    problem: InspectError | None = None
    no_heat: InspectError | None = None


class Examiner:
    """Makes details. Keeps the judges it has opened; to be used from one thread."""

    def __init__(self, folder: Path, bundles: BundleOf, threads: int = 1) -> None:
        self._folder, self._bundles, self._threads = folder, bundles, threads
        self._judges: dict[tuple[str, str], _Opened] = {}

    def look(self, card: Card, limits: Limits) -> Detail:
        """Everything about one part; what cannot be shown is told, nothing is raised for it."""
        try:
            frames = tuple(read_frames(self._folder, card))
        except (RecordsError, ImageError) as error:
            return Detail(card, problem=error)
        try:
            judge, look, good = self._open(card.bundle_sha256, card.row.product)
        except InspectError as error:
            return Detail(card, frames, no_heat=error)
        judge.limits = limits
        inspections = tuple(judge.judge(frame) for frame in frames)
        expected = () if look is None else tuple(_whole(look, frame) for frame in frames)
        failed = next((one.error for one in inspections if one.error is not None), None)
        embedding = worst(inspections).embedding
        alike = () if embedding is None else good.nearest(embedding)
        return Detail(card, frames, inspections, expected, alike, no_heat=failed)

    def _open(self, sha256: str, product: str) -> "_Opened":
        key = sha256, product
        if key not in self._judges:
            bundle = self._bundles(sha256)
            judge = Judge(bundle, product, Runtime(bundle, Provider.CPU, self._threads))
            look = ExpectedLook(bundle, product, self._threads) if has_expected_look(bundle) else None
            if len(self._judges) > 3:
                self._judges.clear()
            self._judges[key] = _Opened(judge, look, GoodParts(bundle, bundle.manifest.products[product]))
        return self._judges[key]


class _Opened(NamedTuple):
    judge: Judge
    look: ExpectedLook | None
    good: GoodParts


def worst(inspections: Sequence[Inspection]) -> Inspection:
    """The frame that decides: ERROR first, else the highest score."""
    return max(inspections, key=lambda one: float("inf") if one.score is None else one.score)


def _whole(look: ExpectedLook, frame: Frame) -> Pixels:
    """The frame with the expected look in its place; around it the frame, darkened."""
    import cv2

    picture, roi = look.of_frame(frame)
    pixels = to_uint8(frame.pixels)
    whole: Pixels = pixels // 3
    x0, y0, x1, y1 = roi.to_pixels(pixels.shape[1], pixels.shape[0])
    whole[y0:y1, x0:x1] = cv2.resize(picture, (x1 - x0, y1 - y0), interpolation=cv2.INTER_LINEAR)
    return whole
