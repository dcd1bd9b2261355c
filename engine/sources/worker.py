"""The inside of a capture process: opens a device, grabs frames into shared memory, opens it again when it is lost.

Everything that may hang or crash, a driver or a decoder, happens here; the station only ever waits for messages with a
time limit, and ends this process when none come. Messages are JSON; frames lie in the slots of one shared block, which
the station owns, and a slot is written only after the station has given it back.
"""

import contextlib
import json
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, replace
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np

from engine.errors import ErrorCode, InspectError, SourceError
from engine.sources.devices import BadGrabError, Device, Grabbed, NothingYetError
from engine.sources.spec import CameraSettings, DeviceSpec

SLOTS = 4
RETRY_S = 0.3
Opener = Callable[[DeviceSpec], Device]
Message = dict[str, Any]


def capture_main(spec: DeviceSpec, opener: Opener, pipe: "Connection[Any, Any]") -> None:
    """Entry point of the process; returns at the end of a file or when the station hangs up."""
    leave_with_parent()
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError, OSError):
        _Worker(spec, opener, pipe).run()


def leave_with_parent() -> None:
    """End with the station even if a driver hangs; Ctrl-C is the station's business."""
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(0)

    threading.Thread(target=watch, name="leave-with-parent", daemon=True).start()


def error_message(error: Exception) -> Message:
    """An error as it travels."""
    if isinstance(error, InspectError):
        return {"code": error.code.value, "params": dict(error.params)}
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
    return {"code": ErrorCode.SOURCE_LOST.value, "params": {"source": "device", "why": why}}


class _Worker:
    def __init__(self, spec: DeviceSpec, opener: Opener, pipe: "Connection[Any, Any]") -> None:
        self._spec, self._opener, self._pipe = spec, opener, pipe
        self._block: SharedMemory | None = None
        self._slot_bytes = 0
        self._free: deque[int] = deque()
        self._settings = spec.settings
        self._skipped = 0

    def run(self) -> None:
        self._send({"hello": True})
        while True:
            try:
                device = self._opener(replace(self._spec, settings=self._settings))
            except Exception as error:  # drivers raise what they like; whatever it is, the device is not there
                self._send({"lost": error_message(error)})
                self._rest()
                continue
            try:
                self._configure(device)
                if self._grab_all(device):
                    return
            except SourceError as error:
                self._send({"lost": error_message(error)})
            finally:
                with contextlib.suppress(Exception):
                    device.close()
            self._rest()

    def _grab_all(self, device: Device) -> bool:
        """Grab until the end (True) or until the device is lost."""
        while True:
            self._obey(device)
            try:
                grabbed = device.grab()
            except NothingYetError:
                self._send({"idle": True})
                continue
            except BadGrabError as bad:
                self._send({"bad": error_message(bad.error), "time": time.monotonic()})
                continue
            except SourceError:
                raise
            except Exception as error:
                raise _as_source_error(error, self._spec) from error
            if grabbed is None:
                self._send({"end": True})
                while True:  # the station still reads slots; leave when it hangs up
                    self._receive(None)
            self._put(grabbed, time.monotonic(), device)

    def _put(self, grabbed: Grabbed, moment: float, device: Device) -> None:
        pixels = np.ascontiguousarray(grabbed.pixels)
        while pixels.nbytes > self._slot_bytes:
            self._send({"need": pixels.nbytes})
            while pixels.nbytes > self._slot_bytes:
                self._receive(device)
        while not self._free and self._spec.lossless:
            self._receive(device)
        if not self._free or self._block is None:
            self._skipped += 1
            return
        slot = self._free.popleft()
        np.ndarray(pixels.shape, pixels.dtype, self._block.buf, slot * self._slot_bytes)[...] = pixels
        shape, kind = list(pixels.shape), pixels.dtype.name
        frame = {"slot": slot, "shape": shape, "dtype": kind, "time": moment, "skipped": self._skipped}
        self._send({"frame": frame | {"number": grabbed.number, "stamp": grabbed.stamp_s}})
        self._skipped = 0

    def _send(self, message: Message) -> None:
        self._pipe.send_bytes(json.dumps(message).encode())

    def _obey(self, device: Device | None) -> None:
        while self._pipe.poll(0):
            self._receive(device)

    def _rest(self) -> None:
        """Pause before the device is opened again, listening."""
        if self._pipe.poll(RETRY_S):
            self._obey(None)

    def _receive(self, device: Device | None) -> None:
        """Do what the station says: a slot is free, a new block, other settings."""
        message: Message = json.loads(self._pipe.recv_bytes())
        if "free" in message:
            if message["block"] == (self._block.name if self._block else ""):
                self._free.append(message["free"])
        elif "block" in message:
            old, self._block = self._block, SharedMemory(message["block"])
            self._slot_bytes, self._free = message["bytes"], deque(range(SLOTS))
            if old is not None:
                old.close()
        elif "configure" in message:
            self._settings = CameraSettings(**message["configure"])
            if device is not None:
                self._configure(device)

    def _configure(self, device: Device) -> None:
        """Apply the settings; tell what is in force, and what was before, for a process that may take our place."""
        found = device.configure(self._settings)
        self._send({"open": found, "before": self._spec.restorer.before})


def _as_source_error(error: Exception, spec: DeviceSpec) -> SourceError:
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:150]
    return SourceError(ErrorCode.SOURCE_LOST, source=spec.address, why=why)


def settings_message(settings: CameraSettings) -> Message:
    """Settings as they travel."""
    return {"configure": asdict(settings)}
