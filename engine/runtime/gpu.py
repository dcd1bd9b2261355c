"""All that concerns an NVIDIA GPU: its libraries, the settings of both providers, the cache of TensorRT's engines, and
a session whose buffers stay where they are (what CUDA graphs ask for). ``doctor`` goes through it step by step."""

import contextlib
import ctypes
import hashlib
import io
import json
import logging
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

from engine.files import write_atomic
from engine.provider import Provider
from engine.runtime.providers import DriverReport

SEAL = "seal.json"
CUDA_MAJOR, CUDNN_MAJOR, TENSORRT_MAJOR = 13, 9, 10
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class GpuOptions:
    """``memory_mb``: the most that the provider's own store of GPU memory may take, 0: no bound (set one where training
    shares the GPU). ``tf32``: faster, moves maps by about 1e-3. ``fp16``: TensorRT may compute in half precision; the
    limits must then be found anew. ``cache``: where TensorRT keeps engines; none: each start builds them, minutes."""

    memory_mb: int = 0
    tf32: bool = False
    fp16: bool = False
    cuda_graph: bool = True
    cache: Path | None = None


def station_options(memory_mb: int = 0) -> GpuOptions:
    """For a station: exact arithmetic, and engines kept in the user's cache folder."""
    return GpuOptions(memory_mb, cache=platformdirs.user_cache_path("uniad-inspect", appauthor=False))


@dataclass(frozen=True, slots=True)
class Library:
    """One shared library of NVIDIA's, by what people call it, with its major version and the package that brings it."""

    name: str
    stem: str
    major: int
    package: str

    def file(self, major: int | None = None) -> str:
        """Its file on this system, in another major version if asked."""
        version = self.major if major is None else major
        return f"{self.stem}64_{version}.dll" if sys.platform == "win32" else f"lib{self.stem}.so.{version}"


_CUDA_EXTRA = "'uniad-inspect[cuda]'"
LIBRARIES = {
    Provider.CUDA: (
        Library("CUDA runtime", "cudart", CUDA_MAJOR, _CUDA_EXTRA),
        Library("cuBLAS", "cublas", CUDA_MAJOR, _CUDA_EXTRA),
        Library("cuBLASLt", "cublasLt", CUDA_MAJOR, _CUDA_EXTRA),
        Library("cuDNN", "cudnn", CUDNN_MAJOR, _CUDA_EXTRA),
    ),
    Provider.TENSORRT: (Library("TensorRT", "nvinfer", TENSORRT_MAJOR, "'tensorrt-cu13<11'"),),
}


def preload() -> str:
    """Load CUDA and cuDNN from pip's packages, so that no system-wide CUDA is needed. Returns what it complained of:
    it prints, and stdout belongs to JSON."""
    import onnxruntime as ort

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        ort.preload_dlls()
    return " ".join(said.getvalue().split())


def library_problem(provider: Provider) -> str:
    """The first library that ``provider`` needs and that does not load, and what to do; empty if all load."""
    wanted = LIBRARIES[Provider.CUDA] + (LIBRARIES[Provider.TENSORRT] if provider is Provider.TENSORRT else ())
    for library in wanted:
        if loads(library.file()):
            continue
        others = [major for major in range(library.major - 3, library.major + 3) if major != library.major]
        found = [major for major in others if loads(library.file(major))]
        instead = f", version {found[0]} is there" if found else ""
        return f"{library.name} {library.major} ({library.file()}) is missing{instead}: pip install {library.package}"
    return ""


def loads(file: str) -> bool:
    """True if a shared library is there and loads with all it needs."""
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def tensorrt_version() -> int:
    """As the library tells it (10.14.1 is 101401); 0 if it does not load."""
    try:
        return int(ctypes.CDLL(LIBRARIES[Provider.TENSORRT][0].file()).getInferLibVersion())
    except (OSError, AttributeError):
        return 0


