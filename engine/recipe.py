"""What a training is told: one typed configuration, read from TOML, overridden by the command line, kept in the run and
the manifest. Every key has a meaning and a default; an unknown key is an error that names it. No torch here, so that
the window can write one."""

from pathlib import Path
from types import NoneType
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from engine.errors import ErrorCode, SettingsError
from engine.scoring import Pooling
from engine.texts import parse_toml, read_text
from engine.view import Aspect, Motion

Share = Annotated[float, Field(gt=0, lt=1)]
Resize = Literal["corners", "area"]


class Section(BaseModel):
    """Frozen, unknown keys refused. TOML has no null: the text ``none`` leaves an optional key out."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    @model_validator(mode="before")
    @classmethod
    def _none(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        optional = {name for name, field in cls.model_fields.items() if NoneType in get_args(field.annotation)}
        return {key: None if key in optional and value == "none" else value for key, value in values.items()}


class BackboneConfig(Section):
    """The frozen feature extractor."""

    name: str = Field("tf_efficientnet_lite0", description="timm name; the pretrained tag after the dot counts")
    levels: tuple[int, ...] = Field((2, 3), description="timm out_indices of the levels used")
    weights: str = Field("auto", description="auto, random (tests only), or a file")
    border: int = Field(
        0,
        ge=0,
        description="pixels, a multiple of the stride, by which the input is continued as in a mirror, so that its "
        "border does not look strange; what they add is cut off the levels",
    )
    padding: Literal["dynamic", "native"] = Field(
        "dynamic",
        description="TensorFlow padding of strided convolutions, computed for the real input (timm) or always for the "
        "network's native size (checkpoints of the original code)",
    )


class NeckConfig(Section):
    """MFCN: every level is resized to one stride and concatenated."""

    out_stride: int | None = Field(None, ge=1, description="target stride; the coarsest level's if left out")
    local_average: int = Field(
        1, ge=1, description="each level is averaged over so many places each way (odd); 1 leaves it as it is"
    )
    resize: Resize = Field(
        "corners",
        description="to that stride: bilinear with aligned corners (UniAD), or area: the mean of what a place covers",
    )
    out_channels: int | None = Field(
        None, ge=1, description="fixed PCA projection to this many channels; none if left out"
    )

    @field_validator("local_average")
    @classmethod
    def _odd(cls, value: int) -> int:
        if value % 2 == 0:
            raise ValueError("local_average needs an odd number")
        return value


class UniADConfig(Section):
    """The reconstruction transformer (UniAD, section 3)."""

    hidden: int = Field(256, ge=8, description="width of a token; divisible by heads")
    heads: int = Field(8, ge=1, description="attention heads")
    encoder_layers: int = Field(4, ge=1, description="layers of the encoder")
    decoder_layers: int = Field(4, ge=1, description="layers of the decoder")
    ffn: int = Field(1024, ge=8, description="width of the feed-forward layers")
    dropout: float = Field(0.1, ge=0, lt=1, description="share of values dropped in training")
    position: Literal["learned", "sine"] = Field("learned", description="position encoding of the tokens")
    norm: Literal["pre", "post"] = Field("post", description="layer normalisation before or after attention and ffn")
    mask_mode: Literal["outside", "inside", "none"] = Field(
        "outside", description="outside: a token must not attend to its neighbourhood (UniAD); inside: only to it"
    )
    mask_size: tuple[int, int] = Field((7, 7), description="neighbourhood in tokens (rows, columns), odd")
    mask_encoder: bool = Field(True, description="mask in the encoder")
    mask_decoder_first: bool = Field(True, description="mask in the decoder's attention to the memory")
    mask_decoder_second: bool = Field(True, description="mask in the decoder's attention to the previous layer")
    jitter_scale: float = Field(20.0, ge=0, description="strength of the feature jitter in training; 0 is off")
    jitter_probability: float = Field(1.0, ge=0, le=1, description="share of the steps with jitter")
    query_init: float = Field(
        1.0, gt=0, description="deviation of the learned queries at the start; 1 is the original's"
    )
    position_init: float | None = Field(
        None, gt=0, description="learned positions start uniform within plus and minus this; 0 to 1 if left out"
    )
    jitter_mode: Literal["token_norm", "raw"] = Field(
        "token_norm", description="noise times scale * |token| / channels (UniAD), or times scale alone"
    )
    standardise: bool = Field(False, description="features to mean 0, deviation 1 per channel, from good parts")

    @field_validator("mask_size")
    @classmethod
    def _odd(cls, value: tuple[int, int]) -> tuple[int, int]:
        if any(side < 1 or side % 2 == 0 for side in value):
            raise ValueError("mask_size needs odd numbers")
        return value


class TrainConfig(Section):
    """The optimisation."""

    optimizer: Literal["adamw", "muon"] = Field(
        "adamw", description="muon: Muon for matrices inside layers, AdamW else"
    )
    lr: float = Field(1e-4, gt=0, description="learning rate of AdamW")
    muon_lr: float = Field(2e-3, gt=0, description="learning rate of Muon")
    weight_decay: float = Field(1e-4, ge=0, description="decoupled weight decay of both")
    clip: float = Field(0.1, gt=0, description="limit of the gradient norm")
    batch: int = Field(8, ge=1, description="images of a step, over all processes")
    steps: int | None = Field(None, ge=1, description="number of steps; epochs count if left out")
    views: int | None = Field(
        None, ge=1, description="with steps: more of them where many images need it to be shown so many times each"
    )
    most_steps: int = Field(1000, ge=1, description="with views: and never more than this")
    epochs: int = Field(1000, ge=1, description="times that every image is shown, where steps and minutes are left out")
    schedule: Literal["step", "cosine"] = Field("step", description="how the learning rates fall")
    step_epoch: int = Field(800, ge=1, description="schedule step: epoch after which lr is multiplied by step_gamma")
    step_gamma: float = Field(0.1, gt=0, description="schedule step: factor after step_epoch")
    warmup: float = Field(0.0, ge=0, lt=1, description="share of all steps with rising lr")
    minutes: float | None = Field(None, gt=0, description="time budget that sets the steps")
    precision: Literal["auto", "32", "bf16", "16"] = Field(
        "auto", description="arithmetic; auto: bf16 where the hardware computes it, else 32 on a CPU and 16 on a GPU"
    )
    seed: int = Field(0, ge=0, description="start of all random numbers")
    deterministic: bool = Field(False, description="refuse operations that give other numbers every time (CUDA)")
    cache: bool = Field(True, description="compute features once; only without augmentation, or per variant")
    flip_horizontal: bool = Field(False, description="show images also mirrored left to right")
    flip_vertical: bool = Field(False, description="show images also upside down")
    quarter_turns: bool = Field(False, description="show images also turned (by 180 degrees only if H and W differ)")
    colour_jitter: float = Field(0.0, ge=0, le=1, description="largest relative change of brightness and contrast")
    checkpoint_every: int = Field(200, ge=1, description="steps between checkpoints")
    tensorboard: bool = Field(False, description="write RUN/tensorboard besides RUN/losses.csv")
    cache_precision: Literal["32", "16"] = Field(
        "32", description="of features: 16 halves their table, which large sets need; 32 is exact"
    )
    rehearsal: int = Field(
        24, ge=0, description="good pictures of each product kept in the bundle, so that products can be added; 0: none"
    )
    expected_look: bool = Field(False, description="also learn to draw what a good part would look like")
    expected_steps: int = Field(300, ge=1, description="steps of that")

    def planned_steps(self, inputs: int) -> int:
        """Steps for so many inputs (tiles of all training images), where no time budget sets them."""
        if self.steps is None:
            return self.epochs * -(-inputs // self.batch)
        wanted = 0 if self.views is None else -(-self.views * inputs // self.batch)
        return max(self.steps, min(wanted, self.most_steps))


class CalibrationConfig(Section):
    """Limits from good parts that training never sees."""

    share: Share = Field(0.25, description="share of the good groups held out")
    rate: Share = Field(0.05, description="false-reject rate for the reject limit")
    review_rate: Share | None = Field(0.10, description="rate for the review limit; none if left out")
    pixel_rate: Share = Field(0.05, description="rate for the pixel limit")
    pooling: Pooling = Field(Pooling.MAX, description="how a map becomes a score")
    groups: str | None = Field(None, description="regular expression; its first group of the file name is the part")


class AlignConfig(Section):
    """Parts are found where they lie, by comparison with a reference picture."""

    reference: str | None = Field(
        None,
        description="picture of a part in its place, relative to the product's folder; the first good one if left out",
    )
    motion: Motion = Field(Motion.RIGID, description="parts are only moved (shift), or also turned (rigid)")
    max_shift: float = Field(0.1, gt=0, le=0.5, description="farthest, as a share of the picture's longer side")
    max_angle: float = Field(10.0, ge=0, le=180, description="most, in degrees")
    least: float = Field(0.5, gt=0, lt=1, description="correlation with the reference below which no part is there")


class ViewConfig(Section):
    """How pictures are looked at. Under [data] for all products, under [products.NAME] for one, which goes first.
    Numbers of roi and ignore are shares of the picture if none is above 1, else pixels of it."""

    roi: tuple[float, float, float, float] | None = Field(
        None, description="what is judged: x, y, width, height; the whole picture if left out"
    )
    ignore: tuple[tuple[tuple[float, float], ...], ...] | None = Field(
        None, description="polygons of points (x, y) that are not judged"
    )
    aspect: Aspect | None = Field(
        None, description="stretch (the default): fill the input; pad: keep shapes, what is added is not judged"
    )
    tiles: tuple[int, int] | None = Field(
        None, description="(rows, columns) of inputs that show one picture, for small defects; one by one if left out"
    )
    overlap: float | None = Field(None, ge=0, le=0.5, description="of neighbouring tiles, share of a side; 0.2")
    mm_per_px: float | None = Field(None, gt=0, description="size of a picture's pixel, for sizes in mm")
    align: AlignConfig | None = Field(None, description="a section of its own: align parts to a reference")


class DataConfig(ViewConfig):
    """What the model sees. The first keys are for all products; [products.NAME] sets them for one. Numbers of roi and
    ignore are shares of the picture if none is above 1, else pixels of it."""

    input_size: tuple[int, int] = Field((224, 224), description="(H, W) in pixels, multiples of the stride")
    workers: int = Field(2, ge=0, description="threads that decode images")


class Recipe(Section):
    """The whole configuration of a training."""

    name: str = Field("reference", max_length=80, description="what this recipe is called")
    backbone: BackboneConfig = BackboneConfig()
    neck: NeckConfig = NeckConfig()
    uniad: UniADConfig = UniADConfig()
    train: TrainConfig = TrainConfig()
    calibration: CalibrationConfig = CalibrationConfig()
    data: DataConfig = DataConfig()
    products: dict[str, ViewConfig] = Field(default_factory=dict, description="what differs from product to product")

    def view_of(self, product: str) -> ViewConfig:
        """How pictures of ``product`` are looked at: its own keys over those for all."""
        own = self.products.get(product, ViewConfig())
        keys = {name: getattr(self.data, name) for name in ViewConfig.model_fields}
        keys |= {name: value for name in ViewConfig.model_fields if (value := getattr(own, name)) is not None}
        return ViewConfig(**keys)


def reference_recipe() -> Recipe:
    """The paper's: EfficientNet-B4, four levels, post-norm, AdamW, 1000 epochs."""
    return Recipe(backbone=BackboneConfig(name="tf_efficientnet_b4.aa_in1k", levels=(0, 1, 2, 3)))


