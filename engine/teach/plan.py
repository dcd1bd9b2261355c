"""What a person wants trained, kept beside the run, so that a training can be left and found again."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from engine.bundle.manifest import Strict, check_product_name
from engine.errors import ErrorCode, TrainingError, UsageError
from engine.files import explain_os_error, write_atomic
from engine.geometry import FULL_FRAME, Roi
from engine.view import Polygon

FILE = "plan.json"
KEPT = "plans"
CHECKPOINT_EVERY = 20  # steps; so much is lost at most if a training is killed
Share = Annotated[float, Field(gt=0, lt=1)]


def check_new_name(name: str) -> str:
    """A product name that can also stand on a command line as NAME=FOLDER."""
    if "=" in name:
        raise ValueError("it must not contain =")
    return check_product_name(name)


class ProductPlan(Strict):
    """One product: its folder of good pictures, and how they are looked at. ``more`` are folders of good parts that
    teach and do not set limits: false rejects that an engineer approved."""

    name: Annotated[str, AfterValidator(check_new_name)]
    folder: str
    roi: Roi = FULL_FRAME
    ignore: tuple[Polygon, ...] = ()
    tiles: tuple[Annotated[int, Field(ge=1, le=8)], Annotated[int, Field(ge=1, le=8)]] = (1, 1)
    align: bool = False
    more: tuple[str, ...] = ()


class TrainingPlan(Strict):
    """``add`` is a bundle whose model the products are added to. ``defects`` are folders or pictures that judge, and
    never train. ``rate`` is the share of good parts that may be rejected, chosen before any score is known.
    ``cycle_ms`` is how long judging a part may take on this station."""

    format: Literal[1] = 1
    products: Annotated[tuple[ProductPlan, ...], Field(min_length=1, max_length=100)]
    out: str
    defects: tuple[str, ...] = ()
    add: str | None = None
    recipe: Literal["fast", "reference"] = "fast"
    backbone: str | None = None
    input_size: Annotated[int, Field(ge=32, le=1024)] | None = None
    minutes: Annotated[float, Field(gt=0, le=10_000)] | None = None
    steps: Annotated[int, Field(ge=1)] | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    rate: Share = 0.05
    review_rate: Share | None = 0.10
    cycle_ms: Annotated[float, Field(gt=0)] = 500.0
    settings: tuple[str, ...] = ()

    def folders(self) -> list[str]:
        """The folders as ``fit`` and ``scan`` take them."""
        return [f"{one.name}={one.folder}" for one in self.products]

    def more(self) -> list[str]:
        """What ``--more`` says of each product."""
        return [f"{one.name}={folder}" for one in self.products for folder in one.more]

    def arguments(self, run: Path, resume: bool = False) -> list[str]:
        """The command line of ``uniad-train`` that does it, without the program."""
        words = ["fit", *self.folders(), "--out", self.out, "--run-dir", str(run), "--json", "--device", self.device]
        words += ["--live", *(word for path in self.defects for word in ("--defects", path))]
        words += self._model_arguments() if self.add is None else ["--add", self.add]
        for name, value in (("minutes", self.minutes), ("steps", self.steps)):
            words += [f"--{name}", f"{value:g}"] if value is not None else []
        for setting in self._settings():
            words += ["--set", setting]
        for option, wishes in (("--more", self.more()), ("--view", self.views())):
            words += [word for wish in wishes for word in (option, wish)]
        return [*words, "--resume"] if resume else words

    def views(self) -> list[str]:
        """What ``--view`` says of each product."""
        return [wish for one in self.products for wish in _views(one)]

    def _model_arguments(self) -> list[str]:
        words = ["--recipe", self.recipe]
        words += ["--backbone", self.backbone] if self.backbone is not None else []
        return [*words, "--input-size", str(self.input_size)] if self.input_size is not None else words

    def _settings(self) -> list[str]:
        rates = [f"calibration.rate={self.rate:g}"]
        if self.review_rate is None or self.review_rate > self.rate:
            wide = "none" if self.review_rate is None else f"{self.review_rate:g}"
            rates.append(f"calibration.review_rate={wide}")
        return [*rates, f"train.checkpoint_every={CHECKPOINT_EVERY}", *self.settings]


def _views(one: ProductPlan) -> list[str]:
    wishes = []
    if one.roi != FULL_FRAME:
        sides = ",".join(f"{side:.6f}" for side in (one.roi.x, one.roi.y, one.roi.w, one.roi.h))
        wishes.append(f"{one.name}:roi={sides}")
    wishes += [f"{one.name}:ignore=" + " ".join(f"{x:.6f},{y:.6f}" for x, y in polygon) for polygon in one.ignore]
    if one.tiles != (1, 1):
        wishes.append(f"{one.name}:tiles={one.tiles[0]}x{one.tiles[1]}")
    if one.align:
        wishes.append(f"{one.name}:align=first")
    return wishes


def keep_plan(plan: TrainingPlan, shelf: Path, sha256: str) -> None:
    """Remember on the station how a bundle was trained, so that it can be trained again. Raises InspectError."""
    save_plan(plan, shelf / KEPT / sha256)


def kept_plan(shelf: Path, sha256: str) -> TrainingPlan | None:
    """How a bundle was trained, if that was here. TrainingError if it cannot be read."""
    return load_plan(shelf / KEPT / sha256)


def check_names(names: Sequence[str], taken: Sequence[str] = ()) -> None:
    """Raise UsageError for the first name that cannot be used, stands twice or is ``taken``."""
    for name in names:
        try:
            check_new_name(name)
        except ValueError as error:
            raise UsageError(ErrorCode.PRODUCT_NAME, name=name[:80], why=str(error)) from error
        if names.count(name) > 1:
            raise UsageError(ErrorCode.PRODUCT_NAME, name=name, why="two folders have it")
        if name in taken:
            raise UsageError(ErrorCode.PRODUCT_NAME, name=name, why="the model has a product of that name")


def save_plan(plan: TrainingPlan, folder: Path) -> None:
    """Write it into ``folder``. Raises InspectError (disk full, no permission)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os_error(error, folder) from error
    write_atomic(folder / FILE, plan.model_dump_json(indent=1).encode())


def load_plan(folder: Path) -> TrainingPlan | None:
    """The plan of ``folder``, None if there is none. TrainingError if it cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        return TrainingPlan.model_validate(json.loads(path.read_bytes()))
    except (OSError, ValueError, ValidationError) as error:
        why = " ".join(str(error).split())[:120]
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(path), why=why) from error
