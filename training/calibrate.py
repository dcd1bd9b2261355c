"""Proposed limits of a product, measured with the graph that ships on good images that training never saw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.bundle.manifest import Calibration, ProposedLimits
from engine.calibration import group_maxima, propose_limit
from engine.frames import Map
from engine.recipe import CalibrationConfig
from engine.scoring import score


@dataclass(frozen=True, slots=True)
class Proposal:
    """Limits and how they came about."""

    limits: ProposedLimits
    calibration: Calibration


def propose(
    maps: Sequence[Map], groups: Sequence[int], mask: NDArray[np.bool_] | None, config: CalibrationConfig
) -> Proposal:
    """Limits from the maps (H, W) of calibration images; images of one group count as one part."""
    scores = [score(map_, mask, config.pooling) for map_ in maps]
    maxima = [float(map_.max() if mask is None else map_[mask].max()) for map_ in maps]
    worst = group_maxima(scores, groups)
    reject = propose_limit(worst, config.rate)
    review = None
    if config.review_rate is not None and config.review_rate > config.rate:
        value = propose_limit(worst, config.review_rate).value
        review = value if value < reject.value else None
    pixel = propose_limit(group_maxima(maxima, groups), config.pixel_rate)
    return Proposal(
        ProposedLimits(reject=reject.value, review=review, pixel=pixel.value),
        Calibration(
            rate=config.rate,
            review_rate=config.review_rate,
            scores=tuple(scores),
            map_maxima=tuple(maxima),
            groups=tuple(groups),
            bound=reject.bound,
            demonstrable=reject.demonstrable,
            statement=reject.describe(),
        ),
    )
