"""The packages that training needs and a station does not."""

import importlib.util

TRAINING_MODULES = ("torch", "torchvision", "timm", "onnx", "onnxscript", "sklearn", "safetensors")


def missing_for_training() -> list[str]:
    """Modules that cannot be had here; none is imported to find out."""
    return [name for name in TRAINING_MODULES if not _there(name)]


def _there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:  # it is there and barred
        return False
