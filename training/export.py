"""From a trained network to one ONNX graph, and the proof that it says the same."""

import logging
import math
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import onnx
import onnx.shape_inference
import torch
import torch.fx
from numpy.typing import NDArray

from engine.bundle.manifest import Parity
from engine.errors import ErrorCode, TrainingError
from engine.model.network import Network

OPSET = 18
SCORE_TOLERANCE = 1e-3  # of the reject limit
MAP_TOLERANCE = 1e-3  # of the map's range


def export_graph(network: Network) -> bytes:
    """Export ``uint8 (N, H, W, 3) -> anomaly_map (N, H, W), embedding (N, C)``, everything constant inside."""
    return export_module(network.eval().cpu().float(), network.input_size, ["anomaly_map", "embedding"])


def export_module(module: torch.nn.Module, input_size: tuple[int, int], outputs: list[str]) -> bytes:
    """Export a module on the CPU that takes ``image``, uint8 (N, H, W, 3), and gives ``outputs``."""
    example = torch.zeros(2, *input_size, 3, dtype=torch.uint8)
    for name in ("torch.onnx", "onnxscript"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with warnings.catch_warnings(), _without_stack_traces():
        warnings.simplefilter("ignore")  # the exporter warns of its own internals
        program = torch.onnx.export(
            module,
            (example,),
            dynamo=True,
            opset_version=OPSET,
            external_data=False,
            input_names=["image"],
            output_names=outputs,
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


def count_gflop(graph: bytes) -> float:
    """Floating-point operations that a graph needs for one image, in 10^9: its convolutions and matrix products (a
    multiply-add counts two). Counted on the graph that ships, where everything constant is gone; 0 if a shape cannot be
    told, which is "not stated" in a manifest."""
    model = onnx.load_model_from_string(graph)
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    del model.graph.value_info[:]
    inferred = onnx.shape_inference.infer_shapes(model, data_prop=True).graph
    shapes = {tensor.name: list(tensor.dims) for tensor in inferred.initializer}
    for value in [*inferred.value_info, *inferred.input, *inferred.output]:
        shapes[value.name] = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    total = 0
    counted = ("Conv", "MatMul", "Gemm")
    for node in inferred.node:
        if node.op_type in counted and not all(name in shapes for name in (*node.input[:2], *node.output)):
            return 0.0
        if node.op_type == "Conv":
            total += 2 * math.prod(shapes[node.output[0]]) * math.prod(shapes[node.input[1]][1:])
        elif node.op_type in counted:
            total += 2 * math.prod(shapes[node.output[0]]) * shapes[node.input[0]][-1]
    return total / 1e9


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
