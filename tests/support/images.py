"""Pictures of parts for tests: flat plates pass, plates with a bright patch fail (see tests.support.bundles)."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.support.bundles import GREY


def plate(size: tuple[int, int] = (96, 128), defect: int = 0, depth: int = 8) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """A flat grey plate (H, W, 3); ``defect`` grey values are added to a patch of a third of each side."""
    height, width = size
    pixels = np.full((height, width, 3), GREY, np.uint8)
    pixels[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3] += np.uint8(defect)
    return pixels if depth == 8 else pixels.astype(np.uint16) << 8


def write_image(path: Path, pixels: NDArray[np.uint8] | NDArray[np.uint16]) -> Path:
    """Write RGB pixels in the format of the file's extension; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    done, data = cv2.imencode(path.suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError(f"cannot write {path}")
    path.write_bytes(data.tobytes())
    return path


def make_folder(folder: Path, good: int = 3, bad: int = 1, size: tuple[int, int] = (96, 128)) -> Path:
    """A folder with ``good`` flat plates (score 0) and then ``bad`` plates with a patch (score 3)."""
    for index in range(good):
        write_image(folder / f"part{index}.png", plate(size))
    for index in range(good, good + bad):
        write_image(folder / f"part{index}.png", plate(size, defect=48))
    return folder
