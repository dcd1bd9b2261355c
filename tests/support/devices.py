"""A camera for tests that does what a file tells it, in a real capture process."""

import json
import time
from pathlib import Path

import numpy as np

from engine.errors import ErrorCode, SourceError
from engine.frames import Frame
from engine.sources.base import BadFrame, NoFrame
from engine.sources.devices import BadGrabError, Grabbed, NothingYetError, checked_rgb
from engine.sources.live import LiveSource
from engine.sources.spec import CameraSettings, DeviceKind, DeviceSpec
from tests.support.blows import crash, eat

FACTORY_EXPOSURE_US = 20_000.0


class FakeDevice:
    """Frames of a grey that counts up. The file at ``spec.address`` holds JSON; each key changes what happens:

    ``lost`` (cannot be opened or read), ``hang`` (seconds asleep in grab), ``hang_open`` (in opening), ``abort`` (the
    process dies), ``crash``, ``eat`` (see ``blows``), ``repeat`` (same picture), ``number`` (frame numbers: a stride, 0
    stalls, None none), ``stamp`` (False stalls the time stamp), ``cut`` (half a buffer), ``dtype``, ``size``, ``rate``
    (frames per second), ``waiting`` (no trigger came).
    """

    def __init__(self, spec: DeviceSpec) -> None:
        self._control, self._count, self._number = Path(spec.address), 0, 0
        self._restorer = spec.restorer
        if self._wish().get("lost"):
            raise self._lost()
        time.sleep(self._wish().get("hang_open", 0))

    def grab(self) -> Grabbed | None:
        wish = self._wish()
        time.sleep(1 / wish.get("rate", 50))
        if wish.get("lost"):
            raise self._lost()
        if wish.get("abort"):
            import os

            os._exit(66)
        if wish.get("crash"):
            crash()
        if wish.get("eat"):
            eat()
        if wish.get("waiting"):
            raise NothingYetError
        if "hang" in wish:
            time.sleep(wish["hang"])
        if not wish.get("repeat"):
            self._count += 1
        self._number += wish.get("number") or 0
        height, width = wish.get("size", (24, 32))
        raw = np.full((height, width, 3), self._count % 251, wish.get("dtype", "uint8"))
        if wish.get("cut"):
            raise BadGrabError(SourceError(ErrorCode.FRAME_CUT, source="fake", why="half of it came"))
        stamp = self._count / 50 if wish.get("stamp", True) else 1.0
        number = self._number if "number" in wish else None
        return Grabbed(checked_rgb(raw, "fake"), number, stamp)

    def configure(self, settings: CameraSettings) -> dict[str, float]:
        """The camera itself is a file: it keeps its exposure when the process dies."""
        camera = self._control.with_suffix(".exposure")
        now = float(camera.read_text()) if camera.exists() else FACTORY_EXPOSURE_US
        chosen = self._restorer.wanted("exposure_us", settings.exposure_us, now)
        if chosen is not None:
            camera.write_text(str(chosen))
        return {"exposure_us": now if chosen is None else chosen}

    def close(self) -> None:
        """Nothing to free."""

    def _wish(self) -> dict[str, object]:
        return json.loads(self._control.read_text())

    def _lost(self) -> SourceError:
        return SourceError(ErrorCode.SOURCE_LOST, source="fake", why="unplugged")


def open_fake(spec: DeviceSpec) -> FakeDevice:
    """The opener that travels to the capture process."""
    return FakeDevice(spec)


class Camera:
    """A fake camera and the live source over it."""

    def __init__(
        self, folder: Path, kind: DeviceKind = DeviceKind.CAMERA, newest: bool = True, **fields: object
    ) -> None:
        self.control = folder / "camera.json"
        self.wish()
        spec = DeviceSpec(kind, str(self.control), **({"timeout_s": 0.6, "open_timeout_s": 20.0} | fields))
        self.source = LiveSource(spec, "camera:fake", newest=newest, opener=open_fake)
        self.source.wait_ready(60)

    def wish(self, **wishes: object) -> None:
        """From now on, do this."""
        temporary = self.control.with_suffix(".new")
        temporary.write_text(json.dumps(wishes))
        temporary.replace(self.control)

    def next(self, timeout_s: float = 60.0) -> Frame | BadFrame:
        """The next frame, good or bad."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            frame = self.source.read()
            if isinstance(frame, (Frame, BadFrame)):
                return frame
            assert isinstance(frame, NoFrame)
        raise TimeoutError("no frame came")

    def next_good(self, timeout_s: float = 60.0) -> Frame:
        """The next good frame; bad ones are passed over."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if isinstance(frame := self.next(timeout_s), Frame):
                return frame
        raise TimeoutError("no good frame came")

    def next_bad(self, timeout_s: float = 60.0) -> BadFrame:
        """The next bad frame; good ones are passed over."""
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if isinstance(frame := self.next(timeout_s), BadFrame):
                return frame
        raise TimeoutError("no bad frame came")
