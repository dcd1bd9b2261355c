"""A process for the judge, started before anybody knows what it shall judge: it loads what every judge needs while the
window loads what it needs. Light to import itself."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.pipeline.jobs import JudgeService, JudgeSpec, Reply


def wait_for_work(pipe: "Connection[Any, Any]") -> None:
    """Entry point of the process: load, wait, judge. It ends when the pipe is closed."""
    from engine.sources.worker import leave_with_parent

    leave_with_parent()
    import onnxruntime  # noqa: F401 (what takes longest)

    from engine.pipeline.judge_process import judge_main

    with suppress(EOFError, OSError):
        spec, maker, result_name = pipe.recv()
        judge_main(spec, maker, pipe, result_name)


class WarmProcess:
    """One such process. It belongs to whoever made it until a judge takes it over."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=wait_for_work, args=(theirs,), name="judge", daemon=True)
        self.process.start()
        theirs.close()

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

    def close(self) -> None:
        """End what no judge has taken."""
        while self._warm:
            self._warm.pop().close()
