"""A race between the shipped graph and a rival, both in processes of their own, by turns, on the same picture."""

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from engine.bench.wire import read_array, read_head, write_message
from engine.bundle import Bundle, read_bundle
from engine.errors import ErrorCode, ProviderError
from engine.runtime import Provider

TURN = 10  # runs of one before the other has its turn
PAUSE_S = 0.05  # threads of the one before stop spinning
TORCH = "torch"


@dataclass(frozen=True, slots=True)
class Against:
    """``median_ms`` of the rival's inference, and how many times ours that is: above 1 we are faster. ``ours_ms`` is
    from the same race; ``map_difference`` relative to the range of our map, None if the maps have other sizes."""

    name: str
    median_ms: float
    ratio: float
    ours_ms: float
    map_difference: float | None

    def to_json(self) -> dict[str, object]:
        """The part that is a contract."""
        return {"name": self.name, "median_ms": self.median_ms, "ratio": self.ratio}


class Rival:
    """A process that judges when asked. Raises ProviderError, with its last line, if it cannot; ``what`` it is."""

    def __init__(self, command: Sequence[str], what: str) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._what = what
        try:
            head = self._head()
        except ProviderError:
            self.close()
            raise
        self.name, self.threads = str(head["name"]), int(str(head["threads"]))

    def judge(self, image: NDArray[np.uint8], runs: int) -> tuple[list[float], NDArray[np.float32]]:
        """Milliseconds of each run, and the map."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        write_message(self._process.stdin, {"shape": list(image.shape), "runs": runs}, image.tobytes())  # type: ignore[arg-type]
        head = self._head()
        times = head["ms"]
        assert isinstance(times, list)
        return times, read_array(self._process.stdout, head["shape"], np.float32).astype(np.float32)  # type: ignore[arg-type]

    def _head(self) -> dict[str, object]:
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        try:
            head = read_head(self._process.stdout)  # type: ignore[arg-type]
        except ValueError:
            head = None
        if head is not None:
            return head
        lines = self._process.stderr.read().decode(errors="replace").strip().splitlines()
        why = lines[-1].removeprefix("error: ")[:200] if lines else "it ended without a word"
        raise ProviderError(ErrorCode.PROVIDER_UNAVAILABLE, provider=self._what, why=why)

    def __enter__(self) -> "Rival":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """It ends when its input does."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def graph_command(bundle: Path, provider: Provider, threads: int) -> list[str]:
    """A process that judges with a bundle's graph."""
    return [sys.executable, "-m", "engine.bench.judging", str(bundle), provider.value, str(threads)]


def torch_command(bundle: Path, threads: int) -> list[str]:
    """A process that judges with the same weights in PyTorch."""
    found = Path(sys.executable).with_name("uniad-train.exe" if sys.platform == "win32" else "uniad-train")
    program = [str(found)] if found.exists() else [sys.executable, "-m", "training.cli"]
    return [*program, "serve", str(bundle), "--threads", str(threads)]


def race(bundle: Bundle, against: str, wish: Provider, runs: int, threads: int = 0) -> Against:
    """Judge ``runs`` times each, by turns. ``against`` is ``torch`` or a bundle file."""
    random = np.random.default_rng(0)
    image = random.integers(0, 256, (*bundle.model.input_size, 3), dtype=np.uint8)
    if against == TORCH:
        command, picture = torch_command(bundle.path, threads), image
    else:
        size = read_bundle(Path(against)).model.input_size
        command = graph_command(Path(against), wish, threads)
        picture = image if size == bundle.model.input_size else random.integers(0, 256, (*size, 3), dtype=np.uint8)
    with (
        Rival(graph_command(bundle.path, wish, threads), "the bundle") as ours,
        Rival(command, against) as rival,
    ):
        mine: list[float] = []
        theirs: list[float] = []
        while len(mine) < runs:
            turn = min(TURN, runs - len(mine))
            for process, shown, times in ((ours, image, mine), (rival, picture, theirs)):
                time.sleep(PAUSE_S)
                more, found = process.judge(shown, turn)
                times += more
                if process is ours:
                    map_ = found
        name = rival.name
    difference = (
        float(np.abs(found - map_).max() / np.ptp(map_)) if found.shape == map_.shape and np.ptp(map_) else None
    )
    our_ms, their_ms = statistics.median(mine), statistics.median(theirs)
    return Against(name, round(their_ms, 3), round(their_ms / our_ms, 2), round(our_ms, 3), difference)
