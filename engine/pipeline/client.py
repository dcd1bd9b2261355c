"""Commands in, snapshots out: all a window ever sees of a station.

Commands return at once and are done in order by a thread of their own, so ``open_bundle``, ``open_source``, ``start``
may be given in one breath. Nobody is called back: who wants to know asks ``snapshot``.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from engine.bundle import Bundle, read_bundle
from engine.decision import Limits
from engine.errors import ErrorCode, InspectError, RecordsError
from engine.pipeline.answers import ask, masters_of, pass_on
from engine.pipeline.notices import notices
from engine.pipeline.snapshot import LineSnapshot, LineState, Snapshot
from engine.pipeline.tally import Tally
from engine.pipeline.trying import try_out
from engine.records.entries import Entry, EventBody
from engine.settings import Settings, SourceSettings, has_settings, load_settings
from engine.settings import Station as StationSettings

if TYPE_CHECKING:  # records and line are loaded in the thread of commands: a window must be seen first
    from engine.pipeline.line import Line
    from engine.pipeline.present import LineMasters
    from engine.pipeline.station import Station
    from engine.pipeline.supervisor import Starter
    from engine.records.batch import Receipt

log = logging.getLogger(__name__)
NOTHING = LineSnapshot(LineState.IDLE)


class LineClient:
    """One station for one window. ``path`` is its file; without one records go to ``data``, the rest has its default.
    ``starter`` starts judges; nothing is opened before ``gate`` is set, if there is one. Every method may be called
    from any thread and returns at once, except ``close``."""

    def __init__(
        self,
        path: Path | None,
        data: Path,
        threads: int = 0,
        starter: "Starter | None" = None,
        gate: threading.Event | None = None,
    ) -> None:
        self._path, self._fallback_data = path, data
        self._threads, self._starter, self._gate, self._user, self._lot = threads, starter, gate, "", ""
        self._commands: queue.Queue[Callable[[], None] | None] = queue.Queue()
        self._lock = threading.Lock()
        self._station: Station | None = None
        self._bundle: Bundle | None = None
        self._product: str | None = None
        self._wanted: tuple[Path, str | None] | None = None
        self._sources: tuple[SourceSettings, ...] = ()
        self._tally = Tally()
        self._cause: InspectError | None = None
        self._torn: InspectError | None = None
        self._settings = Settings()
        self._loads = int(path is not None and has_settings(path))  # without a file there is nothing to wait for
        self._read_only = self._broken = self._closed = False
        self._version, self._made, self._made_of = 1, Snapshot(), (NOTHING, 0)
        self._interval_s = 0.0
        self._commands.put((lambda: self._load_counted(self._open)) if self._loads else self._open)
        self._thread = threading.Thread(target=self._work, name="station", daemon=True)
        self._thread.start()

    def open_bundle(self, path: Path, product: str | None = None) -> None:
        """Load a bundle and warm it up. If it is refused, the product in use stays, and ``cause`` says why."""
        self._command(lambda: self._load(path, product), loading=True)

    def choose_product(self, name: str) -> None:
        """Go over to another product of the bundle in use; parts stop and are counted anew."""
        self._command(lambda: self._choose(name))

    def open_source(self, uri: str, loop: bool = False) -> None:
        """Change the source; parts stop."""
        name = Path(uri).name[:80] or uri[:80]
        source = next((one for one in self._settings.sources if one.uri == uri), None)
        chosen = source or SourceSettings(name=name, uri=uri, loop=loop)
        self._command(lambda: self._open_sources((chosen,)))

    def start(self) -> None:
        """Judge parts. A source that has ended begins again; a line that failed is built anew."""
        self._command(self._start)

    def stop(self) -> None:
        """Begin no further part."""
        self._command(self._hold)

    def step(self) -> None:
        """One part, also while stopped."""
        self._command(self._step)

    def set_limits(self, limits: Limits, why: str) -> None:
        """Put limits in force for the product in use, durably, with who, when and ``why``."""
        self._command(lambda: self._set_limits(limits, why))

    def set_interval(self, seconds: float) -> None:
        """Least time between two parts, so that people can watch a folder; 0 for as fast as it goes."""
        self._interval_s = seconds
        self._command(lambda: self._with_line(lambda line: line.set_interval(seconds)))

    def set_user(self, name: str) -> None:
        """Who works here from now on; every record carries it."""
        self._user = name
        self._command(lambda: self._with_line(lambda line: line.set_labels(user=name)))

    def set_lot(self, lot: str) -> None:
        """The lot of the next parts."""
        self._lot = lot
        self._command(lambda: self._label_lot(lot))

    def set_serial(self, serial: str) -> None:
        """The serial number of the next part."""
        self._command(lambda: self._with_line(lambda line: line.set_labels(serial=serial)))

    def reset_counts(self) -> None:
        """Counts, history and rejects begin anew; part numbers go on."""
        self._command(lambda: self._with_line(lambda line: line.reset_counts()))

    def record(self, entry: Entry) -> "Future[Receipt]":
        """Store a finding or an event; the future resolves once it is durable, or raises the InspectError."""
        answer: Future[Receipt] = Future()
        self._command(lambda: self._record(entry, answer))
        return answer

    def masters(self, task: "Callable[[LineMasters], None]") -> "Future[None]":
        """Do something with master parts; the future says when it is done, or what prevented it."""
        return ask(self._command, lambda: task(masters_of(self._need_station())))

    def fail(self, cause: InspectError) -> None:
        """Stop with ``cause``: something outside the line broke, and nobody may think that all is well."""
        self._set_cause(cause, broken=True)
        self._command(self._hold)

    def dismiss(self) -> None:
        """The trouble was read; a line that works shows it no longer."""
        self._set_cause(None)
        self._command(lambda: self._with_line(lambda line: line.dismiss()))

    def reopen(self) -> None:
        """Close the station and open it anew, with its file as it is now."""
        self._command(self._reopen, loading=True)

    def snapshot(self) -> Snapshot:
        """The station now. The same object as before if nothing has changed."""
        with self._lock:
            line = self._station.current if self._station is not None else None
            now = line.snapshot() if line is not None else NOTHING
            if self._made_of[0] is not now or self._made_of[1] != self._version:
                self._made, self._made_of = self._describe(now), (now, self._version)
            self._tally.seen = max(self._tally.seen, now.tally.part)
            return self._made

    def close(self, timeout_s: float = 20.0) -> bool:
        """End everything. True if it ended in time; a source that hangs is left behind, it holds nothing needed."""
        self._closed = True
        self._commands.put(None)
        if self._gate is not None:
            self._gate.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    # Everything below runs in the thread of commands, but for _describe, _command, _set_cause.

    def _command(self, task: Callable[[], None], loading: bool = False) -> None:
        if loading:
            with self._lock:
                self._loads, self._version = self._loads + 1, self._version + 1
            self._commands.put(lambda: self._load_counted(task))
        else:
            self._commands.put(task)

    def _set_cause(self, cause: InspectError | None, broken: bool = False) -> None:
        with self._lock:
            self._cause, self._broken, self._version = cause, broken, self._version + 1

    def _describe(self, now: LineSnapshot) -> Snapshot:
        product = now.sources[0].product if now.sources else self._product
        limits, row = now.limits.get(product or "", (None, None))
        return Snapshot(
            self._state(now),
            self._cause or now.cause,
            notices(now, self._torn, None if self._station is None else self._station.data),
            self._bundle,
            product,
            limits,
            row is not None,
            now.sources[0] if now.sources else None,
            None if self._station is None else self._station.data,
            self._settings.station.shifts,
            now,
            trust=None if self._station is None else self._station.trust,
        )

    def _state(self, now: LineSnapshot) -> LineState:
        if self._read_only:
            return LineState.READ_ONLY
        if self._loads:
            return LineState.LOADING
        if self._broken or (self._station is None and self._cause is not None):
            return LineState.FAILED
        if self._bundle is None:
            return LineState.IDLE if self._cause is None else LineState.FAILED
        if not now.sources and now.state in (LineState.STOPPED, LineState.RUNNING):
            return LineState.IDLE
        return now.state

    def _work(self) -> None:
        if self._gate is not None:
            self._gate.wait()
        while (task := self._commands.get()) is not None:
            try:
                task()
            except Exception as error:
                if not isinstance(error, InspectError):
                    log.exception("a command failed")
                    why = f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]
                    error = InspectError(ErrorCode.INTERNAL, where="station", why=why)
                self._set_cause(error)
        if self._station is not None:
            self._station.close()

    def _load_counted(self, task: Callable[[], None]) -> None:
        try:
            task()
        finally:
            with self._lock:
                self._loads, self._version = self._loads - 1, self._version + 1

    def _open(self) -> None:
        """The station file, its records and outputs, and what it names. Without a bundle there is nothing to load."""
        from engine.pipeline.station import Station, StationOptions

        self._read_only = False
        options = StationOptions(
            user=self._user, lot=self._lot, window=True, threads=self._threads, starter=self._starter
        )
        if self._path is None or not has_settings(self._path):
            data = StationSettings(data=str(self._fallback_data.absolute()))
            settings, folder = Settings(station=data), self._fallback_data.absolute().parent
        else:
            settings, self._torn = load_settings(self._path)
            folder = self._path.absolute().parent
        self._settings = settings
        try:
            station = Station(settings, folder, options)
        except RecordsError as error:
            self._read_only = error.code is ErrorCode.RECORDS_LOCKED
            raise
        with self._lock:
            self._station = station
        if settings.line.bundle and self._bundle is None:
            self._sources = settings.sources
            self._load(folder / settings.line.bundle, settings.line.product)

    def _load(self, path: Path, product: str | None) -> None:
        """A verified bundle and a judge that is ready. The product in use stays if this fails."""
        self._wanted = path, product
        bundle = read_bundle(path)
        name, _ = bundle.product(product or next(iter(bundle.manifest.products)))
        station = self._need_station()
        before = station.current
        tally = Tally(self._tally.part)
        line = station.make_line(bundle, self._sources if before is None else (), name, tally, held=True)
        if before is not None:
            try_out(line, lambda: self._closed)
        self._take_over(line, bundle, name, tally)
        if before is None:
            line.start()
        else:
            station.change_sources(bundle, self._sources, name)
        self._note("bundle.loaded", bundle=str(path), sha256=bundle.sha256, product=name)

    def _take_over(self, line: "Line", bundle: Bundle, product: str, tally: Tally) -> None:
        """A line goes into use in place of the one before."""
        station = self._need_station()
        line.set_interval(self._interval_s)
        line.set_labels(self._user, self._lot)
        with self._lock:
            self._bundle, self._product, self._tally = bundle, product, tally
            self._cause, self._broken, self._version = None, False, self._version + 1
        station.use(line, bundle)

    def _choose(self, name: str) -> None:
        if self._bundle is None:
            return
        self._bundle.product(name)
        self._hold()
        camera = self._settings.camera(name)
        line = self._need_station().line
        # Parts in hand are still of the product before; the count must not begin with them.
        line.wait(lambda now: now.state is not LineState.RUNNING and now.parts.open == 0, 2.0)
        for source in line.snapshot().sources or (None,):
            line.choose_product("" if source is None else source.name, name, camera)
        line.reset_counts(forget=True)
        line.wait(lambda now: all(source.product == name for source in now.sources), 2.0)
        with self._lock:
            self._product, self._version = name, self._version + 1

    def _open_sources(self, sources: tuple[SourceSettings, ...]) -> None:
        self._sources = tuple(source.model_copy(update={"product": None}) for source in sources)
        station = self._need_station()
        if self._bundle is not None and station.current is not None:
            station.change_sources(self._bundle, self._sources, self._product)

    def _start(self) -> None:
        if self._station is None or self._station.writer.failure is not None:
            self._reopen()
        line = self._station.current if self._station is not None else None
        if line is None or self._bundle is None or not self._sources:
            return
        if line.snapshot().state is LineState.FAILED:
            line = self._renew()
        self._set_cause(None)
        line.run()
        self._note("line.started")

    def _renew(self) -> "Line":
        """The line again, after it failed: judge and sources from the beginning, counts as they were."""
        station, bundle = self._need_station(), self._bundle
        if bundle is None:
            raise ValueError("there is no bundle")
        line = station.make_line(bundle, self._sources, self._product, self._tally, held=True)
        self._take_over(line, bundle, self._product or "", self._tally)
        line.start()
        return line

    def _reopen(self) -> None:
        if self._station is not None:
            station = self._station
            with self._lock:
                self._station = None
            station.close()
        self._open()
        if self._need_station().current is None:
            if self._bundle is not None:
                self._renew()
            elif self._wanted is not None:
                self._load(*self._wanted)

    def _hold(self) -> None:
        line = self._station.current if self._station is not None else None
        if line is not None:
            running = line.snapshot().state is LineState.RUNNING
            line.hold()
            if running:
                self._note("line.stopped")

    def _step(self) -> None:
        line = self._station.current if self._station is not None else None
        if line is not None and line.snapshot().state is LineState.FAILED and self._sources:
            line = self._renew()
        if line is not None:
            self._set_cause(None)
            line.step()

    def _set_limits(self, limits: Limits, why: str) -> None:
        if self._product is not None and self._bundle is not None:
            self._need_station().confirm_limits(self._product, limits, self._user, why)
            self._note("limits.changed", product=self._product, reject=limits.reject, why=why)

    def _label_lot(self, lot: str) -> None:
        self._with_line(lambda line: line.set_labels(lot=lot))
        self._note("lot.changed", lot=lot)

    def _record(self, entry: Entry, answer: "Future[Receipt]") -> None:
        try:
            receipt = self._need_station().writer.submit(entry)
        except InspectError as error:
            answer.set_exception(error)
            return
        receipt.add_done_callback(lambda done: pass_on(done, answer))

    def _note(self, code: str, **params: str | float) -> None:
        if self._station is not None:
            event = EventBody(code=code, params=dict(params), user=self._user)
            try:
                self._station.writer.submit(event)
            except InspectError as error:
                log.error("not recorded: %s", error)

    def _with_line(self, task: Callable[["Line"], object]) -> None:
        if self._station is not None and self._station.current is not None:
            task(self._station.current)

    def _need_station(self) -> "Station":
        """Raises RecordsError or whatever kept the station from opening."""
        if self._station is None:
            raise self._cause or RecordsError(ErrorCode.RECORDS_CLOSED, path=str(self._fallback_data))
        return self._station
