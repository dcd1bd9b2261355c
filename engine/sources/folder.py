"""A folder of images, read recursively in natural order (2 before 10)."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from engine.decode import EXTENSIONS, read_image
from engine.errors import ErrorCode, ImageError, SourceError
from engine.frames import Frame
from engine.sources.base import BadFrame


@dataclass(frozen=True, slots=True)
class Listing:
    """Image files of a folder, and what was skipped with the reason."""

    files: tuple[Path, ...]
    skipped: tuple[tuple[Path, str], ...]


def list_images(folder: Path) -> Listing:
    """All image files below ``folder`` by extension, in natural order. Links to folders are not followed (loops)."""
    from natsort import natsorted, ns  # a window opens without it

    files: list[Path] = []
    skipped: list[tuple[Path, str]] = []
    unreadable = lambda error: skipped.append((Path(error.filename or folder), error.strerror or "unreadable"))  # noqa: E731
    for root, folders, names in os.walk(folder, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in sorted(names):  # the natural order leaves a1 and A1 as they come
            path = Path(root) / name
            why = _why_skipped(path)
            if why:
                skipped.append((path, why))
            else:
                files.append(path)
    return Listing(tuple(natsorted(files, key=str, alg=ns.PATH | ns.IGNORECASE)), tuple(skipped))


def _why_skipped(path: Path) -> str:
    if path.name.startswith("."):
        return "hidden file"
    if path.suffix.lower() not in EXTENSIONS:
        return "not an image file"
    if not path.is_file():
        return "not a regular file"
    return "" if os.access(path, os.R_OK) else "no permission to read it"


class FolderSource:
    """Streams the images of a folder, or a single image file, once or in a loop."""

    def __init__(self, path: Path, loop: bool = False) -> None:
        if path.is_dir():
            listing = list_images(path)
        elif path.exists():
            listing = Listing((path,), ())
        else:
            raise SourceError(ErrorCode.NOT_FOUND, path=str(path))
        if not listing.files:
            raise SourceError(ErrorCode.SOURCE_EMPTY, path=str(path), skipped=len(listing.skipped))
        self.files, self.skipped = listing.files, listing.skipped
        self._path, self._loop, self._next = path, loop, 0

    @property
    def name(self) -> str:
        """The folder."""
        return str(self._path)

    @property
    def length(self) -> int | None:
        """Number of images, or None in a loop."""
        return None if self._loop else len(self.files)

    def read(self) -> Frame | BadFrame | None:
        """The next image; a damaged one is a BadFrame."""
        if self._next >= len(self.files) and not self._loop:
            return None
        frame_id, path = self._next, self.files[self._next % len(self.files)]
        self._next += 1
        started = time.perf_counter()
        try:
            pixels = read_image(path)
        except ImageError as error:
            return BadFrame(frame_id, str(path), error)
        return Frame(frame_id, str(path), pixels, time.monotonic(), 1e3 * (time.perf_counter() - started))

    def close(self) -> None:
        """Nothing is held open."""
