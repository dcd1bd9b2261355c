"""A live source: a capture process, watched, and found again by itself when it is lost."""

import time
from collections import deque

from engine.errors import ErrorCode, InspectError, SourceError
from engine.frames import Frame
from engine.sources.base import BadFrame, NoFrame
from engine.sources.devices import open_device
from engine.sources.health import Watch
from engine.sources.process import Captured, CaptureProcess, Trouble
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec
from engine.sources.worker import Opener

READ_S = 0.25
MOST_MISSING = 1000


class LiveSource:
    """Camera, stream, GenICam camera or video file.

    ``newest`` passes over frames nobody took (a preview, free running); without it every frame counts. ``name`` is for
    people. Lost: one BadFrame, then NoFrame until it is back.
    """

    def __init__(self, spec: DeviceSpec, name: str, newest: bool = True, opener: Opener = open_device) -> None:
        self._spec, self._name = spec, name
        self._process = CaptureProcess(spec, opener, newest=newest and not spec.lossless)
        self._watch = Watch(spec)
        self._ready: deque[Frame | BadFrame] = deque()
        self._frame_id = 0
        self._lost: InspectError | None = None
        self.missing = 0

    @property
    def name(self) -> str:
        """The address as it was given."""
        return self._name

    @property
    def length(self) -> int | None:
        """Live sources have no end that is known beforehand."""
        return None

    @property
    def passed_over(self) -> int:
        """Frames that came but were not taken."""
        return self._process.passed_over

    @property
    def restarts(self) -> int:
        """How often the capture process was replaced."""
        return self._process.restarts

    @property
    def lost(self) -> InspectError | None:
        """Why the source is lost, or None."""
        return self._lost

    @property
    def in_force(self) -> dict[str, float]:
        """Camera settings as the camera reports them."""
        return dict(self._process.in_force)

    def configure(self, settings: CameraSettings) -> None:
        """Lock other settings, for a change of product."""
        self._process.configure(settings)

    def wait_ready(self, timeout_s: float) -> None:
        """Wait for the first frame. Raises SourceError if the device cannot be opened, or not in time."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            frame = self.read()
            if frame is None:
                raise SourceError(ErrorCode.SOURCE_LOST, source=self._name, why="it has no frames")
            if self._lost is not None:
                raise self._lost
            if not isinstance(frame, NoFrame):
                self._ready.appendleft(frame)
                return
        raise SourceError(ErrorCode.SOURCE_HANGS, source=self._name, seconds=round(timeout_s, 1))

    def read(self) -> Frame | BadFrame | NoFrame | None:
        """The next frame, waiting at most a quarter of a second."""
        if self._ready:
            return self._ready.popleft()
        item = self._process.take(READ_S)
        if isinstance(item, Captured):
            return self._take(item)
        if isinstance(item, Trouble):
            if item.over:
                raise item.error
            if item.gone:
                if self._spec.kind is DeviceKind.VIDEO:
                    raise item.error
                self._lost = item.error
                self._watch.reset()
            return self._bad(item.error)
        return None if self._process.ended else NoFrame(self._lost)

    def close(self) -> None:
        """End the capture process."""
        self._process.close()

    def _take(self, captured: Captured) -> Frame | BadFrame | NoFrame | None:
        self._lost = None
        missing = self._watch.missing(captured)
        problem = self._watch.check(captured)
        self.missing += missing
        if self._spec.hardware_trigger:  # a missing frame is a missing part
            error = SourceError(ErrorCode.SOURCE_DROPPED, source=self._name, count=1)
            self._ready.extend(self._bad(error) for _ in range(min(missing, MOST_MISSING)))
        source = f"{self._name}#{self._frame_id}"
        self._ready.append(
            self._bad(problem) if problem else Frame(self._next(), source, captured.pixels, captured.time_s)
        )
        return self._ready.popleft()

    def _bad(self, error: InspectError) -> BadFrame:
        return BadFrame(self._next(), self._name, error)

    def _next(self) -> int:
        self._frame_id += 1
        return self._frame_id - 1
