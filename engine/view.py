"""What of a picture is judged, and how it becomes the model's input: the same words in recipe, manifest and code.

One part's way: picture -> align (found where the reference picture has it) -> crop (region of interest) -> stretch or
pad to the canvas -> tiles, each of the model's input size -> N inputs -> N maps -> one map over the region of interest
-> one score over what is valid. Training, calibration, evaluation and the station go this way through the same
``engine.preprocess.Preprocessor``; what differs from product to product is a ``View``, which stands in the manifest.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from engine.geometry import FULL_FRAME, Point, Roi

MAX_TILES = 64
Polygon = tuple[Point, ...]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Side = Annotated[int, Field(ge=1, le=1_000_000)]


class _Strict(BaseModel):
    """Frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Aspect(StrEnum):
    """How a region of interest of another shape than the canvas fills it: every side stretched to fit, or shapes kept
    and the rest padded. What is padded is not part of the map, so it has no say in the score."""

    STRETCH = "stretch"
    PAD = "pad"


class Tiling(_Strict):
    """The canvas is a grid of inputs that overlap by ``overlap`` of their side; one by one is a plain input."""

    rows: Annotated[int, Field(ge=1, le=MAX_TILES)] = 1
    columns: Annotated[int, Field(ge=1, le=MAX_TILES)] = 1
    overlap: Annotated[float, Field(ge=0, le=0.5)] = 0.2

    @model_validator(mode="after")
    def _not_too_many(self) -> "Tiling":
        if self.count > MAX_TILES:
            raise ValueError(f"{self.rows} x {self.columns} are more than {MAX_TILES} tiles")
        return self

    @property
    def count(self) -> int:
        """Inputs of one picture."""
        return self.rows * self.columns


class Motion(StrEnum):
    """How parts may lie differently: moved, or moved and turned. The distance to the camera does not change."""

    SHIFT = "shift"
    RIGID = "rigid"


class Alignment(_Strict):
    """A part is looked for near where the reference picture has it, and judged there.

    ``reference`` is the member of the bundle with that picture, grey. ``max_shift`` is a share of the picture's longer
    side, ``max_angle`` in degrees, ``least`` the correlation with the reference below which there is no part (0 to 1).
    """

    reference: str
    motion: Motion = Motion.RIGID
    max_shift: Annotated[float, Field(gt=0, le=0.5)] = 0.1
    max_angle: Annotated[float, Field(ge=0, le=180)] = 10.0
    least: Annotated[float, Field(gt=0, lt=1)] = 0.5


class View(_Strict):
    """How pictures of one product are looked at. ``roi`` and ``ignore`` are shares of the picture (of the reference, if
    parts are aligned); ``mm_per_px`` is the size of a pixel of the picture; ``frame_size`` (H, W) is the size they
    were given for, and the only one that is judged, or None where any may come."""

    roi: Roi = FULL_FRAME
    ignore: tuple[Polygon, ...] = ()
    aspect: Aspect = Aspect.STRETCH
    tiling: Tiling = Tiling()
    align: Alignment | None = None
    mm_per_px: Positive | None = None
    frame_size: tuple[Side, Side] | None = None


PLAIN_VIEW = View()
