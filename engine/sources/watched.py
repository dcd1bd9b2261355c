"""A folder that is watched: each new image is judged when it is complete, then left, moved or marked.

Polled, not notified: notifications do not exist on network shares, and a look at a folder costs little. A file is
complete when its size and time have not changed for a while and it decodes; one that does not decode is given time, and
only then is it an error.
"""

import time
import uuid
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from engine.decode import read_image
from engine.errors import ErrorCode, ImageError, SourceError
from engine.files import sync_folder
from engine.frames import Frame
from engine.sources.base import BadFrame, NoFrame
from engine.sources.folder import list_images

MARK = ".judged"
JUDGED_FOLDER = "judged"
_NAMESPACE = uuid.UUID("8f6a2c1e-0d52-4c63-9d0c-6d3b1b1c7a51")


class After(StrEnum):
    """What becomes of a file once its part is recorded."""

    LEAVE = "leave"
    MOVE = "move"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class WatchOptions:
    """``settle_s`` without change until a file counts as complete; ``patience_s`` until one that does not decode counts
    as damaged; ``existing``: also judge what is there at the start."""

    after: After = After.LEAVE
    settle_s: float = 0.5
    patience_s: float = 10.0
    poll_s: float = 0.2
    existing: bool = True


@dataclass(slots=True)
class _Seen:
    state: tuple[int, int]
    since_s: float
    first_s: float


class WatchedFolder:
    """A source over a watched folder. ``read`` waits at most ``poll_s``."""

    def __init__(self, folder: Path, options: WatchOptions | None = None) -> None:
        if not folder.is_dir():
            raise SourceError(ErrorCode.NOT_FOUND, path=str(folder))
        self._folder, self._options = folder, options or WatchOptions()
        self._seen: dict[Path, _Seen] = {}
        self._done: dict[Path, tuple[int, int]] = {}
        self._given: dict[int, Path] = {}
        self._next_id = 0
        self._queue: deque[Path] = deque()
        self._looked_s = -1e9
        self._lost = False
        self.skipped: tuple[tuple[Path, str], ...] = ()
        if not self._options.existing:
            self._done = {path: state for path in self._list() if (state := _state(path)) is not None}

    @property
    def name(self) -> str:
        """The folder."""
        return str(self._folder)

    @property
    def length(self) -> int | None:
        """It never ends."""
        return None

    def read(self) -> Frame | BadFrame | NoFrame | None:
        """The next complete file, oldest first."""
        if not self._queue:
            wait_s = self._looked_s + self._options.poll_s - time.monotonic()
            if wait_s > 0:
                time.sleep(wait_s)
            self._look()
        if not self._folder.is_dir():
            return self._gone()
        self._lost = False
        return self._open(self._queue.popleft()) if self._queue else NoFrame()

    def part_uuid(self, frame_id: int) -> str | None:
        """An identity that comes from the file (path, size, time), so that a file judged again after a crash is the
        same part."""
        path = self._given.get(frame_id)
        state = self._done.get(path) if path else None
        return None if state is None else uuid.uuid5(_NAMESPACE, f"{path}\0{state[0]}\0{state[1]}").hex

    def acknowledge(self, frame_id: int) -> None:
        """The part of this frame is recorded; now the file may be moved or marked. Raises SourceError."""
        path = self._given.pop(frame_id, None)
        if path is None or self._options.after is After.LEAVE:
            return
        try:
            if self._options.after is After.MARK:
                path.with_name(path.name + MARK).touch()
            else:
                self._move(path)
        except OSError as error:
            raise SourceError(ErrorCode.NOT_WRITABLE, path=str(path), why=error.strerror or str(error)) from error

    def close(self) -> None:
        """Nothing is held open."""

    def _move(self, path: Path) -> None:
        target = path.parent / JUDGED_FOLDER / path.name
        target.parent.mkdir(exist_ok=True)
        number = 1
        while target.exists():
            target, number = target.with_name(f"{path.stem}-{number}{path.suffix}"), number + 1
        path.rename(target)
        sync_folder(target.parent)
        sync_folder(path.parent)

    def _list(self) -> list[Path]:
        listing = list_images(self._folder)
        self.skipped = listing.skipped
        return [path for path in listing.files if path.parent.name != JUDGED_FOLDER]

    def _look(self) -> None:
        """Queue the files that have settled."""
        now = self._looked_s = time.monotonic()
        present = self._list()
        marked = self._options.after is After.MARK
        for path in present:
            state = _state(path)
            if state is None or self._done.get(path) == state or (marked and path.with_name(path.name + MARK).exists()):
                continue
            seen = self._seen.get(path)
            if seen is None or seen.state != state:
                self._seen[path] = _Seen(state, now, now)
            elif now - seen.since_s >= self._options.settle_s:
                self._queue.append(path)
        gone = self._seen.keys() - set(present)
        for path in gone:
            del self._seen[path]
        self._done = {path: state for path, state in self._done.items() if path in set(present)}

    def _open(self, path: Path) -> Frame | BadFrame | NoFrame:
        seen, state = self._seen.get(path), _state(path)
        if seen is None or state is None or state != seen.state:
            return NoFrame()
        started = time.perf_counter()
        try:
            pixels = read_image(path)
        except ImageError as error:
            if time.monotonic() - seen.first_s < self._options.patience_s:
                return NoFrame()  # still being written, for all we know; _look queues it again
            return BadFrame(self._give(path, state), str(path), error)
        if _state(path) != state:
            return NoFrame()
        read_ms = 1e3 * (time.perf_counter() - started)
        return Frame(self._give(path, state), str(path), pixels, time.monotonic(), read_ms)

    def _give(self, path: Path, state: tuple[int, int]) -> int:
        self._seen.pop(path, None)
        self._done[path] = state
        self._given[self._next_id] = path
        self._next_id += 1
        return self._next_id - 1

    def _gone(self) -> BadFrame | NoFrame:
        """The folder vanished (a drive, a share): tell once, then wait for it."""
        error = SourceError(ErrorCode.SOURCE_LOST, source=str(self._folder), why="the folder is gone")
        if self._lost:
            return NoFrame(error)
        self._lost = True
        self._next_id += 1
        return BadFrame(self._next_id - 1, str(self._folder), error)


def _state(path: Path) -> tuple[int, int] | None:
    """Size and time of change; None for a file that is gone or no regular file."""
    try:
        info = path.stat()
    except OSError:
        return None
    return (info.st_size, info.st_mtime_ns) if info.st_size > 0 else None
