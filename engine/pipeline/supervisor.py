"""Keeps a judge running: starts it, replaces it when it dies or hangs, and gives up when that does not help."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace

from engine.errors import ErrorCode, InspectError, JudgeError
from engine.pipeline.jobs import Answer, Gone, Job, JudgeService, JudgeSpec, Qualification, Ready, Reply
from engine.restarts import WITHIN_S, Restarts
from engine.runtime import Provider

log = logging.getLogger(__name__)
Starter = Callable[[JudgeSpec, Callable[[Reply], None]], JudgeService]


class Supervisor:
    """Owns the judge service. Not thread-safe: the line calls it from its own thread; ``tell`` brings replies there,
    with the generation of the judge they come from."""

    def __init__(
        self,
        starter: Starter,
        spec: JudgeSpec,
        tell: Callable[[int, Reply], None],
        hang_s: float,
        fallback: Qualification | None,
    ) -> None:
        self._starter, self._spec, self._tell, self._hang_s = starter, spec, tell, hang_s
        self._fallback = fallback
        self._service: JudgeService | None = None
        self._generation = 0
        self._restarts = Restarts()
        self._posted: dict[int, float] = {}
        self._was_ready = False
        self.ready: Ready | None = None
        self.failure: InspectError | None = None
        self.gpu_lost: InspectError | None = None
        self.trouble: InspectError | None = None  # why a judge was replaced, until the next has proved itself
        self.restarts = 0

    @property
    def spec(self) -> JudgeSpec:
        """What is loaded."""
        return self._spec

    @property
    def free(self) -> int:
        """How many jobs may be posted now."""
        return self._service.free if self._service is not None and self.ready is not None else 0

    def start(self) -> None:
        """Start a judge; its replies carry a new generation."""
        self._generation += 1
        generation = self._generation
        self.ready = None
        self._service = self._starter(self._spec, lambda reply: self._tell(generation, reply))

    def post(self, job: Job) -> None:
        """Judge a frame; only if ``free``."""
        if self._service is None:
            raise ValueError("no judge is running")
        self._posted[job.number] = time.monotonic()
        self._service.post(job)

    def take(self, generation: int, reply: Reply) -> tuple[dict[int, InspectError], Answer | None]:
        """Make sense of a reply: jobs that will never be answered with the reason, and the answer if it is one."""
        if generation != self._generation or self.failure is not None:
            return {}, None
        if isinstance(reply, Ready):
            self.ready, self._was_ready = reply, True
            log.info("judge ready: %s %s", reply.provider, reply.reason)
            return {}, None
        if isinstance(reply, Gone):
            return self._gone(reply.error, fatal=reply.loading and not self._was_ready), None
        self._posted.pop(reply.number, None)
        error = reply.inspection.error
        if error is not None and error.code is ErrorCode.GPU_LOST:
            return self._lose_gpu(error), reply
        self._forget_trouble()
        return {}, reply

    def hanging(self) -> dict[int, InspectError]:
        """Replace a judge that has not answered for too long; the jobs it had, with the reason."""
        oldest = min(self._posted.values(), default=None)
        if oldest is None or time.monotonic() - oldest < self._hang_s or self.failure is not None:
            return {}
        return self._gone(JudgeError(ErrorCode.JUDGE_HANGS, seconds=round(self._hang_s, 1)), fatal=False)

    def patience_s(self) -> float | None:
        """Seconds until ``hanging`` should be asked again; None if nothing is out."""
        oldest = min(self._posted.values(), default=None)
        return None if oldest is None else max(0.0, oldest + self._hang_s - time.monotonic())

    def close(self) -> None:
        """End the judge."""
        if self._service is not None:
            self._service.close()
            self._service = None
        self.ready = None

    def _forget_trouble(self) -> None:
        """A judge that answers a minute after the last restart has proved itself; the count of restarts stays."""
        if self._restarts.quiet:
            self._restarts.forget()
            self.trouble = None

    def _gone(self, error: InspectError, fatal: bool) -> dict[int, InspectError]:
        log.error("%s", error)
        self.trouble = error
        lost = dict.fromkeys(self._posted, error)
        self._posted.clear()
        self.close()
        count = self._restarts.too_many()
        if fatal:
            self.failure = error
        elif count is not None:
            seconds, why = round(WITHIN_S), str(error.params.get("why", error))[:200]
            self.failure = JudgeError(ErrorCode.JUDGE_CRASHES, count=count, seconds=seconds, why=why)
        else:
            self.restarts += 1
            self.start()
        return lost

    def _lose_gpu(self, error: InspectError) -> dict[int, InspectError]:
        """The default is to stop; the CPU may stand in only after a trial, and the reason stays visible."""
        log.error("%s", error)
        lost = dict.fromkeys(self._posted, error)
        self._posted.clear()
        self.close()
        self.gpu_lost = error
        if self._fallback is None:
            self.failure = error
        else:
            self._spec = replace(self._spec, provider=Provider.CPU, qualification=self._fallback)
            self._was_ready = False  # if the trial fails, there is nothing left
            self.start()
        return lost
