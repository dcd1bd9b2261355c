"""The state of a training inside its run folder. Loaded with ``weights_only``: no code can hide in it."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from engine.errors import ErrorCode, TrainingError
from engine.files import write_atomic
from engine.model.network import Network

FILE = "checkpoint.pt"


@dataclass(frozen=True)
class State:
    """What a resumed run needs. ``precision`` is the state of a gradient scaler, ``seconds`` were spent so far."""

    step: int
    steps: int
    network: dict[str, torch.Tensor]
    optimizer: dict[str, Any]
    precision: dict[str, Any]
    recipe_json: str
    data_sha256: str
    seconds: float


def trained_state(network: Network) -> dict[str, torch.Tensor]:
    """Reconstruction and the neck's fitted buffers; the frozen backbone is not part of a checkpoint."""
    return {key: value for key, value in network.state_dict().items() if not key.startswith("backbone.")}


def save(run: Path, state: State) -> None:
    """Write the checkpoint whole or not at all."""
    buffer = io.BytesIO()
    torch.save({"version": 1, **vars(state)}, buffer)
    write_atomic(run / FILE, buffer.getvalue())


def load(run: Path) -> State:
    """The run's checkpoint. Raises TrainingError if there is none or it is damaged."""
    path = run / FILE
    if not path.is_file():
        raise TrainingError(ErrorCode.RUN_INVALID, path=str(run), why="it has no checkpoint yet")
    try:
        raw = torch.load(path, map_location="cpu", weights_only=True)
        if raw.pop("version") != 1:
            raise ValueError("unknown version")
        return State(**raw)
    except Exception as error:  # a cut or hostile file raises many kinds
        why = " ".join(str(error).split())[:120]
        raise TrainingError(ErrorCode.CHECKPOINT_INVALID, path=str(path), why=why) from error


def restore_network(network: Network, state: State, where: Path) -> None:
    """Put trained weights into a network of the same recipe."""
    wanted = trained_state(network)
    differing = [
        key for key in wanted.keys() | state.network.keys() if _shape(wanted, key) != _shape(state.network, key)
    ]
    if differing:
        why = f"{sorted(differing)[0]} does not fit the recipe"
        raise TrainingError(ErrorCode.CHECKPOINT_INVALID, path=str(where), why=why)
    network.load_state_dict(state.network, strict=False)


def _shape(table: dict[str, torch.Tensor], key: str) -> tuple[int, ...] | None:
    return tuple(table[key].shape) if key in table else None
