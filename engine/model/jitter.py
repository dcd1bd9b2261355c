"""Feature jitter (UniAD, section 3.3): training sees disturbed tokens and must give back the clean ones."""

from typing import Literal

import torch
from torch import Tensor


def jitter(tokens: Tensor, noise: Tensor, scale: float, mode: Literal["token_norm", "raw"]) -> Tensor:
    """``tokens`` (..., C) plus ``noise`` (same shape, standard normal).

    ``token_norm`` scales the noise by ``scale`` * ||token|| / C, ``raw`` by ``scale`` alone.
    """
    if mode == "raw":
        return tokens + noise * scale
    norm: Tensor = torch.linalg.vector_norm(tokens, dim=-1, keepdim=True)
    return tokens + noise * (norm * (scale / tokens.shape[-1]))
