"""Trouble that did not stop the line, the gravest first: what the alarm strip and a report show."""

from pathlib import Path

from engine.errors import ErrorCode, InspectError, RecordsError, UsageError
from engine.pipeline.snapshot import LineSnapshot


def notices(now: LineSnapshot, torn: InspectError | None, data: Path | None) -> tuple[InspectError, ...]:
    """Each with its cause and remedy; ``torn`` is what was wrong with the station file, ``data`` the folder of the
    records. The same trouble gives an equal error, so that a display need not change."""
    found: list[InspectError | None] = []
    disk, place = now.disk, str(data)
    if disk is not None and disk.full:
        found.append(RecordsError(ErrorCode.DISK_FULL, path=place, free_mb=disk.free // 2**20))
    elif disk is not None and disk.no_images:
        found.append(RecordsError(ErrorCode.DISK_NO_IMAGES, path=place, free_mb=disk.free // 2**20))
    found.append(now.banner)
    found += [source.lost for source in now.sources if source.lost is not None]
    found += [_output(problem) for problem in now.output_problems]
    found.append(torn)
    if disk is not None and disk.low and not disk.full and not disk.no_images:
        found.append(RecordsError(ErrorCode.DISK_LOW, path=place, free_mb=disk.free // 2**20))
    for product, report in now.drift.items():
        if report.warn and report.worst is not None:
            worst = report.worst
            found.append(
                InspectError(ErrorCode.DRIFT, product=product, figure=worst.name, deviations=round(worst.deviations, 1))
            )
    return tuple(error for error in found if error is not None)


def _output(problem: str) -> InspectError:
    name, _, why = problem.partition(": ")
    return UsageError(ErrorCode.OUTPUT_FAILED, name=name, why=why)
