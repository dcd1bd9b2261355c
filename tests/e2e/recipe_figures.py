"""What the default recipe gives on real sets, as it ships: ``python -m tests.e2e.recipe_figures WORK FOLDER …``.

For each folder (MVTec layout) and seed: ``uniad-train fit``, then ``uniad-train evaluate``, as users run them. With
``--together STEPS`` one model of all folders besides. What WORK has already is not done again, so that it can be cut
short and gone on with. Prints Markdown: mean and deviation over the seeds.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

ALL = "together"


@dataclass(frozen=True)
class Run:
    """One training in ``work`` and where its figures are kept."""

    work: Path
    name: str
    folders: tuple[Path, ...]
    seed: int
    options: tuple[str, ...] = ()

    @property
    def stem(self) -> Path:
        """Its files without their suffix."""
        return self.work / f"{self.name}-{self.seed}"

    def figures(self) -> dict[str, Any]:
        """Figures of each product and what the training cost; from WORK if they are there."""
        kept = self.stem.with_suffix(".json")
        if not kept.exists():
            bundle = self.stem.with_suffix(".uniad")
            told = _call("fit", *self.folders, "--out", bundle, "--seed", self.seed, *self.options)
            found = _call("evaluate", bundle, *self.folders)[-1] | {"fit": told[-1]}
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(found), encoding="utf-8")
            part.replace(kept)
        known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return known


def _call(*words: object) -> list[dict[str, Any]]:
    """The JSON lines of a command of ``uniad-train``."""
    command = [sys.executable, "-m", "training.cli", *map(str, words), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def spread(values: Sequence[float | None], digits: int = 4) -> str:
    """Mean and deviation; nothing where a figure is missing."""
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values):
        return ""
    return f"{np.mean(known):.{digits}f} ± {np.std(known, ddof=1) if len(known) > 1 else 0:.{digits}f}"


def row(name: str, some: Sequence[dict[str, Any]], fits: Sequence[dict[str, Any]]) -> str:
    """A product's line of the table; ``some`` are its figures with each seed."""
    rejected = [one["at_limits"]["false_rejects"] / one["n_good"] for one in some]
    missed = [one["at_limits"]["misses"] / one["n_defect"] for one in some]
    cells = [
        name,
        str(len(some)),
        spread([one["image_auroc"] for one in some]),
        spread([one["pixel_auroc"] for one in some]),
        f"{100 * np.mean(rejected):.1f} %",
        f"{100 * np.mean(missed):.1f} %",
        f"{np.mean([fit['seconds'] for fit in fits]):.0f}",
        f"{max(fit['peak_mb'] for fit in fits):.0f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--together", type=int, metavar="STEPS", action="append", default=[])
    parser.add_argument("--only-together", action="store_true")
    parser.add_argument("--fit", nargs=argparse.REMAINDER, default=[], help="further options of fit; last of all")
    return parser.parse_args()


def main() -> None:
    """Train what is missing, seed by seed, and print the table."""
    given = _options()
    given.work.mkdir(parents=True, exist_ok=True)
    folders, more = tuple(folder.resolve() for folder in given.folders), tuple(given.fit)
    runs: dict[str, list[dict[str, Any]]] = {}
    for seed in range(given.seeds):
        plans = [] if given.only_together else [Run(given.work, one.name, (one,), seed, more) for one in folders]
        plans += [
            Run(given.work, f"{ALL}-{steps}", folders, seed, ("--steps", str(steps), *more)) for steps in given.together
        ]
        for plan in plans:
            runs.setdefault(plan.name, []).append(plan.figures())
    tell(runs)


def tell(runs: dict[str, list[dict[str, Any]]]) -> None:
    """The table, and the means of one model for all and of a model for each."""
    print("| set | seeds | image AUROC | pixel AUROC | good rejected | defects passed | fit s | peak MB |")
    print("|---|---|---|---|---|---|---|---|")
    apart: list[list[float]] = []
    for name, known in runs.items():
        fits = [one["fit"] for one in known]
        for product in known[0]["products"]:
            shown = f"{product}, {name}" if name.startswith(ALL) else product
            print(row(shown, [one["products"][product] for one in known], fits))
    for name, known in runs.items():
        means = [one["mean"]["image_auroc"] for one in known]
        if name.startswith(ALL):
            print(f"{name}: mean image AUROC {spread(means)}")
        else:
            apart.append(means)
    if apart:
        print(f"a model for each: mean image AUROC {spread(np.mean(apart, axis=0).tolist())}")


if __name__ == "__main__":
    main()
