"""The one class that owns the ONNX session, and the one place where the device is chosen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.bundle.manifest import ModelEntry
from engine.errors import BundleError, ErrorCode, ProviderError
from engine.frames import Map
from engine.runtime.providers import ORT_NAMES, Provider, check_packages, probe_driver


class GraphOwner(Protocol):
    """What a session needs: verified bytes of a graph, what it should be, and its name in errors. A bundle is one."""

    @property
    def path(self) -> Path: ...

    @property
    def model(self) -> ModelEntry: ...

    @property
    def judge_graph(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Output:
    """What the graph gives for one image: the anomaly map (H, W) and the embedding (D,)."""

    anomaly_map: Map
    embedding: NDArray[np.float32]


class Runtime:
    """An ONNX Runtime session over a bundle's graph.

    ``provider`` is the execution provider really in use; ``reason`` says why it is not the GPU (empty if it is, or if
    the CPU was asked for). ``threads`` 0 means all cores.
    """

    def __init__(self, bundle: GraphOwner, wish: Provider = Provider.AUTO, threads: int = 0) -> None:
        check_packages()
        self.input_size = bundle.model.input_size
        self.threads = threads
        self._embedding_dim = bundle.model.embedding_dim
        self._where = str(bundle.path)
        self._session, self.provider, self.reason = _open(bundle, wish, threads)
        self._check_signature()

    def warm_up(self) -> None:
        """The first run allocates and tunes; do it before the first part."""
        self.run(np.zeros((*self.input_size, 3), np.uint8))

    def run(self, image: NDArray[np.uint8]) -> Output:
        """Judge one prepared image, uint8 (H, W, 3) at the input size."""
        maps, embeddings = self._session.run(["anomaly_map", "embedding"], {"image": image[None]})
        return Output(maps[0], embeddings[0])

    def run_batch(self, images: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Judge (N, H, W, 3) at once: maps (N, H, W) and embeddings (N, D)."""
        maps, embeddings = self._session.run(["anomaly_map", "embedding"], {"image": images})
        return maps, embeddings

    def _check_signature(self) -> None:
        """The manifest and the graph must agree, and nothing else may go in or out."""
        height, width = self.input_size
        found = {node.name: (node.type, node.shape[1:]) for node in self._session.get_inputs()}
        given = {node.name: (node.type, node.shape[1:]) for node in self._session.get_outputs()}
        wanted_in = {"image": ("tensor(uint8)", [height, width, 3])}
        wanted_out = {
            "anomaly_map": ("tensor(float)", [height, width]),
            "embedding": ("tensor(float)", [self._embedding_dim]),
        }
        if found != wanted_in or given != wanted_out:
            why = f"inputs {found}, outputs {given}"
            raise BundleError(ErrorCode.BUNDLE_GRAPH, path=self._where, why=why[:300])


def _options(threads: int) -> Any:
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    return options


def _open(bundle: GraphOwner, wish: Provider, threads: int) -> tuple[Any, str, str]:
    """Session, name of the provider in use, and why it is not the GPU."""
    if wish is Provider.CPU:
        return _cpu_session(bundle, threads), ORT_NAMES[Provider.CPU], ""
    driver = probe_driver()
    if driver.problem:
        if wish is not Provider.AUTO:
            raise ProviderError(ErrorCode.PROVIDER_UNAVAILABLE, provider=wish.value, why=driver.problem)
        return _cpu_session(bundle, threads), ORT_NAMES[Provider.CPU], driver.problem
    wanted = Provider.CUDA if wish is Provider.AUTO else wish
    try:
        return _gpu_session(bundle, wanted, threads), ORT_NAMES[wanted], ""
    except ProviderError as error:
        if wish is not Provider.AUTO:
            raise
        reason = str(error.params["why"])
        return _cpu_session(bundle, threads), ORT_NAMES[Provider.CPU], reason


def _cpu_session(bundle: GraphOwner, threads: int) -> Any:
    """A session on the CPU, where only the graph itself can be at fault: then BundleError."""
    try:
        return _session(bundle, [ORT_NAMES[Provider.CPU]], threads)
    except Exception as error:  # ONNX Runtime has many kinds for a graph it does not take
        why = " ".join(str(error).split())[:200]
        raise BundleError(ErrorCode.BUNDLE_GRAPH, path=str(bundle.path), why=why) from error


def _gpu_session(bundle: GraphOwner, provider: Provider, threads: int) -> Any:
    """A session that is really on the GPU, or ProviderError. TF32 is off: it moves maps by about 1e-3."""
    import onnxruntime as ort

    ort.preload_dlls()
    name = ORT_NAMES[provider]
    settings = {"use_tf32": "0", "cudnn_conv_algo_search": "EXHAUSTIVE"} if provider is Provider.CUDA else {}
    try:
        session = _session(bundle, [(name, settings)], threads)
    except Exception as error:  # ONNX Runtime raises its own kinds for missing libraries
        why = " ".join(str(error).split())[:200]
        raise ProviderError(ErrorCode.PROVIDER_UNAVAILABLE, provider=provider.value, why=why) from error
    if session.get_providers()[0] != name:
        why = "ONNX Runtime fell back to the CPU; cuDNN or cuBLAS may be missing"
        raise ProviderError(ErrorCode.PROVIDER_UNAVAILABLE, provider=provider.value, why=why)
    return session


def _session(bundle: GraphOwner, providers: list[Any], threads: int) -> Any:
    """From verified bytes: given bytes, ONNX Runtime refuses all external data."""
    import onnxruntime as ort

    session = ort.InferenceSession(bundle.judge_graph, _options(threads), providers=providers, enable_fallback=0)
    session.disable_fallback()
    return session
