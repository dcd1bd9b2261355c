"""Neighbour masks and positions."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import ErrorCode, TrainingError
from engine.model.masks import additive_mask, neighbour_mask
from engine.model.positions import LearnedPosition, SinePosition

odd = st.sampled_from([1, 3, 5, 7])


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.integers(2, 9), odd, odd)
def test_a_token_does_not_see_its_neighbourhood_and_sees_all_else(
    rows: int, columns: int, high: int, wide: int
) -> None:
    if rows <= high and columns <= wide:  # the token in the middle would see nothing
        with pytest.raises(TrainingError):
            neighbour_mask((rows, columns), (high, wide))
        return
    blocked = neighbour_mask((rows, columns), (high, wide))
    for query in range(rows * columns):
        for key in range(rows * columns):
            down = abs(query // columns - key // columns)
            across = abs(query % columns - key % columns)
            assert bool(blocked[query, key]) == (down <= high // 2 and across <= wide // 2)


def test_inside_is_the_opposite_of_outside() -> None:
    outside = neighbour_mask((6, 8), (3, 5), "outside")
    assert torch.equal(neighbour_mask((6, 8), (3, 5), "inside"), ~outside)


def test_a_mask_that_hides_everything_is_an_error_with_both_sizes() -> None:
    with pytest.raises(TrainingError, match=r"7 x 7 hides every token of a 4 x 4 grid") as caught:
        neighbour_mask((4, 4), (7, 7))
    assert caught.value.code is ErrorCode.MASK_TOO_LARGE


def test_additive_form() -> None:
    blocked = torch.tensor([[True, False], [False, True]])
    assert additive_mask(blocked).tolist() == [[float("-inf"), 0.0], [0.0, float("-inf")]]


def test_positions_are_row_major_and_different_everywhere() -> None:
    for position in (SinePosition((3, 5), 16), LearnedPosition((3, 5), 16)):
        table = position()
        assert table.shape == (15, 16)
        assert len({tuple(row.tolist()) for row in table.detach()}) == 15


def test_learned_positions_are_columns_then_rows() -> None:
    position = LearnedPosition((3, 5), 8)
    table = position().view(3, 5, 8)
    assert torch.equal(table[2, 4, :4], position.col_embed.weight[4])
    assert torch.equal(table[2, 4, 4:], position.row_embed.weight[2])


def test_sine_positions_are_not_learned_and_not_in_a_checkpoint() -> None:
    position = SinePosition((3, 5), 16)
    assert not list(position.parameters())
    assert not position.state_dict()
