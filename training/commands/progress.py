"""Progress of a training on a terminal (rich). Everything goes to stderr; stdout stays free for results."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from engine.events import Compared, Done, Estimate, Event, Failed, Note, Stage, Standing, Working
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
    if not console.is_terminal:  # a file or a pipe: lines, no bars
        yield _Plain(console).show
        return
    columns = (TextColumn("{task.description:<24}"), BarColumn(), TextColumn("{task.fields[figures]}"))
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bars:
        yield _Screen(bars, console).show


def _note_line(event: Note | Compared | Estimate) -> str:
    if isinstance(event, Compared):
        return f"{event.product}, before: {_standing(event.before)}; after: {_standing(event.after)}"
    if isinstance(event, Estimate):
        took = f"about {event.seconds / 60:.1f} minutes, {event.memory_mb:.0f} MB of memory"
        return f"{event.images} images, {event.steps} steps: {took}, {event.disk_mb:.0f} MB of disk"
    return event.text


def _standing(one: Standing) -> str:
    found = "" if one.made_up_auroc is None else f", made-up defects told with AUROC {one.made_up_auroc:.3f}"
    return f"reject limit {one.reject:.4g}, {one.false_rejects} of {one.n_good} good parts above it{found}"


def _done_line(event: Done) -> str:
    figures = f"{event.seconds:.0f} s, {event.steps} steps, peak {event.peak_mb:.0f} MB"
    return f"wrote {event.bundle} ({figures})"


class _Plain:
    def __init__(self, console: Console) -> None:
        self._console, self._shown = console, 0

    def show(self, event: Event) -> None:
        if isinstance(event, Stage):
            self._print(TITLES[event.stage])
        elif isinstance(event, Step) and (event.step >= self._shown + event.steps / 10 or event.step == event.steps):
            self._shown = event.step
            self._print(f"step {event.step} of {event.steps}, loss {event.loss:.4f}")
        elif isinstance(event, Note | Compared | Estimate):
            self._print(_note_line(event))
        elif isinstance(event, Done):
            self._print(_done_line(event))

    def _print(self, text: str) -> None:
        self._console.print(text, markup=False, soft_wrap=True)


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
        elif isinstance(event, Note | Compared | Estimate):
            self._console.print(_note_line(event), markup=False)
        elif isinstance(event, Done):
            self._console.print(_done_line(event), markup=False)
        elif isinstance(event, Failed):
            self._console.print(event.message, markup=False)
