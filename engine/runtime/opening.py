"""One way to open a graph of a bundle."""

from typing import Any

BATCH = "batch"  # the name of the first dimension in exported graphs


def open_graph(graph: bytes, providers: list[Any], threads: int, batch: int = 1) -> Any:
    """A session over verified bytes: given bytes, ONNX Runtime refuses all external data. The batch is fixed, so that
    shapes are computed once, here; what fails is an error, never another provider. Raises what ONNX Runtime raises."""
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_free_dimension_override_by_name(BATCH, batch)
    session = ort.InferenceSession(graph, options, providers=providers, enable_fallback=0)
    session.disable_fallback()
    return session


def one_line(error: Exception) -> str:
    """What ONNX Runtime says, which has many kinds of errors and many lines."""
    return " ".join(str(error).split())[:200] or type(error).__name__
