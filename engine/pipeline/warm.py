"""A process for the judge, started before anybody knows what it shall judge: it loads what every judge needs while the
window loads what it needs, and as soon as somebody guesses what that will be, the bundle too. Light to import itself.

A guess decides nothing: the judge that is asked for takes what was loaded only if it is the bundle the station has
verified, loaded just so; else it loads anew.
"""

import multiprocessing
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.provider import Provider

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.pipeline.jobs import JudgeService, JudgeSpec, Reply
    from engine.settings import LineSettings


@dataclass(frozen=True, slots=True)
class Guess:
    """What will probably be judged with: the bundle, and how it is run."""

    bundle: Path
    provider: Provider
    threads: int
    gpu_memory_mb: int = 0


def guess_of(bundle: Path, line: "LineSettings", threads: int) -> Guess:
    """How this bundle is run by a station with these settings; ``threads`` where they name none."""
    return Guess(bundle, line.provider, line.threads or threads, line.gpu_memory_mb)


def wait_for_work(pipe: "Connection[Any, Any]") -> None:
    """Entry point of the process: load, wait, load what is guessed, judge. It ends when the pipe is closed."""
    from engine.sources.worker import leave_with_parent

    leave_with_parent()
    import onnxruntime  # noqa: F401 (what takes longest)

    from engine.pipeline.judge_process import judge_main
    from engine.pipeline.models import Loaded, load_guess, load_judge

    loaded: Loaded | None = None
    with suppress(EOFError, OSError):
        while isinstance(message := pipe.recv(), Guess):
            loaded = None  # one at a time in the memory
            loaded = load_guess(message)
        spec, maker, result_name = message
        if maker is load_judge and loaded is not None and loaded.is_for(spec):
            maker = partial(load_judge, loaded=loaded)
        loaded = None
        judge_main(spec, maker, pipe, result_name)


class WarmProcess:
    """One such process. It belongs to whoever made it until a judge takes it over."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=wait_for_work, args=(theirs,), name="judge", daemon=True)
        self.process.start()
        theirs.close()

    def expect(self, guess: Guess) -> None:
        """Load this beforehand. A process that is gone is found by the judge that takes it over."""
        with suppress(OSError):
            self.pipe.send(guess)

    def close(self) -> None:
        """End it, if no judge has taken it."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class WarmStarter:
    """Starts judges for a line; the first one in ``warm``, if that is still alive."""

    def __init__(self, warm: WarmProcess) -> None:
        self._warm = [warm]

    def __call__(self, spec: "JudgeSpec", reply: "Callable[[Reply], None]") -> "JudgeService":
        """See ``Starter``."""
        from engine.pipeline.judge_process import JudgeProcess

        return JudgeProcess(spec, reply, warm=self._warm.pop() if self._warm else None)

    def expect(self, guess: Guess) -> None:
        """What the first judge will probably be asked for."""
        for warm in self._warm:
            warm.expect(guess)

    def close(self) -> None:
        """End what no judge has taken."""
        while self._warm:
            self._warm.pop().close()
