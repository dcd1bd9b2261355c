"""Everything of the GPU that can be tried without one: libraries (made-up ones in a folder), settings, the cache of
engines, fixed buffers (the same code on the CPU's memory)."""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from engine.bundle import read_bundle
from engine.errors import ErrorCode, ProviderError
from engine.runtime import Provider, Runtime
from engine.runtime.gpu import (
    SEAL,
    BoundSession,
    GpuOptions,
    check_engines,
    engine_folder,
    open_cached,
    preload,
    provider_list,
    seal_engines,
)
from engine.runtime.providers import DriverReport, probe_driver
from engine.runtime.session import OUTPUTS
from tests.support.bundles import make_bundle

NO_GPU = bool(probe_driver().problem)
TOOLKIT = any(ctypes.util.find_library(name) for name in ("cublas", "cudnn", "nvinfer"))  # a system-wide one
CC = shutil.which("cc")
made_up = pytest.mark.skipif(
    CC is None or not NO_GPU or TOOLKIT or sys.platform != "linux",
    reason="needs a C compiler and a machine without a GPU",
)

DRIVER = """
int cuInit(unsigned f) { return %(init)d; }
int cuDriverGetVersion(int *v) { *v = %(version)d; return 0; }
int cuDeviceGetCount(int *n) { *n = %(devices)d; return 0; }
int cuDeviceGet(int *d, int i) { *d = i; return 0; }
int cuDeviceGetName(char *s, int n, int d) { s[0] = 'G'; s[1] = 0; return 0; }
"""
ASK = """
import sys
from pathlib import Path
import onnxruntime
from engine.bundle import read_bundle
from engine.errors import InspectError
# pip's CUDA packages may be installed here for training; only the made-up libraries shall be found.
onnxruntime.preload_dlls = lambda: print("Failed to load libcublas")
from engine.runtime import Provider, Runtime
bundle = read_bundle(Path(sys.argv[1]))
try:
    runtime = Runtime(bundle, Provider(sys.argv[2]))
    print(runtime.provider, "|", runtime.reason)
except InspectError as error:
    print(error.code.value, "|", error)
"""


def make_library(folder: Path, name: str, source: str = "int nothing(void) { return 0; }\n") -> None:
    """A shared library of this name."""
    code = folder / "code.c"
    code.write_text(source)
    subprocess.run([str(CC), "-shared", "-fPIC", "-o", str(folder / name), str(code)], check=True)


def make_driver(folder: Path, version: int = 13000, devices: int = 1, init: int = 0) -> None:
    make_library(folder, "libcuda.so.1", DRIVER % {"version": version, "devices": devices, "init": init})


def ask(folder: Path, provider: Provider) -> tuple[str, str]:
    """What a new process, which finds the libraries of ``folder``, gets: provider and reason, or code and line."""
    bundle = make_bundle(folder / "a.uniad")
    environment = {**os.environ, "LD_LIBRARY_PATH": str(folder)}
    command = [sys.executable, "-c", ASK, str(bundle), provider.value]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert len(done.stdout.splitlines()) == 1, done.stdout
    said, _, why = done.stdout.strip().partition(" | ")
    return said, why


@made_up
@pytest.mark.parametrize(
    ("driver", "why"),
    [
        ({"version": 12040}, "driver supports CUDA 12, at least 13 is needed"),
        ({"devices": 0}, "the driver sees no GPU"),
        ({"init": 999}, "the NVIDIA driver does not start (code 999)"),
    ],
)
def test_a_driver_that_does_not_do_is_named(tmp_path: Path, driver: dict[str, int], why: str) -> None:
    make_driver(tmp_path, **driver)
    said, reason = ask(tmp_path, Provider.AUTO)
    assert said == "CPUExecutionProvider"
    assert reason.startswith(why)
    said, line = ask(tmp_path, Provider.CUDA)
    assert said == ErrorCode.PROVIDER_UNAVAILABLE.value
    assert why in line
    assert "doctor" in line


@made_up
@pytest.mark.parametrize(
    ("there", "provider", "why"),
    [
        (
            [("cudart", 13), ("cublas", 12)],
            Provider.CUDA,
            "cuBLAS 13 (libcublas.so.13) is missing, version 12 is there",
        ),
        ([("cudart", 13)], Provider.CUDA, "cuBLAS 13 (libcublas.so.13) is missing: pip install"),
        ([("cudart", 13), ("cublas", 13), ("cublasLt", 13)], Provider.CUDA, "cuDNN 9 (libcudnn.so.9) is missing"),
        (
            [("cudart", 13), ("cublas", 13), ("cublasLt", 13), ("cudnn", 9)],
            Provider.TENSORRT,
            "TensorRT 10 (libnvinfer.so.10) is missing",
        ),
    ],
)
def test_a_library_that_is_missing_is_named(
    tmp_path: Path, there: list[tuple[str, int]], provider: Provider, why: str
) -> None:
    make_driver(tmp_path)
    for stem, major in there:
        make_library(tmp_path, f"lib{stem}.so.{major}")
    said, line = ask(tmp_path, provider)
    assert said == ErrorCode.PROVIDER_UNAVAILABLE.value
    assert why in line


@made_up
def test_libraries_that_are_not_what_they_say_give_no_silent_cpu(tmp_path: Path) -> None:
    make_driver(tmp_path)
    for stem, major in (("cudart", 13), ("cublas", 13), ("cublasLt", 13), ("cudnn", 9)):
        make_library(tmp_path, f"lib{stem}.so.{major}")
    assert ask(tmp_path, Provider.CUDA)[0] == ErrorCode.PROVIDER_UNAVAILABLE.value
    said, why = ask(tmp_path, Provider.AUTO)
    assert said == "CPUExecutionProvider"
    assert why


