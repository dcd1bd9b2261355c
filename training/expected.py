"""The expected look: a small decoder that turns reconstructed features back into a picture.

It is trained on the same good pictures after the model, which it never changes, and ships as a graph of its own, so a
bundle without it judges exactly as fast as one with it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.bundle.archive import EXPECTED
from engine.bundle.manifest import ExpectedEntry
from engine.errors import ErrorCode, TrainingError
from engine.events import Note, Stage, Working
from engine.model.network import Network
from training.export import export_module
from training.images import load_each, unchanged
from training.reporting import Reporter
from training.scan import ProductSet

WIDTH = 96
LEAST_WIDTH = 16
BATCH = 8
RATE = 2e-3
CHECKED = 32  # pictures that the printed figure comes from, at most
TOLERANCE = 2.0  # grey levels between graph and training: rounding, and sums in another order


class Decoder(nn.Module):
    """Features (B, C, h, w) to a picture (B, 3, H, W), values about 0 to 1. Each stage doubles the side."""

    def __init__(self, channels: int, grid: tuple[int, int], size: tuple[int, int]) -> None:
        super().__init__()
        self.size = size
        doublings = max(1, round(math.log2(size[0] / grid[0])))
        layers: list[nn.Module] = [nn.Conv2d(channels, WIDTH, 1), nn.GELU()]
        width = WIDTH
        for _ in range(doublings - 1):
            half = max(LEAST_WIDTH, width // 2)
            layers += [nn.Conv2d(width, 4 * half, 3, padding=1), nn.PixelShuffle(2), nn.GELU()]
            width = half
        layers += [nn.Conv2d(width, 12, 3, padding=1), nn.PixelShuffle(2)]
        self.layers = nn.Sequential(*layers)

    def forward(self, features: Tensor) -> Tensor:
        """See the class."""
        picture: Tensor = self.layers(features)
        if picture.shape[2:] != self.size:  # strides that are no power of two
            picture = F.interpolate(picture, size=self.size, mode="bilinear", align_corners=False)
        return picture


class ExpectedNetwork(nn.Module):
    """What ships: uint8 (N, H, W, 3) to the expected picture, uint8 (N, H, W, 3)."""

    def __init__(self, network: Network, decoder: Decoder) -> None:
        super().__init__()
        self.network, self.decoder = network, decoder

    def forward(self, images: Tensor) -> Tensor:
        """See the class."""
        picture = self.decoder(self.network.reconstruction(self.network.features(images)))
        drawn: Tensor = (picture * 255).round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
        return drawn


@dataclass(frozen=True)
class Expected:
    """The second graph and what is known of it."""

    graph: bytes
    entry: ExpectedEntry


def train_decoder(network: Network, sets: Sequence[ProductSet], steps: int, seed: int, reporter: Reporter) -> Decoder:
    """A decoder for ``network``, trained for ``steps`` batches of its training pictures, products in equal shares."""
    reporter.say(Stage(stage="expected", total=steps))
    torch.manual_seed(seed)
    network.eval()
    device = network.backbone.mean.device
    decoder = Decoder(network.neck.channels, network.neck.grid, network.input_size).to(device)
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=RATE, weight_decay=1e-4)
    plan = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps + 1)
    for step, batch in enumerate(_batches(network, sets, steps, seed), start=1):
        images = torch.from_numpy(batch).to(device)
        with torch.no_grad():
            rebuilt = network.reconstruction(network.features(images))
        target = images.permute(0, 3, 1, 2).float() / 255
        loss = F.l1_loss(decoder(rebuilt), target)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        plan.step()
        if step % 10 == 0 or step == steps:
            reporter.say(Working(stage="expected", done=step, total=steps))
    return decoder.eval()


def _batches(network: Network, sets: Sequence[ProductSet], steps: int, seed: int) -> Iterator[NDArray[np.uint8]]:
    """``steps`` arrays of BATCH inputs (B, H, W, 3)."""
    rng = np.random.default_rng((seed, 5))
    ways = [one.preprocessor(network.input_size) for one in sets]
    chosen = []
    for position in range(steps * BATCH):
        product = position % len(sets)
        chosen.append((sets[product].train[int(rng.integers(len(sets[product].train)))], ways[product]))
    digests = {path: digest for one in sets for path, digest in one.digests.items()}
    batch: list[NDArray[np.uint8]] = []
    for image in unchanged(load_each(chosen, 2), digests):
        batch.append(image.seen.inputs[int(rng.integers(len(image.seen.inputs)))])
        if len(batch) == BATCH:
            yield np.stack(batch)
            batch = []


def draw_expected(
    network: Network, decoder: Decoder, sets: Sequence[ProductSet], steps: int, reporter: Reporter
) -> Expected:
    """Export, compare with training, and measure on good pictures that were not trained on. TrainingError if the graph
    draws anything else than training does."""
    from onnxruntime import InferenceSession

    whole = ExpectedNetwork(network.cpu(), decoder.cpu()).eval()
    graph = export_module(whole, network.input_size, ["expected"])
    session = InferenceSession(graph, providers=["CPUExecutionProvider"])
    differences, worst = [], 0.0
    for image in _held_out(network, sets):
        drawn = session.run(["expected"], {"image": image[None]})[0][0].astype(np.float32)
        with torch.inference_mode():
            ours = whole(torch.from_numpy(image[None]))[0].numpy().astype(np.float32)
        worst = max(worst, float(np.abs(drawn - ours).max()))
        differences.append(float(np.abs(drawn - image).mean()))
    if worst > TOLERANCE:
        raise TrainingError(ErrorCode.PARITY, why=f"the expected look by {worst:.0f} grey levels")
    difference = float(np.mean(differences))
    reporter.say(Note(text=f"expected look: {difference:.1f} grey levels from good parts, graph within {worst:.0f}"))
    return Expected(graph, ExpectedEntry(images=len(differences), difference=round(difference, 3), steps=steps))


def _held_out(network: Network, sets: Sequence[ProductSet]) -> Iterator[NDArray[np.uint8]]:
    share = max(1, CHECKED // len(sets))
    for one in sets:
        way = one.preprocessor(network.input_size)
        images = load_each(((path, way) for path in one.calibration[:share]), 2)
        yield from (image.seen.inputs[0] for image in unchanged(images, one.digests))


def member(expected: Expected) -> dict[str, bytes]:
    """The file that goes into the bundle."""
    return {EXPECTED: expected.graph}
