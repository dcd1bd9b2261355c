"""Memory that runs out and devices that fail in a training, told in one line: both leave a run that can be resumed."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from engine.errors import ErrorCode, InspectError, TrainingError

# What libraries say that have no exception of their own for it: PyTorch, OpenCV, ONNX Runtime, Python, the loader.
MEMORY = (
    "can't allocate memory", "not enough memory", "out of memory", "insufficient memory", "bad_alloc", "bad allocation",
    "cannot allocate memory", "failed to allocate memory", "can't start new thread", "failed to map segment",
    "error return without exception set",  # a SystemError: the interpreter had no memory for the exception itself
)  # fmt: skip
DEVICE = ("cuda error", "cuda driver error", "cudnn", "cublas", "nccl", "device-side assert")


@contextmanager
def told(run: Path) -> Iterator[None]:
    """TrainingError instead of what memory and device raise inside the block; everything else is a bug and stays."""
    try:
        yield
    except InspectError:
        raise
    except Exception as error:
        for one in reversed(reasons(error)):  # what began it says most
            code = cause_of(one)
            if code is not None:
                why = " ".join(f"{type(one).__name__}: {one}".split())[:160]
                raise TrainingError(code, why=why, run=str(run)) from error
        raise


def reasons(error: BaseException) -> list[BaseException]:
    """An error, its reason, the reason of that and so on."""
    return [error] if error.__cause__ is None else [error, *reasons(error.__cause__)]


def cause_of(error: BaseException) -> ErrorCode | None:
    """TRAIN_MEMORY or TRAIN_DEVICE; None for anything else."""
    said = str(error).lower()
    no_memory = isinstance(error, (MemoryError, torch.OutOfMemoryError)) or any(word in said for word in MEMORY)
    if no_memory or (isinstance(error, OSError) and error.errno == errno.ENOMEM):
        return ErrorCode.TRAIN_MEMORY
    failed = isinstance(error, RuntimeError) and any(word in said for word in DEVICE)
    return ErrorCode.TRAIN_DEVICE if failed or isinstance(error, torch.AcceleratorError) else None
