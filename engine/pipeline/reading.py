"""One thread for each source: it reads when it may, and tells the line what came."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import ErrorCode, InspectError
from engine.frames import Frame
from engine.sources import BadFrame, NoFrame, Source
from engine.sources.watched import WatchedFolder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class FrameCame:
    """A frame of source ``source``; ``uuid`` if the source gives its parts an identity of their own (a file)."""

    source: int
    frame: Frame | BadFrame
    uuid: str | None = None


@dataclass(frozen=True, slots=True)
class SourceChanged:
    """A source became lost (``error``) or is back (None); ``over``: it has ended, or failed for good."""

    source: int
    error: InspectError | None
    over: bool = False


News = FrameCame | SourceChanged


class Reader:
    """Reads one source. ``endless``: as fast as frames come; otherwise as far as ``allow`` says."""

    def __init__(self, index: int, opener: Callable[[], Source], tell: Callable[[News], None], endless: bool) -> None:
        self._index, self._opener, self._tell, self._endless = index, opener, tell, endless
        self._wake = threading.Condition()
        self._until = self._read = 0
        self._recorded: deque[int] = deque()
        self._closed = False
        self.source: Source | None = None
        self._thread = threading.Thread(target=self._work, name=f"source {index}", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def allow(self, until: int) -> None:
        """Let frames be read until so many have been read in all. Who allows knows how many have come, so that one on
        its way is never counted twice."""
        with self._wake:
            self._until = until
            self._wake.notify_all()

    def recorded(self, frame_id: int) -> None:
        """The part of this frame is in the records; a watched folder may now move its file."""
        with self._wake:
            self._recorded.append(frame_id)
            self._wake.notify_all()

    def close(self, timeout_s: float) -> bool:
        """End; False if the source hangs."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            source = self._opener()
            self.source = source
            try:
                self._read_all(source)
            finally:
                source.close()
        except InspectError as error:
            self._tell(SourceChanged(self._index, error, over=True))
        except Exception as error:  # a thread that dies silently would look like a slow source
            log.exception("reading a source failed")
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            cause = InspectError(ErrorCode.INTERNAL, where="source", why=why)
            self._tell(SourceChanged(self._index, cause, over=True))

    def _read_all(self, source: Source) -> None:
        lost: InspectError | None = None
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or self._endless or self._read < self._until or self._recorded)
                self._acknowledge(source)
                if self._closed:
                    return
                if not self._endless and self._read >= self._until:
                    continue
            frame = source.read()
            if frame is None:
                self._tell(SourceChanged(self._index, None, over=True))
                return
            error = frame.error if isinstance(frame, NoFrame) else None
            if error is not lost and not isinstance(frame, BadFrame):
                lost = error
                self._tell(SourceChanged(self._index, error))
            if not isinstance(frame, NoFrame):
                self._read += 1
                uuid = source.part_uuid(frame.frame_id) if isinstance(source, WatchedFolder) else None
                self._tell(FrameCame(self._index, frame, uuid))

    def _acknowledge(self, source: Source) -> None:
        """With the lock held; a folder that cannot be written to is told, and its parts are recorded all the same."""
        while self._recorded:
            frame_id = self._recorded.popleft()
            if isinstance(source, WatchedFolder):
                try:
                    source.acknowledge(frame_id)
                except InspectError as error:
                    log.warning("%s", error)
