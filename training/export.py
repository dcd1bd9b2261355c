"""From a trained network to one ONNX graph, and the proof that it says the same."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import onnx
import torch
import torch.fx
from numpy.typing import NDArray
from torch.utils.flop_counter import FlopCounterMode

from engine.bundle.manifest import Parity
from engine.errors import ErrorCode, TrainingError
from engine.model.network import Network

OPSET = 18
SCORE_TOLERANCE = 1e-3  # of the reject limit
MAP_TOLERANCE = 1e-3  # of the map's range


def export_graph(network: Network) -> bytes:
    """Export ``uint8 (N, H, W, 3) -> anomaly_map (N, H, W), embedding (N, C)``, everything constant inside."""
    network = network.eval().cpu().float()
    height, width = network.input_size
    example = torch.zeros(2, height, width, 3, dtype=torch.uint8)
    for name in ("torch.onnx", "onnxscript"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings(), _without_stack_traces():
        warnings.simplefilter("ignore")  # the exporter warns of its own internals
        program = torch.onnx.export(
            network,
            (example,),
            dynamo=True,
            opset_version=OPSET,
            external_data=False,
            input_names=["image"],
            output_names=["anomaly_map", "embedding"],
            dynamic_shapes=({0: torch.export.Dim("batch", min=1, max=32)},),
            verbose=False,
        )
    if program is None:
        raise TrainingError(ErrorCode.PARITY, why="the exporter gave no graph")
    return strip_metadata(program.model_proto.SerializeToString())


@contextmanager
def _without_stack_traces() -> Iterator[None]:
    """Where each operation came from is recorded for error messages nobody reads, and takes a third of the time."""
    config: Any = torch.fx.config
    before = config.do_not_emit_stack_traces
    config.do_not_emit_stack_traces = True
    try:
        yield
    finally:
        config.do_not_emit_stack_traces = before


def strip_metadata(graph: bytes) -> bytes:
    """Drop the exporter's notes (source lines and paths of the training machine) from a graph."""
    model = onnx.load_model_from_string(graph)
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer]:
        del value.metadata_props[:]
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    stripped: bytes = model.SerializeToString()
    return stripped


def count_gflop(network: Network) -> float:
    """Floating-point operations of one image, in 10^9, counted by torch (a multiply-add counts two)."""
    height, width = network.input_size
    counter = FlopCounterMode(display=False)
    with counter:  # it wants gradients to be on, or it cannot follow parameters that enter a module as they are
        network(torch.zeros(1, height, width, 3, dtype=torch.uint8))
    return counter.get_total_flops() / 1e9


def compare_maps(
    network: Network, images: Sequence[NDArray[np.uint8]], maps: Sequence[NDArray[np.float32]]
) -> tuple[list[NDArray[np.float32]], float]:
    """Maps of the torch network for the same images, and the largest difference relative to the maps' range."""
    ours = []
    worst = 0.0
    spread = max(float(np.ptp(np.stack(maps))), 1e-12)
    with torch.inference_mode():
        for image, other in zip(images, maps, strict=True):
            map_ = network(torch.from_numpy(image[None]))[0][0].numpy()
            ours.append(map_)
            worst = max(worst, float(np.abs(map_ - other).max()) / spread)
    return ours, worst


def check_parity(
    torch_scores: Sequence[float], onnx_scores: Sequence[float], map_difference: float, reject: float
) -> Parity:
    """The bound of an exact graph. Raises TrainingError if it is not kept; then no bundle is written."""
    score = max(abs(a - b) for a, b in zip(torch_scores, onnx_scores, strict=True)) / reject
    if not (score <= SCORE_TOLERANCE and map_difference <= MAP_TOLERANCE):
        why = f"score by {score:.2e} of the reject limit, map by {map_difference:.2e} of its range"
        raise TrainingError(ErrorCode.PARITY, why=why)
    return Parity(images=len(torch_scores), score_difference=score, map_difference=map_difference)
