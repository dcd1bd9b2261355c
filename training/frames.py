"""Pictures as a source would give them, decoded in parallel and in order, with bounded memory."""

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from engine.decode import read_image
from engine.errors import ImageError
from engine.frames import Frame
from training.images import Refused

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], workers: int) -> Iterator[Result]:
    """``work`` of every item in order, by ``workers`` threads, at most a few ahead of the consumer."""
    with ThreadPoolExecutor(max(1, workers)) as pool:
        waiting: deque[Future[Result]] = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 2 * max(1, workers):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_frames(paths: Iterable[Path], workers: int) -> Iterator[Frame | Refused]:
    """A frame for each picture, or why there is none."""

    def read(path: Path) -> Frame | Refused:
        started = time.monotonic()
        try:
            pixels = read_image(path)
        except ImageError as error:
            return Refused(path, str(error))
        return Frame(0, str(path), pixels, started, 1e3 * (time.monotonic() - started))

    return in_order(read, paths, workers)
