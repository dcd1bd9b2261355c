"""What ``uniad-train scan --json`` says of folders; the window reads it, so the schema lives here."""

import json
import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.calibration import needed_for
from engine.errors import ErrorCode, TrainingError


class _Read(BaseModel):
    """Frozen; later versions may add keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Skipped(_Read):
    """A file that is not used, and why."""

    path: str
    why: str


class SizeCount(_Read):
    """So many pictures of one size."""

    height: int
    width: int
    count: int


class Scanned(_Read):
    """One product. ``notes`` are what ``fit`` would say, advice among it; ``smallest_defect_px`` the side of the
    smaller defects on the masks, None without masks; ``inputs`` how many inputs of the model one picture makes.

    ``exact`` are files with equal contents, ``near`` pictures that look the same; ``suspicious`` are unlike the others,
    the most unlike first; ``moves`` is how far parts lie from one another, as a share of the picture's side (None: not
    measured); ``sample`` some pictures to show. ``looked`` is False if there were no weights to look for unlike ones.
    """

    train: int
    calibration: int
    skipped: int
    parts: int
    inputs: int
    smallest_defect_px: float | None = None
    notes: tuple[str, ...] = ()
    formats: dict[str, int] = {}
    sizes: tuple[SizeCount, ...] = ()
    skipped_files: tuple[Skipped, ...] = ()
    exact: tuple[tuple[str, ...], ...] = ()
    near: tuple[tuple[str, ...], ...] = ()
    suspicious: tuple[str, ...] = ()
    looked: bool = False
    moves: float | None = None
    sample: tuple[str, ...] = ()
    defects: int = 0

    @property
    def images(self) -> int:
        """Usable pictures."""
        return self.train + self.calibration


class Findings(_Read):
    """All products of a scan."""

    products: dict[str, Scanned]


def read_findings(text: str) -> Findings:
    """What a scan printed. TrainingError if it is not that."""
    lines = [line for line in text.splitlines() if line.strip()]
    try:
        return Findings.model_validate(json.loads(lines[-1]))
    except (IndexError, ValueError, ValidationError) as error:
        why = f"the scan gave no answer: {' '.join(str(error).split())[:120]}"
        raise TrainingError(ErrorCode.TRAIN_FAILED, why=why) from error


def advisable(parts: int, share: float, rate: float) -> int:
    """How many more different good parts would let the limits show ``rate`` with 95 % confidence, where ``share`` of
    them is held out; 0 if there are enough."""
    return max(0, math.ceil(needed_for(rate) / share) - parts)


def several(groups: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Groups of two or more."""
    return tuple(tuple(group) for group in groups if len(group) > 1)
