"""UniAD's transformer: an encoder, and a decoder whose every layer has its own learned query (section 3.2).

Parameter names are the original implementation's, so that its checkpoints load. Tokens are (B, N, C).
"""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from einops import rearrange
from torch import Tensor, nn

from engine.recipe import UniADConfig


class Masks(NamedTuple):
    """Additive masks (N, N) or None, for the encoder and both decoder attentions."""

    encoder: Tensor | None
    decoder_first: Tensor | None
    decoder_second: Tensor | None


class Attention(nn.Module):
    """Multi-head attention with one stacked projection, in the layout of ``torch.nn.MultiheadAttention``."""

    def __init__(self, channels: int, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.in_proj_weight = nn.Parameter(torch.empty(3 * channels, channels))
        self.in_proj_bias = nn.Parameter(torch.zeros(3 * channels))
        self.out_proj = nn.Linear(channels, channels)
        nn.init.xavier_uniform_(self.in_proj_weight)
        nn.init.zeros_(self.out_proj.bias)

    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None) -> Tensor:
        """(B, N, C) each, or (1, N, C) for a query that is the same for all; ``mask`` is additive (N, N). Returns
        (B, N, C)."""
        weights, biases = self.in_proj_weight.chunk(3), self.in_proj_bias.chunk(3)
        q, k, v = (
            rearrange(F.linear(tokens, weight, bias), "b n (h c) -> b h n c", h=self.heads)  # (B, heads, N, C / heads)
            for tokens, weight, bias in zip((query, key, value), weights, biases, strict=True)
        )
        q = q.expand(k.shape[0], -1, -1, -1)
        dropout = self.dropout if self.training else 0.0
        mask = None if mask is None else mask.to(q.dtype)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=dropout)
        out: Tensor = self.out_proj(rearrange(attended, "b h n c -> b n (h c)"))
        return out


class EncoderLayer(nn.Module):
    """Self-attention and feed-forward, normalised before (``pre``) or after (``post``) each."""

    def __init__(self, config: UniADConfig) -> None:
        super().__init__()
        self.pre = config.norm == "pre"
        self.self_attn = Attention(config.hidden, config.heads, config.dropout)
        self.linear1 = nn.Linear(config.hidden, config.ffn)
        self.linear2 = nn.Linear(config.ffn, config.hidden)
        self.norm1 = nn.LayerNorm(config.hidden)
        self.norm2 = nn.LayerNorm(config.hidden)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, tokens: Tensor, position: Tensor, mask: Tensor | None) -> Tensor:
        """(B, N, C) to (B, N, C); ``position`` (N, C) is added to query and key, not to the value."""
        source = self.norm1(tokens) if self.pre else tokens
        placed = source + position
        tokens = tokens + self.drop(self.self_attn(placed, placed, source, mask))
        if not self.pre:
            tokens = self.norm1(tokens)
        tokens = tokens + self.drop(self._feed_forward(self.norm2(tokens) if self.pre else tokens))
        out: Tensor = tokens if self.pre else self.norm2(tokens)
        return out

    def _feed_forward(self, tokens: Tensor) -> Tensor:
        out: Tensor = self.linear2(self.drop(F.relu(self.linear1(tokens))))
        return out


class DecoderLayer(nn.Module):
    """The layer-wise query attends to the encoder memory, then to what the previous layer gave."""

    def __init__(self, config: UniADConfig, tokens: int) -> None:
        super().__init__()
        self.pre = config.norm == "pre"
        self.learned_embed = nn.Embedding(tokens, config.hidden)
        nn.init.normal_(self.learned_embed.weight, std=config.query_init)
        self.self_attn = Attention(config.hidden, config.heads, config.dropout)
        self.multihead_attn = Attention(config.hidden, config.heads, config.dropout)
        self.linear1 = nn.Linear(config.hidden, config.ffn)
        self.linear2 = nn.Linear(config.ffn, config.hidden)
        self.norm1 = nn.LayerNorm(config.hidden)
        self.norm2 = nn.LayerNorm(config.hidden)
        self.norm3 = nn.LayerNorm(config.hidden)
        self.drop = nn.Dropout(config.dropout)

    def forward(self, previous: Tensor, memory: Tensor, position: Tensor, masks: Masks) -> Tensor:
        """``previous`` and ``memory`` are (B, N, C), ``position`` is (N, C). Returns (B, N, C)."""
        query = self.learned_embed.weight[None]  # (1, N, C): what does not depend on the image is computed once
        asked = self.norm1(query) if self.pre else query
        found = self.self_attn(asked + position, memory + position, memory, masks.decoder_first)
        tokens = query + self.drop(found)
        if not self.pre:
            tokens = self.norm1(tokens)
        asked = self.norm2(tokens) if self.pre else tokens
        found = self.multihead_attn(asked + position, previous + position, previous, masks.decoder_second)
        tokens = tokens + self.drop(found)
        if not self.pre:
            tokens = self.norm2(tokens)
        tokens = tokens + self.drop(self._feed_forward(self.norm3(tokens) if self.pre else tokens))
        out: Tensor = tokens if self.pre else self.norm3(tokens)
        return out

    def _feed_forward(self, tokens: Tensor) -> Tensor:
        out: Tensor = self.linear2(self.drop(F.relu(self.linear1(tokens))))
        return out


class Encoder(nn.Module):
    """A stack of encoder layers; with pre-norm a last normalisation."""

    def __init__(self, config: UniADConfig) -> None:
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(config) for _ in range(config.encoder_layers))
        self.norm = nn.LayerNorm(config.hidden) if config.norm == "pre" else None

    def forward(self, tokens: Tensor, position: Tensor, mask: Tensor | None) -> Tensor:
        """(B, N, C) to (B, N, C)"""
        for layer in self.layers:
            tokens = layer(tokens, position, mask)
        out: Tensor = tokens if self.norm is None else self.norm(tokens)
        return out


class Decoder(nn.Module):
    """A stack of decoder layers; the first one's previous output is the memory."""

    def __init__(self, config: UniADConfig, tokens: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(DecoderLayer(config, tokens) for _ in range(config.decoder_layers))
        self.norm = nn.LayerNorm(config.hidden)

    def forward(self, memory: Tensor, position: Tensor, masks: Masks) -> Tensor:
        """(B, N, C) to (B, N, C)"""
        tokens = memory
        for layer in self.layers:
            tokens = layer(tokens, memory, position, masks)
        out: Tensor = self.norm(tokens)
        return out


class Transformer(nn.Module):
    """Encoder and decoder."""

    def __init__(self, config: UniADConfig, tokens: int) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.decoder = Decoder(config, tokens)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)

    def forward(self, tokens: Tensor, position: Tensor, masks: Masks) -> Tensor:
        """(B, N, C) to (B, N, C)"""
        memory = self.encoder(tokens, position, masks.encoder)
        out: Tensor = self.decoder(memory, position, masks)
        return out
