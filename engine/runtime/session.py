"""The one class that owns the ONNX session, and the one place where the device is chosen."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from engine.bundle.manifest import ModelEntry
from engine.errors import BundleError, ErrorCode, ProviderError
from engine.frames import Map
from engine.provider import Provider
from engine.runtime.gpu import (
    BoundSession,
    GpuOptions,
    engine_folder,
    library_problem,
    open_cached,
    preload,
    provider_list,
    seal_engines,
    station_options,
)
from engine.runtime.opening import one_line, open_graph
from engine.runtime.providers import ORT_NAMES, DriverReport, check_packages, probe_driver

OUTPUTS = ("anomaly_map", "embedding")


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
    """An ONNX Runtime session over a bundle's graph, shared by all products and cameras.

    ``provider`` is the execution provider really in use; ``reason`` says why it is not the GPU (empty if it is, or if
    the CPU was asked for). ``threads`` 0 means all cores. Raises ProviderError, or BundleError for a graph at fault.
    """

    def __init__(
        self, bundle: GraphOwner, wish: Provider = Provider.AUTO, threads: int = 0, gpu: GpuOptions | None = None
    ) -> None:
        check_packages()
        self.input_size = bundle.model.input_size
        self.threads = threads
        self._bundle, self._gpu = bundle, gpu or station_options()
        self._engines: Path | None = None
        self._session, self.provider, self.reason = self._open(wish)
        self._check_signature()
        self._bound: dict[int, BoundSession] = {}
        if self.on_gpu:
            self._bound[1] = BoundSession(self._session, 1, OUTPUTS)

    @property
    def on_gpu(self) -> bool:
        """True if the graph runs on a GPU."""
        return self.provider != ORT_NAMES[Provider.CPU]

    def warm_up(self) -> None:
        """The first run allocates and tunes (TensorRT's engines are built by then); do it before the first part."""
        self.run(np.zeros((*self.input_size, 3), np.uint8))
        if self._engines is not None:
            seal_engines(self._engines)

    def run(self, image: NDArray[np.uint8]) -> Output:
        """Judge one prepared image, uint8 (H, W, 3) at the input size. Raises ProviderError if the GPU fails."""
        maps, embeddings = self._run(image[None])
        return Output(maps[0], embeddings[0])

    def run_batch(self, images: NDArray[np.uint8]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Judge (N, H, W, 3): maps (N, H, W) and embeddings (N, D). CUDA takes them at once; a CPU gains nothing from
        that, and TensorRT would build engines for minutes, so there they go one by one."""
        if self.provider == ORT_NAMES[Provider.CUDA]:
            maps, embeddings = self._run(images)
            return maps, embeddings
        single = [self._run(image[None]) for image in images]
        return np.concatenate([maps for maps, _ in single]), np.concatenate([values for _, values in single])

    def _run(self, images: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        if not self.on_gpu:
            found: list[NDArray[np.float32]] = self._session.run(OUTPUTS, {"image": images})
            return found
        try:
            bound = self._bound.get(len(images))
            if bound is None:
                session = self._gpu_session(Provider.CUDA, len(images))
                bound = self._bound[len(images)] = BoundSession(session, len(images), OUTPUTS)
            return bound.run(images)
        except Exception as error:  # graph and input were found good at the start, so it is the GPU, whatever it says
            raise ProviderError(ErrorCode.GPU_LOST, provider=self.provider, why=one_line(error)) from error

    def _open(self, wish: Provider) -> tuple[Any, str, str]:
        """Session, name of the provider in use, and why it is not the GPU."""
        cpu = ORT_NAMES[Provider.CPU]
        if wish is Provider.CPU:
            return self._cpu_session(), cpu, ""
        driver = probe_driver()
        wanted = Provider.CUDA if wish is Provider.AUTO else wish
        try:
            if driver.problem:
                raise _unavailable(wanted, driver.problem)
            return self._open_gpu(wanted, driver), ORT_NAMES[wanted], ""
        except ProviderError as error:
            if wish is not Provider.AUTO:
                raise
            return self._cpu_session(), cpu, str(error.params["why"])

    def _open_gpu(self, provider: Provider, driver: DriverReport) -> Any:
        """A session that is really on the GPU, or ProviderError."""
        complaint = preload()
        if problem := library_problem(provider):
            raise _unavailable(provider, problem)
        try:
            if provider is Provider.CUDA:
                return self._gpu_session(provider, 1)
            self._engines = engine_folder(self._gpu, driver, self._bundle.judge_graph)
            return open_cached(self._engines, lambda: self._gpu_session(provider, 1))
        except ProviderError:
            raise
        except Exception as error:  # ONNX Runtime raises its own kinds
            raise _unavailable(provider, one_line(error) + (f" ({complaint})" if complaint else "")) from error

    def _gpu_session(self, provider: Provider, batch: int) -> Any:
        """One whose first provider is what was asked for. A graph that cannot be captured whole runs uncaptured."""
        options = self._gpu
        try:
            session = self._session_on(provider_list(provider, options, self._engines), batch)
        except Exception as error:
            if not options.cuda_graph or "graph capture" not in str(error):
                raise
            self._gpu = GpuOptions(options.memory_mb, options.tf32, options.fp16, False, options.cache)
            session = self._session_on(provider_list(provider, self._gpu, self._engines), batch)
        if session.get_providers()[0] != ORT_NAMES[provider]:
            raise _unavailable(provider, "ONNX Runtime fell back to the CPU; cuDNN or cuBLAS may be missing")
        return session

    def _cpu_session(self) -> Any:
        """A session on the CPU, where only the graph itself can be at fault: then BundleError."""
        try:
            return self._session_on([ORT_NAMES[Provider.CPU]], 1)
        except Exception as error:  # ONNX Runtime has many kinds for a graph it does not take
            path = str(self._bundle.path)
            raise BundleError(ErrorCode.BUNDLE_GRAPH, path=path, why=one_line(error)) from error

    def _session_on(self, providers: list[Any], batch: int) -> Any:
        return open_graph(self._bundle.judge_graph, providers, self.threads, batch)

    def _check_signature(self) -> None:
        """The manifest and the graph must agree, and nothing else may go in or out."""
        height, width = self.input_size
        found = {node.name: (node.type, node.shape[1:]) for node in self._session.get_inputs()}
        given = {node.name: (node.type, node.shape[1:]) for node in self._session.get_outputs()}
        wanted_in = {"image": ("tensor(uint8)", [height, width, 3])}
        wanted_out = {
            "anomaly_map": ("tensor(float)", [height, width]),
            "embedding": ("tensor(float)", [self._bundle.model.embedding_dim]),
        }
        if found != wanted_in or given != wanted_out:
            why = f"inputs {found}, outputs {given}"
            raise BundleError(ErrorCode.BUNDLE_GRAPH, path=str(self._bundle.path), why=why[:300])


def _unavailable(provider: Provider, why: str) -> ProviderError:
    return ProviderError(ErrorCode.PROVIDER_UNAVAILABLE, provider=provider.value, why=why)
