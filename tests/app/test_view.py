"""Zoom and pan arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inspect.view import MOST_ZOOM, ViewState

sizes = st.tuples(st.integers(1, 9000), st.integers(1, 9000))
windows = st.tuples(st.floats(10, 4000), st.floats(10, 3000))


@given(frame=sizes, window=windows)
def test_fitted_shows_the_whole_frame(frame: tuple[int, int], window: tuple[float, float]) -> None:
    state = ViewState.fit(frame, window)
    x0, y0, x1, y1 = state.visible()
    assert (x0, y0) == pytest.approx((0, 0), abs=1e-6)
    assert (x1, y1) == pytest.approx(frame)
    assert state.zoom * frame[0] <= window[0] * (1 + 1e-9)
    assert state.zoom * frame[1] <= window[1] * (1 + 1e-9)


@given(frame=sizes, window=windows, factor=st.floats(1.01, 8), at=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_zooming_keeps_the_point_under_the_pointer(
    frame: tuple[int, int], window: tuple[float, float], factor: float, at: tuple[float, float]
) -> None:
    state = ViewState.fit(frame, window)
    x, y = state.to_window(at[0] * frame[0], at[1] * frame[1])
    closer = state.zoomed(factor, x, y)
    if closer.fitted or closer.zoom >= MOST_ZOOM:
        return
    assert closer.to_window(at[0] * frame[0], at[1] * frame[1]) == pytest.approx((x, y), abs=1e-3)


@given(frame=sizes, window=windows, moves=st.lists(st.tuples(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5)), max_size=5))
def test_a_frame_cannot_be_lost(
    frame: tuple[int, int], window: tuple[float, float], moves: list[tuple[float, float]]
) -> None:
    state = ViewState.fit(frame, window).zoomed(4, 5, 5)
    for dx, dy in moves:
        state = state.moved(dx, dy)
    x0, y0, x1, y1 = state.visible()
    assert x0 <= x1
    assert y0 <= y1
    assert 0 <= state.centre[0] <= frame[0]


def test_never_smaller_than_fitted() -> None:
    state = ViewState.fit((100, 50), (200, 200)).zoomed(3, 10, 10)
    assert not state.fitted
    assert state.zoomed(0.01, 10, 10) == ViewState.fit((100, 50), (200, 200))


def test_fitted_follows_the_window_and_zoomed_stays() -> None:
    state = ViewState.fit((100, 50), (200, 200))
    assert state.resized((400, 400)).zoom == 4
    assert state.zoomed(3, 10, 10).resized((400, 400)).zoom == 6
