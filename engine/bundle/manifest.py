"""What a bundle says of itself (``manifest.json``, format 1). It never changes once written."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, model_validator

from engine.decision import Limits
from engine.geometry import FULL_FRAME, Point, Roi
from engine.scoring import Pooling
from engine.view import Alignment, Aspect, Tiling, View

FORMAT = 1
Finite = Annotated[float, Field(allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def check_product_name(name: str) -> str:
    """A name that is also a file name on every system: 1 to 80 characters, no separators, no leading or final dot."""
    if not 1 <= len(name) <= 80:
        raise ValueError("it must have 1 to 80 characters")
    if _FORBIDDEN.search(name) or name != name.strip() or name.startswith(".") or name.endswith("."):
        raise ValueError('it must not contain / \\ : * ? " < > | or begin or end with a dot or a space')
    return name


ProductName = Annotated[str, AfterValidator(check_product_name)]


class Strict(BaseModel):
    """Frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class FileEntry(Strict):
    """One member of the bundle."""

    path: Annotated[str, Field(pattern=r"^[a-z0-9_]+(/[A-Za-z0-9_-]+)*\.[a-z0-9]+$", max_length=200)]
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]


class ProposedLimits(Strict):
    """Limits as calibrated; those in force on a station live in its records."""

    reject: Positive
    review: Positive | None = None
    pixel: Positive
    least_area_px: Annotated[int, Field(ge=1)] = 4

    @model_validator(mode="after")
    def _ordered(self) -> "ProposedLimits":
        if self.review is not None and self.review > self.reject:
            raise ValueError("review limit is above the reject limit")
        return self

    def to_limits(self) -> Limits:
        """For the decision function."""
        return Limits(self.reject, self.review, self.pixel, self.least_area_px)


class Calibration(Strict):
    """How the limits came about. ``scores`` and ``map_maxima`` are of good parts that training never saw, one per
    image; ``groups`` says which images belong together; ``statement`` is the bound in words."""

    rate: Annotated[float, Field(gt=0, lt=1)]
    review_rate: Annotated[float, Field(gt=0, lt=1)] | None = None
    scores: tuple[Finite, ...]
    map_maxima: tuple[Finite, ...]
    groups: tuple[int, ...]
    bound: Annotated[float, Field(ge=0, le=1)]
    demonstrable: bool
    statement: str

    @model_validator(mode="after")
    def _same_length(self) -> "Calibration":
        if not len(self.scores) == len(self.map_maxima) == len(self.groups):
            raise ValueError("scores, map_maxima and groups differ in length")
        return self


class QualityLevels(Strict):
    """Range of brightness (mean, 0-255), contrast (standard deviation) and sharpness (variance of the Laplacian) of
    the good training images at model input size; an image far outside is not judged."""

    brightness: tuple[Finite, Finite]
    contrast: tuple[Finite, Finite]
    sharpness: tuple[Finite, Finite]


class Appearance(Strict):
    """Where embeddings of good parts lie: their mean (D), and the farthest distance from it that still fits."""

    mean: tuple[Finite, ...]
    radius: Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Likeness(Strict):
    """Good training parts to show beside others: members with their embeddings (array) and small pictures (JPEG)."""

    embeddings: Annotated[str, Field(max_length=200)]
    sheet: Annotated[str, Field(max_length=200)]


class ExpectedEntry(Strict):
    """The second graph, which draws the expected look. ``difference`` is the mean absolute difference between its
    pictures and good parts that it has not seen, in grey levels (0 to 255)."""

    images: Annotated[int, Field(ge=1)]
    difference: Annotated[float, Field(ge=0, le=255)]
    steps: Annotated[int, Field(ge=1)]


class ProductEntry(Strict):
    """One product: what was shown, where to look, and the proposed limits."""

    limits: ProposedLimits
    pooling: Pooling = Pooling.MAX
    roi: Roi = FULL_FRAME
    ignore: tuple[tuple[Point, ...], ...] = ()
    mm_per_px: Positive | None = None
    aspect: Aspect = Aspect.STRETCH
    tiling: Tiling = Tiling()
    align: Alignment | None = None
    frame_size: tuple[Annotated[int, Field(ge=1)], Annotated[int, Field(ge=1)]] | None = None
    quality: QualityLevels | None = None
    appearance: Appearance | None = None
    calibration: Calibration
    n_train: Annotated[int, Field(ge=0)]  # 0: trained elsewhere, on images unknown here
    n_calibration: Annotated[int, Field(ge=1)]
    data_sha256: Sha256
    thumbnail: str | None = None
    likeness: Likeness | None = None

    @property
    def view(self) -> View:
        """How its pictures are looked at."""
        return View(**{name: getattr(self, name) for name in View.model_fields})


class ModelEntry(Strict):
    """The network behind the graph. Sizes are (H, W)."""

    backbone: str
    weights: str
    levels: tuple[int, ...]
    channels: tuple[int, ...]
    strides: tuple[int, ...]
    out_stride: int
    feature_channels: int
    input_size: tuple[Annotated[int, Field(ge=16, le=4096)], Annotated[int, Field(ge=16, le=4096)]]
    embedding_dim: Annotated[int, Field(ge=1)]
    trainable_parameters: int
    gflop: Annotated[float, Field(ge=0)]
    opset: int


class Parity(Strict):
    """Agreement of the shipped graph with training on real images; differences relative to reject limit and range."""

    images: int
    score_difference: Finite
    map_difference: Finite
    exact: bool = True


class Manifest(Strict):
    """The whole manifest."""

    format: Literal[1] = 1
    name: str
    created_utc: str
    preprocess_version: int
    scoring_version: int
    model: ModelEntry
    products: Annotated[dict[ProductName, ProductEntry], Field(min_length=1)]
    recipe: dict[str, JsonValue]
    versions: dict[str, str]
    parity: Parity
    expected: ExpectedEntry | None = None
    files: Annotated[tuple[FileEntry, ...], Field(min_length=1, max_length=1000)]
