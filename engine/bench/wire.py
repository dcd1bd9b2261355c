"""How a rival in another process is asked to judge: one JSON line, then raw bytes, in both directions.

Asked: ``{"shape": [H, W, 3], "runs": n}`` and the picture, uint8. Answered: ``{"ms": [n times], "shape": [H, W]}`` and
the anomaly map, float32. The first line of a rival says ``{"name": ..., "threads": ...}``. It ends with its input.
"""

import json
import math
import time
from collections.abc import Callable
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 2**28


def write_message(stream: BinaryIO, head: dict[str, object], data: bytes = b"") -> None:
    """One message."""
    stream.write(json.dumps(head).encode() + b"\n" + data)
    stream.flush()


def read_head(stream: BinaryIO) -> dict[str, object] | None:
    """The next message's line; None at the end. ValueError if it is not one."""
    line = stream.readline(2**16)
    if not line:
        return None
    head = json.loads(line)
    if not isinstance(head, dict):
        raise ValueError("not a message")
    return head


def read_array(stream: BinaryIO, shape: object, kind: type[np.generic]) -> NDArray[np.generic]:
    """The array that follows. ValueError if it is cut or its shape is none."""
    if not isinstance(shape, list) or not all(isinstance(side, int) and side > 0 for side in shape):
        raise ValueError("not a shape")
    size = math.prod(shape) * np.dtype(kind).itemsize
    data = stream.read(size) if size <= MOST_BYTES else b""
    if len(data) != size:
        raise ValueError("the message is cut")
    return np.frombuffer(data, kind).reshape(shape)


def serve(
    asked: BinaryIO,
    answers: BinaryIO,
    name: str,
    threads: int,
    judge: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
) -> None:
    """Answer until the input ends. ``judge`` takes a prepared picture (H, W, 3) and gives its map (H, W)."""
    write_message(answers, {"name": name, "threads": threads})
    while (head := read_head(asked)) is not None:
        image = read_array(asked, head["shape"], np.uint8).astype(np.uint8)
        times: list[float] = []
        anomaly_map = judge(image)
        for _ in range(int(str(head["runs"]))):
            started = time.perf_counter()
            anomaly_map = judge(image)
            times.append(1e3 * (time.perf_counter() - started))
        shown = np.ascontiguousarray(anomaly_map, np.float32)
        write_message(answers, {"ms": times, "shape": list(shown.shape)}, shown.tobytes())
