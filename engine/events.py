"""What a training says while it runs: versioned events, one JSON object a line, in RUN/events.jsonl and on stdout.

The window tails the file, so the schema lives here, where both sides may import it.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

VERSION: Literal[1] = 1


class _Event(BaseModel):
    """Frozen; later versions may add keys, so unknown ones are let be."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    v: Literal[1] = VERSION
    time_s: float = Field(0.0, description="seconds since the start of this process")


class Stage(_Event):
    """A stage begins. ``total`` counts what it will do, if known."""

    event: Literal["stage"] = "stage"
    stage: Literal["scan", "features", "train", "export", "calibrate", "expected", "write"]
    total: int | None = None


class Working(_Event):
    """Progress inside a stage other than ``train``."""

    event: Literal["working"] = "working"
    stage: str
    done: int
    total: int


class Progress(_Event):
    """Progress of the optimisation. ``loss`` is the mean since the last such event, ``eta_s`` the time left."""

    event: Literal["progress"] = "progress"
    step: int
    steps: int
    loss: float
    eta_s: float
    lr: float = 0.0
    grad_norm: float = 0.0


class Note(_Event):
    """Something a person should know: skipped files, limits that cannot be demonstrated."""

    event: Literal["note"] = "note"
    text: str


class Standing(BaseModel):
    """How well a product stands: its reject limit, the median score of good parts that were not trained on, how many of
    them the limit rejects, and how well made-up defects are told from them (AUROC)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reject: float
    median: float
    false_rejects: int
    n_good: int
    made_up_auroc: float | None


class Compared(_Event):
    """An old product before and after another was added to its model."""

    event: Literal["compared"] = "compared"
    product: str
    before: Standing
    after: Standing


class Estimate(_Event):
    """What the training will take, told before it starts: seconds from now, peak memory and disk of the feature
    table. ``device``: where it computes, for people."""

    event: Literal["estimate"] = "estimate"
    seconds: float
    memory_mb: float
    disk_mb: float
    images: int
    steps: int
    device: str = ""


class Scores(_Event):
    """How held-out good parts and known defects score after ``step`` steps; told with ``fit --live`` only."""

    event: Literal["scores"] = "scores"
    step: int
    good: tuple[float, ...]
    defects: tuple[float, ...] = ()


class Done(_Event):
    """The last event of a training that ended well."""

    event: Literal["done"] = "done"
    bundle: str
    sha256: str
    seconds: float
    peak_mb: float
    steps: int


class Failed(_Event):
    """The last event of a training that did not."""

    event: Literal["error"] = "error"
    code: str
    message: str


Event = Annotated[
    Stage | Working | Progress | Note | Compared | Estimate | Scores | Done | Failed, Field(discriminator="event")
]
_ADAPTER: TypeAdapter[Event] = TypeAdapter(Event)


def parse_lines(text: str) -> Iterator[Event]:
    """Events of whole lines; a cut or strange line is passed over (the writer may be in the middle of it)."""
    for line in text.splitlines():
        try:
            yield _ADAPTER.validate_json(line)
        except ValidationError:
            continue
