"""Regions are where the map is above the pixel limit, in pixels of the frame."""

import dataclasses

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.decision import Limits
from engine.frames import Map
from engine.geometry import FULL_FRAME, Roi
from engine.placement import Placement, place_straight
from engine.regions import _box, find_regions

LIMITS = Limits(reject=2.0, review=None, pixel=1.0, least_area_px=4)


def over(roi: Roi, size: tuple[int, int], map_size: tuple[int, int] = (50, 100)) -> Placement:
    return place_straight(size, map_size, roi)


def spot(value: float = 3.0, top: int = 10, left: int = 20, height: int = 5, width: int = 8) -> Map:
    anomaly_map = np.zeros((50, 100), np.float32)
    anomaly_map[top : top + height, left : left + width] = value
    return anomaly_map


def test_a_spot_is_found_where_it_is() -> None:
    (region,) = find_regions(spot(), LIMITS, over(FULL_FRAME, (50, 100)))
    assert (region.x, region.y, region.w, region.h) == (20, 10, 8, 5)
    assert region.peak == 3.0
    assert region.area_px == 40


def test_it_is_given_in_pixels_of_the_frame_within_the_region_of_interest() -> None:
    roi = Roi(x=0.5, y=0.0, w=0.5, h=0.5)
    (region,) = find_regions(spot(), LIMITS, over(roi, (200, 400)))
    assert (region.x, region.y, region.w, region.h) == (200 + 40, 20, 16, 10)
    assert region.area_px == 160


def test_what_is_at_the_limit_or_too_small_or_ignored_is_no_region() -> None:
    assert find_regions(spot(value=1.0), LIMITS, over(FULL_FRAME, (50, 100))) == ()
    assert find_regions(spot(height=1, width=3), LIMITS, over(FULL_FRAME, (50, 100))) == ()
    mask = np.ones((50, 100), bool)
    mask[8:20, 15:40] = False
    assert find_regions(spot(), LIMITS, over(FULL_FRAME, (50, 100)), mask) == ()


def test_the_strongest_comes_first_and_neighbours_over_corners_are_one() -> None:
    anomaly_map = spot(2.0) + spot(5.0, top=40, left=80)
    anomaly_map[15:19, 28:32] = 2.0
    first, second = find_regions(anomaly_map, LIMITS, over(FULL_FRAME, (50, 100)))
    assert (first.peak, second.peak) == (5.0, 2.0)
    assert (second.w, second.h) == (12, 9)


def test_a_region_keeps_a_size_where_the_frame_is_smaller_than_the_map() -> None:
    (region,) = find_regions(spot(), LIMITS, over(FULL_FRAME, (5, 10)))
    assert region.w >= 1
    assert region.h >= 1
    assert region.area_px >= 1


sizes = st.tuples(st.integers(1, 400), st.integers(1, 400))
maps = arrays(np.float32, (24, 32), elements=st.floats(0, 4, width=32))


@given(anomaly_map=maps, size=sizes, x=st.floats(0, 0.8), y=st.floats(0, 0.8), share=st.floats(0.05, 0.2))
def test_regions_lie_inside_the_frame(
    anomaly_map: Map, size: tuple[int, int], x: float, y: float, share: float
) -> None:
    height, width = size
    regions = find_regions(anomaly_map, LIMITS, over(Roi(x=x, y=y, w=share, h=share), size, (24, 32)))
    for region in regions:
        assert region.x >= 0
        assert region.y >= 0
        assert region.w >= 1
        assert region.h >= 1
        assert region.x + region.w <= width
        assert region.y + region.h <= height
        assert region.peak > LIMITS.pixel
    assert [region.peak for region in regions] == sorted((region.peak for region in regions), reverse=True)
    if regions:
        assert regions[0].peak <= float(anomaly_map.max())


@given(st.integers(0, 2**32 - 1), st.floats(0, 6.28), st.integers(2, 12), st.integers(2, 12))
def test_the_box_of_a_region_is_that_of_all_its_pixels(seed: int, angle: float, height: int, width: int) -> None:
    random = np.random.default_rng(seed)
    inside = random.random((height, width)) < 0.4
    inside[random.integers(height), random.integers(width)] = True
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = np.hstack([turn * 3.0, [[40.0], [40.0]]])
    placement = dataclasses.replace(over(FULL_FRAME, (100, 100), (30, 30)), matrix=matrix)
    boxes = []
    for row, column in zip(*np.nonzero(inside), strict=True):
        single = np.zeros_like(inside)
        single[row, column] = True
        boxes.append(_box(single, (1, 2), placement))
    left, top, right, bottom = zip(*boxes, strict=True)
    assert _box(inside, (1, 2), placement) == (min(left), min(top), max(right), max(bottom))
