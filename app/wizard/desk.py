"""The one training of a station: what is wanted, its process, its bundle. Outlives every change of theme, and is found
again after a restart of the program.

``DATA/training`` holds the plan, the run and the bundle. Everything that touches files or processes happens in one
thread; the window reads ``status`` and ``phase``, and gives commands that return at once.
"""

import logging
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from app.hooks import as_inspect_error
from app.training_process import TrainingProcess, TrainingStatus
from app.wizard.draft import Draft
from engine.errors import ErrorCode, InspectError, TrainingError
from engine.teach.plan import TrainingPlan, load_plan, save_plan

FOLDER = "training"
PERIOD_S = 0.25
LEAST_FREE_MB = 600
DEFAULT_COMMAND = ("uniad-train",)
log = logging.getLogger(__name__)


class Phase(StrEnum):
    """Where the training is. STOPPED can be resumed."""

    NONE = "none"
    RUNNING = "running"
    STOPPED = "stopped"
    DONE = "done"


class Desk:
    """``command`` starts ``uniad-train``; the station file may name another environment."""

    def __init__(self, data: Path, command: Sequence[str] = DEFAULT_COMMAND) -> None:
        self.folder, self.run = data / FOLDER, data / FOLDER / "run"
        self.command = own_python(command)
        self.draft = Draft()
        self.plan: TrainingPlan | None = None
        self.status = TrainingStatus()
        self.phase = Phase.NONE
        self.trouble: InspectError | None = None  # a command that could not be done
        self.looked = False  # it is known what an earlier program left
        self._process: TrainingProcess | None = None
        self._commands: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._thread: threading.Thread | None = None
        self._closed = False

    def look(self) -> None:
        """Find what an earlier program left. The thread begins with the first command: most windows never train."""
        self._do(self._look)

    def start(self, plan: TrainingPlan) -> None:
        """Train."""
        self._do(lambda: self._start(plan))

    def pause(self) -> None:
        """Stop between two steps; what was learned is kept."""
        self._do(self._pause)

    def resume(self) -> None:
        """Go on."""
        self._do(self._resume)

    def use_so_far(self) -> None:
        """Write a bundle from what was learned until the stop."""
        self._do(self._export)

    def discard(self) -> None:
        """End it and forget it, with its files."""
        self._do(self._discard)

    def close(self, timeout_s: float = 3.0) -> bool:
        """End the thread; a training goes on. True if it ended in time."""
        self._closed = True
        if self._thread is None:
            return True
        self._commands.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def bundle(self) -> Path | None:
        """The bundle, once it is written."""
        return self.status.bundle if self.phase is Phase.DONE else None

    # Everything below runs in the desk's thread, but for _do.

    def _do(self, task: Callable[[], None]) -> None:
        if self._closed:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="training desk", daemon=True)
            self._thread.start()
        self._commands.put(task)

    def _work(self) -> None:
        while True:
            try:
                task = self._commands.get(timeout=PERIOD_S)
            except queue.Empty:
                task = self._follow
            if task is None:
                return
            try:
                task()
            except Exception as error:  # shown in the window; the thread has nobody else to tell
                if not isinstance(error, InspectError):
                    log.exception("the training desk failed")
                self.trouble = as_inspect_error(error, "training desk")

    def _look(self) -> None:
        self.looked = True
        self.plan = load_plan(self.folder)
        if self.plan is None:
            return
        process = self._make(self.plan.arguments(self.run))
        if process.attach():
            self.phase = Phase.RUNNING
            self._follow()
            return
        self.status = process.poll()
        done = self.status.bundle is not None and self.status.bundle.is_file()
        self.phase = Phase.DONE if done else Phase.STOPPED

    def _start(self, plan: TrainingPlan) -> None:
        self.trouble = None
        if self._make([]).attach():
            raise TrainingError(ErrorCode.TRAIN_BUSY, path=str(self.run))
        self.folder.mkdir(parents=True, exist_ok=True)
        free_mb = shutil.disk_usage(self.folder).free // 2**20
        if free_mb < LEAST_FREE_MB:
            raise InspectError(ErrorCode.TRAIN_DISK, path=str(self.folder), free_mb=free_mb, least_mb=LEAST_FREE_MB)
        save_plan(plan, self.folder)
        self.plan, self.status = plan, TrainingStatus()
        self._make(plan.arguments(self.run)).begin()
        self.phase = Phase.RUNNING

    def _resume(self) -> None:
        self.trouble = None
        if self.plan is None:
            return
        started = (self.run / "recipe.json").is_file()
        self._make(self.plan.arguments(self.run, resume=started)).begin(resume=started)
        self.phase = Phase.RUNNING
        self._follow()

    def _export(self) -> None:
        self.trouble = None
        if self.plan is None:
            return
        if not any(self.run.glob("checkpoint*")):
            raise TrainingError(ErrorCode.TRAIN_NOTHING, path=str(self.run))
        self._make(["export", str(self.run), "--out", self.plan.out, "--json"]).begin(resume=True)
        self.phase = Phase.RUNNING
        self._follow()

    def _pause(self) -> None:
        if self._process is not None:
            self._process.pause()

    def _discard(self) -> None:
        self.trouble = None
        process = self._make([]) if self._process is None else self._process
        process.attach()
        process.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.plan, self.status, self.phase, self._process = None, TrainingStatus(), Phase.NONE, None

    def _follow(self) -> None:
        if self._process is None or self.phase is not Phase.RUNNING:
            return
        self.status = self._process.poll()
        if self.status.bundle is not None:
            self.phase = Phase.DONE
        elif self.status.failure is not None:
            self.phase = Phase.STOPPED

    def _make(self, arguments: Sequence[str]) -> TrainingProcess:
        self._process = TrainingProcess([*self.command, *arguments], self.run)
        return self._process


def own_python(command: Sequence[str]) -> list[str]:
    """The command as it can be started: ``uniad-train`` need not be on the path, it is in our own environment."""
    return [sys.executable, "-m", "training.cli"] if tuple(command) == DEFAULT_COMMAND else list(command)
