"""Reading a source in a thread of its own, a little ahead of the judge and never further."""

import logging
import threading
from collections import deque
from collections.abc import Callable

from engine.errors import ErrorCode, InspectError
from engine.frames import Frame
from engine.line.snapshot import SourceStatus
from engine.sources import BadFrame, NoFrame, Source

DEPTH = 2
log = logging.getLogger(__name__)


class Capture:
    """One opened source. ``wake`` is the line's condition: it guards everything here and is notified of each change.

    Opening happens in the thread too: a network folder or a camera may take long. A ``live`` source shows what is now:
    what was read before the line started is forgotten.
    """

    def __init__(self, name: str, opener: Callable[[], Source], wake: threading.Condition, live: bool = False) -> None:
        self._opener, self._wake = opener, wake
        self._depth, self._live = 1 if live else DEPTH, live
        self._frames: deque[Frame | BadFrame] = deque()
        self._closed = self._drained = False
        self.status = SourceStatus(name)
        self._thread = threading.Thread(target=self._work, name="capture", daemon=True)
        self._thread.start()

    @property
    def waiting(self) -> bool:
        """True if ``take`` would give a frame. Call with the lock held."""
        return bool(self._frames)

    @property
    def ended(self) -> bool:
        """True once the source is used up and every frame was taken. Call with the lock held."""
        return self._drained and not self._frames

    def take(self) -> Frame | BadFrame:
        """The oldest frame. Call with the lock held, and only if ``waiting``."""
        frame = self._frames.popleft()
        self._set(done=self.status.done + 1, ended=self.ended)
        return frame

    def refresh(self) -> None:
        """The line starts: frames of a live source that waited are of the past. Call with the lock held."""
        if self._live:
            self._frames.clear()
            self._wake.notify_all()

    def close(self) -> None:
        """Tell the thread to end; it frees the source itself. Call with the lock held."""
        self._closed = True
        self._frames.clear()
        self._wake.notify_all()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread; True if it ended in time."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            source = self._opener()
            try:
                self._read_all(source)
            finally:
                source.close()
        except InspectError as error:
            self._fail(error)
        except Exception as error:  # the line must show it; a thread that dies silently looks like a slow source
            log.exception("capture failed")
            why = f"{type(error).__name__}: {error}"[:200]
            self._fail(InspectError(ErrorCode.INTERNAL, where="capture", why=why))

    def _read_all(self, source: Source) -> None:
        with self._wake:
            self._set(name=source.name, length=source.length, ready=True)
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or len(self._frames) < self._depth)
                if self._closed:
                    return
            frame = source.read()
            with self._wake:
                if self._closed:
                    return
                if frame is None:
                    self._drained = True
                    self._set(ended=self.ended)
                    return
                self._note(frame)
                if not isinstance(frame, NoFrame):
                    self._frames.append(frame)
                    self._wake.notify_all()

    def _note(self, frame: Frame | BadFrame | NoFrame) -> None:
        """A frame ends the trouble; a bad one says nothing of the next."""
        trouble = frame.error if isinstance(frame, NoFrame) else self.status.trouble
        trouble = None if isinstance(frame, Frame) else trouble
        if trouble is not self.status.trouble:
            self._set(trouble=trouble)

    def _fail(self, error: InspectError) -> None:
        with self._wake:
            if not self._closed:
                self._set(error=error)

    def _set(self, **changes: object) -> None:
        fields = {name: getattr(self.status, name) for name in SourceStatus.__slots__}
        self.status = SourceStatus(**(fields | changes))
        self._wake.notify_all()
