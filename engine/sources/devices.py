"""Devices that give frames through OpenCV. They block, so they run in a capture process (``engine.sources.worker``)."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2

from engine.decode import to_rgb
from engine.errors import ErrorCode, InspectError, SourceError
from engine.frames import Array, Pixels
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec

LARGEST_BYTES = 512 * 2**20
STALE = 0.95  # of the time-out


@dataclass(frozen=True, slots=True)
class Grabbed:
    """A frame as the device gave it: RGB pixels (H, W, 3), the device's own frame number and time stamp (seconds) if it
    has them."""

    pixels: Pixels
    number: int | None = None
    stamp_s: float | None = None


class BadGrabError(Exception):
    """One frame came broken; the device goes on."""

    def __init__(self, error: InspectError) -> None:
        super().__init__(str(error))
        self.error = error


class NothingYetError(Exception):
    """No frame came in time, and none had to: the camera waits for its trigger."""


class Device(Protocol):
    """An open device."""

    def grab(self) -> Grabbed | None:
        """The next frame, waiting for it; None at the end of a file. Raises BadGrabError (this frame only),
        NothingYetError (waiting for a trigger) or SourceError (device lost)."""
        ...

    def configure(self, settings: CameraSettings) -> dict[str, float]:
        """Apply settings; returns those really in force, by name."""
        ...

    def close(self) -> None:
        """Free the device."""
        ...


class CaptureDevice:
    """A camera by index, a stream by URL, or a video file."""

    def __init__(self, spec: DeviceSpec) -> None:
        self._spec = spec
        self._capture = _open_capture(spec)
        if not self._capture.isOpened():
            self._capture.release()
            raise SourceError(ErrorCode.SOURCE_LOST, source=spec.address, why="it cannot be opened")
        rate = self._capture.get(cv2.CAP_PROP_FPS)
        paced = spec.kind is DeviceKind.VIDEO and spec.paced
        self._interval_s = 1.0 / rate if paced and 0 < rate <= 1000 else 0.0
        self._next_s = time.monotonic()
        self._count = 0
        self._restorer = spec.restorer
        self.configure(spec.settings)

    def grab(self) -> Grabbed | None:
        """The next frame; a video file plays at its own pace."""
        began_s = time.monotonic()
        done, raw = self._capture.read()
        waited_s = time.monotonic() - began_s
        if self._spec.kind is DeviceKind.STREAM and self._count and waited_s >= STALE * self._spec.timeout_s:
            done = False  # nothing came; what the decoder still held is given out one by one, each a time-out later
        if not done or raw is None:
            if self._spec.kind is DeviceKind.VIDEO:
                self._check_length()
                return None
            raise SourceError(ErrorCode.SOURCE_LOST, source=self._spec.address, why="no more frames")
        if self._interval_s:
            time.sleep(max(0.0, self._next_s - time.monotonic()))
            self._next_s = max(self._next_s + self._interval_s, time.monotonic() - self._interval_s)
        self._count += 1
        stamp = self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1e3
        return Grabbed(checked_rgb(raw, self._spec.address), None, stamp if stamp > 0 else None)

    def _check_length(self) -> None:
        """A file that ends long before it should was cut; say so once."""
        expected = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        short, self._count = self._count < 0.95 * expected - 1, round(max(0.0, expected))
        if short:
            why = f"the file ends before its {round(expected)} frames"
            raise BadGrabError(SourceError(ErrorCode.FRAME_CUT, source=self._spec.address, why=why))

    def configure(self, settings: CameraSettings) -> dict[str, float]:
        """Lock exposure, gain and white balance of a camera; streams and files have nothing to set."""
        if self._spec.kind is not DeviceKind.CAMERA:
            return {}
        capture = self._capture
        if settings.lock:
            manual = 1 if os.name == "posix" else 0.25  # V4L2 and DirectShow disagree
            capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, manual)
            capture.set(cv2.CAP_PROP_AUTO_WB, 0)
        wanted = {
            "exposure_us": (cv2.CAP_PROP_EXPOSURE, settings.exposure_us, 1e-2),  # V4L2 counts 100 us
            "gain": (cv2.CAP_PROP_GAIN, settings.gain, 1.0),
            "white_balance_k": (cv2.CAP_PROP_WB_TEMPERATURE, settings.white_balance_k, 1.0),
        }
        for name, (prop, value, scale) in wanted.items():
            chosen = self._restorer.wanted(name, value, capture.get(prop) / scale)
            if chosen is not None:
                capture.set(prop, chosen * scale)
        return {name: capture.get(prop) / scale for name, (prop, _, scale) in wanted.items()}

    def close(self) -> None:
        """Free the device."""
        self._capture.release()


def _open_capture(spec: DeviceSpec) -> cv2.VideoCapture:
    """Time-outs go in where OpenCV wants them: with the constructor. Later they are ignored."""
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")  # quiet: a camera that is not there is told once, by us
    # Over UDP packets get lost, and the decoder fills their place from older pictures without a word. And nobody needs
    # to wait for the exact rate of a stream, which FFmpeg would count for more than a second at each opening.
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = "rtsp_transport;tcp|analyzeduration;200000"
    if spec.kind is DeviceKind.CAMERA:
        return cv2.VideoCapture(int(spec.address))
    if spec.kind is DeviceKind.VIDEO:
        return cv2.VideoCapture(str(Path(spec.address)), cv2.CAP_FFMPEG)
    open_ms, read_ms = round(1e3 * min(2.0, spec.open_timeout_s)), round(1e3 * spec.timeout_s)
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, open_ms, cv2.CAP_PROP_READ_TIMEOUT_MSEC, read_ms]
    return cv2.VideoCapture(spec.address, cv2.CAP_FFMPEG, limits)


def checked_rgb(raw: Array, where: str) -> Pixels:
    """RGB pixels of a frame in OpenCV's layout; BadGrabError if it cannot be shown without loss."""
    try:
        if raw.dtype.name not in ("uint8", "uint16"):
            raise SourceError(ErrorCode.IMAGE_DEPTH, path=where, dtype=str(raw.dtype))
        if raw.ndim not in (2, 3) or min(raw.shape[:2]) < 1 or raw.nbytes > LARGEST_BYTES:
            raise SourceError(ErrorCode.FRAME_CUT, source=where, why=f"shape {raw.shape}")
        return to_rgb(raw, where)
    except InspectError as error:
        raise BadGrabError(error) from error


def open_device(spec: DeviceSpec) -> Device:
    """Open what ``spec`` describes. Raises SourceError."""
    if spec.kind is DeviceKind.MJPEG:
        from engine.sources.mjpeg import open_http

        return open_http(spec)
    if spec.kind is DeviceKind.GENICAM:
        from engine.sources.genicam import GenicamDevice

        return GenicamDevice(spec)
    return CaptureDevice(spec)
