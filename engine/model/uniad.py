"""Reconstruction of features by UniAD's transformer."""

import torch
from einops import rearrange
from torch import Tensor, nn

from engine.errors import ErrorCode, TrainingError
from engine.model.jitter import jitter
from engine.model.masks import additive_mask, neighbour_mask
from engine.model.positions import LearnedPosition, SinePosition
from engine.model.transformer import Masks, Transformer
from engine.recipe import UniADConfig


class UniAD(nn.Module):
    """Features (B, C, h, w) to reconstructed features (B, C, h, w), for one grid (h, w)."""

    encoder_mask: Tensor | None
    decoder_first_mask: Tensor | None
    decoder_second_mask: Tensor | None

    def __init__(self, config: UniADConfig, channels: int, grid: tuple[int, int]) -> None:
        super().__init__()
        if config.hidden % config.heads or config.hidden % 4:
            why = f"hidden {config.hidden} is not a multiple of 4 and of {config.heads} heads"
            raise TrainingError(ErrorCode.SETTINGS_INVALID, path="uniad.hidden", why=why)
        self.config, self.grid = config, grid
        self.input_proj = nn.Linear(channels, config.hidden)
        position = LearnedPosition if config.position == "learned" else SinePosition
        self.pos_embed = position(grid, config.hidden)
        if isinstance(self.pos_embed, LearnedPosition) and config.position_init is not None:
            self.pos_embed.start_within(config.position_init)
        self.transformer = Transformer(config, grid[0] * grid[1])
        self.output_proj = nn.Linear(config.hidden, channels)
        nn.init.xavier_uniform_(self.input_proj.weight)
        nn.init.xavier_uniform_(self.output_proj.weight)
        mask = None
        if config.mask_mode != "none":
            mask = additive_mask(neighbour_mask(grid, config.mask_size, config.mask_mode))
        used = (config.mask_encoder, config.mask_decoder_first, config.mask_decoder_second)
        for name, on in zip(("encoder_mask", "decoder_first_mask", "decoder_second_mask"), used, strict=True):
            self.register_buffer(name, mask if on else None, persistent=False)

    def forward(self, features: Tensor, noise: Tensor | None = None) -> Tensor:
        """Reconstruct (B, C, h, w). ``noise`` (B, N, C), standard normal, switches jitter on in training mode."""
        tokens = rearrange(features, "b c h w -> b (h w) c")
        if self.training and noise is not None:
            tokens = jitter(tokens, noise, self.config.jitter_scale, self.config.jitter_mode)
        tokens = self.input_proj(tokens)  # (B, N, hidden)
        masks = Masks(self.encoder_mask, self.decoder_first_mask, self.decoder_second_mask)
        tokens = self.transformer(tokens, self.pos_embed(), masks)
        rebuilt: Tensor = self.output_proj(tokens)  # (B, N, C)
        return rearrange(rebuilt, "b (h w) c -> b c h w", h=self.grid[0])


def distance_map(features: Tensor, rebuilt: Tensor) -> Tensor:
    """Euclidean distance over channels: (B, C, h, w) twice to (B, 1, h, w)."""
    return (rebuilt - features).square().sum(dim=1, keepdim=True).sqrt()


def upsample(distances: Tensor, size: tuple[int, int]) -> Tensor:
    """(B, 1, h, w) to the input size, bilinear, corners aligned, as the original does."""
    return torch.nn.functional.interpolate(distances, size=size, mode="bilinear", align_corners=True)