def provider_list(provider: Provider, options: GpuOptions, engines: Path | None) -> list[tuple[str, dict[str, str]]]:
    """What ONNX Runtime is told. TensorRT leaves what it cannot do to CUDA, never to the CPU."""
    on = {True: "1", False: "0"}
    bound = {"gpu_mem_limit": str(options.memory_mb * 2**20)} if options.memory_mb else {}
    graph = options.cuda_graph and provider is Provider.CUDA
    cuda = {
        "use_tf32": on[options.tf32],
        "cudnn_conv_algo_search": "EXHAUSTIVE",
        "arena_extend_strategy": "kSameAsRequested" if options.memory_mb else "kNextPowerOfTwo",
        "enable_cuda_graph": on[graph],
        **bound,
    }
    if provider is Provider.CUDA:
        return [("CUDAExecutionProvider", cuda)]
    tensorrt = {"trt_fp16_enable": on[options.fp16], "trt_cuda_graph_enable": on[options.cuda_graph]}
    if options.memory_mb:
        tensorrt["trt_max_workspace_size"] = str(options.memory_mb * 2**20)
    if engines is not None:
        place = {"trt_engine_cache_path": str(engines), "trt_timing_cache_path": str(engines)}
        tensorrt |= {"trt_engine_cache_enable": "1", "trt_timing_cache_enable": "1", **place}
    return [("TensorrtExecutionProvider", tensorrt), ("CUDAExecutionProvider", cuda)]


def engine_folder(options: GpuOptions, driver: DriverReport, graph: bytes) -> Path | None:
    """Where engines for just this GPU, these versions, this precision and this graph are kept."""
    if options.cache is None:
        return None
    import onnxruntime as ort

    parts = (*driver.devices, driver.version, ort.__version__, tensorrt_version(), options.fp16)
    key = hashlib.sha256(json.dumps(parts).encode() + hashlib.sha256(graph).digest()).hexdigest()
    return options.cache / "tensorrt" / key[:32]


def check_engines(folder: Path) -> str:
    """Make ``folder`` usable: engines that are not what was sealed are deleted, and TensorRT builds them again. Returns
    why they were deleted, empty if they are whole (or there are none)."""
    problem = ""
    if folder.is_dir() and any(folder.iterdir()):
        try:
            sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
            problem = "" if sealed == _digests(folder) else "a file in it was changed or cut"
        except (OSError, ValueError):
            problem = "it was not finished"
        if problem:
            log.warning("TensorRT cache %s is damaged (%s); it is built again, which takes minutes", folder, problem)
            shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    return problem


def seal_engines(folder: Path) -> None:
    """Remember what is in ``folder``, after the first run has filled it."""
    write_atomic(folder / SEAL, json.dumps(_digests(folder)).encode())


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.iterdir() if path.name != SEAL and path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def open_cached(folder: Path | None, make: Callable[[], Any]) -> Any:
    """A TensorRT session over checked engines. If it cannot be made with them, once more without."""
    if folder is None:
        return make()
    check_engines(folder)
    had_engines = any(folder.iterdir())
    try:
        session = make()
    except Exception:
        if not had_engines:
            raise
        log.warning("TensorRT does not take its cache %s; it is built again, which takes minutes", folder)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        session = make()
    return session


class BoundSession:
    """A session with its input and outputs at fixed places of the device, for one batch size.

    ``device`` is ``cuda``; with ``cpu`` the same code runs without a GPU, which is how it is tested.
    """

    def __init__(self, session: Any, batch: int, outputs: Sequence[str], device: str = "cuda") -> None:
        import onnxruntime as ort

        self._session, self._device = session, device
        self._binding = session.io_binding()
        height, width = session.get_inputs()[0].shape[1:3]
        empty = np.zeros((batch, height, width, 3), np.uint8)
        self._input = ort.OrtValue.ortvalue_from_numpy(empty, device, 0)
        self._binding.bind_ortvalue_input("image", self._input)
        self._outputs = []
        shapes = {node.name: node.shape[1:] for node in session.get_outputs()}
        for name in outputs:
            value = ort.OrtValue.ortvalue_from_shape_and_type([batch, *shapes[name]], np.float32, device, 0)
            self._binding.bind_ortvalue_output(name, value)
            self._outputs.append(value)

    def run(self, images: NDArray[np.uint8]) -> list[NDArray[np.float32]]:
        """One copy in, one launch, one copy out of each output."""
        self._input.update_inplace(np.ascontiguousarray(images))
        self._session.run_with_iobinding(self._binding)
        # On the CPU numpy() may be a view of the buffer, which the next run would overwrite.
        return [np.array(value.numpy()) for value in self._outputs]
