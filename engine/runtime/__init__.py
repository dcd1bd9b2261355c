"""Running a bundle's graph with ONNX Runtime, on the provider that is really there."""

from engine.provider import Provider
from engine.runtime.gpu import GpuOptions
from engine.runtime.session import Output, Runtime

__all__ = ["GpuOptions", "Output", "Provider", "Runtime"]
