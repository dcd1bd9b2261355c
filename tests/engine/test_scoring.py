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


@given(anomaly_map=maps)
def test_contrast_is_what_stands_out_and_the_deviation(anomaly_map: Map) -> None:
    plain = anomaly_map.astype(float)
    expected = max(plain_max(anomaly_map, WIDE) - plain.mean() / 2, 0) + plain.std()
    assert score(anomaly_map, pooling=Pooling.CONTRAST) == pytest.approx(float(expected), rel=2e-3, abs=2e-3)


def test_contrast_tells_a_place_that_stands_out_from_a_part_that_is_a_little_strange_everywhere() -> None:
    rng = np.random.default_rng(0)
    plain = rng.uniform(0.9, 1.1, (224, 224)).astype(np.float32)
    defect = plain.copy()
    defect[100:132, 100:132] += 1.0
    strange = (1.0 + plain).astype(np.float32)  # the largest average is the same
    assert score(strange, pooling=Pooling.WIDE) == pytest.approx(score(defect, pooling=Pooling.WIDE), rel=0.02)
    low, between, high = (score(one, pooling=Pooling.CONTRAST) for one in (plain, strange, defect))
    assert 1.5 * low < between < 0.75 * high  # strange everywhere is still stranger than plain


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


def test_contrast_counts_where_only_a_strip_counts() -> None:
    mask = np.zeros((64, 64), bool)
    mask[30:32] = True
    plain = np.full((64, 64), 9, np.float32)
    plain[30:32, ::2] = 11
    defect = plain.copy()
    defect[30:32, 20:24] = 30
    assert 0 < score(plain, mask, Pooling.CONTRAST) < score(defect, mask, Pooling.CONTRAST)


@pytest.mark.parametrize("pooling", Pooling)
def test_a_part_of_which_nothing_counts_has_no_score(pooling: Pooling) -> None:
    nothing = np.zeros((32, 32), bool)
    assert math.isnan(score(np.ones((32, 32), np.float32), nothing, pooling))
