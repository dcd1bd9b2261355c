"""A training as a detached process, and what it says. It goes on when the window closes; a later window finds it again.

Its events are appended to RUN/events.jsonl; what it prints goes to a file beside the run. Everything here touches
files: call it from a worker thread, never from the GUI's.
"""

import contextlib
import json
import shutil
import subprocess
import sys
from collections import deque
from dataclasses import dataclass, field, replace
from pathlib import Path

import psutil

from engine.errors import ErrorCode, InspectError, TrainingError
from engine.events import Compared, Done, Estimate, Event, Failed, Note, Progress, Scores, Stage, Working, parse_lines
from engine.files import write_atomic

NICE = 10
LOSSES = 400
NOTES = 200
STOP = "STOP"  # a file of this name in the run ends it between two steps


@dataclass(frozen=True, slots=True)
class TrainingStatus:
    """How far a training is. ``done`` of ``total`` counts within ``stage``; ``bundle`` or ``failure`` ends it.

    ``memory_mb`` is what its process holds now, 0 if it is not running. ``paused``: it was asked to stop and can go on.
    ``silent``: its process ended without a word (killed, power cut)."""

    stage: str = "start"
    done: int = 0
    total: int = 0
    eta_s: float | None = None
    losses: tuple[float, ...] = ()
    note: str = ""
    bundle: Path | None = None
    failure: InspectError | None = None
    paused: bool = False
    silent: bool = False
    notes: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    estimate: Estimate | None = None
    scores: tuple[Scores, ...] = ()
    memory_mb: float = 0.0

    @property
    def ended(self) -> bool:
        """True if nothing more will come."""
        return self.bundle is not None or self.failure is not None


def follow(status: TrainingStatus, event: Event) -> TrainingStatus:
    """The status after one more event."""
    if isinstance(event, Stage):
        status = replace(status, failure=None, paused=False, silent=False, bundle=None)  # it goes on after a stop
        return replace(status, stage=event.stage, done=0, total=event.total or 0, eta_s=None)
    if isinstance(event, Working):
        return replace(status, stage=event.stage, done=event.done, total=event.total)
    if isinstance(event, Progress):
        losses = (*status.losses, event.loss)[-LOSSES:]
        return replace(status, stage="train", done=event.step, total=event.steps, eta_s=event.eta_s, losses=losses)
    if isinstance(event, Note):
        return replace(status, note=event.text, notes=(*status.notes, event.text)[-NOTES:])
    if isinstance(event, Compared):
        return replace(status, compared=(*status.compared, event))
    if isinstance(event, Scores):
        return replace(status, scores=(*status.scores, event)[-LOSSES:])
    if isinstance(event, Estimate):
        return replace(status, estimate=event)
    if isinstance(event, Done):
        return replace(status, bundle=Path(event.bundle))
    if isinstance(event, Failed):
        paused = event.code == ErrorCode.TRAIN_INTERRUPTED
        return replace(status, failure=TrainingError(ErrorCode.TRAIN_FAILED, why=event.message), paused=paused)
    return status


@dataclass
class TrainingProcess:
    """One training in ``run_dir``. ``begin`` starts it, or attaches to the one that is still alive there."""

    command: list[str]
    run_dir: Path
    _status: TrainingStatus = field(default_factory=TrainingStatus)
    _read: int = 0
    _process: psutil.Process | None = None
    _popen: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """What the process prints."""
        return self.run_dir.with_name(self.run_dir.name + ".log")

    @property
    def _pid_file(self) -> Path:
        return self.run_dir.with_name(self.run_dir.name + ".pid")

    def attach(self) -> bool:
        """True if a training of this run is alive; it is followed from now on."""
        self._process = self._living()
        return self._process is not None

    def begin(self, resume: bool = False) -> None:
        """Attach to the living training of this run, else start: anew in an empty run folder, or with what is there.

        ``resume`` only keeps the folder; the command must say so too."""
        if self.attach():
            return
        if resume:
            before = self._read_events()  # its losses and scores go on
            self._status = replace(before, failure=None, paused=False, silent=False, bundle=None)
        else:
            self._read, self._status = 0, TrainingStatus()
            shutil.rmtree(self.run_dir, ignore_errors=True)
        self.run_dir.parent.mkdir(parents=True, exist_ok=True)
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
        with self.log.open("wb") as log:
            self._popen = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=sys.platform != "win32",
                creationflags=flags,
            )
        assert self._popen is not None
        with contextlib.suppress(psutil.Error):
            self._process = psutil.Process(self._popen.pid)
            self._process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", NICE))  # judging goes first
            identity = {"pid": self._process.pid, "created": self._process.create_time()}
            self._pid_file.write_text(json.dumps(identity), encoding="utf-8")

    def poll(self) -> TrainingStatus:
        """Read what is new. A process that ended without a last event has failed; its last lines say why."""
        alive = self._alive()
        self._status = self._read_events()
        if not alive and not self._status.ended:
            failure = TrainingError(ErrorCode.TRAIN_FAILED, why=self._last_words())
            self._status = replace(self._status, failure=failure, silent=True)
        if self._status.ended:
            self._reap()
        return replace(self._status, memory_mb=self._memory_mb() if alive else 0.0)

    def _memory_mb(self) -> float:
        try:
            return 0.0 if self._process is None else self._process.memory_info().rss / 2**20
        except psutil.Error:  # it ended just now
            return 0.0

    def pause(self) -> None:
        """Ask the process to end after this step and keep what it has. Raises InspectError if that cannot be asked."""
        write_atomic(self.run_dir / STOP, b"")

    def cancel(self) -> None:
        """Ask the process to end."""
        if self._process is not None:
            with contextlib.suppress(psutil.Error):
                self._process.terminate()
        self._reap()

    def _reap(self) -> None:
        """Take note of the end of our own child, or it stays in the system's list."""
        if self._popen is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._popen.wait(5)

    def _alive(self) -> bool:
        if self._popen is not None:
            return self._popen.poll() is None
        return self._process is not None and self._process.is_running()

    def _living(self) -> psutil.Process | None:
        try:
            identity = json.loads(self._pid_file.read_text(encoding="utf-8"))
            process = psutil.Process(identity["pid"])
            return process if abs(process.create_time() - identity["created"]) < 1 else None
        except (OSError, ValueError, KeyError, TypeError, psutil.Error):
            return None

    def _read_events(self) -> TrainingStatus:
        status = self._status
        try:
            with (self.run_dir / "events.jsonl").open("rb") as file:
                file.seek(self._read)
                data = file.read()
        except OSError:
            return status
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        for event in parse_lines(whole.decode("utf-8", errors="replace")):
            status = follow(status, event)
        return status

    def _last_words(self) -> str:
        try:
            with self.log.open(encoding="utf-8", errors="replace") as file:
                lines = deque((line.strip() for line in file if line.strip()), maxlen=3)
        except OSError:
            return "no output"
        return (lines[-1] if lines else "no output")[:300]
