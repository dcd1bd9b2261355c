"""``uniad-inspect verify``, ``backup`` and ``copy``: proof and copies of the records."""

from dataclasses import asdict
from pathlib import Path

from app.commands.trace import check_zip
from engine.console import DONE, WRONG_INPUT, note, print_json
from engine.errors import ErrorCode, UsageError
from engine.records.backup import backup, check_backup
from engine.records.chain import Head
from engine.records.verify import VerifyReport
from engine.trace.check import is_export


def verify_records(place: Path, heads: list[str], with_images: bool, as_json: bool) -> int:
    """Check a data folder, a backup, or the export of a part. Exit code 2 if anything was lost or altered."""
    try:
        noted = [Head.parse(text) for text in heads]
    except ValueError as error:
        what = f"a head is SEQUENCE:SHA256, not {' '.join(heads)[:100]}"
        raise UsageError(ErrorCode.USAGE, what=what, command="uniad-inspect verify") from error
    if not place.exists():
        raise UsageError(ErrorCode.NOT_FOUND, path=str(place))
    if place.is_file() and is_export(place):
        return check_zip(place, noted, as_json)
    report = check_backup(place, noted, with_images)
    _print(report, as_json)
    return DONE if report.ok else WRONG_INPUT


def back_up(data: Path, target: Path, with_images: bool, as_json: bool) -> int:
    """Copy records while they are written, and check the copy."""
    made = backup(data, target, with_images)
    if as_json:
        print_json({"target": made.target, "images": made.images, "bytes": made.bytes, "ok": made.check.ok})
    else:
        print(f"{made.target}: {made.check.parts} parts, {made.images} images, {made.bytes / 1e6:.1f} MB")
    for problem in made.check.problems:
        note(problem)
    return DONE if made.check.ok else WRONG_INPUT


def copy_out(data: Path, address: str, check: bool, as_json: bool) -> int:
    """Bring the copy in a plant's PostgreSQL up to date. Exit code 2 if it was checked and is not whole."""
    from engine.records.plant import copy_records

    made = copy_records(data, address, check)
    if as_json:
        print_json(asdict(made) | {"ok": made.check is None or made.check.ok})
    else:
        print(f"{made.target}: {made.rows} rows copied to {made.namespace}, head {made.head}")
        if made.check is not None:
            _print(made.check, as_json)
    return DONE if made.check is None or made.check.ok else WRONG_INPUT


def _print(report: VerifyReport, as_json: bool) -> None:
    if as_json:
        print_json(asdict(report) | {"ok": report.ok})
        return
    print(
        f"{report.path}: {report.rows} rows, {report.parts} parts, {report.images} images "
        f"({report.removed_images} removed by retention, {report.missing_images} never saved), head {report.head}"
    )
    for problem in report.problems:
        print(f"  {problem}")
    print("whole" if report.ok else f"NOT whole: {report.problem_count} problems")
