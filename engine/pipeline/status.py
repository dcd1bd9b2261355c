"""A line in the few words that other stations get to see."""

from pathlib import Path

from engine.board import FOLDER, StationStatus
from engine.pipeline.notices import notices
from engine.pipeline.snapshot import LineSnapshot, LineState
from engine.settings import Settings


def board_folder(settings: Settings, beside: Path) -> Path:
    """Where the stations keep their files; ``beside`` is the folder of the station file."""
    if settings.station.board:
        return beside / settings.station.board
    return beside / settings.station.data / FOLDER


def status_of(name: str, now: LineSnapshot | None, data: Path) -> StationStatus:
    """Now; a station without a line is idle."""
    if now is None:
        return StationStatus(name=name, state=LineState.IDLE.value)
    troubles = (*(() if now.cause is None else (now.cause,)), *notices(now, None, data))
    first = troubles[0] if troubles else None
    counts = now.tally.counts
    return StationStatus(
        name=name,
        state=now.state.value,
        product=", ".join(sorted({source.product for source in now.sources})),
        lot=now.lot,
        passed=counts.passed,
        review=counts.review,
        failed=counts.failed,
        error=counts.error,
        per_minute=now.tally.per_minute,
        cycle_ms=now.tally.cycle_ms,
        drift=any(report.warn for report in now.drift.values()),
        trouble="" if first is None else first.code.value,
        why="" if first is None else str(first),
    )
