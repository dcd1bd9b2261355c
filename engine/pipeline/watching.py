"""What changes slowly: the disk that fills up, and drift. Told once when it begins, as an event."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from engine.bundle import Bundle
from engine.decision import Verdict
from engine.drift import DriftReport, DriftWatch
from engine.judge import Inspection
from engine.records.disk import DiskState
from engine.records.entries import EventBody, EventLevel
from engine.records.reader import RecordReader
from engine.records.recent import recent_passes

DRIFT_EVERY_S = 60.0


class Watches:
    """One for a line. ``note`` stores an event; ``drift`` is (hours, warn) or None for no watch. Drift goes on where
    the records in ``folder`` end: a restart must not hide what has been going on for hours."""

    def __init__(
        self,
        bundle: Bundle,
        products: Iterable[str],
        drift: tuple[float, float] | None,
        note: Callable[[EventBody], None],
        folder: Path,
    ) -> None:
        self._note = note
        self._low = self._full = False
        self._drifts = {} if drift is None else {name: DriftWatch(bundle.product(name)[1], *drift) for name in products}
        self._warned: set[str] = set()
        self._looked_s = -DRIFT_EVERY_S
        self.reports: dict[str, DriftReport] = {}
        if drift is not None and self._drifts:
            self._remember(folder, bundle.sha256, drift[0])

    def _remember(self, folder: Path, bundle_sha256: str, hours: float) -> None:
        reader, now_s = RecordReader(folder), time.monotonic()
        try:
            for product, watch in self._drifts.items():
                for passed in recent_passes(reader, product, bundle_sha256, hours):
                    watch.add(passed.score, passed.quality, now_s - passed.age_s)
        finally:
            reader.close()

    def add(self, inspection: Inspection, now_s: float) -> None:
        """A part was decided."""
        watch = self._drifts.get(inspection.product)
        if watch is not None and inspection.verdict is Verdict.PASS and inspection.score is not None:
            watch.add(inspection.score, inspection.quality, now_s)

    def look(self, disk: DiskState, now_s: float) -> None:
        """Tell what began."""
        if disk.low and not self._low:
            self._note(EventBody(code="disk.low", level=EventLevel.WARNING, params={"free_mb": disk.free // 2**20}))
        if disk.full and not self._full:
            self._note(EventBody(code="disk.full", level=EventLevel.ERROR, params={"free_mb": disk.free // 2**20}))
        self._low, self._full = disk.low, disk.full
        if now_s - self._looked_s >= DRIFT_EVERY_S:
            self._looked_s = now_s
            self._look_for_drift(now_s)

    def _look_for_drift(self, now_s: float) -> None:
        self.reports = {name: watch.report(now_s) for name, watch in self._drifts.items()}
        for name, report in self.reports.items():
            if report.warn and report.worst is not None and name not in self._warned:
                worst = report.worst
                params = {"product": name, "figure": worst.name, "median": worst.median, "reference": worst.reference}
                params["deviations"] = worst.deviations
                self._note(EventBody(code="drift", level=EventLevel.WARNING, params=params))
            self._warned.discard(name) if not report.warn else self._warned.add(name)
