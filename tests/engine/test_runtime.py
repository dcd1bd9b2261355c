"""A graph runs on the provider that is said, or the session is not made."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from engine.bundle import Bundle, read_bundle
from engine.bundle.archive import JUDGE, write_bundle
from engine.errors import BundleError, ErrorCode, ProviderError
from engine.runtime import Provider, Runtime
from engine.runtime.providers import probe_driver
from engine.runtime.trial import try_provider
from tests.support.bundles import make_bundle, make_graph, make_manifest, make_product

NO_GPU = bool(probe_driver().problem)


def bundle_with(path: Path, graph: bytes) -> Bundle:
    """A whole, verified bundle around any bytes as its graph."""
    manifest = make_manifest(graph, (64, 64), {"Plate": make_product()})
    write_bundle(path, manifest, {JUDGE: graph})
    return read_bundle(path)


def test_a_map_and_an_embedding_come_out(tmp_path: Path) -> None:
    runtime = Runtime(read_bundle(make_bundle(tmp_path / "a.uniad")), Provider.CPU)
    runtime.warm_up()
    image = np.full((64, 64, 3), 128, np.uint8)
    image[:8, :8] = 144
    output = runtime.run(image)
    assert output.anomaly_map.shape == (64, 64)
    assert output.anomaly_map.dtype == np.float32
    assert output.embedding.shape == (3,)
    assert np.all(output.anomaly_map[:8, :8] == 1)
    assert np.all(output.anomaly_map[8:] == 0)
    assert (runtime.provider, runtime.reason) == ("CPUExecutionProvider", "")


def test_a_batch_is_judged_like_its_images(tmp_path: Path) -> None:
    runtime = Runtime(read_bundle(make_bundle(tmp_path / "a.uniad")), Provider.CPU)
    images = np.random.default_rng(0).integers(0, 256, (3, 64, 64, 3), dtype=np.uint8)
    maps, embeddings = runtime.run_batch(images)
    for image, anomaly_map, embedding in zip(images, maps, embeddings, strict=True):
        single = runtime.run(image)
        assert np.array_equal(single.anomaly_map, anomaly_map)
        assert np.allclose(single.embedding, embedding)


@pytest.mark.skipif(not NO_GPU, reason="this machine has a GPU")
def test_without_a_gpu_auto_says_why_and_a_gpu_by_name_is_refused(tmp_path: Path) -> None:
    bundle = read_bundle(make_bundle(tmp_path / "a.uniad"))
    runtime = Runtime(bundle, Provider.AUTO)
    assert runtime.provider == "CPUExecutionProvider"
    assert runtime.reason == probe_driver().problem
    for wish in (Provider.CUDA, Provider.TENSORRT):
        with pytest.raises(ProviderError) as caught:
            Runtime(bundle, wish)
        assert caught.value.code is ErrorCode.PROVIDER_UNAVAILABLE


@pytest.mark.skipif(NO_GPU, reason="this machine has no usable GPU")
def test_cuda_judges_like_the_cpu(tmp_path: Path) -> None:
    bundle = read_bundle(make_bundle(tmp_path / "a.uniad"))
    image = np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    on_gpu, on_cpu = Runtime(bundle, Provider.CUDA), Runtime(bundle, Provider.CPU)
    assert on_gpu.provider == "CUDAExecutionProvider"
    assert np.allclose(on_gpu.run(image).anomaly_map, on_cpu.run(image).anomaly_map, atol=1e-4)


def test_the_trial_computes_on_the_cpu_and_is_honest_about_the_rest() -> None:
    assert try_provider(Provider.CPU).usable
    for provider in (Provider.CUDA, Provider.TENSORRT):
        trial = try_provider(provider)
        assert trial.usable == (not trial.why)
        if NO_GPU:
            assert trial.why == probe_driver().problem


def cut_graph(graph: bytes) -> bytes:
    return graph[: len(graph) // 2]


def no_graph(graph: bytes) -> bytes:
    return b""


def text(graph: bytes) -> bytes:
    return b"this is not a graph"


def later_opset(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    model.opset_import[0].version = 999
    return bytes(model.SerializeToString())


def unknown_operator(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    model.graph.node[0].op_type = "Guess"
    return bytes(model.SerializeToString())


def missing_wire(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    model.graph.node[0].input[0] = "nowhere"
    return bytes(model.SerializeToString())


def other_size(graph: bytes) -> bytes:
    return make_graph((32, 64))


def second_input(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    model.graph.input.append(helper.make_tensor_value_info("more", TensorProto.FLOAT, [1]))
    return bytes(model.SerializeToString())


def missing_output(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    del model.graph.output[1]
    return bytes(model.SerializeToString())


def weights_elsewhere(graph: bytes) -> bytes:
    model = onnx.load_from_string(graph)
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    for key, value in (("location", "/etc/passwd"), ("offset", "0"), ("length", "4")):
        entry = tensor.external_data.add()
        entry.key, entry.value = key, value
    return bytes(model.SerializeToString())


@pytest.mark.parametrize(
    "change",
    [
        cut_graph,
        no_graph,
        text,
        later_opset,
        unknown_operator,
        missing_wire,
        other_size,
        second_input,
        missing_output,
        weights_elsewhere,
    ],
)
@pytest.mark.parametrize("wish", [Provider.CPU, Provider.AUTO])
def test_a_graph_that_does_not_fit_is_refused(tmp_path: Path, change: Callable[[bytes], bytes], wish: Provider) -> None:
    bundle = bundle_with(tmp_path / "a.uniad", change(make_graph((64, 64))))
    with pytest.raises(BundleError) as caught:
        Runtime(bundle, wish)
    assert caught.value.code is ErrorCode.BUNDLE_GRAPH
    assert "\n" not in str(caught.value)
    assert "a.uniad" in str(caught.value)


def test_two_onnxruntime_packages_are_refused_before_anything_is_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = read_bundle(make_bundle(tmp_path / "a.uniad"))
    for name in ("onnxruntime", "onnxruntime_gpu"):
        folder = tmp_path / "site" / f"{name}-1.0.dist-info"
        folder.mkdir(parents=True)
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    with pytest.raises(ProviderError) as caught:
        Runtime(bundle, Provider.CPU)
    assert caught.value.code is ErrorCode.PACKAGES_CONFLICT
    assert try_provider(Provider.CPU).why == str(caught.value)
