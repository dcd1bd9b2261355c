"""Position encodings of the token grid, (N, C), row-major."""

import math

import torch
from torch import Tensor, nn


def sine_position(grid: tuple[int, int], channels: int, temperature: float = 10000.0) -> Tensor:
    """Sine position (N, C): the first half encodes the row, the second the column, each scaled to 2 pi.

    Sines and cosines alternate, with wavelengths from 2 pi to ``temperature`` * 2 pi (DETR's normalised form).
    """
    half = channels // 2
    index = torch.arange(half, dtype=torch.float32)
    wavelength = temperature ** (2 * torch.div(index, 2, rounding_mode="floor") / half)
    encoded = []
    for length in grid:
        place = torch.arange(1, length + 1, dtype=torch.float32) / (length + 1e-6) * 2 * math.pi
        angle = place[:, None] / wavelength  # (L, C/2)
        encoded.append(torch.stack((angle[:, 0::2].sin(), angle[:, 1::2].cos()), dim=2).flatten(1))
    rows = encoded[0][:, None, :].expand(grid[0], grid[1], half)
    columns = encoded[1][None, :, :].expand(grid[0], grid[1], half)
    return torch.cat((rows, columns), dim=2).flatten(0, 1)


class SinePosition(nn.Module):
    """Fixed positions; nothing to learn and nothing in a checkpoint."""

    position: Tensor

    def __init__(self, grid: tuple[int, int], channels: int) -> None:
        super().__init__()
        self.register_buffer("position", sine_position(grid, channels), persistent=False)

    def forward(self) -> Tensor:
        """(N, C)"""
        return self.position


class LearnedPosition(nn.Module):
    """One learned vector per column and one per row, side by side (columns first)."""

    def __init__(self, grid: tuple[int, int], channels: int) -> None:
        super().__init__()
        self.grid = grid
        self.row_embed = nn.Embedding(grid[0], channels // 2)
        self.col_embed = nn.Embedding(grid[1], channels // 2)
        nn.init.uniform_(self.row_embed.weight)
        nn.init.uniform_(self.col_embed.weight)

    def start_within(self, bound: float) -> None:
        """Draw the vectors anew, uniform between minus and plus ``bound``."""
        nn.init.uniform_(self.row_embed.weight, -bound, bound)
        nn.init.uniform_(self.col_embed.weight, -bound, bound)

    def forward(self) -> Tensor:
        """(N, C)"""
        height, width = self.grid
        columns = self.col_embed.weight[None, :, :].expand(height, -1, -1)
        rows = self.row_embed.weight[:, None, :].expand(-1, width, -1)
        return torch.cat((columns, rows), dim=2).flatten(0, 1)
