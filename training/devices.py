"""The one place that chooses device and precision of a training."""

import logging
from typing import Any, Literal

import torch
from lightning_fabric import Fabric

from engine.errors import ErrorCode, TrainingError

DeviceWish = Literal["auto", "cpu", "cuda"]
PrecisionWish = Literal["auto", "32", "bf16", "16"]


def build_fabric(device: DeviceWish, precision: PrecisionWish, devices: int = 1, nodes: int = 1) -> Fabric:
    """Fabric on the wished device; several devices or nodes use DDP. TrainingError if there is no such device."""
    cuda = torch.cuda.is_available()
    if device == "cuda" and not cuda:
        raise TrainingError(ErrorCode.DEVICE, device="cuda", why="torch sees no usable NVIDIA GPU and driver")
    kind = "cuda" if device == "cuda" or (device == "auto" and cuda) else "cpu"
    if kind == "cpu" and precision == "16":
        raise TrainingError(ErrorCode.DEVICE, device="cpu", why="fp16 training needs CUDA; use bf16 or 32")
    for name in ("lightning_fabric", "lightning_utilities"):  # what they would tell is in our own events
        logging.getLogger(name).setLevel(logging.WARNING)
    plugin: Any = {"32": "32-true", "bf16": "bf16-mixed", "16": "16-mixed"}[choose_precision(kind, precision)]
    strategy = "ddp" if devices * nodes > 1 else "auto"
    return Fabric(accelerator=kind, devices=devices, num_nodes=nodes, strategy=strategy, precision=plugin)


def device_name(fabric: Fabric) -> str:
    """For people of any language: the GPU, or the CPU with its threads."""
    if fabric.device.type == "cuda":
        return str(torch.cuda.get_device_name(fabric.device))
    return f"CPU × {torch.get_num_threads()}"


def choose_precision(kind: str, wish: PrecisionWish) -> str:
    """``auto``: bf16 where the hardware computes it, else 32 on a CPU and 16 on a GPU."""
    if wish != "auto":
        return wish
    if kind == "cuda":
        return "bf16" if torch.cuda.is_bf16_supported(including_emulation=False) else "16"
    return "bf16" if cpu_computes_bf16() else "32"


def cpu_computes_bf16() -> bool:
    """True if the processor multiplies bf16 matrices itself; emulated, it is slower than float32."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
