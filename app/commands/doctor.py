"""``uniad-inspect doctor``: the report of ``engine.doctor`` for people or scripts."""

from pathlib import Path

from app.commands.text import print_table
from engine.console import DONE, print_json
from engine.doctor import Check, Status, examine
from engine.doctor_judging import check_judging
from engine.errors import ErrorCode, UsageError

_MARKS = {Status.OK: "ok", Status.NOTE: "note", Status.PROBLEM: "PROBLEM"}


def doctor(as_json: bool, bundle: Path | None = None, images: Path | None = None, station: Path | None = None) -> int:
    """Print the report; a problem found is still work done (exit code 0), the report says it. With a bundle and real
    images the GPU is compared with the CPU; with a station file it tells how fast its images fill the disk."""
    if (bundle is None) != (images is None):
        raise UsageError(ErrorCode.USAGE, what="--bundle and --images go together", command="uniad-inspect doctor")
    judging = () if bundle is None or images is None else (check_judging(bundle, images),)
    report = examine((*judging, *_disk(station)))
    if as_json:
        print_json(report.to_json())
        return DONE
    rows: list[tuple[str, ...]] = []
    for check in report.checks:
        rows.append((check.name, _MARKS[check.status], check.found))
        if check.advice:
            rows.append(("", "", f"-> {check.advice}"))
    print_table(rows)
    print()
    print_table([(name, version or "-") for name, version in report.versions.items()])
    print()
    print("ready" if report.ok else "not ready: see PROBLEM above")
    return DONE


def _disk(station: Path | None) -> tuple[Check, ...]:
    if station is None:
        return ()
    from app.commands.images_per_day import check_images

    return (check_images(station),)
