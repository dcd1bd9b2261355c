"""What a proposed limit promises, held against real good parts: ``python -m tests.e2e.limits BUNDLE=FOLDER …``.

Scores of good parts that the bundle has not trained on (its calibration parts and ``test/good`` of the folder) stand
for all parts there will be. Again and again some are drawn by group, a limit is proposed from them, and the rate of
good parts it rejects is counted. The bound shown with a limit must hold in 95 % of the draws, and not by a limit so
high that it rejects nothing. Splits in two, without putting back, are counted besides.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bundle import read_bundle
from engine.calibration import group_maxima, needed_for, propose_limit
from engine.decode import read_image
from engine.frames import Frame
from engine.judge import Judge
from engine.runtime import Provider, Runtime
from engine.sources.folder import list_images
from training.split import group_images

REPEATS = 1000
RATES = (0.05, 0.10)


@dataclass(frozen=True)
class Simulation:
    """``n`` groups gave a limit, ``repeats`` times. ``coverage`` is the share of draws in which the bound holds for all
    parts; ``realised`` the median rate at which they are rejected, ``bound`` the median bound. ``fresh`` is the share
    of splits in which it holds for the count among the other half, which has chance of its own: ``exchangeable`` is
    what that would be for parts that come in any order. ``demonstrable`` says if n suffices for ``rate``."""

    name: str
    rate: float
    n: int
    repeats: int
    coverage: float
    realised: float
    bound: float
    fresh: float
    exchangeable: float
    demonstrable: bool


def good_scores(bundle: Path, folder: Path) -> tuple[list[float], list[int]]:
    """Score and group of each good part that was not trained on."""
    opened = read_bundle(bundle)
    name, entry = opened.product(folder.name if folder.name in opened.manifest.products else None)
    judge = Judge(opened, name, Runtime(opened, Provider.CPU, 1))
    known = entry.calibration
    scores, groups = list(known.scores), list(known.groups)
    paths = list_images(folder / "test" / "good").files
    thumbnails = []
    judged = []
    for path in paths:
        pixels = read_image(path)
        score = judge.judge(Frame(0, str(path), pixels, 0.0)).score
        if score is not None:
            judged.append(path)
            scores.append(score)
            small = cv2.resize(pixels.astype(np.float32), (16, 16), interpolation=cv2.INTER_AREA)
            thumbnails.append(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY))
    first = max(groups) + 1
    return scores, groups + [first + group for group in group_images(judged, np.stack(thumbnails), None)]


def simulate(
    name: str, scores: Sequence[float], groups: Sequence[int], rate: float, repeats: int = REPEATS
) -> Simulation:
    """Half of the groups give a limit, ``repeats`` times drawn with putting back and ``repeats`` times without."""
    worst = np.array(group_maxima(scores, groups))
    n = len(worst) // 2
    rng = np.random.default_rng(0)
    drawn = np.array([_draw(worst, n, rate, rng) for _ in range(repeats)])
    split = np.array([_split(worst, n, rate, rng) for _ in range(repeats)])
    limit = propose_limit(worst[:n].tolist(), rate)
    return Simulation(
        name=name,
        rate=rate,
        n=n,
        repeats=repeats,
        coverage=float((drawn[:, 0] <= drawn[:, 1]).mean()),
        realised=float(np.median(drawn[:, 0])),
        bound=float(np.median(drawn[:, 1])),
        fresh=float((split[:, 0] <= split[:, 1]).mean()),
        exchangeable=_exchangeable(n, len(worst) - n, limit.above, limit.bound),
        demonstrable=n >= needed_for(rate),
    )


def _draw(worst: NDArray[np.float64], n: int, rate: float, rng: np.random.Generator) -> tuple[float, float]:
    """Realised rate among all, and the bound."""
    limit = propose_limit(rng.choice(worst, n).tolist(), rate)
    return float((worst >= limit.value).mean()), limit.bound


def _split(worst: NDArray[np.float64], n: int, rate: float, rng: np.random.Generator) -> tuple[float, float]:
    """Realised rate among those that gave no limit, and the bound."""
    order = rng.permutation(len(worst))
    limit = propose_limit(worst[order[:n]].tolist(), rate)
    return float((worst[order[n:]] >= limit.value).mean()), limit.bound


def _exchangeable(n: int, fresh: int, above: int, bound: float) -> float:
    """Chance that of ``fresh`` exchangeable parts a share of at most ``bound`` lies above the (n - above)-th of n."""
    from scipy.stats import betabinom

    return float(betabinom.cdf(np.floor(bound * fresh + 1e-9), fresh, above + 1, n - above))


def main() -> None:
    """Print one JSON object for each bundle and rate."""
    for word in sys.argv[1:]:
        bundle, _, folder = word.partition("=")
        scores, groups = good_scores(Path(bundle), Path(folder))
        for rate in RATES:
            print(json.dumps(asdict(simulate(Path(folder).name, scores, groups, rate))), flush=True)


if __name__ == "__main__":
    main()
