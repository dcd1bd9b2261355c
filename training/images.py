"""Decoding in parallel, in order, with bounded memory."""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.decode import decode_image, read_bytes
from engine.errors import ErrorCode, ImageError, TrainingError
from engine.preprocess import Preprocessor, Seen


@dataclass(frozen=True, slots=True)
class Prepared:
    """An image as the model sees it, and a tiny grey thumbnail float32 (16 x 16) of what is judged of it.

    ``sha256`` is of the file, ``size`` the image's own (H, W)."""

    path: Path
    seen: Seen
    thumbnail: NDArray[np.float32]
    sha256: str
    size: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Refused:
    """An image that cannot be used, and why."""

    path: Path
    why: str
    code: ErrorCode | None = None


def load(path: Path, preprocessor: Preprocessor) -> Prepared:
    """Read and prepare one image. Raises ImageError."""
    data = read_bytes(path)
    whole = decode_image(data, str(path))
    seen = preprocessor.prepare(whole, str(path))
    grey = cv2.cvtColor(seen.drawn, cv2.COLOR_RGB2GRAY)
    thumbnail = cv2.resize(grey, (16, 16), interpolation=cv2.INTER_AREA).astype(np.float32)
    return Prepared(path, seen, thumbnail, hashlib.sha256(data).hexdigest(), (whole.shape[0], whole.shape[1]))


def load_all(paths: Iterable[Path], preprocessor: Preprocessor, workers: int) -> Iterator[Prepared | Refused]:
    """Every path in order, decoded by ``workers`` threads, at most a few ahead of the consumer."""
    return load_each(((path, preprocessor) for path in paths), workers)


def load_each(items: Iterable[tuple[Path, Preprocessor]], workers: int) -> Iterator[Prepared | Refused]:
    """The same where pictures of several products come one after another."""

    def attempt(path: Path, preprocessor: Preprocessor) -> Prepared | Refused:
        try:
            return load(path, preprocessor)
        except ImageError as error:
            return Refused(path, str(error), error.code)

    with ThreadPoolExecutor(max(1, workers)) as pool:
        waiting: deque[Future[Prepared | Refused]] = deque()
        for item in items:
            waiting.append(pool.submit(attempt, *item))
            if len(waiting) > 4 * max(1, workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def unchanged(images: Iterator[Prepared | Refused], digests: Mapping[Path, str]) -> Iterator[Prepared]:
    """Images that were fine when the folder was scanned. TrainingError if one changed or vanished since: limits and
    features of other images than those listed would look right and be wrong."""
    for image in images:
        if isinstance(image, Refused) or image.sha256 != digests[image.path]:
            raise TrainingError(ErrorCode.TRAIN_IMAGE_CHANGED, path=str(image.path))
        yield image


def check_unchanged(path: Path, sha256: str) -> None:
    """The same for one file, without decoding it."""
    try:
        same = hashlib.sha256(read_bytes(path)).hexdigest() == sha256
    except ImageError:
        same = False
    if not same:
        raise TrainingError(ErrorCode.TRAIN_IMAGE_CHANGED, path=str(path))


def batches(images: Iterator[Prepared], size: int) -> Iterator[list[NDArray[np.uint8]]]:
    """The model's inputs (H, W, 3), those of one image after another, as lists of at most ``size``."""
    batch: list[NDArray[np.uint8]] = []
    for image in images:
        for one in image.seen.inputs:
            batch.append(one)
            if len(batch) == size:
                yield batch
                batch = []
    if batch:
        yield batch
