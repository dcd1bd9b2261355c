"""From a trained network to the members of a bundle: export, parity on real images, limits, manifest."""

import importlib.metadata
import json
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from safetensors.torch import save as save_tensors

from engine.bundle.archive import JUDGE, WEIGHTS, describe_files
from engine.bundle.manifest import Manifest, ModelEntry, Parity, ProductEntry, QualityLevels
from engine.decode import read_image
from engine.events import Note, Stage
from engine.frames import Map
from engine.model.network import Network
from engine.preprocess import PREPROCESS_VERSION
from engine.quality import learn_levels
from engine.recipe import Recipe
from engine.runtime import Provider, Runtime
from engine.scoring import SCORING_VERSION, Pooling, score
from training.calibrate import Proposal, propose
from training.export import OPSET, check_parity, compare_maps, count_gflop, export_graph
from training.images import Prepared, load_all, unchanged
from training.reporting import Reporter
from training.scan import ProductSet

PARITY_IMAGES = 8
LEVEL_IMAGES = 32  # training images measured for the quality gate, besides those of calibration
THUMBNAIL_PX = 256


@dataclass(frozen=True)
class Shipment:
    """What goes into a bundle."""

    network: Network
    weights: str
    recipe: Recipe
    sets: tuple[ProductSet, ...]
    name: str


def assemble(shipment: Shipment, reporter: Reporter) -> tuple[Manifest, dict[str, bytes]]:
    """Manifest and files of a bundle. Raises TrainingError if the graph does not equal training."""
    network, recipe = shipment.network.cpu().eval(), shipment.recipe
    reporter.say(Stage(stage="export"))
    graph = export_graph(network)
    model = model_entry(network, recipe, shipment.weights)
    runtime = open_runtime(graph, model)
    reporter.say(Stage(stage="calibrate", total=sum(len(one.calibration) for one in shipment.sets)))
    tensors = {key: value.contiguous() for key, value in network.state_dict().items()}
    files = {JUDGE: graph, WEIGHTS: save_tensors(tensors)}
    products: dict[str, ProductEntry] = {}
    parities: list[Parity] = []
    for number, one in enumerate(shipment.sets):
        proposal, parity = _calibrate(network, runtime, one, recipe)
        thumbnail = f"thumbnails/{number}.jpg"
        files[thumbnail] = make_thumbnail(one.paths[0])
        levels = quality_levels(one, runtime.input_size)
        products[one.product.name] = product_entry(one, proposal, levels, thumbnail, recipe.calibration.pooling)
        parities.append(parity)
        reporter.say(Note(text=f"{one.product.name}: parity {parity.score_difference:.1e} of the limit"))
    manifest = Manifest(
        name=shipment.name,
        created_utc=datetime.now(UTC).isoformat(timespec="seconds"),
        preprocess_version=PREPROCESS_VERSION,
        scoring_version=SCORING_VERSION,
        model=model,
        products=products,
        recipe=json.loads(recipe.model_dump_json()),
        versions=versions(),
        parity=_worst(parities),
        files=describe_files(files),
    )
    return manifest, files


def model_entry(network: Network, recipe: Recipe, weights: str) -> ModelEntry:
    """The network in figures."""
    levels = network.backbone.levels
    trainable = sum(parameter.numel() for parameter in network.reconstruction.parameters())
    return ModelEntry(
        backbone=recipe.backbone.name,
        weights=weights,
        levels=tuple(level.index for level in levels),
        channels=tuple(level.channels for level in levels),
        strides=tuple(level.stride for level in levels),
        out_stride=network.out_stride,
        feature_channels=network.neck.channels,
        input_size=network.input_size,
        embedding_dim=network.neck.channels,
        trainable_parameters=trainable,
        gflop=count_gflop(network),
        opset=OPSET,
    )


@dataclass(frozen=True)
class NewGraph:
    """A graph that is not in a bundle yet."""

    path: Path
    model: ModelEntry
    judge_graph: bytes


def open_runtime(graph: bytes, model: ModelEntry) -> Runtime:
    """The station's own runtime over the new graph."""
    return Runtime(NewGraph(Path("new bundle"), model, graph), Provider.CPU)


def map_images(
    runtime: Runtime, paths: Sequence[Path], digests: Mapping[Path, str]
) -> Iterator[tuple[NDArray[np.uint8], Map]]:
    """Prepared image and its anomaly map, one by one. TrainingError if a file is not what it was at the scan."""
    for image in unchanged(load_all(paths, runtime.input_size, 2), digests):
        yield image.pixels, runtime.run(image.pixels).anomaly_map


def _calibrate(network: Network, runtime: Runtime, one: ProductSet, recipe: Recipe) -> tuple[Proposal, Parity]:
    images: list[NDArray[np.uint8]] = []
    maps: list[Map] = []
    for pixels, map_ in map_images(runtime, one.calibration, one.digests):
        maps.append(map_)
        if len(images) < PARITY_IMAGES:
            images.append(pixels)
    proposal = propose(maps, one.calibration_groups, None, recipe.calibration)
    shown = maps[: len(images)]
    ours, difference = compare_maps(network, images, shown)
    pooling = recipe.calibration.pooling
    scores = [[score(map_, None, pooling) for map_ in group] for group in (ours, shown)]
    return proposal, check_parity(scores[0], scores[1], difference, proposal.limits.reject)


def product_entry(
    one: ProductSet, proposal: Proposal, quality: QualityLevels, thumbnail: str, pooling: Pooling
) -> ProductEntry:
    """What the manifest says of a product. The station must score as the limits were found."""
    return ProductEntry(
        limits=proposal.limits,
        pooling=pooling,
        quality=quality,
        calibration=proposal.calibration,
        n_train=one.n_train,
        n_calibration=len(one.calibration),
        data_sha256=one.data_sha256,
        thumbnail=thumbnail,
    )


def quality_levels(one: ProductSet, size: tuple[int, int]) -> QualityLevels:
    """How bright, rich in contrast and sharp good images of a product are: all of calibration, and some of training as
    far as they are still there (an export needs none of them)."""
    stride = -(-len(one.train) // LEVEL_IMAGES) or 1
    some = load_all(one.train[::stride], size, 2)
    trained = (image for image in some if isinstance(image, Prepared) and image.sha256 == one.digests[image.path])
    held_out = unchanged(load_all(one.calibration, size, 2), one.digests)
    return learn_levels(image.pixels for image in chain(held_out, trained))


def make_thumbnail(path: Path) -> bytes:
    """A small JPEG of a good part."""
    pixels = read_image(path)
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    scale = THUMBNAIL_PX / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR))[1])


def _worst(parities: Sequence[Parity]) -> Parity:
    return Parity(
        images=sum(parity.images for parity in parities),
        score_difference=max(parity.score_difference for parity in parities),
        map_difference=max(parity.map_difference for parity in parities),
    )


def versions() -> dict[str, str]:
    """Versions that shaped the numbers."""
    names = ("uniad-inspect", "torch", "timm", "onnx", "onnxscript", "onnxruntime-gpu", "numpy", "opencv-python")
    found = {name: importlib.metadata.version(name) for name in names}
    return {**found, "python": platform.python_version()}
