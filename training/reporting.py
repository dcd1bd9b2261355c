"""Where events go: the run's file, and whoever watches."""

import json
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel

from engine.events import Event
from engine.files import explain_os_error

EVENTS = "events.jsonl"


class Reporter:
    """Appends each event as a line to RUN/events.jsonl and passes it on. Time counts from construction.

    Without a run (in a process that does not lead) it says nothing at all."""

    def __init__(self, run: Path | None, listener: Callable[[Event], None]) -> None:
        self._started = time.monotonic()
        self._path, self._listener = None if run is None else run / EVENTS, listener

    def seconds(self) -> float:
        """Since the start."""
        return time.monotonic() - self._started

    def say(self, event: Event) -> None:
        """Stamp, store, pass on. A full disk raises: an unseen training is not worth going on with."""
        if self._path is None:
            return
        stamped: Event = event.model_copy(update={"time_s": round(self.seconds(), 3)})
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(to_line(stamped) + "\n")
        except OSError as error:
            raise explain_os_error(error, self._path) from error
        self._listener(stamped)


def to_line(event: BaseModel) -> str:
    """One line of JSON, ``event`` first, as scripts expect it."""
    fields = event.model_dump(mode="json")
    return json.dumps({"event": fields.pop("event"), **fields}, ensure_ascii=False)
