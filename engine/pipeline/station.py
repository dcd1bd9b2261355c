"""A whole station from its settings: records, line, outputs, triggers, retention, log."""

import importlib.metadata
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.board import Herald
from engine.bundle import Bundle, read_bundle
from engine.decision import Limits
from engine.errors import BundleError, ErrorCode, InspectError, UsageError
from engine.logs import StationLog
from engine.outputs import Output
from engine.outputs.log_line import LogLine
from engine.pipeline.answers import masters_of
from engine.pipeline.judge_process import JudgeProcess
from engine.pipeline.line import Line, LineParts
from engine.pipeline.parts import Trigger
from engine.pipeline.planning import Planner
from engine.pipeline.snapshot import LineSnapshot
from engine.pipeline.status import board_folder, status_of
from engine.pipeline.supervisor import Starter
from engine.pipeline.tally import Tally
from engine.records.entries import EventBody, EventLevel
from engine.records.retention import RetentionPolicy, apply_retention
from engine.records.writer import RecordWriter, WriterOptions
from engine.settings import Settings, SourceSettings
from engine.signing import Trust, station_keys

log = logging.getLogger(__name__)
RETENTION_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class StationOptions:
    """What is said at the start, not in the file. ``confirm``: the name of the engineer who puts the proposed limits in
    force where none are; ``accept_unsigned``: also for a bundle without a trusted signature; ``accept_loss``: records
    are known to be gone. ``window``: a person starts and stops, and may choose bundle and sources later; ``threads`` of
    the judge where the file names none, ``starter`` how one is started."""

    accept_loss: bool = False
    confirm: str = ""
    accept_unsigned: bool = False
    lot: str = ""
    user: str = ""
    window: bool = False
    threads: int = 0
    starter: Starter | None = None


