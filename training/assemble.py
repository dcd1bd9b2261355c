"""From a trained network to the members of a bundle: export, parity on real images, limits, manifest."""

import importlib.metadata
import json
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from safetensors.torch import save as save_tensors

from engine.bundle.archive import JUDGE, WEIGHTS, describe_files
from engine.bundle.manifest import Likeness, Manifest, ModelEntry, Parity, ProductEntry, QualityLevels
from engine.decode import read_image
from engine.events import Note, Stage
from engine.frames import to_uint8
from engine.guess import learn_appearance
from engine.judge import run_inputs
from engine.model.network import Network
from engine.preprocess import PREPROCESS_VERSION, Seen
from engine.quality import learn_levels
from engine.recipe import Recipe
from engine.runtime import Provider, Runtime
from engine.scoring import SCORING_VERSION, Pooling, score
from engine.view import View
from training.adding import Addition
from training.calibrate import Proposal, propose
from training.expected import Decoder
from training.export import OPSET, check_parity, compare_maps, count_gflop, export_graph
from training.images import Prepared, load_all, unchanged
from training.likeness import keep_good_parts
from training.reporting import Reporter
from training.rundata import encode_reference
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
    addition: Addition | None = None
    decoder: Decoder | None = None


def assemble(shipment: Shipment, reporter: Reporter) -> tuple[Manifest, dict[str, bytes]]:
    """Manifest and files of a bundle. Raises TrainingError if the graph does not equal training."""
    network, recipe = shipment.network.cpu().eval(), shipment.recipe
    reporter.say(Stage(stage="export"))
    graph = export_graph(network)
    model = model_entry(network, recipe, shipment.weights, count_gflop(graph))
    runtime = open_runtime(graph, model)
    reporter.say(Stage(stage="calibrate", total=sum(len(one.calibration) for one in shipment.sets)))
    tensors = {key: value.contiguous() for key, value in network.state_dict().items()}
    files = {JUDGE: graph, WEIGHTS: save_tensors(tensors)}
    products: dict[str, ProductEntry] = {}
    parities: list[Parity] = []
    for number, one in enumerate(shipment.sets):
        proposal, parity = _calibrate(network, runtime, one, recipe)
        thumbnail = f"thumbnails/{number}.jpg"
        view, pictures = _pictures(one, number)
        files |= {thumbnail: make_thumbnail(one.paths[0]), **pictures}
        levels = quality_levels(one, runtime.input_size)
        entry = product_entry(one, view, proposal, levels, thumbnail, recipe.calibration.pooling)
        likeness, good = _good_parts(runtime, one, number)
        files |= good
        products[one.product.name] = entry.model_copy(update={"likeness": likeness})
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


def _pictures(one: ProductSet, number: int) -> tuple[View, dict[str, bytes]]:
    """The view of a product as the bundle has it, and the reference picture it is aligned to."""
    view, reference = one.look.view, encode_reference(one.look)
    if reference is None or view.align is None:
        return view, {}
    name = f"references/{number}.png"
    return view.model_copy(update={"align": view.align.model_copy(update={"reference": name})}), {name: reference}


def _good_parts(runtime: Runtime, one: ProductSet, number: int) -> tuple[Likeness | None, dict[str, bytes]]:
    """What a flagged part is compared with; None if nothing is kept."""
    kept = keep_good_parts(runtime, one)
    if kept is None:
        return None, {}
    likeness = Likeness(embeddings=f"likeness/{number}.npy", sheet=f"likeness/{number}.jpg")
    return likeness, {likeness.embeddings: kept[0], likeness.sheet: kept[1]}


def model_entry(network: Network, recipe: Recipe, weights: str, gflop: float) -> ModelEntry:
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
        gflop=gflop,
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


@dataclass
class Measured:
    """Scores and map maxima of the calibration images; of the first ones also what they were made of."""

    scores: list[float] = field(default_factory=list)
    maxima: list[float] = field(default_factory=list)
    embeddings: list[NDArray[np.float32]] = field(default_factory=list)
    shown: list[tuple[Seen, NDArray[np.float32]]] = field(default_factory=list)

    def add(self, seen: Seen, maps: NDArray[np.float32], embedding: NDArray[np.float32], pooling: Pooling) -> None:
        """The maps (N, H, W) of one image's inputs, and its embedding (D)."""
        self.embeddings.append(embedding)
        merged = seen.merge(maps)
        self.scores.append(score(merged, seen.valid, pooling))
        self.maxima.append(float(merged.max() if seen.valid is None else merged[seen.valid].max()))
        if sum(len(one.inputs) for one, _ in self.shown) < PARITY_IMAGES:
            self.shown.append((seen, maps))


def measure_images(runtime: Runtime, one: ProductSet, pooling: Pooling) -> Measured:
    """The calibration images, as the station would see and score them. TrainingError if a file is not what it was at
    the scan."""
    measured = Measured()
    for image in unchanged(load_all(one.calibration, one.preprocessor(runtime.input_size), 2), one.digests):
        maps, embedding = run_inputs(runtime, image.seen.inputs)
        measured.add(image.seen, maps, embedding, pooling)
    return measured


def _calibrate(network: Network, runtime: Runtime, one: ProductSet, recipe: Recipe) -> tuple[Proposal, Parity]:
    pooling = recipe.calibration.pooling
    measured = measure_images(runtime, one, pooling)
    proposal = propose(measured.scores, measured.maxima, one.calibration_groups, recipe.calibration)
    proposal = replace(proposal, appearance=learn_appearance(measured.embeddings))
    inputs = [pixels for seen, _ in measured.shown for pixels in seen.inputs]
    ours, difference = compare_maps(network, inputs, [map_ for _, maps in measured.shown for map_ in maps])
    rest, again = iter(ours), []
    for seen, _ in measured.shown:
        merged = seen.merge(np.stack([next(rest) for _ in seen.inputs]))
        again.append(score(merged, seen.valid, pooling))
    scores = measured.scores[: len(again)]
    return proposal, check_parity(again, scores, difference, proposal.limits.reject)


def product_entry(
    one: ProductSet, view: View, proposal: Proposal, quality: QualityLevels, thumbnail: str, pooling: Pooling
) -> ProductEntry:
    """What the manifest says of a product. The station must score as the limits were found."""
    return ProductEntry(
        limits=proposal.limits,
        pooling=pooling,
        **{name: getattr(view, name) for name in View.model_fields},
        quality=quality,
        appearance=proposal.appearance,
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
    some = load_all(one.train[::stride], one.preprocessor(size), 2)
    trained = (image for image in some if isinstance(image, Prepared) and image.sha256 == one.digests[image.path])
    held_out = unchanged(load_all(one.calibration, one.preprocessor(size), 2), one.digests)
    return learn_levels(image.seen.drawn for image in chain(held_out, trained))


def make_thumbnail(path: Path) -> bytes:
    """A small JPEG of a good part."""
    pixels = to_uint8(read_image(path))
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
