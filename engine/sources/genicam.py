"""Industrial cameras through GenICam (``harvesters``, extra ``[genicam]``).

A GenTL producer (``.cti``, from the camera's maker) must be installed; producers are looked for in
``GENICAM_GENTL64_PATH``, or one is named in the station file.
"""

import contextlib
import os
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from engine.errors import ErrorCode, SourceError
from engine.frames import Array
from engine.sources.devices import BadGrabError, Grabbed, NothingYetError, checked_rgb
from engine.sources.spec import CameraSettings, DeviceSpec, Restorer

_BAYER = {
    "BayerRG": cv2.COLOR_BayerBG2BGR,  # OpenCV names the pattern from its second row and column
    "BayerBG": cv2.COLOR_BayerRG2BGR,
    "BayerGR": cv2.COLOR_BayerGB2BGR,
    "BayerGB": cv2.COLOR_BayerGR2BGR,
}


def find_producers(named: str = "") -> list[Path]:
    """GenTL producer files: the named one, or all in the folders of GENICAM_GENTL64_PATH."""
    if named:
        return [Path(named)]
    folders = [Path(folder) for folder in os.environ.get("GENICAM_GENTL64_PATH", "").split(os.pathsep) if folder]
    return sorted(path for folder in folders if folder.is_dir() for path in folder.glob("*.cti"))


def open_harvester(named: str = "") -> Any:
    """A harvester that has looked for devices. Raises SourceError: extra missing, no producer."""
    try:
        from harvesters.core import Harvester
    except ImportError as error:
        why = "install it with pip install 'uniad-inspect[genicam]'"
        raise SourceError(ErrorCode.SOURCE_SUPPORT, source="genicam", why=why) from error
    producers = find_producers(named)
    if not producers:
        why = "no GenTL producer (.cti) found; set GENICAM_GENTL64_PATH to the folder of the camera maker's producer"
        raise SourceError(ErrorCode.SOURCE_SUPPORT, source="genicam", why=why)
    harvester = Harvester()
    try:
        for producer in producers:
            harvester.add_file(str(producer), check_existence=True)
        harvester.update()
    except Exception as error:  # producers are third-party libraries and raise what they like
        harvester.reset()
        raise SourceError(ErrorCode.SOURCE_SUPPORT, source="genicam", why=" ".join(str(error).split())[:150]) from error
    return harvester


class GenicamDevice:
    """One camera, by serial number (or ``*`` for the first)."""

    def __init__(self, spec: DeviceSpec) -> None:
        self._spec = spec
        self._harvester = open_harvester(spec.producer)
        self._acquirer: Any = None
        self._restorer = spec.restorer
        try:
            key = 0 if spec.address in ("", "*") else {"serial_number": spec.address}
            self._acquirer = self._harvester.create(key)
            self.configure(spec.settings)
            self._acquirer.start()
        except Exception as error:
            self.close()
            raise self._lost(error) from error

    def grab(self) -> Grabbed | None:
        """The next frame with the camera's own frame number and time stamp."""
        try:
            with self._acquirer.fetch(timeout=self._spec.timeout_s) as buffer:
                if not buffer.payload.components:
                    raise BadGrabError(self._cut("the buffer is empty"))
                pixels = self._layout(buffer.payload.components[0], bool(buffer.is_complete()))
                stamp_ns = _optional(buffer, "timestamp_ns")
                return Grabbed(
                    pixels, _optional(buffer.module, "frame_id"), None if stamp_ns is None else stamp_ns / 1e9
                )
        except (BadGrabError, SourceError):
            raise
        except Exception as error:
            if self._spec.hardware_trigger and "timeout" in type(error).__name__.lower():
                raise NothingYetError from error
            raise self._lost(error) from error

    def configure(self, settings: CameraSettings) -> dict[str, float]:
        """Automatics off, then the values; nodes a camera does not have are passed over."""
        return apply_settings(self._acquirer.remote_device.node_map, settings, self._restorer)

    def close(self) -> None:
        """Free camera and producer."""
        with contextlib.suppress(Exception):
            if self._acquirer is not None:
                self._acquirer.destroy()
        with contextlib.suppress(Exception):
            self._harvester.reset()

    def _layout(self, component: Any, complete: bool) -> Any:
        """RGB pixels of a component; a buffer that is not whole is a BadGrabError."""
        width, height, form = int(component.width), int(component.height), str(component.data_format)
        data: Array = np.asarray(component.data)
        channels = int(component.num_components_per_pixel)
        if not complete or data.size != width * height * channels:
            raise BadGrabError(self._cut(f"{data.size} of {width * height * channels} values came"))
        # A copy: the buffer goes back to the camera. Where there is alpha, it says nothing of the part.
        pixels = (
            data.reshape(height, width) if channels == 1 else data.reshape(height, width, channels)[..., :3]
        ).copy()
        if form.startswith("RGB"):
            pixels = np.ascontiguousarray(pixels[:, :, ::-1])
        elif form[:7] in _BAYER:
            pixels = cv2.cvtColor(pixels, _BAYER[form[:7]])
        elif not form.startswith(("Mono", "BGR")):
            raise BadGrabError(SourceError(ErrorCode.IMAGE_DEPTH, path=self._spec.address, dtype=form))
        return checked_rgb(_full_range(pixels, form), self._spec.address)

    def _cut(self, why: str) -> SourceError:
        return SourceError(ErrorCode.FRAME_CUT, source=self._spec.address, why=why)

    def _lost(self, error: Exception) -> SourceError:
        if isinstance(error, SourceError):
            return error
        why = " ".join(str(error).split())[:150] or type(error).__name__
        return SourceError(ErrorCode.SOURCE_LOST, source=f"genicam:{self._spec.address}", why=why)


def apply_settings(nodes: Any, settings: CameraSettings, restorer: Restorer) -> dict[str, float]:
    """Set the features of a node map; those really in force, by name. A feature the camera does not have, and a value
    it refuses, are passed over: what is in force tells."""
    for name in ("ExposureAuto", "GainAuto", "BalanceWhiteAuto") if settings.lock else ():
        with contextlib.suppress(Exception):
            getattr(nodes, name).value = "Off"
    wanted = {
        "exposure_us": ("ExposureTime", "", settings.exposure_us),
        "gain": ("Gain", "", settings.gain),
        "balance_red": ("BalanceRatio", "Red", settings.balance_red),
        "balance_blue": ("BalanceRatio", "Blue", settings.balance_blue),
    }
    found = {}
    for key, (name, colour, value) in wanted.items():
        with contextlib.suppress(Exception):
            if colour:
                nodes.BalanceRatioSelector.value = colour
            node = getattr(nodes, name)
            found[key] = float(node.value)
            chosen = restorer.wanted(key, value, found[key])
            if chosen is not None:
                node.value = chosen
                found[key] = float(node.value)
    return found


def _full_range(pixels: Array, form: str) -> Array:
    """10, 12 and 14 bits lie in the low bits of a 16-bit word; shift them to full range, which loses nothing."""
    for bits in (10, 12, 14):
        if form.endswith(str(bits)) and pixels.dtype == np.uint16:
            return pixels << (16 - bits)
    return pixels


def _optional(owner: Any, name: str) -> int | None:
    """A number that a producer may not offer."""
    with contextlib.suppress(Exception):
        value = getattr(owner, name)
        return int(value) if isinstance(value, int) else None
    return None
