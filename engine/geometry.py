"""Where on a frame the model looks: region of interest and ignore polygons, both relative to the frame (0 to 1)."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, model_validator

Point = tuple[float, float]


class Roi(BaseModel):
    """A rectangle, relative to width and height of the frame, so that it holds at any resolution."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    x: float = Field(default=0.0, ge=0, le=1)
    y: float = Field(default=0.0, ge=0, le=1)
    w: float = Field(default=1.0, gt=0, le=1)
    h: float = Field(default=1.0, gt=0, le=1)

    @model_validator(mode="after")
    def _inside(self) -> "Roi":
        if self.x + self.w > 1 + 1e-9 or self.y + self.h > 1 + 1e-9:
            raise ValueError("region of interest reaches beyond the frame")
        return self

    def to_pixels(self, width: int, height: int) -> tuple[int, int, int, int]:
        """(x0, y0, x1, y1) in pixels of a frame of this size; at least one pixel each way."""
        x0 = min(round(self.x * width), width - 1)
        y0 = min(round(self.y * height), height - 1)
        x1 = max(x0 + 1, min(width, round((self.x + self.w) * width)))
        y1 = max(y0 + 1, min(height, round((self.y + self.h) * height)))
        return x0, y0, x1, y1


FULL_FRAME = Roi()


def valid_mask(polygons: Sequence[Sequence[Point]], roi: Roi, size: tuple[int, int]) -> NDArray[np.bool_] | None:
    """Boolean (H, W) at map resolution: True where the map counts. None if nothing is ignored.

    ``polygons`` are relative to the frame; they are moved into the coordinates of the region of interest.
    """
    if not polygons:
        return None
    height, width = size
    mask = np.ones((height, width), np.uint8)
    for polygon in polygons:
        points = [((x - roi.x) / roi.w * width, (y - roi.y) / roi.h * height) for x, y in polygon]
        cv2.fillPoly(mask, [np.round(np.array(points)).astype(np.int32)], 0)
    return mask.astype(bool)
