"""What a study compares."""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.errors import ErrorCode, SettingsError
from engine.recipe import Recipe, fast_recipe, merge_recipe
from engine.scoring import Pooling

Peer = Literal["memory", "patchcore"]


class Plan(BaseModel):
    """Folders in MVTec layout, variants of the fast recipe as nested keys, seeds, and peers that run beside them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sets: Annotated[dict[str, Path], Field(min_length=1)]
    variants: dict[str, dict[str, dict[str, object]]] = {}
    seeds: tuple[Annotated[int, Field(ge=0)], ...] = (0,)
    peers: tuple[Peer, ...] = ()
    poolings: tuple[Pooling, ...] = tuple(Pooling)
    baseline: str | None = None

    def recipe(self, variant: str, seed: int) -> Recipe:
        """The whole recipe of a variant. Raises SettingsError that names a wrong key."""
        changed = merge_recipe(fast_recipe(), dict(self.variants[variant]), f"variant {variant}")
        return merge_recipe(changed, {"train": {"seed": seed}}, "seed")


def load_plan(path: Path, root: Path) -> Plan:
    """Read a plan; its folders are relative to ``root``. Raises SettingsError with file and key."""
    try:
        plan = Plan.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        why = " ".join(str(error).split())[:300]
        raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error
    for variant in plan.variants:
        plan.recipe(variant, 0)
    sets = {name: (root / folder).resolve() for name, folder in plan.sets.items()}
    return plan.model_copy(update={"sets": sets})
