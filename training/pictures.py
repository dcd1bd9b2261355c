"""Feature and attention pictures for people who look inside a network."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from engine.files import explain_os_error, write_atomic
from engine.model.network import Network
from training.summary import Inside

GAP_PX = 8


def write_pictures(folder: Path, network: Network, image: NDArray[np.uint8], inside: Inside) -> tuple[Path, ...]:
    """Write the image, each level, the features with their reconstruction, the distance and the attention as PNG.

    A feature picture shows the norm over channels. Original and reconstruction stand side by side on one scale; where
    no projection mixes the channels, each level's share of the features gets its own pair. An attention picture shows,
    left, what the token in the middle looks at and, right, how much all tokens look at each place.
    """
    size = network.input_size
    pictures = {"image": image}
    for info, level in zip(network.backbone.levels, inside.levels, strict=True):
        pictures[f"level{info.index}"] = paint([level.norm(dim=0)], size)
    for name, part in _shares(network).items():
        pair = [inside.features[part].norm(dim=0), inside.rebuilt[part].norm(dim=0)]
        pictures[f"{name}_original_reconstructed"] = paint(pair, size)
    pictures["distance"] = paint([(inside.features - inside.rebuilt).norm(dim=0)], size)
    grid = network.neck.grid
    middle = grid[0] // 2 * grid[1] + grid[1] // 2
    for name, weights in inside.attention.items():
        pictures[f"attention_{name}"] = paint([weights[middle].view(grid), weights.mean(dim=0).view(grid)], size)
    return tuple(_write(folder / f"{name}.png", picture) for name, picture in pictures.items())


def paint(fields: list[Tensor], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Fields (h, w) side by side as uint8 (H, W', 3) RGB, all on one scale from the least to the largest value."""
    arrays = [field.float().numpy() for field in fields]
    low, high = min(float(array.min()) for array in arrays), max(float(array.max()) for array in arrays)
    panels = []
    for array in arrays:
        level = np.round(255 * (array - low) / max(high - low, 1e-12)).astype(np.uint8)
        large = cv2.resize(level, (size[1], size[0]), interpolation=cv2.INTER_NEAREST)
        panels.append(cv2.applyColorMap(large, cv2.COLORMAP_VIRIDIS)[:, :, ::-1])
        panels.append(np.full((size[0], GAP_PX, 3), 255, np.uint8))
    return np.ascontiguousarray(np.hstack(panels[:-1]), dtype=np.uint8)


def _shares(network: Network) -> dict[str, slice]:
    """Which channels of the features come from which level; all together after a projection."""
    shares = {"features": slice(None)}
    if network.neck.projection is None:
        start = 0
        for level in network.backbone.levels:
            shares[f"level{level.index}"] = slice(start, start + level.channels)
            start += level.channels
    return shares


def _write(path: Path, picture: NDArray[np.uint8]) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explain_os_error(error, path) from error
    write_atomic(path, bytes(cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1]))
    return path