def fast_recipe() -> Recipe:
    """Judges well after minutes on a processor; the README's page on the recipe has the measurements.

    Against the reference: standardised features of two levels, pre-norm layers, half as many and half as wide; queries
    and positions that start small, so that what is attended to is not drowned by them; less jitter (it is relative to
    the token's norm, and fewer channels make it stronger); Muon at a high rate, warm-up and cosine, and steps
    enough to show every image twelve times. Each token knows its neighbours, and the score averages over as many
    and asks whether they stand out.
    """
    return Recipe(
        name="fast",
        neck=NeckConfig(local_average=3),
        uniad=UniADConfig(
            hidden=128,
            ffn=512,
            encoder_layers=2,
            decoder_layers=2,
            norm="pre",
            dropout=0.0,
            standardise=True,
            jitter_scale=5.0,
            query_init=0.02,
            position_init=0.2,
        ),
        train=TrainConfig(
            optimizer="muon",
            lr=1e-3,
            muon_lr=2e-2,
            steps=200,
            views=12,
            schedule="cosine",
            warmup=0.05,
            cache_precision="16",
        ),
        calibration=CalibrationConfig(pooling=Pooling.CONTRAST),
    )


def load_recipe(path: Path, base: Recipe) -> Recipe:
    """``base`` with the keys of a TOML file laid over it. Raises SettingsError with file, line or key."""
    try:
        raw = parse_toml(read_text(path))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error
    return merge_recipe(base, raw, str(path))


def merge_recipe(base: Recipe, changes: dict[str, object], where: str) -> Recipe:
    """``base`` with nested ``changes``; unknown keys and wrong values are errors that name the key and ``where``.

    Of steps, minutes and epochs the one that is changed counts: the others of ``base``, and views, give way to it.
    """
    merged: dict[str, object] = base.model_dump()
    lengths = {"steps": None, "minutes": None, "views": None}
    asked = changes.get("train")
    if isinstance(asked, dict) and asked.keys() & {*lengths, "epochs"} and isinstance(merged["train"], dict):
        merged["train"] |= lengths
    try:
        return Recipe.model_validate(_laid_over(merged, changes))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=where, why=f"{key}: {first['msg']}"[:300]) from error


def _laid_over(old: dict[str, object], changes: dict[str, object]) -> dict[str, object]:
    laid = dict(old)
    for key, value in changes.items():
        below = laid.get(key)
        laid[key] = _laid_over(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return laid
