"""Pictures for people: 8 bits, small enough, the same picture."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.frames import to_uint8
from engine.shown import shrink

SIDES = st.integers(1, 90)


@given(SIDES, SIDES, SIDES, SIDES)
@settings(deadline=None)
def test_it_fits_and_is_never_enlarged(height: int, width: int, room_height: int, room_width: int) -> None:
    small = shrink(np.zeros((height, width, 3), np.uint8), room_width, room_height)
    assert small.dtype == np.uint8
    assert small.shape[2] == 3
    assert 1 <= small.shape[0] <= min(height, room_height)
    assert 1 <= small.shape[1] <= min(width, room_width)


def test_sixteen_bits_show_the_same_picture() -> None:
    eight = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    sixteen = eight.astype(np.uint16) * 256 + 128
    assert (to_uint8(sixteen) == eight).all()
    assert np.abs(shrink(sixteen, 30, 30).astype(int) - shrink(eight, 30, 30).astype(int)).max() <= 1


def test_eight_bits_are_not_copied() -> None:
    pixels = np.zeros((4, 5, 3), np.uint8)
    assert to_uint8(pixels) is pixels
