"""The heat picture: fixed scale, transparent below the limit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.frames import Map
from engine.geometry import FULL_FRAME, Roi
from engine.overlay import FULL_HEAT, LEAST_ALPHA, MOST_ALPHA, HeatScheme, blend_heat, heat_rgba, heat_table

sizes = st.tuples(st.integers(1, 70), st.integers(1, 70))
maps = st.tuples(st.integers(1, 20), st.integers(1, 20)).flatmap(
    lambda size: arrays(np.float32, size, elements=st.floats(0, 10, width=32))
)


@given(anomaly_map=maps, size=sizes, scheme=st.sampled_from(list(HeatScheme)))
def test_a_good_part_does_not_glow(anomaly_map: Map, size: tuple[int, int], scheme: HeatScheme) -> None:
    heat = heat_rgba(anomaly_map, float(anomaly_map.max()) + 1e-3, size, scheme)
    assert heat.shape == (*size, 4)
    assert heat.dtype == np.uint8
    assert not heat.any()


@given(anomaly_map=maps, limit=st.floats(0.1, 9))
def test_at_map_size_exactly_what_is_above_the_limit_shows(anomaly_map: Map, limit: float) -> None:
    heat = heat_rgba(anomaly_map, limit, (anomaly_map.shape[0], anomaly_map.shape[1]))
    clearly_above, clearly_below = anomaly_map > limit * 1.001, anomaly_map < limit * 0.999
    assert np.all(heat[clearly_above, 3] >= LEAST_ALPHA)
    assert np.all(heat[clearly_below] == 0)


def test_the_scale_is_fixed_and_does_not_depend_on_the_rest_of_the_map() -> None:
    alone = np.full((4, 4), 1.5, np.float32)
    beside = alone.copy()
    beside[3, 3] = 1000
    assert np.array_equal(heat_rgba(alone, 1.0, (4, 4))[0, 0], heat_rgba(beside, 1.0, (4, 4))[0, 0])


def test_colours_run_from_amber_to_red() -> None:
    values = np.array([[1.0001, (1 + FULL_HEAT) / 2, FULL_HEAT, 50.0]], np.float32)
    low, middle, high, beyond = heat_rgba(values, 1.0, (1, 4))[0]
    assert tuple(low) == (224, 165, 38, LEAST_ALPHA)
    assert tuple(high) == tuple(beyond) == (229, 72, 77, MOST_ALPHA)
    assert low[1] > middle[1] > high[1]
    assert heat_table().shape == (256, 4)


@pytest.mark.parametrize("odd", [math.nan, math.inf])
def test_what_is_not_finite_is_full_heat(odd: float) -> None:
    heat = heat_rgba(np.array([[0.0, odd]], np.float32), 1.0, (1, 2))
    assert heat[0, 0, 3] == 0
    assert heat[0, 1, 3] == MOST_ALPHA


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_frame_is_left_alone_outside_the_heat(dtype: type[np.generic]) -> None:
    scale = 257 if dtype is np.uint16 else 1
    pixels = np.full((40, 80, 3), 100 * scale, dtype)
    before = pixels.copy()
    anomaly_map = np.zeros((20, 20), np.float32)
    anomaly_map[:, 10:] = 3.0
    picture = blend_heat(pixels, anomaly_map, 1.0, Roi(x=0.5, y=0.0, w=0.5, h=0.5))
    assert picture.dtype == np.uint8
    assert np.array_equal(pixels, before)
    assert np.all(picture[:, :40] == 100)
    assert np.all(picture[20:] == 100)
    assert np.all(picture[:18, 64:, 0] > 150)


def test_the_whole_frame_may_be_covered() -> None:
    picture = blend_heat(np.zeros((8, 8, 3), np.uint8), np.full((4, 4), 9, np.float32), 1.0, FULL_FRAME)
    assert np.all(picture[..., 0] == round(229 * MOST_ALPHA / 255))
