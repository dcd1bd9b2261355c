"""What is kept of every step: a line in losses.csv, TensorBoard if wanted, and now and then a progress event."""

import csv
import math
import statistics
from collections import deque
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from engine.events import Progress
from engine.files import explain_os_error, write_atomic
from training.loop import StepReport
from training.reporting import Reporter

LOSSES = "losses.csv"
TENSORBOARD = "tensorboard"
HEADER = "step,loss,grad_norm,lr,seconds\n"
REPORT_EVERY = 10
RECENT = 50


class LossLog:
    """Appends to RUN/losses.csv, one line a step. Lines after step ``done`` are of a part that is repeated; they go."""

    def __init__(self, run: Path, done: int) -> None:
        self._path = run / LOSSES
        kept = [line for line in read_lines(self._path) if int(line.split(",")[0]) <= done]
        write_atomic(self._path, (HEADER + "".join(f"{line}\n" for line in kept)).encode())
        self._file = self._path.open("a", encoding="utf-8", buffering=1)

    def add(self, report: StepReport) -> None:
        """One step. Losses are written so that reading them gives the same number."""
        try:
            self._file.write(
                f"{report.step},{report.loss!r},{report.grad_norm!r},{report.lr:.6g},{report.seconds:.4f}\n"
            )
        except OSError as error:
            raise explain_os_error(error, self._path) from error

    def close(self) -> None:
        """Done."""
        self._file.close()


def read_lines(path: Path) -> list[str]:
    """Whole lines of steps; a line that was cut by a crash is left out."""
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8", errors="replace")
    lines = text[: text.rfind("\n") + 1].splitlines()
    return [line for line in lines if line.split(",")[0].isdigit() and line.count(",") == HEADER.count(",")]


def read_rows(run: Path) -> list[StepReport]:
    """Every step so far."""
    rows = csv.reader(read_lines(run / LOSSES))
    return [StepReport(int(step), float(loss), float(norm), float(lr), float(s)) for step, loss, norm, lr, s in rows]


def read_losses(run: Path) -> list[float]:
    """The loss of every step so far."""
    return [row.loss for row in read_rows(run)]


class Watcher:
    """Takes in every step. Without a run folder (a process that does not lead) nothing is kept."""

    def __init__(self, run: Path | None, reporter: Reporter, step: int, steps: int, tensorboard: bool) -> None:
        self._reporter, self._steps = reporter, steps
        self._unreported: list[float] = []
        self._seconds: deque[float] = deque(maxlen=RECENT)
        self._stack = ExitStack()
        self._log: LossLog | None = None
        self._board: Any = None
        if run is not None:
            self._log = LossLog(run, step)
            self._stack.callback(self._log.close)
            if tensorboard:
                self._board = _open_board(run, step)
                self._stack.callback(self._board.close)

    def __enter__(self) -> "Watcher":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def see(self, report: StepReport) -> None:
        """Take in one step."""
        self._unreported.append(report.loss)
        self._seconds.append(report.seconds)
        if self._log is not None:
            self._log.add(report)
        if self._board is not None:
            for name in ("loss", "grad_norm", "lr"):
                self._board.add_scalar(name, getattr(report, name), report.step)
        if report.step % REPORT_EVERY == 0 or report.step == self._steps:
            self._report(report)

    def _report(self, report: StepReport) -> None:
        event = Progress(
            step=report.step,
            steps=self._steps,
            loss=statistics.fmean(self._unreported),
            eta_s=round(statistics.median(self._seconds) * (self._steps - report.step), 1),
            lr=report.lr,
            # A scaled fp16 gradient may overflow; that step is passed over, and JSON knows no infinity.
            grad_norm=report.grad_norm if math.isfinite(report.grad_norm) else 0.0,
        )
        self._unreported.clear()
        self._reporter.say(event)


def _open_board(run: Path, step: int) -> Any:
    from torch.utils.tensorboard import SummaryWriter

    return SummaryWriter(str(run / TENSORBOARD), purge_step=step + 1)
