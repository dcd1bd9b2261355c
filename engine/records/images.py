"""Image files of the records: written durably before the row that names them."""

import errno
import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.errors import ErrorCode, RecordsError
from engine.files import sync_folder
from engine.records.entries import ImageBody, ImageState

FOLDER = "images"
TEMPORARY = ".new-"
NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class EncodedImage:
    """One frame of a part, encoded. ``frame`` is its position in the part, ``suffix`` ``.png`` or ``.jpg``."""

    frame: int
    data: bytes
    suffix: str


def image_path(uuid: str, utc: str, frame: int, suffix: str) -> str:
    """Where an image lies below the data folder: one folder for each day."""
    return f"{FOLDER}/{utc[:10]}/{uuid}-{frame}{suffix}"


def inside(root: Path, path: str) -> Path:
    """The file of a stored path. Raises ValueError if the path leads out of the images' folder (a forged row)."""
    parts = PurePosixPath(path).parts
    if len(parts) < 2 or parts[0] != FOLDER or ".." in parts or "\\" in path or ":" in path:
        raise ValueError(f"not a path of an image: {path[:80]}")
    return root.joinpath(*parts)


class ImageStore:
    """Writes image files below the data folder ``root``. Used by the one writer."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._durable: set[Path] = set()

    def store(self, uuid: str, utc: str, images: Sequence[EncodedImage]) -> dict[int, ImageBody]:
        """Write the images of one part; they survive a power cut once ``sync`` has run too.

        A full disk gives ``missing`` (the part is recorded all the same); any other error is a RecordsError: the disk
        is not to be trusted, and nothing is tried twice.
        """
        stored = {}
        for image in images:
            path = image_path(uuid, utc, image.frame, image.suffix)
            body = ImageBody(path=path, sha256=hashlib.sha256(image.data).hexdigest(), size=len(image.data))
            try:
                target = inside(self._root, path)
                self._make_folder(target.parent)
                _write(target, image.data)
            except OSError as error:
                if error.errno not in NO_SPACE:
                    raise _disk_error(self._root, error) from error
                body = body.model_copy(update={"state": ImageState.MISSING, "why": "no space left"})
            stored[image.frame] = body
        return stored

    def sync(self, bodies: Sequence[ImageBody]) -> None:
        """Make the names of stored images durable: one sync for each folder."""
        folders = {inside(self._root, body.path).parent for body in bodies if body.state is ImageState.STORED}
        try:
            for folder in sorted(folders):
                sync_folder(folder)
        except OSError as error:
            raise _disk_error(self._root, error) from error

    def _make_folder(self, folder: Path) -> None:
        """A day's folder. Its own name must be durable too; one found here may come from a run that was killed before
        it got that far, so it is synced once by each run."""
        if folder in self._durable:
            return
        folder.mkdir(parents=True, exist_ok=True)
        sync_folder(folder.parent)
        sync_folder(self._root)
        self._durable.add(folder)


def _write(target: Path, data: bytes) -> None:
    """Temporary name, fsync, rename. After an error nothing is left behind."""
    temporary = target.with_name(TEMPORARY + target.name)
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    except OSError:
        os.close(handle)
        temporary.unlink(missing_ok=True)
        raise
    os.close(handle)
    temporary.replace(target)


def remove_leftovers(root: Path) -> int:
    """Delete temporary files of a writer that was killed; returns how many. Finished images are never touched."""
    count = 0
    for path in (root / FOLDER).glob(f"*/{TEMPORARY}*"):
        path.unlink(missing_ok=True)
        count += 1
    return count


def _disk_error(root: Path, error: OSError) -> RecordsError:
    return RecordsError(ErrorCode.RECORDS_DISK, path=str(root), why=error.strerror or str(error))
