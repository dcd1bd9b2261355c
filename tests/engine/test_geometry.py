"""Relative rectangles and polygons, at any resolution."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.geometry import FULL_FRAME, Roi, valid_mask


@given(
    x=st.floats(0, 1),
    y=st.floats(0, 1),
    w=st.floats(0.0001, 1),
    h=st.floats(0.0001, 1),
    width=st.integers(1, 9000),
    height=st.integers(1, 9000),
)
def test_a_region_has_pixels_and_stays_inside(x: float, y: float, w: float, h: float, width: int, height: int) -> None:
    roi = Roi(x=x * (1 - w), y=y * (1 - h), w=w, h=h)
    x0, y0, x1, y1 = roi.to_pixels(width, height)
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height


def test_the_whole_frame() -> None:
    assert FULL_FRAME.to_pixels(640, 480) == (0, 0, 640, 480)


@pytest.mark.parametrize(
    "box", [{"x": 0.6, "w": 0.5}, {"y": 0.6, "h": 0.5}, {"w": 0.0}, {"x": -0.1}, {"w": float("nan")}, {"z": 1}]
)
def test_a_region_beyond_the_frame_is_refused(box: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Roi(**box)


def test_without_polygons_nothing_is_ignored() -> None:
    assert valid_mask((), FULL_FRAME, (10, 10)) is None


def test_a_polygon_moves_with_the_region_of_interest() -> None:
    left_half = [(0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0)]
    whole = valid_mask([left_half], FULL_FRAME, (20, 20))
    assert whole is not None
    assert not whole[:, :10].any()
    assert whole[:, 11:].all()
    inside = valid_mask([left_half], Roi(x=0.25, y=0.0, w=0.5, h=1.0), (20, 20))
    assert inside is not None
    assert not inside[:, :10].any()
    assert inside[:, 11:].all()
    outside = valid_mask([left_half], Roi(x=0.75, y=0.0, w=0.25, h=1.0), (20, 20))
    assert outside is not None
    assert bool(np.all(outside))
