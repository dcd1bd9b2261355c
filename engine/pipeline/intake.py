"""The sources of a line: their threads, their state, and how much each may read."""

from collections.abc import Callable
from dataclasses import replace

from engine.pipeline.book import PartBook
from engine.pipeline.plan import LinePlan
from engine.pipeline.reading import News, Reader, SourceChanged
from engine.pipeline.snapshot import SourceState
from engine.settings import LineMode
from engine.sources.live import LiveSource
from engine.sources.spec import CameraSettings

AHEAD = 2  # frames of a file read before the judge asks


class Intake:
    """Used by the line's thread alone; what comes arrives through ``tell``."""

    def __init__(self, plan: LinePlan, book: PartBook, tell: Callable[[News], None]) -> None:
        self._plan, self._book = plan, book
        self._readers = [
            Reader(index, source.open, tell, source.live and plan.mode is not LineMode.FREE)
            for index, source in enumerate(plan.sources)
        ]
        self._states = [SourceState(source.name, source.product) for source in plan.sources]

    def start(self) -> None:
        """Begin to read."""
        for reader in self._readers:
            reader.start()

    def index(self, name: str) -> int:
        """The source of this name; the first for any other."""
        names = [source.name for source in self._plan.sources]
        return names.index(name) if name in names else 0

    def take(self, changed: SourceChanged) -> SourceState:
        """A source was lost, is back, or has ended."""
        state = replace(self._states[changed.source], lost=changed.error, over=changed.over)
        self._states[changed.source] = state
        return state

    def recorded(self, source: int, frame_ids: list[int]) -> None:
        """The part of these frames is in the records."""
        for frame_id in frame_ids:
            self._readers[source].recorded(frame_id)

    def change_product(self, source: int, product: str, camera: CameraSettings | None) -> None:
        """From the next part on; a camera gets the settings kept for the product."""
        self._states[source] = replace(self._states[source], product=product)
        opened = self._readers[source].source
        if camera is not None and isinstance(opened, LiveSource):
            opened.configure(camera)

    def allow(self, stopped: bool) -> None:
        """Files are read as they are needed; live sources in free running when the last part is through."""
        for index, reader in enumerate(self._readers):
            plan = self._plan.sources[index]
            wanted = self._book.frames_wanted(index)
            if self._plan.mode is LineMode.EVERY:
                wanted = max(wanted, (AHEAD - self._book.undecided(index)) * plan.frames_per_part)
            elif self._plan.mode is LineMode.FREE and self._book.undecided(index) == 0:
                wanted = plan.frames_per_part
            reader.allow(0 if stopped else max(0, wanted))

    def states(self) -> tuple[SourceState, ...]:
        """All sources now."""
        found = []
        for state, reader in zip(self._states, self._readers, strict=True):
            one = reader.source
            if isinstance(one, LiveSource):
                state = replace(state, passed_over=one.passed_over, missing=one.missing, restarts=one.restarts)
            found.append(state)
        return tuple(found)

    def close(self, timeout_s: float) -> None:
        """End all; one that hangs is left behind."""
        for reader in self._readers:
            reader.close(timeout_s)
