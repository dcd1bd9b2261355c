"""Optimisers and learning rates of the two recipes."""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import nn
from torch.optim import AdamW, Optimizer

from engine.recipe import TrainConfig
from training.devices import cpu_computes_bf16
from training.muon import Muon


class MuonAdamW(Optimizer):
    """Muon for the matrices inside the layers, AdamW for everything else, as one optimiser.

    One and not two, because a gradient scaler counts one step and one update for each optimiser it is given.
    """

    def __init__(self, matrices: list[nn.Parameter], others: list[nn.Parameter], config: TrainConfig) -> None:
        self.muon = Muon(matrices, config.muon_lr, config.weight_decay, dtype=_iteration_type(matrices[0].device))
        self.adamw = AdamW(others, lr=config.lr, weight_decay=config.weight_decay)
        super().__init__([*matrices, *others], {})
        self.param_groups = [*self.muon.param_groups, *self.adamw.param_groups]

    def step(self, closure: Callable[[], float] | None = None) -> float | None:  # type: ignore[override]
        """One step of both."""
        loss = closure() if closure is not None else None
        self.muon.step()
        self.adamw.step()
        return loss

    def state_dict(self) -> dict[str, Any]:
        """Both states."""
        return {"muon": self.muon.state_dict(), "adamw": self.adamw.state_dict()}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        """Both states."""
        self.muon.load_state_dict(state_dict["muon"])
        self.adamw.load_state_dict(state_dict["adamw"])
        self.param_groups = [*self.muon.param_groups, *self.adamw.param_groups]


def _iteration_type(device: torch.device) -> torch.dtype:
    fast = device.type == "cuda" or cpu_computes_bf16()
    return torch.bfloat16 if fast else torch.float32


def build_optimizer(module: nn.Module, config: TrainConfig) -> Optimizer:
    """The recipe's optimiser over the trainable parameters of a reconstruction."""
    named = [(name, parameter) for name, parameter in module.named_parameters() if parameter.requires_grad]
    if config.optimizer == "adamw":
        return AdamW([parameter for _, parameter in named], lr=config.lr, weight_decay=config.weight_decay)
    matrices = [parameter for name, parameter in named if _is_layer_matrix(name, parameter)]
    chosen = {id(parameter) for parameter in matrices}
    return MuonAdamW(matrices, [parameter for _, parameter in named if id(parameter) not in chosen], config)


def _is_layer_matrix(name: str, parameter: nn.Parameter) -> bool:
    return ".layers." in name and parameter.ndim == 2 and "learned_embed" not in name


def rate_factor(config: TrainConfig, step: int, steps: int, steps_per_epoch: int) -> float:
    """Multiplier of the learning rates at ``step`` (from 0) of ``steps``: warm-up, then step or cosine schedule."""
    warmup = round(config.warmup * steps)
    if step < warmup:
        return (step + 1) / warmup
    if config.schedule == "step":
        return config.step_gamma if step // steps_per_epoch >= config.step_epoch else 1.0
    return 0.5 * (1 + math.cos(math.pi * (step - warmup) / max(1, steps - warmup)))


def set_rates(optimizer: Optimizer, config: TrainConfig, factor: float) -> None:
    """Apply the factor to each group's own base rate."""
    for group in optimizer.param_groups:
        base = config.lr
        if isinstance(optimizer, MuonAdamW) and any(group is own for own in optimizer.muon.param_groups):
            base = config.muon_lr
        group["lr"] = base * factor


def seed_everything(seed: int, deterministic: bool) -> None:
    """Seed torch; ``deterministic`` also forbids operations without a deterministic form."""
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(deterministic)
