"""From the station file to what a line does: its sources, opened when the line wants them, and its plan."""

import hashlib
import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from engine.bundle import Bundle
from engine.masters.rules import MasterRules
from engine.masters.sets import FOLDER as MASTERS
from engine.masters.sets import MasterShelf
from engine.pipeline.jobs import JudgeSpec, Qualification
from engine.pipeline.plan import LinePlan, SourcePlan
from engine.pipeline.storing import Encoding
from engine.pipeline.warm import guess_of
from engine.settings import KeepImages, LineMode, OnGpuLoss, ProductSettings, Settings, SourceSettings
from engine.sources import FolderSource, Source
from engine.sources.opening import device_spec
from engine.sources.spec import DeviceKind
from engine.sources.watched import WatchedFolder, WatchOptions


@dataclass(frozen=True, slots=True)
class Planner:
    """One for a station. ``folder``: where relative paths begin. ``window``: a person starts and stops."""

    settings: Settings
    folder: Path
    window: bool = False
    threads: int = 0
    user: str = ""
    lot: str = ""

    def plan(self, bundle: Bundle, sources: tuple[SourceSettings, ...], product: str | None) -> LinePlan:
        """What the line does with these sources; ``product`` for those that do not name one. Raises UsageError."""
        line, records, drift = self.settings.line, self.settings.records, self.settings.drift
        mode = self._mode(sources)
        return LinePlan(
            tuple(self._plan_source(bundle, source, product, mode) for source in sources),
            mode,
            line.deadline_ms,
            line.waiting_parts,
            keep_all_images=records.images is KeepImages.ALL,
            encoding=Encoding(records.format == "jpeg", records.jpeg_quality),
            audit_share=records.audit_share,
            user=self.user,
            lot=self.lot,
            drift=(drift.hours, drift.warn) if drift.enabled else None,
            product=product or next(iter(bundle.manifest.products)),
            stop_at_end=self.window,
            masters=self._masters(),
        )

    def _masters(self) -> MasterRules:
        wanted, shifts = self.settings.masters, self.settings.station.shifts
        every_s, remind_s = 3600 * wanted.every_hours or None, 60 * wanted.remind_min
        flags = (wanted.enabled, wanted.lock_when_due, wanted.at_start, wanted.at_shift, wanted.after_change)
        return MasterRules(*flags, every_s, remind_s, shifts)

    def judge(self, bundle: Bundle) -> tuple[JudgeSpec, Qualification | None]:
        """What the judge loads, all products of the bundle, and what the CPU must show to stand in for a lost GPU."""
        line = self.settings.line
        run = guess_of(bundle.path, line, self.threads)
        products = tuple(bundle.manifest.products)
        spec = JudgeSpec(
            bundle.path, bundle.sha256, products, run.provider, run.threads, gpu_memory_mb=run.gpu_memory_mb
        )
        if line.on_gpu_loss is not OnGpuLoss.CPU:
            return spec, None
        data = self.folder / self.settings.station.data
        sets = str(data / MASTERS) if MasterShelf(data).products() else ""
        return spec, Qualification(str(self.folder / line.masters) if line.masters else sets, line.cycle_ms)

    def _mode(self, sources: tuple[SourceSettings, ...]) -> LineMode:
        """A camera that a person opens by hand shows what is now; what the station file names is judged as it says."""
        named = {source.uri for source in self.settings.sources}
        by_hand = self.window and any(is_live(source.uri) and source.uri not in named for source in sources)
        return LineMode.FREE if by_hand else self.settings.line.mode

    def _plan_source(self, bundle: Bundle, source: SourceSettings, product: str | None, mode: LineMode) -> SourcePlan:
        name, _ = bundle.product(source.product or product)

        def opener() -> Source:
            return open_planned(source, self.folder, name, self.settings, newest=mode is LineMode.FREE)

        live = is_live(source.uri)
        size, setup = source.expected_size, partial(_setup, source, self.settings)
        return SourcePlan(source.name, opener, name, source.frames_per_part, live, size, source.uri, setup)


def _setup(source: SourceSettings, settings: Settings, product: str) -> str:
    """A hash of all that is set at a source for a product."""
    camera = settings.products.get(product, ProductSettings()).camera
    text = json.dumps([source.model_dump(mode="json", exclude={"product"}), camera.model_dump(mode="json")])
    return hashlib.sha256(text.encode()).hexdigest()


def is_live(uri: str) -> bool:
    """True for cameras and streams: they wait for nobody. Raises SourceError for a scheme nobody knows."""
    device = device_spec(uri) if not uri.startswith(("watch:", "records:")) else None
    return device is not None and device.kind is not DeviceKind.VIDEO


def open_planned(source: SourceSettings, folder: Path, product: str, settings: Settings, newest: bool) -> Source:
    """Open a source; paths are relative to the station file. ``newest``: frames nobody took are passed over."""
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
        return FolderSource(path, source.loop)
    from engine.sources.live import LiveSource

    return LiveSource(spec, source.name, newest=newest)
