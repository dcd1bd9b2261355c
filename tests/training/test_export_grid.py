"""Every combination exports to one graph that says what training says: a pairwise grid, and the full one as slow."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch

from engine.model.neck import Moments
from engine.model.network import Network
from engine.recipe import merge_recipe, reference_recipe
from engine.runtime import Runtime
from tests.support.training import made_up_part
from training.assemble import model_entry, open_runtime
from training.building import build_network
from training.export import compare_maps, count_gflop, export_graph
from training.features import raw_features

BACKBONES = {
    "resnet18": (1, 2, 3),
    "wide_resnet50_2": (1, 2),
    "tf_efficientnet_lite0": (2, 3),
    "tf_efficientnet_b0": (0, 1, 2, 3),
    "test_convnext": (0, 1),
}
AXES: dict[str, tuple[Any, ...]] = {
    "backbone": ("resnet18", "tf_efficientnet_lite0", "tf_efficientnet_b0", "test_convnext"),
    "size": ((64, 64), (64, 96), (96, 64)),
    "mask": ("outside", "inside", "none"),
    "position": ("learned", "sine"),
    "norm": ("pre", "post"),
    "standardise": (False, True),
    "out_channels": (None, 12),
    "finer": (False, True),
}
Case = dict[str, Any]


def pairwise_cases(axes: Mapping[str, Sequence[Any]]) -> Iterator[Case]:
    """Cases in which every two values of two axes meet at least once; greedy, always the same."""
    every = [dict(zip(axes, values, strict=True)) for values in itertools.product(*axes.values())]
    names = list(itertools.combinations(axes, 2))
    open_pairs = {(a, case[a], b, case[b]) for case in every for a, b in names}
    while open_pairs:
        best = max(every, key=lambda case: sum((a, case[a], b, case[b]) in open_pairs for a, b in names))
        open_pairs -= {(a, best[a], b, best[b]) for a, b in names}
        yield best


def name_of(case: Case) -> str:
    return "-".join(str(value).replace(" ", "") for value in case.values())


def build(case: Case) -> Network:
    """The network of a case with a fitted neck and weights that matter."""
    finest = {
        "resnet18": 4,
        "wide_resnet50_2": 4,
        "tf_efficientnet_lite0": 8,
        "tf_efficientnet_b0": 8,
        "test_convnext": 4,
    }
    recipe = merge_recipe(
        reference_recipe(),
        {
            "backbone": {"name": case["backbone"], "levels": BACKBONES[case["backbone"]], "weights": "random",
                         "border": 32 if case["mask"] == "none" else 0},
            "neck": {
                "out_channels": case["out_channels"],
                "out_stride": finest[case["backbone"]] if case["finer"] else None,
                "local_average": 3 if case["finer"] else 1,
                "resize": "area" if case["norm"] == "pre" else "corners",
            },
            "uniad": {
                "hidden": 16, "heads": 2, "encoder_layers": 1, "decoder_layers": 1, "ffn": 16, "mask_size": (3, 3),
                "mask_mode": case["mask"], "position": case["position"], "norm": case["norm"],
                "standardise": case["standardise"],
            },
            "data": {"input_size": case["size"]},
        },
        "grid",
    )  # fmt: skip
    network = build_network(recipe).network.eval()
    images = np.stack([made_up_part(index, case["size"]) for index in range(4)])
    channels = sum(level.channels for level in network.backbone.levels)
    moments = Moments(channels, covariance=case["out_channels"] is not None)
    moments.add(raw_features(network, images))
    network.neck.fit(moments)
    with torch.no_grad():
        for parameter in network.reconstruction.parameters():
            parameter.add_(0.02 * torch.randn_like(parameter))
    return network


def check(case: Case) -> None:
    network = build(case)
    graph = export_graph(network)
    model = onnx.load_model_from_string(graph)
    onnx.checker.check_model(model)
    assert "BatchNormalization" not in {node.op_type for node in model.graph.node}  # folded into the convolutions
    assert count_gflop(graph) > 0
    recipe_free = model_entry(network, reference_recipe(), "random", 0.0)
    runtime: Runtime = open_runtime(graph, recipe_free)
    images = [made_up_part(40 + index, case["size"], defect=index > 0) for index in range(3)]
    maps = [runtime.run(image).anomaly_map for image in images]
    assert np.isfinite(maps).all()
    assert float(np.std(maps[1])) > 1e-4
    assert compare_maps(network, images, maps)[1] < 1e-3
    batched, embeddings = runtime.run_batch(np.stack(images))
    np.testing.assert_allclose(batched, np.stack(maps), rtol=1e-3, atol=1e-3 * float(np.ptp(maps)))
    assert embeddings.shape == (3, network.neck.channels)


@pytest.mark.parametrize("case", list(pairwise_cases(AXES)), ids=name_of)
def test_pairwise(case: Case) -> None:
    check(case)


@pytest.mark.slow
def test_wide_resnet() -> None:
    check(dict(zip(AXES, ("wide_resnet50_2", (64, 96), "outside", "learned", "post", True, 12, False), strict=True)))


FULL = AXES | {"size": ((64, 64), (64, 96)), "backbone": ("wide_resnet50_2", "tf_efficientnet_b0")}


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "case", [dict(zip(FULL, v, strict=True)) for v in itertools.product(*FULL.values())], ids=name_of
)
def test_all(case: Case) -> None:
    check(case)


@pytest.mark.slow
@pytest.mark.parametrize("size", [224, 256, 320, 448])
def test_input_sizes_of_the_reference(size: int, tmp_path: Path) -> None:
    recipe = merge_recipe(
        reference_recipe(), {"backbone": {"weights": "random"}, "data": {"input_size": (size, size)}}, "size"
    )
    network = build_network(recipe).network.eval()
    runtime = open_runtime(export_graph(network), model_entry(network, recipe, "random", 0.0))
    images = [made_up_part(index, (size, size)) for index in range(2)]
    maps = [runtime.run(image).anomaly_map for image in images]
    assert compare_maps(network, images, maps)[1] < 1e-3
