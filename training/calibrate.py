"""Proposed limits of a product, measured with the graph that ships on good images that training never saw."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.bundle.manifest import Appearance, Calibration, ProposedLimits
from engine.calibration import group_maxima, propose_limit
from engine.recipe import CalibrationConfig


@dataclass(frozen=True, slots=True)
class Proposal:
    """Limits and how they came about, and where embeddings of good parts lie."""

    limits: ProposedLimits
    calibration: Calibration
    appearance: Appearance | None = None


def propose(
    scores: Sequence[float], maxima: Sequence[float], groups: Sequence[int], config: CalibrationConfig
) -> Proposal:
    """Limits from the scores and the map maxima of calibration images; images of one group count as one part."""
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
