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
    """Used by the line's thread alone, except ``close``; what comes arrives through ``tell``."""

    def __init__(self, plan: LinePlan, book: PartBook, tell: Callable[["Intake", News], None]) -> None:
        self._plan, self._book = plan, book
        self._tell = tell
        self._readers = [self._reader(index) for index in range(len(plan.sources))]
        self._states = [SourceState(source.name, source.product, uri=source.uri) for source in plan.sources]
        self._done = [0] * len(plan.sources)

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

    def count(self, source: int) -> None:
        """A frame of this source came."""
        self._done[source] += 1

    @property
    def over(self) -> bool:
        """True once every source has ended."""
        return bool(self._states) and all(state.over for state in self._states)

    def begin_again(self) -> None:
        """Sources that have ended are opened anew."""
        for index, state in enumerate(self._states):
            if state.over:
                self._readers[index].close(0.0)
                self._readers[index] = self._reader(index)
                self._states[index] = replace(state, over=False, lost=None)
                self._done[index] = 0
                self._readers[index].start()

    def recorded(self, source: int, frame_ids: list[int]) -> None:
        """The part of these frames is in the records."""
        if 0 <= source < len(self._readers):
            for frame_id in frame_ids:
                self._readers[source].recorded(frame_id)

    def change_product(self, source: int, product: str, camera: CameraSettings | None) -> None:
        """From the next part on; a camera gets the settings kept for the product."""
        self._states[source] = replace(self._states[source], product=product)
        opened = self._readers[source].source
        if camera is not None and isinstance(opened, LiveSource):
            opened.configure(camera)

    def allow(self, parts: int | None, held: bool) -> None:
        """Files are read as they are needed, for at most ``parts`` new parts (None: as many as come); live sources in
        free running when the last part is through. ``held``: live sources are read all the same, so that one that is
        lost shows, and their frames are passed over."""
        for index, reader in enumerate(self._readers):
            plan = self._plan.sources[index]
            wanted, new = self._book.frames_wanted(index), 0
            if self._plan.mode is LineMode.EVERY:
                new = max(0, AHEAD - self._book.undecided(index))
            elif self._plan.mode is LineMode.FREE and self._book.undecided(index) == 0:
                new = 1
            if self._book.backed_up(index):
                new = 0
            if parts is not None:
                new = min(new, parts)
            wanted = max(wanted, new * plan.frames_per_part)
            reader.allow(self._done[index] + (max(wanted, 1) if held and plan.live else wanted))

    def states(self) -> tuple[SourceState, ...]:
        """All sources now."""
        found = []
        for state, reader, done in zip(self._states, self._readers, self._done, strict=True):
            one = reader.source
            state = replace(state, done=done, ready=one is not None, length=None if one is None else one.length)
            if isinstance(one, LiveSource):
                state = replace(state, passed_over=one.passed_over, missing=one.missing, restarts=one.restarts)
            found.append(state)
        return tuple(found)

    def close(self, timeout_s: float) -> None:
        """End all; one that hangs is left behind."""
        for reader in self._readers:
            reader.close(timeout_s)

    def _reader(self, index: int) -> Reader:
        source, free = self._plan.sources[index], self._plan.mode is LineMode.FREE
        reader: Reader
        reader = Reader(index, source.open, lambda news: self._come(reader, news), source.live and not free)
        return reader

    def _come(self, reader: Reader, news: News) -> None:
        """In the reader's thread. One that was replaced is not listened to any more."""
        if any(reader is known for known in self._readers):
            self._tell(self, news)
