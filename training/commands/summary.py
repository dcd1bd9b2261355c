"""``uniad-train summary``: what a network is made of, and what one image does inside it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from engine.console import print_json
from engine.errors import ErrorCode, UsageError
from engine.model.network import Network
from engine.preprocess import Preprocessor
from engine.recipe import Recipe
from engine.view import PLAIN_VIEW
from training.building import Built, build_network, network_from_bundle
from training.images import load
from training.pictures import write_pictures
from training.summary import Summary, count_parameters, gradient_norms, level_shapes, look_inside


@dataclass(frozen=True)
class SummaryOptions:
    """Options of the command line. ``recipe`` is used unless a ``bundle`` is given."""

    recipe: Recipe
    bundle: Path | None
    image: Path | None
    features: Path | None
    attention: bool
    gradients: bool
    download: bool


def run_summary(options: SummaryOptions, as_json: bool) -> None:
    """Print the table; with an image also write pictures, if wanted measure gradients."""
    if options.features is not None and options.image is None:
        raise UsageError(ErrorCode.USAGE, what="--features needs --image FILE", command="uniad-train summary")
    if options.attention and options.features is None:
        raise UsageError(ErrorCode.USAGE, what="--attention needs --features DIR", command="uniad-train summary")
    built = _build(options)
    network = built.network.eval()
    summary = describe(built)
    image = None if options.image is None else _see(options.image, network)
    if options.gradients:
        shown = _made_up(network) if image is None else torch.from_numpy(np.stack([image] * 2))
        summary = summary.model_copy(update={"gradients": gradient_norms(network, shown)})
    if image is not None and options.features is not None:
        inside = look_inside(network, torch.from_numpy(image), options.attention)
        written = write_pictures(options.features, network, image, inside)
        summary = summary.model_copy(update={"written": tuple(str(path) for path in written)})
    if as_json:
        print_json(summary.model_dump(mode="json", exclude_none=True))
    else:
        print_summary(summary)


def _build(options: SummaryOptions) -> Built:
    """Counting parameters needs no weights; everything that runs the network on an image does."""
    if options.bundle is not None:
        return network_from_bundle(options.bundle)
    if options.image is None and not options.gradients:
        return Built(Network(options.recipe), options.recipe, "not loaded")
    return build_network(options.recipe, options.download)


def _made_up(network: Network) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randint(0, 256, (2, *network.input_size, 3), generator=generator, dtype=torch.uint8)


def describe(built: Built) -> Summary:
    """Everything about a network that needs no image."""
    network = built.network
    return Summary(
        backbone=built.recipe.backbone.name,
        recipe=built.recipe.name,
        weights=built.weights,
        input_size=network.input_size,
        parameters=count_parameters(network),
        levels=level_shapes(network),
        features=(network.neck.channels, *network.neck.grid),
    )


def print_summary(summary: Summary) -> None:
    """The same as tables for people."""
    console = Console(highlight=False)
    height, width = summary.input_size
    title = f"{summary.backbone}, recipe {summary.recipe}, weights {summary.weights}, input {height} x {width}"
    console.print(title, soft_wrap=True)
    table = _table("part", "parameters", "trainable")
    for part in summary.parameters.parts:
        table.add_row(part.part, f"{part.total:,}", f"{part.trainable:,}")
    table.add_section()
    table.add_row("total", f"{summary.parameters.total:,}", f"{summary.parameters.trainable:,}")
    console.print(table)
    shapes = _table("level", "stride", "channels", "grid")
    for level in summary.levels:
        shapes.add_row(str(level.index), str(level.stride), str(level.shape[0]), _grid(level.shape[1:]))
    shapes.add_section()
    shapes.add_row("features", "", str(summary.features[0]), _grid(summary.features[1:]))
    console.print(shapes)
    if summary.gradients is not None:
        norms = _table("part", "gradient norm of one step")
        for name, norm in summary.gradients.items():
            norms.add_row(name, f"{norm:.4g}")
        console.print(norms)
    if summary.written:
        console.print(f"{len(summary.written)} pictures in {Path(summary.written[0]).parent}", soft_wrap=True)


def _grid(sides: tuple[int, ...]) -> str:
    return " x ".join(map(str, sides))


def _table(*titles: str) -> Table:
    table = Table()
    for number, title in enumerate(titles):
        table.add_column(title, justify="right" if number else "left")
    return table


def _see(path: Path, network: Network) -> NDArray[np.uint8]:
    return load(path, Preprocessor(PLAIN_VIEW, network.input_size)).seen.drawn
