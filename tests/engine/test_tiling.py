"""Tiles cover what is judged, and their maps become one without a seam."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from engine.tiling import arrange, span
from engine.view import Aspect, Tiling

sides = st.integers(1, 300)
inputs = st.tuples(st.integers(8, 40), st.integers(8, 40))
tilings = st.builds(Tiling, rows=st.integers(1, 4), columns=st.integers(1, 4), overlap=st.floats(0, 0.5))


def field(size: tuple[int, int]) -> np.ndarray:  # type: ignore[type-arg]
    rows, columns = np.mgrid[: size[0], : size[1]]
    return (rows * 3 + columns * 2).astype(np.float32)


@given(region=st.tuples(sides, sides), size=inputs, tiling=tilings, aspect=st.sampled_from(Aspect))
def test_maps_of_tiles_become_the_map_they_were_cut_from(
    region: tuple[int, int], size: tuple[int, int], tiling: Tiling, aspect: Aspect
) -> None:
    layout = arrange(region, size, tiling, aspect)
    drawn = np.repeat((field(layout.content) % 251)[..., None], 3, axis=2).astype(np.uint8)
    tiles = layout.cut(drawn)
    assert tiles.shape == (tiling.count, *size, 3)
    merged = layout.merge(tiles[..., 0].astype(np.float32))
    assert merged.shape == layout.content
    assert np.allclose(merged, drawn[..., 0], atol=1e-3)


@given(region=st.tuples(sides, sides), size=inputs, tiling=tilings, aspect=st.sampled_from(Aspect))
def test_one_bad_value_anywhere_spoils_the_map(
    region: tuple[int, int], size: tuple[int, int], tiling: Tiling, aspect: Aspect
) -> None:
    maps = np.zeros((tiling.count, *size), np.float32)
    maps[-1, 0, 0] = np.nan
    assert np.isnan(arrange(region, size, tiling, aspect).merge(maps)).any()


@given(region=st.tuples(st.integers(20, 300), st.integers(20, 300)), size=inputs)
def test_padding_keeps_the_shape(region: tuple[int, int], size: tuple[int, int]) -> None:
    height, width = arrange(region, size, Tiling(), Aspect.PAD).content
    assert height <= size[0]
    assert width <= size[1]
    assert height == size[0] or width == size[1]
    assert abs(height * region[1] - width * region[0]) <= max(region)


def test_padding_repeats_the_edge_and_is_no_part_of_the_map() -> None:
    layout = arrange((10, 20), (20, 20), Tiling(), Aspect.PAD)
    assert (layout.content, layout.padding) == ((10, 20), (5, 0))
    drawn = np.full((10, 20, 3), 7, np.uint8)
    drawn[0] = 9
    tile = layout.cut(drawn)[0]
    assert np.all(tile[:6] == 9)
    assert np.all(tile[6:] == 7)
    maps = np.full((1, 20, 20), 100, np.float32)
    maps[:, 5:15] = 1
    assert np.all(layout.merge(maps) == 1)


def test_a_plain_input_is_neither_copied_nor_weighted() -> None:
    layout = arrange((50, 60), (20, 20), Tiling(), Aspect.STRETCH)
    drawn = np.zeros((20, 20, 3), np.uint8)
    assert np.shares_memory(layout.cut(drawn), drawn)
    maps = np.ones((1, 20, 20), np.float32)
    assert np.shares_memory(layout.merge(maps), maps)


def test_the_span_of_a_grid() -> None:
    assert span(224, 1, 0.2) == 224
    assert span(100, 3, 0.25) == 250
    assert arrange((9, 9), (100, 100), Tiling(rows=3, columns=1, overlap=0.25), Aspect.STRETCH).content == (250, 100)


@pytest.mark.parametrize("keys", [{"rows": 9, "columns": 8}, {"rows": 0}, {"overlap": 0.6}, {"overlap": -0.1}])
def test_too_many_tiles_or_too_much_overlap(keys: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Tiling(**keys)  # type: ignore[arg-type]
