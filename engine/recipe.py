"""What a training is told: one typed configuration, read from TOML, overridden by the command line, kept in the run and
the manifest. Every key has a meaning and a default; an unknown key is an error that names it. No torch here, so that
the window can write one."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engine.errors import ErrorCode, SettingsError
from engine.scoring import Pooling

Share = Annotated[float, Field(gt=0, lt=1)]


class Section(BaseModel):
    """Frozen, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())


class BackboneConfig(Section):
    """The frozen feature extractor."""

    name: str = Field("tf_efficientnet_lite0", description="timm name; the pretrained tag after the dot counts")
    levels: tuple[int, ...] = Field((2, 3), description="timm out_indices of the levels used")
    weights: str = Field("auto", description="auto, random (tests only), or a file")


class NeckConfig(Section):
    """MFCN: every level is resized to one stride and concatenated."""

    out_stride: int | None = Field(None, description="target stride; the coarsest level's if left out")
    out_channels: int | None = Field(
        None, ge=1, description="fixed PCA projection to this many channels; none if left out"
    )


class UniADConfig(Section):
    """The reconstruction transformer (UniAD, section 3)."""

    hidden: int = Field(256, ge=8, description="width of a token; divisible by heads")
    heads: int = Field(8, ge=1)
    encoder_layers: int = Field(4, ge=1)
    decoder_layers: int = Field(4, ge=1)
    ffn: int = Field(1024, ge=8, description="width of the feed-forward layers")
    dropout: float = Field(0.1, ge=0, lt=1)
    position: Literal["learned", "sine"] = "learned"
    norm: Literal["pre", "post"] = "post"
    mask_mode: Literal["outside", "inside", "none"] = Field(
        "outside", description="outside: a token must not attend to its neighbourhood (UniAD); inside: only to it"
    )
    mask_size: tuple[int, int] = Field((7, 7), description="neighbourhood in tokens (rows, columns), odd")
    mask_encoder: bool = Field(True, description="mask in the encoder")
    mask_decoder_first: bool = Field(True, description="mask in the decoder's attention to the memory")
    mask_decoder_second: bool = Field(True, description="mask in the decoder's attention to the previous layer")
    jitter_scale: float = Field(20.0, ge=0)
    jitter_probability: float = Field(1.0, ge=0, le=1)
    jitter_mode: Literal["token_norm", "raw"] = "token_norm"
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
    lr: float = Field(1e-4, gt=0)
    muon_lr: float = Field(2e-3, gt=0)
    weight_decay: float = Field(1e-4, ge=0)
    clip: float = Field(0.1, gt=0, description="limit of the gradient norm")
    batch: int = Field(8, ge=1)
    steps: int | None = Field(None, ge=1, description="number of steps; epochs count if left out")
    epochs: int = Field(1000, ge=1)
    schedule: Literal["step", "cosine"] = "step"
    step_epoch: int = Field(800, ge=1, description="schedule step: epoch after which lr is multiplied by step_gamma")
    step_gamma: float = Field(0.1, gt=0)
    warmup: float = Field(0.0, ge=0, lt=1, description="share of all steps with rising lr")
    minutes: float | None = Field(None, gt=0, description="time budget that sets the steps")
    precision: Literal["auto", "32", "bf16", "16"] = "auto"
    seed: int = 0
    deterministic: bool = False
    cache: bool = Field(True, description="compute features once; only without augmentation, or per variant")
    flip_horizontal: bool = False
    flip_vertical: bool = False
    quarter_turns: bool = False
    colour_jitter: float = Field(0.0, ge=0, le=1, description="largest relative change of brightness and contrast")
    checkpoint_every: int = Field(200, ge=1, description="steps between checkpoints")
    tensorboard: bool = False


class CalibrationConfig(Section):
    """Limits from good parts that training never sees."""

    share: Share = Field(0.25, description="share of the good groups held out")
    rate: Share = Field(0.05, description="false-reject rate for the reject limit")
    review_rate: Share | None = Field(0.10, description="rate for the review limit; none if left out")
    pixel_rate: Share = Field(0.05, description="rate for the pixel limit")
    pooling: Pooling = Pooling.MAX
    groups: str | None = Field(None, description="regular expression; its first group of the file name is the part")


class DataConfig(Section):
    """What the model sees."""

    input_size: tuple[int, int] = Field((224, 224), description="(H, W) in pixels, multiples of the stride")
    workers: int = Field(2, ge=0, description="threads that decode images")


class Recipe(Section):
    """The whole configuration of a training."""

    name: str = "reference"
    backbone: BackboneConfig = BackboneConfig()
    neck: NeckConfig = NeckConfig()
    uniad: UniADConfig = UniADConfig()
    train: TrainConfig = TrainConfig()
    calibration: CalibrationConfig = CalibrationConfig()
    data: DataConfig = DataConfig()


def reference_recipe() -> Recipe:
    """The paper's: EfficientNet-B4, four levels, post-norm, AdamW, 1000 epochs."""
    return Recipe(backbone=BackboneConfig(name="tf_efficientnet_b4.aa_in1k", levels=(0, 1, 2, 3)))


def fast_recipe() -> Recipe:
    """Standardised features, Muon, pre-norm layers, warm-up and cosine; DESIGN.md has the measurements."""
    return Recipe(
        name="fast",
        uniad=UniADConfig(norm="pre", standardise=True, encoder_layers=2, decoder_layers=2, dropout=0.0),
        train=TrainConfig(optimizer="muon", lr=1e-3, steps=150, schedule="cosine", warmup=0.05),
    )


def load_recipe(path: Path, base: Recipe) -> Recipe:
    """``base`` with the keys of a TOML file laid over it. Raises SettingsError with file, line or key."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error
    return merge_recipe(base, raw, str(path))


def merge_recipe(base: Recipe, changes: dict[str, object], where: str) -> Recipe:
    """``base`` with nested ``changes``; unknown keys and wrong values are errors that name the key and ``where``."""
    merged: dict[str, object] = base.model_dump()
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
    try:
        return Recipe.model_validate(merged)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in first["loc"])
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=where, why=f"{key}: {first['msg']}"[:300]) from error
