"""The demo product: solar cells from the package ``elpv-dataset``. Prepares the folders; trains nothing itself.

The choice of pictures is fixed (ordered by a hash of their names), so that every demo shows the same cells: good ones
to learn from, and a mixed stream of good and defective ones that training never sees. The pictures (Buerhop-Lutz et
al., ELPV) are CC BY-NC-SA 4.0; they are copied into the user's folder and never shipped with the program.
"""

import hashlib
import importlib.util
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from engine.errors import ErrorCode, InspectError, UsageError
from engine.files import explain_os_error

PRODUCT = "Solar cell"
CREDIT = "ELPV, CC BY-NC-SA 4.0"
INTERVAL_S = 1.0
N_GOOD, N_STREAM_GOOD, N_STREAM_BAD = 160, 75, 25


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """Where everything of the demo lies."""

    folder: Path

    @property
    def good(self) -> Path:
        """Flat good images; its name is the product's."""
        return self.folder / PRODUCT

    @property
    def stream(self) -> Path:
        """Good and defective cells, mixed."""
        return self.folder / "cells"

    @property
    def bundle(self) -> Path:
        """The trained bundle, once there is one."""
        return self.folder / "solar_cell.uniad"

    @property
    def run(self) -> Path:
        """The training's own folder."""
        return self.folder / "run"

    def owns(self, path: Path) -> bool:
        """True if a bundle or source is the demo's."""
        return path.is_relative_to(self.folder)

    def command(self) -> list[str]:
        """The command line that trains the demo."""
        arguments = ["fit", str(self.good), "--out", str(self.bundle), "--run-dir", str(self.run), "--json"]
        return [sys.executable, "-m", "training.cli", *arguments]


def find_data() -> Path:
    """The data folder of the installed package, without importing it. Raises UsageError if it is not installed."""
    spec = importlib.util.find_spec("elpv_dataset")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / "data" / "labels.csv").is_file():
            return Path(place) / "data"
    raise UsageError(ErrorCode.DEMO_MISSING)


def choose_cells(labels: str) -> tuple[list[str], list[str]]:
    """Names of the pictures to learn from, and of the stream in its order.

    ``labels`` are lines of name, defect probability and cell type; only monocrystalline cells that all the people who
    labelled them agreed on are used.
    """
    good: list[str] = []
    bad: list[str] = []
    for line in labels.splitlines():
        name, probability, kind = line.split()
        if kind == "mono" and float(probability) in (0.0, 1.0):
            (good if float(probability) == 0.0 else bad).append(name)
    good, bad = sorted(good, key=_shuffled), sorted(bad, key=_shuffled)
    mixed = good[N_GOOD : N_GOOD + N_STREAM_GOOD] + bad[:N_STREAM_BAD]
    return good[:N_GOOD], sorted(mixed, key=lambda name: _shuffled(name + "stream"))


def prepare(plan: DemoPlan) -> None:
    """Copy the chosen pictures. A folder that is there was finished, since it is renamed into place at the end."""
    data = find_data()
    learn, stream = choose_cells((data / "labels.csv").read_text(encoding="utf-8"))
    try:
        _copy(data, learn, plan.good)
        _copy(data, stream, plan.stream)
    except OSError as error:
        raise explain_os_error(error, plan.folder) from error


def _copy(data: Path, names: list[str], folder: Path) -> None:
    if folder.is_dir():
        return
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    for index, name in enumerate(names, 1):
        shutil.copyfile(data / name, unfinished / f"{index:03d}_{Path(name).name}")
    unfinished.rename(folder)


def _shuffled(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def explain(error: Exception) -> InspectError:
    """Whatever went wrong, as something the window can show."""
    if isinstance(error, InspectError):
        return error
    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
    return InspectError(ErrorCode.INTERNAL, where="demo", why=why)
