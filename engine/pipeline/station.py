"""A whole station from its settings: records, line, outputs, triggers, retention, log."""

import importlib.metadata
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.bundle import read_bundle
from engine.errors import ErrorCode, InspectError, UsageError
from engine.logs import StationLog
from engine.outputs import Output
from engine.outputs.log_line import LogLine
from engine.pipeline.jobs import JudgeSpec, Qualification
from engine.pipeline.line import Line, LineParts
from engine.pipeline.parts import Trigger
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.pipeline.storing import Encoding
from engine.records.retention import RetentionPolicy, apply_retention
from engine.records.writer import RecordWriter, WriterOptions
from engine.settings import KeepImages, OnGpuLoss, Settings, SourceSettings
from engine.sources import FolderSource, Source
from engine.sources.opening import device_spec
from engine.sources.spec import DeviceKind
from engine.sources.watched import WatchedFolder, WatchOptions

log = logging.getLogger(__name__)
RETENTION_EVERY_S = 600.0


@dataclass(frozen=True, slots=True)
class StationOptions:
    """What is said at the start, not in the file. ``confirm``: the name of the engineer who puts the proposed limits in
    force where none are; ``accept_loss``: records are known to be gone."""

    accept_loss: bool = False
    confirm: str = ""
    lot: str = ""
    user: str = ""


class Station:
    """Opens everything in order, and closes it in the opposite order. Raises InspectError if anything is wrong with
    settings, bundle, records or ports; then nothing stays open."""

    def __init__(self, settings: Settings, folder: Path, options: StationOptions | None = None) -> None:
        self._settings, self._folder = settings, folder
        self._closers: list[Callable[[], object]] = []
        self._stop = threading.Event()
        options = options or StationOptions()
        try:
            self.data = folder / settings.station.data
            self.writer = self._open_records(options)
            self.bundle = read_bundle(folder / settings.line.bundle)
            self.line = self._make_line(options)
            self._confirm(options)
        except BaseException:
            self.close()
            raise
        self._closers.append(self.line.close)
        self._keeper = threading.Thread(target=self._keep, name="retention", daemon=True)

    def start(self) -> None:
        """Begin to inspect."""
        self.line.start()
        self._keeper.start()

    def close(self) -> None:
        """Stop, finish what is in hand, close everything. Safe to call twice."""
        self._stop.set()
        while self._closers:
            try:
                self._closers.pop()()
            except InspectError as error:
                log.error("while closing: %s", error)

    def _open_records(self, options: StationOptions) -> RecordWriter:
        settings = self._settings
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

    def _make_line(self, options: StationOptions) -> Line:
        settings, line = self._settings, self._settings.line
        if not settings.sources:
            raise UsageError(ErrorCode.USAGE, what="the station file names no source", command="uniad-inspect run")
        sources = tuple(self._plan_source(source) for source in settings.sources)
        products = tuple(self.bundle.manifest.products)  # all of them: a change of product needs no loading
        spec = JudgeSpec(self.bundle.path, self.bundle.sha256, products, line.provider, line.threads)
        fallback = None
        if line.on_gpu_loss is OnGpuLoss.CPU:
            fallback = Qualification(str(self._folder / line.masters) if line.masters else "", line.cycle_ms)
        records, drift = settings.records, settings.drift
        plan = LinePlan(
            sources,
            line.mode,
            line.deadline_ms,
            line.waiting_parts,
            keep_all_images=records.images is KeepImages.ALL,
            encoding=Encoding(records.format == "jpeg", records.jpeg_quality),
            audit_share=records.audit_share,
            user=options.user,
            lot=options.lot,
            drift=(drift.hours, drift.warn) if drift.enabled else None,
        )
        outputs = self._open_outputs(tuple(source.name for source in sources))
        return Line(plan, LineParts(self.bundle, spec, self.writer, outputs, fallback))

    def _plan_source(self, source: SourceSettings) -> SourcePlan:
        name, _ = self.bundle.product(source.product or self._settings.line.product)
        device = device_spec(source.uri) if not source.uri.startswith(("watch:", "records:")) else None
        live = device is not None and device.kind is not DeviceKind.VIDEO

        def opener() -> Source:
            return open_planned(source, self._folder, name, self._settings)

        return SourcePlan(source.name, opener, name, source.frames_per_part, live, source.expected_size)

    def _open_outputs(self, sources: tuple[str, ...]) -> tuple[Output, ...]:
        """Outputs that are switched on. Triggers go to the line, which is made a moment later."""
        wanted, triggers = self._settings.outputs, self._settings.triggers
        found: list[Output] = []

        def fire(trigger: Trigger) -> None:
            self.line.trigger(trigger)

        if wanted.log.enabled:
            found.append(LogLine())
        if wanted.tcp.enabled:
            from engine.outputs.tcp import TcpResults

            found.append(tcp := TcpResults(wanted.tcp.host, wanted.tcp.port, wanted.tcp.heartbeat_s))
            self._closers.append(tcp.close)
        if wanted.modbus.enabled:
            from engine.outputs.modbus import ModbusHandshake

            address = (wanted.modbus.host, wanted.modbus.port)
            found.append(plc := ModbusHandshake(address, wanted.modbus.unit, wanted.modbus.products, fire))
            self._closers.append(plc.close)
        if triggers.tcp.enabled:
            from engine.outputs.tcp import TcpTriggers

            self._closers.append(TcpTriggers(triggers.tcp.host, triggers.tcp.port, fire, sources).close)
        return tuple(found)

    def _confirm(self, options: StationOptions) -> None:
        """An engineer's word at the start puts the proposed limits in force, where there are none."""
        if options.confirm:
            for product in {source.product for source in self.line.plan.sources}:
                if not self.line.limits_confirmed(product):
                    proposed = self.bundle.product(product)[1].limits.to_limits()
                    self.line.confirm_limits(
                        product, proposed, options.confirm, "proposed limits, confirmed at the start"
                    )

    def _keep(self) -> None:
        """Retention, every ten minutes."""
        wanted = self._settings.records.retention
        policy = RetentionPolicy(wanted.max_age_days, wanted.disk_share)
        while not self._stop.wait(RETENTION_EVERY_S):
            try:
                result = apply_retention(self.writer, policy)
                if result.files:
                    log.info("retention deleted %s images, %.1f MB", result.files, result.bytes / 1e6)
            except InspectError as error:
                log.error("retention: %s", error)


def open_planned(source: SourceSettings, folder: Path, product: str, settings: Settings) -> Source:
    """Open a source of the station file; paths are relative to it."""
    uri = source.uri
    if uri.startswith("watch:"):
        options = WatchOptions(source.after, source.settle_s, source.patience_s, existing=source.existing)
        return WatchedFolder(folder / uri.removeprefix("watch:"), options)
    if uri.startswith("records:"):
        from engine.sources.replay import ReplaySource

        return ReplaySource(folder / uri.removeprefix("records:"))
    path = folder / uri
    spec = device_spec(
        str(path) if path.is_file() else uri,
        settings=settings.camera(product),
        hardware_trigger=source.hardware_trigger,
        timeout_s=source.timeout_s,
        open_timeout_s=source.open_timeout_s,
        same_s=source.same_s,
        producer=source.producer,
    )
    if spec is None:
        return FolderSource(path)
    from engine.sources.live import LiveSource

    newest = settings.line.mode.value == "free"
    return LiveSource(spec, source.name, newest=newest)


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
