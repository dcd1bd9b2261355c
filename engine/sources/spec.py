"""What a capture process has to open, in plain values that travel to it."""

from dataclasses import dataclass, field
from enum import StrEnum

CLOSE = 0.05
_VALUES = ("exposure_us", "gain", "white_balance_k", "balance_red", "balance_blue")


class DeviceKind(StrEnum):
    """How frames are fetched."""

    CAMERA = "camera"
    STREAM = "stream"
    MJPEG = "mjpeg"
    VIDEO = "video"
    GENICAM = "genicam"


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Settings that are locked while a product runs. ``exposure_us`` in microseconds, ``gain`` in the camera's unit;
    white balance is in kelvin, or for GenICam, which knows none, the ratios of red and blue (``balance_red``,
    ``balance_blue``). None leaves a setting as it was before any product changed it, but switches its automatic off if
    ``lock``."""

    exposure_us: float | None = None
    gain: float | None = None
    white_balance_k: float | None = None
    lock: bool = True
    balance_red: float | None = None
    balance_blue: float | None = None

    def not_taken(self, found: dict[str, float]) -> list[str]:
        """What was asked for and is not so, by what the camera says; steps of a few per cent are the camera's own."""
        wanted = {name: getattr(self, name) for name in _VALUES if getattr(self, name) is not None}
        return [name for name, value in wanted.items() if abs(found.get(name, -1.0) - value) > CLOSE * abs(value)]


class Restorer:
    """Remembers what a setting was before a product changed it: a product that does not ask for it gets that again.
    It travels with the specification, so that a camera opened anew does not take the last product's values for its own.
    """

    def __init__(self) -> None:
        self.before: dict[str, float] = {}

    def wanted(self, name: str, value: float | None, now: float) -> float | None:
        """What to set ``name`` to, which is ``now``; None: leave it alone."""
        if value is None:
            return self.before.pop(name, None)
        self.before.setdefault(name, now)
        return value


@dataclass(frozen=True, slots=True)
class DeviceSpec:
    """A device. ``address`` is an index, URL, path or serial number; ``hardware_trigger``: each frame is a part, a
    missing one is an error. ``lossless``: the device waits for us (a file), so no frame may be passed over; ``paced``:
    a file plays at its own speed. Times in seconds: ``open_timeout_s`` until the first frame, ``timeout_s`` between
    frames before the source counts as lost, ``same_s`` for which a compressed stream may repeat a picture."""

    kind: DeviceKind
    address: str
    settings: CameraSettings = CameraSettings()
    hardware_trigger: bool = False
    lossless: bool = False
    paced: bool = True
    open_timeout_s: float = 10.0
    timeout_s: float = 1.5
    same_s: float = 10.0
    producer: str = ""
    restorer: Restorer = field(default_factory=Restorer, compare=False)

    @property
    def compressed(self) -> bool:
        """True if a still scene repeats itself exactly, so equal frames alone prove nothing."""
        return self.kind in (DeviceKind.STREAM, DeviceKind.MJPEG, DeviceKind.VIDEO)
