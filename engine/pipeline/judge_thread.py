"""The judge as a thread of this process: no copies, and no protection from a crash of the runtime."""

import logging
import queue
import threading
from collections.abc import Callable

from engine.errors import ErrorCode, InspectError
from engine.pipeline.jobs import Answer, FrameJudge, Gone, Job, JudgeSpec, Ready, Reply
from engine.pipeline.models import load_judge

DEPTH = 2
log = logging.getLogger(__name__)


class JudgeThread:
    """See ``JudgeService``."""

    def __init__(
        self, spec: JudgeSpec, reply: Callable[[Reply], None], maker: Callable[[JudgeSpec], FrameJudge] = load_judge
    ) -> None:
        self._spec, self._reply, self._maker = spec, reply, maker
        self._jobs: queue.Queue[Job | None] = queue.Queue()
        self._waiting = 0
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="judge", daemon=True)
        self._thread.start()

    @property
    def free(self) -> int:
        """How many jobs may be posted now."""
        return DEPTH - self._waiting

    def post(self, job: Job) -> None:
        """Judge this frame."""
        self._waiting += 1
        self._jobs.put(job)

    def close(self) -> None:
        """Wait for the frame in hand; one that hangs is left behind."""
        self._closed = True
        self._jobs.put(None)
        self._thread.join(3.0)

    def _work(self) -> None:
        try:
            judge = self._maker(self._spec)
        except InspectError as error:
            self._reply(Gone(error, loading=True))
            return
        except Exception as error:
            log.exception("the judge could not be loaded")
            why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
            self._reply(Gone(InspectError(ErrorCode.INTERNAL, where="judge", why=why), loading=True))
            return
        self._reply(Ready(judge.provider, judge.reason))
        while (job := self._jobs.get()) is not None:
            inspection = judge.judge(job.product, job.frame, job.limits)
            self._waiting -= 1
            if self._closed:
                return
            self._reply(Answer(job.number, inspection))
