"""The score against a plain definition of it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.frames import Map
from engine.scoring import POOL, WIDE, Pooling, score

sides = st.integers(1, 40)
finite = st.floats(0, 100, width=32)
maps = st.tuples(sides, sides).flatmap(lambda size: arrays(np.float32, size, elements=finite))


def plain_max(anomaly_map: Map, largest: int) -> float:
    """The largest average of a whole window of that side, or of what is there if the map is smaller."""
    height, width = (min(largest, side) for side in anomaly_map.shape)
    windows = np.lib.stride_tricks.sliding_window_view(anomaly_map.astype(float), (height, width))
    return float(windows.mean(axis=(2, 3)).max())


@given(anomaly_map=maps)
def test_max_is_the_largest_window_average(anomaly_map: Map) -> None:
    assert score(anomaly_map) == pytest.approx(plain_max(anomaly_map, POOL), rel=1e-4, abs=1e-4)
    wide = score(anomaly_map, pooling=Pooling.WIDE)
    assert wide == pytest.approx(plain_max(anomaly_map, WIDE), rel=1e-4, abs=1e-4)


@given(anomaly_map=maps)
def test_mean_and_deviation(anomaly_map: Map) -> None:
    assert score(anomaly_map, pooling=Pooling.MEAN) == pytest.approx(float(anomaly_map.mean()), rel=1e-4, abs=1e-4)
    expected = float(anomaly_map.astype(float).std())
    assert score(anomaly_map, pooling=Pooling.STD) == pytest.approx(expected, rel=1e-3, abs=1e-3)


@pytest.mark.parametrize("pooling", Pooling)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_one_value_that_is_not_finite_spoils_the_score(pooling: Pooling, bad: float) -> None:
    anomaly_map = np.ones((32, 32), np.float32)
    anomaly_map[5, 7] = bad
    assert math.isnan(score(anomaly_map, pooling=pooling))


def test_ignored_places_do_not_count() -> None:
    anomaly_map = np.ones((64, 64), np.float32)
    anomaly_map[:20, :20] = 50
    mask = np.ones((64, 64), bool)
    mask[:20, :20] = False
    assert score(anomaly_map, mask) == pytest.approx(1.0)
    assert score(anomaly_map, mask, Pooling.MEAN) == pytest.approx(1.0)
    assert score(anomaly_map, mask, Pooling.STD) == pytest.approx(0.0)


@pytest.mark.parametrize("pooling", Pooling)
def test_a_part_of_which_nothing_counts_has_no_score(pooling: Pooling) -> None:
    nothing = np.zeros((32, 32), bool)
    assert math.isnan(score(np.ones((32, 32), np.float32), nothing, pooling))
