"""Where a graph may run; light, so that a command line knows it before anything heavy is loaded."""

from enum import StrEnum


class Provider(StrEnum):
    """What a person may ask for."""

    AUTO = "auto"
    TENSORRT = "tensorrt"
    CUDA = "cuda"
    CPU = "cpu"