class Station:
    """Opens everything in order, and closes it in the opposite order. Raises InspectError if anything is wrong with
    settings, bundle, records or ports; then nothing stays open. ``use`` gives it a line."""

    def __init__(self, settings: Settings, folder: Path, options: StationOptions | None = None) -> None:
        self.settings, self._folder = settings, folder
        self._closers: list[Callable[[], object]] = []
        self._stop = threading.Event()
        self.current: Line | None = None
        self.trust: Trust | None = None  # what the signature of the bundle in use is worth
        options = options or StationOptions()
        self._starter: Starter = options.starter or JudgeProcess
        self._planner = Planner(settings, folder, options.window, options.threads, options.user, options.lot)
        try:
            self.data = folder / settings.station.data
            self.writer = self._open_records(options)
            self._outputs = self._open_outputs()
            if not options.window:
                self._begin_alone(options)
        except BaseException:
            self.close()
            raise
        self._closers.append(self._close_line)
        name, place = settings.station.name or folder.absolute().name, board_folder(settings, folder)
        herald = Herald(place, name, self.data, lambda: status_of(name, self._snapshot(), self.data))
        self._closers.append(herald.close)
        self._keeper = threading.Thread(target=self._keep, name="retention", daemon=True)
        self._keeper.start()

    @property
    def line(self) -> Line:
        """The line in use. ValueError if there is none yet."""
        if self.current is None:
            raise ValueError("the station has no line yet")
        return self.current

    def start(self) -> None:
        """Begin to inspect."""
        self.line.start()

    def make_line(
        self, bundle: Bundle, sources: tuple[SourceSettings, ...], product: str | None, tally: Tally, held: bool
    ) -> Line:
        """A line over this station's records and outputs; it is not in use yet. Raises InspectError."""
        spec, fallback = self._planner.judge(bundle)
        plan = self._planner.plan(bundle, sources, product)
        parts = LineParts(bundle, spec, self.writer, self._outputs, fallback, self._starter, held, tally)
        return Line(plan, parts)

    def use(self, line: Line, bundle: Bundle) -> None:
        """From now on triggers go to this line; the one before is closed, the outputs stay."""
        self.trust = station_keys().look(bundle.signature)
        before, self.current = self.current, line
        if before is not None:
            before.close(outputs_too=False)

    def confirm_limits(self, product: str, limits: Limits, user: str, why: str) -> None:
        """Put limits in force for the line in use. Without a trusted signature, the first limits are also somebody's
        choice to use such a bundle, and are recorded as that."""
        if self.trust is not None and not self.trust.trusted and not self.line.limits_confirmed(product):
            told: dict[str, str | int | float] = {"product": product, "signed": self.trust.words()}
            event = EventBody(code="bundle.accepted", level=EventLevel.WARNING, user=user, params=told)
            self.writer.submit(event)
        self.line.confirm_limits(product, limits, user, why)

    def change_sources(self, bundle: Bundle, sources: tuple[SourceSettings, ...], product: str | None) -> None:
        """Other sources for the line in use. Raises InspectError before anything is changed."""
        self.line.change_sources(self._planner.plan(bundle, sources, product))

    def close(self) -> None:
        """Stop, finish what is in hand, close everything. Safe to call twice."""
        self._stop.set()
        while self._closers:
            try:
                self._closers.pop()()
            except InspectError as error:
                log.error("while closing: %s", error)

    def _snapshot(self) -> LineSnapshot | None:
        line = self.current
        return None if line is None else line.snapshot()

    def _close_line(self) -> None:
        if self.current is not None:
            self.current.close()

    def _begin_alone(self, options: StationOptions) -> None:
        """Without a window everything stands in the file."""
        if not self.settings.sources:
            raise UsageError(ErrorCode.USAGE, what="the station file names no source", command="uniad-inspect run")
        bundle = read_bundle(self._folder / self.settings.line.bundle)
        line = self.make_line(bundle, self.settings.sources, self.settings.line.product, Tally(), held=False)
        self.use(line, bundle)
        for product in {source.product for source in line.plan.sources} if options.confirm else ():
            if not line.limits_confirmed(product):
                if self.trust is not None and not self.trust.trusted and not options.accept_unsigned:
                    raise BundleError(ErrorCode.BUNDLE_UNTRUSTED, path=str(bundle.path), why=self.trust.words())
                proposed = bundle.product(product)[1].limits.to_limits()
                self.confirm_limits(product, proposed, options.confirm, "proposed limits, confirmed at the start")

    def _open_records(self, options: StationOptions) -> RecordWriter:
        settings = self.settings
        station_log = StationLog(self.data, settings.log.level, round(settings.log.max_mb * 2**20), settings.log.files)
        self._closers.append(station_log.close)
        writer = RecordWriter(
            self.data,
            WriterOptions(
                station=settings.station.name,
                program=importlib.metadata.version("uniad-inspect"),
                accept_loss=options.accept_loss,
                low_bytes=round(settings.records.low_disk_gb * 2**30),
            ),
        )
        self._closers.append(writer.close)
        return writer

    def _fire(self, trigger: Trigger) -> None:
        line = self.current
        if line is None:  # nothing is ready, and the outputs say so
            log.warning("a trigger came, but the station has no product yet")
        else:
            line.trigger(trigger)

    def _check(self, product: str) -> None:
        """Somebody outside asks for a check of the master parts. Raises UsageError, SourceError."""
        masters_of(self).begin(product or self.line.plan.product, "tcp")

    def _open_outputs(self) -> tuple[Output, ...]:
        """Outputs that are switched on."""
        wanted, triggers = self.settings.outputs, self.settings.triggers
        found: list[Output] = []
        if wanted.log.enabled:
            found.append(LogLine())
        if wanted.tcp.enabled:
            from engine.outputs.tcp import TcpResults

            found.append(tcp := TcpResults(wanted.tcp.host, wanted.tcp.port, wanted.tcp.heartbeat_s))
            self._closers.append(tcp.close)
        if wanted.modbus.enabled:
            from engine.outputs.modbus import ModbusHandshake

            address = (wanted.modbus.host, wanted.modbus.port)
            found.append(plc := ModbusHandshake(address, wanted.modbus.unit, wanted.modbus.products, self._fire))
            self._closers.append(plc.close)
        if triggers.tcp.enabled:
            from engine.outputs.tcp import TcpTriggers

            names = tuple(source.name for source in self.settings.sources)
            self._closers.append(
                TcpTriggers(triggers.tcp.host, triggers.tcp.port, self._fire, names, self._check).close
            )
        return tuple(found)

    def _keep(self) -> None:
        """Retention, every ten minutes."""
        wanted = self.settings.records.retention
        policy = RetentionPolicy(wanted.max_age_days, wanted.disk_share)
        while not self._stop.wait(RETENTION_EVERY_S):
            try:
                result = apply_retention(self.writer, policy)
                if result.files:
                    log.info("retention deleted %s images, %.1f MB", result.files, result.bytes / 1e6)
            except InspectError as error:
                log.error("retention: %s", error)


def run_until(station: Station, stop: threading.Event, seconds: float | None, tell: Callable[[str], None]) -> None:
    """Run until told to stop, the time is over, or every source has ended; ``tell`` gets a line now and then."""
    end = None if seconds is None else time.monotonic() + seconds
    next_line_s = 0.0
    while not stop.wait(0.2):
        now, snapshot = time.monotonic(), station.line.snapshot()
        if now >= next_line_s:
            next_line_s = now + 10.0
            parts = snapshot.parts
            tell(f"{snapshot.state.value}: {parts.triggers} parts, {parts.passed} passed, {parts.error} errors")
        over = bool(snapshot.sources) and all(source.over for source in snapshot.sources)
        if (end is not None and now >= end) or (over and not snapshot.parts.open):
            return
