"""Progress of a training on a terminal (rich). Everything goes to stderr; stdout stays free for results."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from engine.events import Done, Event, Failed, Note, Stage, Working
from engine.events import Progress as Step
from training.reporting import to_line

TITLES = {
    "scan": "reading images",
    "features": "extracting features",
    "train": "training",
    "export": "exporting",
    "calibrate": "finding limits",
    "expected": "learning the expected look",
    "write": "writing the bundle",
}


@contextmanager
def listening(as_json: bool) -> Iterator[Callable[[Event], None]]:
    """A function that prints each event as JSON on stdout, or shows it on the terminal."""
    if as_json:
        yield lambda event: print(to_line(event), flush=True)
        return
    with terminal_listener(sys.stderr) as listener:
        yield listener


@contextmanager
def terminal_listener(stream: TextIO) -> Iterator[Callable[[Event], None]]:
    """A function that shows each event; the bars vanish at the end, notes stay."""
    console = Console(file=stream, highlight=False)
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TextColumn("{task.fields[figures]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        yield _Screen(bars, console).show


class _Screen:
    def __init__(self, bars: Progress, console: Console) -> None:
        self._bars, self._console = bars, console
        self._task: TaskID | None = None

    def show(self, event: Event) -> None:
        if isinstance(event, Stage):
            if self._task is not None:
                self._bars.remove_task(self._task)
            self._task = self._bars.add_task(TITLES[event.stage], total=event.total, figures="")
        elif isinstance(event, Working) and self._task is not None:
            self._bars.update(self._task, completed=event.done)
        elif isinstance(event, Step) and self._task is not None:
            figures = f"{event.step}/{event.steps}  loss {event.loss:.4f}"
            self._bars.update(self._task, completed=event.step, total=event.steps, figures=figures)
        elif isinstance(event, Note):
            self._console.print(event.text, markup=False)
        elif isinstance(event, Done):
            figures = f"{event.seconds:.0f} s, {event.steps} steps, peak {event.peak_mb:.0f} MB"
            self._console.print(f"wrote {event.bundle} ({figures})", markup=False)
        elif isinstance(event, Failed):
            self._console.print(event.message, markup=False)
