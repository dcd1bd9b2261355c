"""A live look at a source before it is used. Opened, read and converted in a thread; the window takes the newest."""

import logging
import threading
import time

from PySide6.QtGui import QImage

from app.inspect.render import to_image
from engine.errors import InspectError
from engine.frames import Frame
from engine.shown import shrink
from engine.sources import BadFrame, Source, open_source
from engine.sources.base import NoFrame

log = logging.getLogger(__name__)
LONGEST_SIDE = 640
PACE_S = 0.1
REST_S = 0.02


class Preview:
    """Looks at ``uri`` until closed."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._newest: QImage | None = None
        self.frame: Frame | None = None  # the newest, at its full size
        self.error: InspectError | None = None
        self.size = (0, 0)
        self.frames = 0
        self._thread = threading.Thread(target=self._work, name="preview", daemon=True)
        self._thread.start()

    def take(self) -> QImage | None:
        """The newest picture that was not taken yet."""
        with self._lock:
            newest, self._newest = self._newest, None
            return newest

    def stop(self) -> None:
        """Ask it to end."""
        self._stop.set()

    def close(self, timeout_s: float = 3.0) -> bool:
        """End it; True if it ended in time. A camera that hangs is left to its own process."""
        self.stop()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            source = open_source(self._uri, loop=True, wait=False)
        except InspectError as error:
            self.error = error
            return
        try:
            while not self._stop.is_set() and self._read(source):
                pass
        except InspectError as error:
            self.error = error
        finally:
            source.close()

    def _read(self, source: Source) -> bool:
        found = source.read()
        if found is None:
            return False
        if isinstance(found, NoFrame):
            self.error = found.error
            self._stop.wait(REST_S)
        elif isinstance(found, BadFrame):
            self.error = found.error
            self._stop.wait(PACE_S)
        else:
            self._keep(found)
        return True

    def _keep(self, frame: Frame) -> None:
        started = time.monotonic()
        image = to_image(shrink(frame.pixels, LONGEST_SIDE, LONGEST_SIDE))
        with self._lock:
            self._newest, self.frame = image, frame
        height, width = frame.pixels.shape[:2]
        self.size, self.error = (width, height), None
        self.frames += 1
        self._stop.wait(max(0.0, PACE_S - (time.monotonic() - started)))
