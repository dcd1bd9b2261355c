"""The picture of a map: where it lies, where it is transparent, that a part of it equals the part of the whole."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.inspect.heat import outlines, paint_heat, premultiplied_table
from app.inspect.render import RenderRequest, render, to_image
from engine.decision import Limits
from engine.geometry import Roi
from engine.overlay import HeatScheme

TABLE = premultiplied_table(HeatScheme.AMBER)
RED = "#ff0000"
FULL = (0.0, 0.0, 64.0, 32.0)


def spot(value: float = 5.0) -> np.ndarray:
    """A map (16, 32) with a hot block at rows 4-7, columns 8-15."""
    made = np.zeros((16, 32), np.float32)
    made[4:8, 8:16] = value
    return made


def test_heat_lies_where_the_map_is_hot() -> None:
    heat = paint_heat(spot(), 1.0, TABLE, FULL, FULL, (32, 64))
    rows, columns = np.nonzero(heat)
    assert (rows.min(), rows.max()) == (8 - 1, 15 + 1)
    assert (columns.min(), columns.max()) == (16 - 1, 31 + 1)


def test_nothing_glows_at_or_below_the_limit() -> None:
    assert not paint_heat(spot(1.0), 1.0, TABLE, FULL, FULL, (32, 64)).any()
    assert paint_heat(spot(1.01), 1.0, TABLE, FULL, FULL, (32, 64)).any()


def test_the_scale_does_not_depend_on_the_content() -> None:
    weak, strong = spot(1.5), spot(1.5)
    strong[12:, 28:] = 100.0
    one = paint_heat(weak, 1.0, TABLE, FULL, FULL, (32, 64))
    two = paint_heat(strong, 1.0, TABLE, FULL, FULL, (32, 64))
    assert np.array_equal(one[:20, :50], two[:20, :50])


def test_a_region_of_interest_moves_the_heat_and_nothing_shows_outside() -> None:
    hot = np.full((16, 32), 9.0, np.float32)
    heat = paint_heat(hot, 1.0, TABLE, (32.0, 16.0, 64.0, 32.0), FULL, (32, 64))
    rows, columns = np.nonzero(heat)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (16, 31, 32, 63)


@given(x=st.integers(0, 40), y=st.integers(0, 20), w=st.integers(4, 24), h=st.integers(4, 12), scale=st.integers(1, 3))
def test_a_part_of_the_view_is_the_part_of_the_whole(x: int, y: int, w: int, h: int, scale: int) -> None:
    rng = np.random.default_rng(1)
    noisy = rng.uniform(0, 2, (16, 32)).astype(np.float32)
    whole = paint_heat(noisy, 1.0, TABLE, FULL, FULL, (32 * scale, 64 * scale))
    view = (float(x), float(y), float(x + w), float(y + h))
    part = paint_heat(noisy, 1.0, TABLE, FULL, view, (h * scale, w * scale))
    expected = whole[y * scale : (y + h) * scale, x * scale : (x + w) * scale]
    alpha, wanted = (part >> 24).astype(int), (expected >> 24).astype(int)
    assert np.abs(alpha - wanted)[(alpha > 0) & (wanted > 0)].max(initial=0) <= 2
    assert ((alpha > 0) != (wanted > 0)).mean() < 0.02


def test_colours_are_premultiplied() -> None:
    for scheme in HeatScheme:
        table = premultiplied_table(scheme)
        alpha = table >> 24
        assert all(((table >> shift) & 255 <= alpha).all() for shift in (16, 8, 0))
        assert (alpha > 0).all()


def test_outlines_stand_around_the_place_in_frame_pixels() -> None:
    lines = outlines(spot(), 1.0, 4, FULL)
    assert len(lines) == 1
    low, high = lines[0].min(axis=0), lines[0].max(axis=0)
    assert np.allclose(low, (16, 8), atol=1.2)
    assert np.allclose(high, (32, 16), atol=1.2)


def test_small_places_get_no_outline() -> None:
    small = np.zeros((16, 32), np.float32)
    small[4, 8] = 5.0
    assert outlines(small, 1.0, 9, FULL) == ()
    assert len(outlines(small, 1.0, 1, FULL)) == 1


@given(zoom=st.floats(0.1, 9), x=st.floats(0, 50), y=st.floats(0, 25), size=st.floats(1, 30))
def test_the_drawing_covers_the_view_and_no_more_than_it_needs(zoom: float, x: float, y: float, size: float) -> None:
    pixels = np.zeros((32, 64, 3), np.uint8)
    view = (x, y, min(64.0, x + size), min(32.0, y + size))
    limits = Limits(1.0, None, 1.0)
    made = render(RenderRequest(1, 1, pixels, view, zoom, spot(), Roi(), limits, TABLE))
    assert made.box[0] <= view[0]
    assert made.box[3] >= view[3]
    assert made.picture.width() <= (view[2] - view[0] + 2) * zoom + 1
    assert made.heat is not None
    assert made.heat.size() == made.picture.size()


def test_sixteen_bits_and_eight_look_the_same() -> None:
    pixels = np.arange(96, dtype=np.uint8).reshape(4, 8, 3)
    assert to_image(pixels) == to_image(pixels.astype(np.uint16) << 8)
    assert to_image(pixels).pixelColor(1, 0).getRgb()[:3] == (3, 4, 5)


def test_the_outline_is_drawn_where_the_place_is() -> None:
    pixels = np.zeros((32, 64, 3), np.uint8)
    limits = Limits(1.0, None, 1.0)
    made = render(RenderRequest(1, 1, pixels, FULL, 4.0, spot(), Roi(), limits, TABLE, RED))
    assert made.lines is not None
    assert max(made.lines.pixelColor(4 * 24, y).red() for y in range(4 * 6, 4 * 9)) > 100, "upper edge"
    assert made.lines.pixelColor(4 * 24, 4 * 12).alpha() == 0, "the middle stays free"
    assert made.lines.pixelColor(4 * 50, 4 * 8).alpha() == 0
