"""Neighbour masks (UniAD, section 3.2): a token must not see its surroundings, so it cannot copy itself."""

from typing import Literal

import torch
from torch import Tensor

from engine.errors import ErrorCode, TrainingError


def neighbour_mask(
    grid: tuple[int, int], size: tuple[int, int], mode: Literal["outside", "inside"] = "outside"
) -> Tensor:
    """Boolean (N, N), N = rows * columns, row-major; True where query i may *not* attend to key j.

    ``size`` is the neighbourhood (rows, columns), odd. ``outside`` blocks the neighbourhood (UniAD), ``inside`` blocks
    everything else. Raises TrainingError if some token would see nothing (its attention would be NaN).
    """
    rows, columns = torch.arange(grid[0]), torch.arange(grid[1])
    near_rows = (rows[:, None] - rows[None, :]).abs() <= size[0] // 2
    near_columns = (columns[:, None] - columns[None, :]).abs() <= size[1] // 2
    near = (near_rows[:, None, :, None] & near_columns[None, :, None, :]).flatten(2).flatten(0, 1)  # (N, N)
    blocked = near if mode == "outside" else ~near
    if bool(blocked.all(dim=1).any()):
        mask = f"{size[0]} x {size[1]}"
        raise TrainingError(ErrorCode.MASK_TOO_LARGE, mask=mask, grid=f"{grid[0]} x {grid[1]}")
    return blocked


def additive_mask(blocked: Tensor) -> Tensor:
    """The same as float32 for attention: 0 where allowed, -inf where blocked."""
    return torch.zeros(blocked.shape).masked_fill(blocked, float("-inf"))
