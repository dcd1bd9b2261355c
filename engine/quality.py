"""Can this picture be judged at all? Black, overexposed, covered or defocused ones are ERROR, with the reason.

The levels come from the good training images and stand in the manifest. A gate must never hide a defect behind ERROR's
neighbour, so it only asks what a defect cannot do: a scratch makes a picture no darker by half and no less sharp.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle.manifest import QualityLevels
from engine.errors import ErrorCode, ImageError

CONTRAST_FACTOR = 4.0  # below a quarter of the least seen
SHARPNESS_FACTOR = 4.0
LEAST_SHARPNESS = 1.0  # products without any texture have no focus to check
BLACK, WHITE, FLAT = 4.0, 251.0, 2.0


@dataclass(frozen=True, slots=True)
class Quality:
    """Brightness (mean, 0-255), contrast (standard deviation) and sharpness (variance of the Laplacian) of an image."""

    brightness: float
    contrast: float
    sharpness: float


def measure(image: NDArray[np.uint8]) -> Quality:
    """Measure a prepared image, uint8 (H, W, 3) RGB at the model's input size."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    mean, deviation = cv2.meanStdDev(grey)
    edges = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))[1]
    return Quality(float(mean[0, 0]), float(deviation[0, 0]), float(edges[0, 0]) ** 2)


def learn_levels(images: Iterable[NDArray[np.uint8]]) -> QualityLevels:
    """The range of each measure over good images, prepared as for the model. ValueError without any image."""
    found = [measure(image) for image in images]
    if not found:
        raise ValueError("quality levels need at least one image")

    def span(values: list[float]) -> tuple[float, float]:
        return min(values), max(values)

    return QualityLevels(
        brightness=span([one.brightness for one in found]),
        contrast=span([one.contrast for one in found]),
        sharpness=span([one.sharpness for one in found]),
    )


def check(quality: Quality, levels: QualityLevels | None, where: str) -> ImageError | None:
    """Why an image with this quality is not judged, or None. Without ``levels`` only what no camera should ever send is
    refused: all black, all white."""
    if levels is None:
        flat = quality.contrast < FLAT
        dark, bright = flat and quality.brightness < BLACK, flat and quality.brightness > WHITE
        return _dark(quality, BLACK, where) if dark else _bright(quality, WHITE, where) if bright else None
    # By half, not by some grey values: a broken solar cell is a third darker, and that is its defect.
    lowest, highest = levels.brightness[0] / 2, (levels.brightness[1] + 255) / 2
    if quality.brightness < lowest:
        return _dark(quality, lowest, where)
    if quality.brightness > highest:
        return _bright(quality, highest, where)
    if quality.contrast < levels.contrast[0] / CONTRAST_FACTOR:
        limit = round(levels.contrast[0] / CONTRAST_FACTOR, 1)
        return ImageError(ErrorCode.QUALITY_FLAT, path=where, value=round(quality.contrast, 1), limit=limit)
    least = levels.sharpness[0] / SHARPNESS_FACTOR
    if levels.sharpness[0] > LEAST_SHARPNESS and quality.sharpness < least:
        return ImageError(
            ErrorCode.QUALITY_BLURRED, path=where, value=round(quality.sharpness, 1), limit=round(least, 1)
        )
    return None


def _dark(quality: Quality, limit: float, where: str) -> ImageError:
    value = round(quality.brightness, 1)
    return ImageError(ErrorCode.QUALITY_DARK, path=where, value=value, limit=round(limit, 1))


def _bright(quality: Quality, limit: float, where: str) -> ImageError:
    value = round(quality.brightness, 1)
    return ImageError(ErrorCode.QUALITY_BRIGHT, path=where, value=value, limit=round(limit, 1))
