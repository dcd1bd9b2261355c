"""Work is counted on the graph, by hand here."""

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from training.export import count_gflop


def test_a_convolution_and_a_product() -> None:
    weights = {"kernel": np.zeros((8, 2, 3, 3), np.float32), "matrix": np.zeros((16, 5), np.float32)}
    nodes = [
        helper.make_node("Conv", ["image", "kernel"], ["found"], group=2, pads=[1, 1, 1, 1]),
        helper.make_node("Relu", ["found"], ["kept"]),
        helper.make_node("MatMul", ["kept", "matrix"], ["out"]),
    ]
    graph = helper.make_graph(
        nodes,
        "judge",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 4, 12, 16])],
        [helper.make_tensor_value_info("out", TensorProto.FLOAT, ["batch", 8, 12, 5])],
        [numpy_helper.from_array(value, name) for name, value in weights.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    convolution = 8 * 12 * 16 * (2 * 3 * 3)
    product = 8 * 12 * 5 * 16
    assert count_gflop(model.SerializeToString()) == pytest.approx(2e-9 * (convolution + product))
