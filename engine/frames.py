"""A frame: one image from a source, with its identity and its time."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8] | NDArray[np.uint16]
Map = NDArray[np.float32]
Array = NDArray[Any]


def to_uint8(pixels: Array) -> NDArray[np.uint8]:
    """16-bit values divided by 256: a fixed scale, since one by content would make a dark part look like a bright one.
    8-bit ones as they are, not copied."""
    return (pixels >> 8).astype(np.uint8) if pixels.dtype == np.uint16 else pixels


@dataclass(frozen=True, slots=True)
class Frame:
    """One image of one part.

    ``pixels`` is (H, W, 3) RGB, uint8 or uint16, full range. ``frame_id`` counts up within a source; ``source`` names
    the file or camera; ``monotonic_s`` is the time of capture on the monotonic clock; ``read_ms`` what reading cost.
    """

    frame_id: int
    source: str
    pixels: Pixels
    monotonic_s: float
    read_ms: float = 0.0

    def without_pixels(self) -> "Frame":
        """The same frame for the records, when its image must not be kept: (0, 0, 3) pixels."""
        return replace(self, pixels=np.empty((0, 0, 3), np.uint8))