def test_preloading_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    preload()
    assert capfd.readouterr().out == ""


def test_the_settings_of_the_providers() -> None:
    ((name, cuda),) = provider_list(Provider.CUDA, GpuOptions(), None)
    assert name == "CUDAExecutionProvider"
    assert (cuda["use_tf32"], cuda["enable_cuda_graph"], cuda["cudnn_conv_algo_search"]) == ("0", "1", "EXHAUSTIVE")
    assert "gpu_mem_limit" not in cuda
    ((_, cuda),) = provider_list(Provider.CUDA, GpuOptions(memory_mb=512, tf32=True, cuda_graph=False), None)
    assert (cuda["use_tf32"], cuda["enable_cuda_graph"]) == ("1", "0")
    assert (cuda["gpu_mem_limit"], cuda["arena_extend_strategy"]) == (str(512 * 2**20), "kSameAsRequested")
    (tensorrt, fallback) = provider_list(Provider.TENSORRT, GpuOptions(fp16=True), Path("/engines"))
    assert [tensorrt[0], fallback[0]] == ["TensorrtExecutionProvider", "CUDAExecutionProvider"]
    assert tensorrt[1]["trt_fp16_enable"] == "1"
    assert tensorrt[1]["trt_engine_cache_path"] == "/engines"
    assert fallback[1]["enable_cuda_graph"] == "0"
    assert "trt_engine_cache_enable" not in provider_list(Provider.TENSORRT, GpuOptions(), None)[0][1]


def test_engines_belong_to_one_gpu_one_version_and_one_graph(tmp_path: Path) -> None:
    options, driver = GpuOptions(cache=tmp_path), DriverReport(13000, ("GPU A",), "")
    folders = [
        engine_folder(options, driver, b"graph"),
        engine_folder(options, driver, b"other graph"),
        engine_folder(options, DriverReport(13000, ("GPU B",), ""), b"graph"),
        engine_folder(options, DriverReport(13010, ("GPU A",), ""), b"graph"),
        engine_folder(GpuOptions(cache=tmp_path, fp16=True), driver, b"graph"),
    ]
    assert len(set(folders)) == len(folders)
    assert folders[0] == engine_folder(options, driver, b"graph")
    assert engine_folder(GpuOptions(), driver, b"graph") is None


def test_a_damaged_cache_is_said_and_built_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "engines"
    assert check_engines(folder) == ""
    (folder / "a.engine").write_bytes(b"engine")
    seal_engines(folder)
    assert check_engines(folder) == ""
    assert (folder / "a.engine").exists()
    (folder / "a.engine").write_bytes(b"engina")
    assert check_engines(folder)
    assert list(folder.iterdir()) == []
    assert "is damaged" in caplog.text
    (folder / "b.engine").write_bytes(b"half")
    assert check_engines(folder) == "it was not finished"
    (folder / SEAL).write_text(json.dumps({"gone.engine": "0"}))
    assert check_engines(folder)


def test_a_cache_that_tensorrt_refuses_is_built_again_once(tmp_path: Path) -> None:
    folder = tmp_path / "engines"
    tries = []

    def make() -> str:
        tries.append(sorted(path.name for path in folder.iterdir()))
        if (folder / "a.engine").exists():
            raise RuntimeError("deserialisation failed")
        return "session"

    check_engines(folder)
    (folder / "a.engine").write_bytes(b"engine")
    seal_engines(folder)
    assert open_cached(folder, make) == "session"
    assert tries == [["a.engine", SEAL], []]

    def never() -> str:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        open_cached(folder, never)


def test_fixed_buffers_give_what_a_plain_run_gives(tmp_path: Path) -> None:
    runtime = Runtime(read_bundle(make_bundle(tmp_path / "a.uniad")), Provider.CPU)
    graph = read_bundle(tmp_path / "a.uniad").judge_graph
    options = ort.SessionOptions()
    options.add_free_dimension_override_by_name("batch", 3)
    session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    bound = BoundSession(session, 3, OUTPUTS, device="cpu")
    random = np.random.default_rng(0)
    first = random.integers(0, 256, (3, 64, 64, 3), dtype=np.uint8)
    maps, embeddings = bound.run(first)
    bound.run(random.integers(0, 256, (3, 64, 64, 3), dtype=np.uint8))
    for expected, got in zip(runtime.run_batch(first), (maps, embeddings), strict=True):
        assert np.allclose(expected, got)


class Failing:
    """Stands for the driver: from some moment on every launch fails."""

    def run(self, images: np.ndarray) -> list[np.ndarray]:
        raise RuntimeError("CUDA error 999\nunknown error")


def test_a_gpu_that_fails_is_told_as_lost(tmp_path: Path) -> None:
    runtime = Runtime(read_bundle(make_bundle(tmp_path / "a.uniad")), Provider.CPU)
    runtime.provider = "CUDAExecutionProvider"
    runtime._bound[1] = Failing()  # type: ignore[assignment]
    with pytest.raises(ProviderError) as caught:
        runtime.run(np.zeros((64, 64, 3), np.uint8))
    assert caught.value.code is ErrorCode.GPU_LOST
    assert "\n" not in str(caught.value)
    assert "CUDA error 999" in str(caught.value)
