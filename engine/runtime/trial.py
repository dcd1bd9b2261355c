"""A real trial of an execution provider: one tiny matrix product on it, with a look at where the node was placed."""

import base64
from dataclasses import dataclass

import numpy as np

from engine.errors import InspectError
from engine.provider import Provider
from engine.runtime.gpu import library_problem, preload
from engine.runtime.providers import ORT_NAMES, check_packages, probe_driver

# The graph b = a @ a for float32 (8, 8), opset 18.
_GRAPH = base64.b64decode(
    "CAoSADpAChEKAWEKAWESAWIiBk1hdE11bBIBdFoTCgFhEg4KDAgBEggKAggICgIICGITCgFiEg4KDAgBEggKAggICgIICEIECgAQEg=="
)


@dataclass(frozen=True, slots=True)
class Trial:
    """Whether a provider computed the right numbers by itself; ``why`` not, else empty."""

    provider: Provider
    usable: bool
    why: str


def try_provider(provider: Provider) -> Trial:
    """Try one of ``cpu``, ``cuda``, ``tensorrt``. Never raises."""
    try:
        check_packages()
    except InspectError as error:
        return Trial(provider, False, str(error))
    if provider is not Provider.CPU:
        if problem := probe_driver().problem:
            return Trial(provider, False, problem)
        preload()
        if problem := library_problem(provider):
            return Trial(provider, False, problem)
    try:
        why = _compute(ORT_NAMES[provider])
    except Exception as error:  # ONNX Runtime raises its own kinds for missing libraries; any of them is an answer here
        why = " ".join(str(error).split())[:300] or type(error).__name__
    return Trial(provider, not why, why)


def _compute(name: str) -> str:
    """Why the provider of this ONNX Runtime name cannot be used; empty if it can."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.add_session_config_entry("session.record_ep_graph_assignment_info", "1")
    session = ort.InferenceSession(_GRAPH, options, providers=[name], enable_fallback=0)
    placed = {subgraph.ep_name for subgraph in session.get_provider_graph_assignment_info()}
    if placed != {name}:
        return f"the work was placed on {', '.join(sorted(placed)) or 'nothing'}; CUDA, cuBLAS or cuDNN may be missing"
    values = np.arange(64, dtype=np.float32).reshape(8, 8) / 64
    (product,) = session.run(None, {"a": values})
    return "" if np.allclose(product, values @ values, atol=1e-2) else "it computes wrong numbers"
