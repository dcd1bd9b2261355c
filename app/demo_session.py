"""Getting the demo ready in a thread: copy the pictures, train once, say how far it is."""

import logging
import threading

from app.demo import DemoPlan, explain, prepare
from app.training_process import TrainingProcess, TrainingStatus
from engine.bundle import read_bundle
from engine.errors import InspectError

PERIOD_S = 0.3
log = logging.getLogger(__name__)


class DemoSession:
    """Ends with ``status.bundle`` or ``status.failure``. Closing it leaves the training running."""

    def __init__(self, plan: DemoPlan) -> None:
        self.plan = plan
        self.status = TrainingStatus()
        self._stop, self._cancel = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="demo", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Stop the training, too."""
        self._cancel.set()
        self._stop.set()

    def close(self, timeout_s: float = 2.0) -> bool:
        """End the thread; True if it ended in time. A training that runs goes on."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            prepare(self.plan)
            if self._usable():
                self.status = TrainingStatus(stage="write", bundle=self.plan.bundle)
                return
            self._train(TrainingProcess(self.plan.command(), self.plan.run))
        except Exception as error:  # shown in the window; the thread has nobody else to tell
            if not isinstance(error, InspectError):
                log.exception("the demo failed")
            self.status = TrainingStatus(failure=explain(error))

    def _usable(self) -> bool:
        """A cached bundle that still opens; one that does not (older format, damaged) is trained again."""
        if not self.plan.bundle.is_file():
            return False
        try:
            read_bundle(self.plan.bundle)
        except InspectError:
            return False
        return True

    def _train(self, process: TrainingProcess) -> None:
        process.begin()
        while not self.status.ended and not self._stop.wait(PERIOD_S):
            self.status = process.poll()
        if self._cancel.is_set() and not self.status.ended:
            process.cancel()
