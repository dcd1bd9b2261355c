"""The station's side of a capture process: starts it, takes its frames, ends and replaces it when it hangs."""

import contextlib
import json
import logging
import multiprocessing
import threading
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

import numpy as np

from engine.errors import ErrorCode, InspectError, SourceError
from engine.frames import Pixels
from engine.restarts import WITHIN_S, Restarts
from engine.shared import free
from engine.sources.devices import open_device
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec
from engine.sources.worker import SLOTS, Message, Opener, capture_main, settings_message

log = logging.getLogger(__name__)
JOIN_S = 1.0
POLL_S = 0.1
REOPEN_S = 4.0
START_S = 30.0


@dataclass(frozen=True, slots=True)
class Captured:
    """A frame with the time of capture (monotonic seconds), the device's own number and time stamp, and how many
    frames before it were skipped because nobody took them."""

    pixels: Pixels
    time_s: float
    number: int | None
    stamp_s: float | None
    skipped: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something instead of a frame. ``gone``: the device is lost, until frames come again; else one bad frame.
    ``over``: it is given up, nothing comes any more."""

    error: InspectError
    gone: bool
    over: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    frame: Message
    block: SharedMemory


class CaptureProcess:
    """Runs ``opener(spec)`` in a process. ``newest`` keeps only the newest frame for the reader; otherwise frames wait
    in order, and the device's side skips (or, lossless, waits) when there are too many.

    One thread receives; ``take`` is called by one reader.
    """

    def __init__(self, spec: DeviceSpec, opener: Opener = open_device, newest: bool = True) -> None:
        self._spec, self._opener, self._newest = spec, opener, newest
        self._wake = threading.Condition()
        self._life = threading.Lock()  # around starting and ending the process
        self._waiting: deque[_Waiting | Trouble] = deque()
        self._blocks: list[SharedMemory] = []
        self._settings = spec.settings
        self._gone = self._ended = self._closed = False
        self._crashes = Restarts()
        self.passed_over = 0
        self.restarts = -1
        self.in_force: dict[str, float] = {}
        self._start()
        self._thread = threading.Thread(target=self._receive_all, name=f"capture {spec.address}", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process now in use."""
        return self._process.pid

    @property
    def ended(self) -> bool:
        """True once a file is used up and all its frames are taken."""
        with self._wake:
            return self._ended and not self._waiting

    def take(self, timeout_s: float) -> Captured | Trouble | None:
        """The next frame or trouble; None if nothing came in time, or at the end."""
        with self._wake:
            self._wake.wait_for(lambda: self._waiting or self._ended or self._closed, timeout_s)
            if not self._waiting:
                return None
            item = self._waiting.popleft()
            if isinstance(item, Trouble):
                return item
            frame = item.frame
            start = frame["slot"] * (item.block.size // SLOTS)
            # Copied under the lock: a block must not be unlinked under us.
            pixels: Pixels = np.array(np.ndarray(frame["shape"], frame["dtype"], item.block.buf, start))
            self._give_back(item)
        return Captured(pixels, frame["time"], frame["number"], frame["stamp"], frame["skipped"])

    def configure(self, settings: CameraSettings) -> None:
        """Other settings, now and after every restart; ``in_force`` tells later what the device made of them."""
        with self._wake:
            self._settings = settings
            self._send(settings_message(settings))

    def close(self) -> None:
        """End the process, hard if it hangs."""
        with self._wake:
            if self._closed:
                return
            self._closed = True
            self._wake.notify_all()
        self._end_process()
        self._thread.join()
        self._end_process()  # one that was just being started
        with self._wake:
            self._waiting.clear()
            for block in self._blocks:
                free(block)
            self._blocks.clear()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        with self._life:
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=capture_main, args=(self._spec, self._opener, theirs), name="capture", daemon=True
            )
            self._process.start()
            theirs.close()
            self._over = False
        if self._settings != self._spec.settings:
            self._send(settings_message(self._settings))
        self.restarts += 1
        self._alive_s = time.monotonic()
        self._had_frame = self._running = False

    def _end_process(self) -> None:
        with self._life:
            if self._over:
                return
            self._over = True
            self._process.terminate()
            self._process.join(JOIN_S)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
            self._pipe.close()  # the process object stays open: the interpreter's exit may be looking at it

    def _receive_all(self) -> None:
        while not self._closed:
            try:
                message = json.loads(self._pipe.recv_bytes()) if self._pipe.poll(POLL_S) else None
            except (EOFError, OSError):
                if self._ended or self._closed:
                    return
                self._replace(ErrorCode.SOURCE_LOST, why="its capture process ended")
                continue
            if message is not None:
                self._running = True
                self._alive_s = time.monotonic()
                self._handle(message)
            elif not self._ended and not self._held_up() and time.monotonic() - self._alive_s > self._patience_s():
                self._replace(ErrorCode.SOURCE_HANGS, seconds=round(self._patience_s(), 1))

    def _patience_s(self) -> float:
        """Seconds without a message after which the process counts as hanging. Starting and opening take longer than a
        frame; a device that was here before is looked for in shorter turns."""
        if self._had_frame:
            return self._spec.timeout_s
        if not self._running:
            return START_S
        return min(self._spec.open_timeout_s, REOPEN_S) if self._gone else self._spec.open_timeout_s

    def _held_up(self) -> bool:
        """True if the process waits for us, not we for it."""
        return self._spec.lossless and len(self._waiting) >= SLOTS

    def _replace(self, code: ErrorCode, **params: str | float) -> None:
        """A hanging or dead process is ended, and another takes its place, unless that has not helped again and again.
        A device that is not there may hang as often as it is looked for, and a network may be silent as often."""
        error = SourceError(code, source=self._spec.address, **params)
        network = self._spec.kind in (DeviceKind.STREAM, DeviceKind.MJPEG)
        absent = code is ErrorCode.SOURCE_HANGS and (network or not self._had_frame)
        count = None if absent else self._crashes.too_many()
        if count is None:
            self._tell_gone(error)
        self._end_process()
        with self._wake:
            self._waiting = deque(item for item in self._waiting if isinstance(item, Trouble))
            if self._closed:
                return
            if count is not None:
                self._give_up(count, str(params.get("why", error)))
                return
        self._start()

    def _give_up(self, count: int, why: str) -> None:
        """With the lock held."""
        error = SourceError(
            ErrorCode.SOURCE_CRASHES, source=self._spec.address, count=count, seconds=round(WITHIN_S), why=why
        )
        self._waiting.append(Trouble(error, gone=True, over=True))
        self._ended = True
        self._wake.notify_all()

    def _handle(self, message: Message) -> None:
        if "frame" in message:
            self._had_frame = True
            with self._wake:
                self._gone = False
                last = self._waiting[-1] if self._newest and self._waiting else None
                if isinstance(last, _Waiting):
                    self._waiting.pop()
                    self._give_back(last)
                    self.passed_over += 1
                self.passed_over += message["frame"]["skipped"]
                self._waiting.append(_Waiting(message["frame"], self._blocks[-1]))
                self._wake.notify_all()
        elif "need" in message:
            self._make_block(message["need"])
        elif "lost" in message:
            self._had_frame = False
            self._tell_gone(_error_of(message["lost"]))
        elif "bad" in message:
            with self._wake:
                self._had_frame = True
                self._waiting.append(Trouble(_error_of(message["bad"]), gone=False))
                self._wake.notify_all()
        elif "open" in message:
            self.in_force, self._spec.restorer.before = message["open"], message["before"]
            if missed := self._settings.not_taken(self.in_force):
                log.warning("%s does not take %s: it has %s", self._spec.address, ", ".join(missed), self.in_force)
        elif "end" in message:
            with self._wake:
                self._ended = True
                self._wake.notify_all()

    def _tell_gone(self, error: SourceError) -> None:
        """Tell once for each loss."""
        with self._wake:
            if not self._gone:
                self._waiting.append(Trouble(error, gone=True))
                self._wake.notify_all()
            self._gone = True

    def _make_block(self, size: int) -> None:
        with self._wake:
            block = SharedMemory(create=True, size=size * SLOTS)
            self._blocks.append(block)
            used = {id(item.block) for item in self._waiting if isinstance(item, _Waiting)} | {id(block)}
            for old in [old for old in self._blocks if id(old) not in used]:
                self._blocks.remove(old)
                free(old)
            self._send({"block": block.name, "bytes": block.size // SLOTS})

    def _give_back(self, item: _Waiting) -> None:
        self._send({"free": item.frame["slot"], "block": item.block.name})

    def _send(self, message: Message) -> None:
        with contextlib.suppress(OSError, ValueError):  # a dead process is noticed where we receive
            self._pipe.send_bytes(json.dumps(message).encode())


def _error_of(message: Message) -> SourceError:
    return SourceError(ErrorCode(message["code"]), **message["params"])
