"""One line for each finished trial."""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from engine.errors import ErrorCode, SettingsError


class Trial(BaseModel):
    """The scores of one variant on one set with one seed.

    ``scores`` holds, for each pooling, a score for every test part; ``kinds`` the defect of each, empty if good.
    ``limits`` are the (review, reject) limits of the pooling from calibration parts; ``seconds`` count training,
    ``part_ms`` the judging of a part in PyTorch with the study's threads.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: str
    variant: str
    seed: int
    kinds: tuple[str, ...]
    scores: dict[str, tuple[float, ...]]
    limits: dict[str, tuple[float, float]]
    pixel_auroc: float | None
    seconds: float
    part_ms: float
    recipe: str = ""

    @property
    def key(self) -> tuple[str, str, int]:
        """What makes it this trial."""
        return self.data, self.variant, self.seed


def read_journal(path: Path) -> list[Trial]:
    """All finished trials. A last line that was cut off is a trial that did not finish; any other damage is an error
    that names the line."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    trials = []
    for number, line in enumerate(lines[:-1], start=1):
        try:
            trials.append(Trial.model_validate_json(line))
        except ValidationError as error:
            why = f"line {number} is not a trial"
            raise SettingsError(ErrorCode.SETTINGS_INVALID, path=str(path), why=why) from error
    return trials


def append(path: Path, trial: Trial) -> None:
    """Add a trial, durably; what an earlier cut left of a line is removed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab+") as file:
        file.seek(0)
        data = file.read()
        file.truncate(data.rfind(b"\n") + 1)
        file.write(trial.model_dump_json().encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
