"""Which execution providers can really be used on this machine, and why not the others.

ONNX Runtime's own answers are of no use here: ``get_available_providers()`` and ``get_device()`` say GPU on a machine
without one, and a session asked for CUDA silently works on the CPU. So the driver itself is asked (``cuInit``).
"""

import ctypes
import sys
from dataclasses import dataclass

from engine.errors import ErrorCode, ProviderError
from engine.provider import Provider

# Reasons for the CPU that have no figures in them; the window translates these.
NO_DRIVER = "no NVIDIA driver"
NO_GPU = "the driver sees no GPU"

LEAST_DRIVER = 13000  # CUDA 13.0, what onnxruntime-gpu is built against


ORT_NAMES = {
    Provider.TENSORRT: "TensorrtExecutionProvider",
    Provider.CUDA: "CUDAExecutionProvider",
    Provider.CPU: "CPUExecutionProvider",
}


@dataclass(frozen=True, slots=True)
class DriverReport:
    """What the NVIDIA driver says. ``devices`` are names; ``problem`` is empty if CUDA can be used."""

    version: int | None
    devices: tuple[str, ...]
    problem: str


def probe_driver() -> DriverReport:
    """Ask the NVIDIA driver, without any CUDA toolkit. Never raises."""
    library = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        cuda = ctypes.CDLL(library)
    except OSError:
        return DriverReport(None, (), NO_DRIVER)
    if code := cuda.cuInit(0):
        return DriverReport(None, (), f"the NVIDIA driver does not start (code {code})")
    version, count = ctypes.c_int(), ctypes.c_int()
    cuda.cuDriverGetVersion(ctypes.byref(version))
    cuda.cuDeviceGetCount(ctypes.byref(count))
    names = []
    for index in range(count.value):
        device, name = ctypes.c_int(), ctypes.create_string_buffer(128)
        cuda.cuDeviceGet(ctypes.byref(device), index)
        cuda.cuDeviceGetName(name, 128, device)
        names.append(name.value.decode(errors="replace"))
    problem = ""
    if not names:
        problem = NO_GPU
    elif version.value < LEAST_DRIVER:
        problem = f"driver supports CUDA {version.value // 1000}, at least {LEAST_DRIVER // 1000} is needed"
    return DriverReport(version.value, tuple(names), problem)


def check_packages() -> None:
    """Both ONNX Runtime packages in one environment overwrite each other; say so instead of failing strangely."""
    import importlib.metadata

    found = []
    for name in ("onnxruntime", "onnxruntime-gpu"):
        try:
            importlib.metadata.version(name)
            found.append(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    if len(found) == 2:
        raise ProviderError(ErrorCode.PACKAGES_CONFLICT)
