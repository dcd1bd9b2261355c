"""One number per frame from the anomaly map. Training and station share this; its version stands in every manifest."""

from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.frames import Map

SCORING_VERSION = 1
POOL = 16
WIDE = 32


class Pooling(StrEnum):
    """How a map becomes a score (UniAD, section 4: maximum of the averaged map). ``wide`` averages over two tokens of
    stride 16 each way instead of one: a defect of one token's size shows in its neighbours too. ``contrast`` also asks
    whether that place stands out: where all of a part is a little strange, as in another light, that is no defect."""

    MAX = "max"
    WIDE = "wide"
    CONTRAST = "contrast"
    MEAN = "mean"
    STD = "std"


def score(anomaly_map: Map, mask: NDArray[np.bool_] | None = None, pooling: Pooling = Pooling.MAX) -> float:
    """The score of a map (H, W), in the map's unit (feature distance).

    ``max`` is the maximum of the 16 x 16 stride-1 average, ``wide`` that of the 32 x 32, ``contrast`` how far
    ``wide`` is above half of ``mean``, and ``std`` besides. ``mask`` (H, W) is True where the map counts: ignored
    places add nothing to an average, and do not enter ``mean`` and ``std``. NaN, which is never a PASS, if a value is
    not finite or nothing counts.
    """
    if not np.isfinite(anomaly_map).all() or (mask is not None and not mask.any()):
        return float("nan")
    if pooling in (Pooling.MAX, Pooling.WIDE):
        return _max_of_box_average(anomaly_map, mask, POOL if pooling is Pooling.MAX else WIDE)
    means, deviations = cv2.meanStdDev(anomaly_map, mask=None if mask is None else mask.astype(np.uint8))
    mean, deviation = float(means[0, 0]), float(deviations[0, 0])
    if pooling in (Pooling.MEAN, Pooling.STD):
        return mean if pooling is Pooling.MEAN else deviation
    # Below 0 only where strips of a few pixels count.
    return max(_max_of_box_average(anomaly_map, mask, WIDE) - mean / 2, 0.0) + deviation


def _max_of_box_average(anomaly_map: Map, mask: NDArray[np.bool_] | None, side: int) -> float:
    height, width = anomaly_map.shape
    kernel_h, kernel_w = min(side, height), min(side, width)
    valid = anomaly_map if mask is None else np.where(mask, anomaly_map, np.float32(0))
    averaged = cv2.boxFilter(valid, cv2.CV_32F, (kernel_w, kernel_h), anchor=(0, 0))
    return float(averaged[: height - kernel_h + 1, : width - kernel_w + 1].max())
