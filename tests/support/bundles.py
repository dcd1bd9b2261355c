"""A small, real bundle for tests: a hand-made ONNX graph, a true manifest, verified like any other.

The anomaly map is the distance of a pixel's grey value to a constant, divided by 16: a flat part of that grey scores 0,
a patch 48 grey values brighter reaches 3.0. The embedding is the mean colour.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from engine.bundle.archive import JUDGE, describe_files, write_bundle
from engine.bundle.manifest import (
    Calibration,
    Manifest,
    ModelEntry,
    Parity,
    ProductEntry,
    ProposedLimits,
    QualityLevels,
)
from engine.geometry import FULL_FRAME, Point, Roi
from engine.preprocess import PREPROCESS_VERSION
from engine.scoring import SCORING_VERSION, Pooling

GREY = 128
UNIT = 16.0
LIMITS = ProposedLimits(reject=1.0, review=0.5, pixel=1.0, least_area_px=4)
EMBEDDING_DIM = 3


def make_graph(size: tuple[int, int], grey: float = GREY, finite: bool = True) -> bytes:
    """uint8 (N, H, W, 3) to |grey - constant| / 16 (N, H, W) and the mean colour (N, 3). ``finite`` False: all NaN."""
    height, width = size
    unit = UNIT if finite else float("nan")
    constants = {"grey": np.float32(grey), "unit": np.float32(unit)}
    axes = {"channel": np.array([3], np.int64), "area": np.array([1, 2], np.int64)}
    nodes = [
        helper.make_node("Cast", ["image"], ["colour"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["colour", "channel"], ["mean"], keepdims=0),
        helper.make_node("Sub", ["mean", "grey"], ["difference"]),
        helper.make_node("Abs", ["difference"], ["distance"]),
        helper.make_node("Div", ["distance", "unit"], ["anomaly_map"]),
        helper.make_node("ReduceMean", ["colour", "area"], ["embedding"], keepdims=0),
    ]
    graph = helper.make_graph(
        nodes,
        "judge",
        [helper.make_tensor_value_info("image", TensorProto.UINT8, ["batch", height, width, 3])],
        [
            helper.make_tensor_value_info("anomaly_map", TensorProto.FLOAT, ["batch", height, width]),
            helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", EMBEDDING_DIM]),
        ],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in {**constants, **axes}.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def make_product(
    limits: ProposedLimits = LIMITS,
    pooling: Pooling = Pooling.MAX,
    roi: Roi = FULL_FRAME,
    ignore: tuple[tuple[Point, ...], ...] = (),
    mm_per_px: float | None = None,
    quality: QualityLevels | None = None,
) -> ProductEntry:
    """A product as calibration on twenty good parts would describe it."""
    scores = tuple(0.01 * (index + 1) for index in range(20))
    calibration = Calibration(
        rate=0.05,
        review_rate=0.1,
        scores=scores,
        map_maxima=scores,
        groups=tuple(range(20)),
        bound=0.139,
        demonstrable=False,
        statement="0 of 20 good parts above it: at most 13.9 % with 95 % confidence",
    )
    return ProductEntry(
        limits=limits,
        pooling=pooling,
        roi=roi,
        ignore=ignore,
        mm_per_px=mm_per_px,
        quality=quality,
        calibration=calibration,
        n_train=60,
        n_calibration=20,
        data_sha256="0" * 64,
    )


def make_manifest(
    graph: bytes, size: tuple[int, int], products: dict[str, ProductEntry], name: str = "test bundle"
) -> Manifest:
    """A manifest that describes ``graph``."""
    model = ModelEntry(
        backbone="hand-made",
        weights="none",
        levels=(0,),
        channels=(3,),
        strides=(1,),
        out_stride=1,
        feature_channels=3,
        input_size=size,
        embedding_dim=EMBEDDING_DIM,
        trainable_parameters=0,
        gflop=0.001,
        opset=18,
    )
    return Manifest(
        name=name,
        created_utc="2026-01-02T03:04:05Z",
        preprocess_version=PREPROCESS_VERSION,
        scoring_version=SCORING_VERSION,
        model=model,
        products=products,
        recipe={"name": "test"},
        versions={"onnx": onnx.__version__},
        parity=Parity(images=4, score_difference=0.0, map_difference=0.0),
        files=describe_files({JUDGE: graph}),
    )


def make_bundle(
    path: Path,
    *,
    names: Sequence[str] = ("Plate",),
    size: tuple[int, int] = (64, 64),
    grey: float = GREY,
    finite: bool = True,
    limits: ProposedLimits = LIMITS,
    pooling: Pooling = Pooling.MAX,
    roi: Roi = FULL_FRAME,
    ignore: tuple[tuple[Point, ...], ...] = (),
    mm_per_px: float | None = None,
    quality: QualityLevels | None = None,
) -> Path:
    """Write a bundle to ``path`` and return it. Each of ``names`` becomes a product with the same settings."""
    graph = make_graph(size, grey, finite)
    product = make_product(limits, pooling, roi, ignore, mm_per_px, quality)
    manifest = make_manifest(graph, size, dict.fromkeys(names, product))
    write_bundle(path, manifest, {JUDGE: graph})
    return path
