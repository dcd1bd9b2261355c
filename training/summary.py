"""Looking inside a network: parameters by part, shapes of the levels, gradients, features and attention."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from einops import rearrange
from pydantic import BaseModel
from torch import Tensor, nn

from engine.model.network import Network, reconstruction_loss
from engine.model.transformer import Attention

GRADIENT_SEED = 0


class Part(BaseModel):
    """Parameters of one part of the network."""

    part: str
    total: int
    trainable: int


class Parameters(BaseModel):
    """All parameters."""

    total: int
    trainable: int
    parts: tuple[Part, ...]


class LevelShape(BaseModel):
    """A feature level as it really comes out, (C, h, w)."""

    index: int
    stride: int
    shape: tuple[int, ...]


class Summary(BaseModel):
    """What a network is made of. ``features`` is the shape (C, h, w) that the transformer rebuilds."""

    backbone: str
    recipe: str
    weights: str
    input_size: tuple[int, int]
    parameters: Parameters
    levels: tuple[LevelShape, ...]
    features: tuple[int, int, int]
    gradients: dict[str, float] | None = None
    written: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Inside:
    """What one image does inside the network. ``levels`` are (C_i, h_i, w_i); ``features`` and ``rebuilt`` (C, h, w);
    ``attention`` maps a place in the transformer to weights (N, N) averaged over the heads, rows sum to 1."""

    levels: tuple[Tensor, ...]
    features: Tensor
    rebuilt: Tensor
    attention: dict[str, Tensor] = field(default_factory=dict)


def trainable_parts(network: Network) -> dict[str, nn.Module]:
    """The parts of the reconstruction, by the names people use."""
    reconstruction = network.reconstruction
    return {
        "input projection": reconstruction.input_proj,
        "positions": reconstruction.pos_embed,
        "transformer": reconstruction.transformer,
        "output projection": reconstruction.output_proj,
    }


def count_parameters(network: Network) -> Parameters:
    """Parameters of the frozen backbone, of the neck (none) and of each part of the reconstruction."""
    modules = {"backbone": network.backbone, "neck": network.neck, **trainable_parts(network)}
    parts = tuple(_count(name, module) for name, module in modules.items())
    total, trainable = sum(part.total for part in parts), sum(part.trainable for part in parts)
    return Parameters(total=total, trainable=trainable, parts=parts)


def _count(name: str, module: nn.Module) -> Part:
    numbers = [(parameter.numel(), parameter.requires_grad) for parameter in module.parameters()]
    trainable = sum(number for number, grad in numbers if grad)
    return Part(part=name, total=sum(number for number, _ in numbers), trainable=trainable)


def level_shapes(network: Network) -> tuple[LevelShape, ...]:
    """Shapes for one image of the model's input size, by running the backbone on a black one."""
    levels = network.backbone(torch.zeros(1, *network.input_size, 3, dtype=torch.uint8))
    found = zip(network.backbone.levels, levels, strict=True)
    return tuple(
        LevelShape(index=info.index, stride=info.stride, shape=tuple(level.shape[1:])) for info, level in found
    )


def gradient_norms(network: Network, images: Tensor) -> dict[str, float]:
    """The gradient norm of each part in one training step on uint8 (B, H, W, 3), jitter on, nothing updated."""
    generator = torch.Generator().manual_seed(GRADIENT_SEED)
    with torch.no_grad():
        features = network.features(images)
    noise = torch.randn(*features.flatten(2).transpose(1, 2).shape, generator=generator)
    network.train()
    reconstruction_loss(features, network.reconstruction(features, noise)).backward()  # type: ignore[no-untyped-call]
    norms = {name: _gradient_norm(module) for name, module in trainable_parts(network).items()}
    network.zero_grad()
    network.eval()
    return norms


def _gradient_norm(module: nn.Module) -> float:
    gradients = [parameter.grad for parameter in module.parameters() if parameter.grad is not None]
    return float(torch.nn.utils.get_total_norm(gradients)) if gradients else 0.0


@torch.inference_mode()
def look_inside(network: Network, image: Tensor, attention: bool) -> Inside:
    """Levels, features, their reconstruction and, if wanted, attention for one uint8 image (H, W, 3)."""
    network.eval()
    levels = network.backbone(image[None])
    features: Tensor = network.neck(levels)
    with _watch_attention(network) as seen:
        rebuilt = network.reconstruction(features)
    return Inside(tuple(level[0] for level in levels), features[0], rebuilt[0], seen if attention else {})


@contextmanager
def _watch_attention(network: Network) -> Iterator[dict[str, Tensor]]:
    """Collect the attention of every layer during a forward pass, in the order of the layers."""
    seen: dict[str, Tensor] = {}
    transformer = network.reconstruction.transformer
    places: dict[str, Any] = {}
    for number, layer in enumerate(transformer.encoder.layers, start=1):
        places[f"encoder{number}"] = layer.self_attn
    for number, layer in enumerate(transformer.decoder.layers, start=1):
        places[f"decoder{number}_memory"] = layer.self_attn
        places[f"decoder{number}_previous"] = layer.multihead_attn

    def watch(name: str) -> Any:
        def note(module: Attention, inputs: tuple[Tensor, Tensor, Tensor, Tensor | None]) -> None:
            seen[name] = attention_weights(module, inputs[0], inputs[1], inputs[3])

        return note

    hooks = [module.register_forward_pre_hook(watch(name)) for name, module in places.items()]
    try:
        yield seen
    finally:
        for hook in hooks:
            hook.remove()


def attention_weights(module: Attention, query: Tensor, key: Tensor, mask: Tensor | None) -> Tensor:
    """Weights (N, N) of the first image, averaged over the heads; ``query`` and ``key`` are (B, N, C)."""
    weights, biases = module.in_proj_weight.chunk(3), module.in_proj_bias.chunk(3)
    q, k = (
        rearrange(torch.nn.functional.linear(tokens[:1], weight, bias), "1 n (h c) -> h n c", h=module.heads)
        for tokens, weight, bias in zip((query, key), weights[:2], biases[:2], strict=True)
    )
    scores = q @ k.transpose(1, 2) / q.shape[-1] ** 0.5  # (heads, N, N)
    weights_of_heads: Tensor = (scores if mask is None else scores + mask).softmax(dim=-1)
    return weights_of_heads.mean(dim=0)
