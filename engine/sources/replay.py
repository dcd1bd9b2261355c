"""Frames from the records: parts that were judged before, for a look with other limits or another model."""

import hashlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from engine.decode import decode_image
from engine.errors import ErrorCode, ImageError, SourceError
from engine.frames import Frame
from engine.records.entries import FrameBody, ImageState, PartBody
from engine.records.images import inside
from engine.records.reader import RecordReader
from engine.sources.base import BadFrame, NoFrame

PAGE = 200


class ReplaySource:
    """The stored frames of a data folder, in order. ``wanted`` chooses parts. Frames without an image are passed over
    and counted in ``without_image``; an image that was changed is a BadFrame."""

    def __init__(self, folder: Path, wanted: Callable[[PartBody], bool] = lambda _part: True) -> None:
        self._reader = RecordReader(folder)
        self._folder, self._wanted = folder, wanted
        self._frames = self._all()
        self._next_id = 0
        self.without_image = 0

    @property
    def name(self) -> str:
        """The data folder."""
        return f"records:{self._folder}"

    @property
    def length(self) -> int | None:
        """Not known beforehand."""
        return None

    def read(self) -> Frame | BadFrame | NoFrame | None:
        """The next stored frame; None at the end."""
        for uuid, frame in self._frames:
            path = frame.image.path if frame.image and frame.image.state is ImageState.STORED else None
            if path is None or frame.image is None or path in self._reader.removed([path]):
                self.without_image += 1
                continue
            self._next_id += 1
            name = f"records:{uuid}"
            started = time.perf_counter()
            try:
                pixels = decode_image(self._bytes(path, frame.image.sha256), name)
            except (ImageError, SourceError) as error:
                return BadFrame(self._next_id - 1, name, error)
            read_ms = 1e3 * (time.perf_counter() - started)
            return Frame(self._next_id - 1, name, pixels, time.monotonic(), read_ms)
        return None

    def close(self) -> None:
        """Let go of the records."""
        self._reader.close()

    def _bytes(self, path: str, sha256: str) -> bytes:
        try:
            data = inside(self._folder, path).read_bytes()
        except (OSError, ValueError) as error:
            raise SourceError(ErrorCode.NOT_FOUND, path=path) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ImageError(ErrorCode.IMAGE_DAMAGED, path=path, why="it is not the image that was recorded")
        return data

    def _all(self) -> Iterator[tuple[str, FrameBody]]:
        after = 0
        while page := list(self._reader.parts_after(after, PAGE)):
            for seq, part in page:
                after = seq
                if self._wanted(part):
                    yield from ((part.uuid, frame) for frame in part.frames)
