"""``uniad-inspect trace``: find a part, write everything known of it into one signed ZIP; and checking such a ZIP."""

from dataclasses import dataclass
from pathlib import Path

from app.commands.place import data_folder
from engine.console import DONE, WRONG_INPUT, note, print_json
from engine.errors import ErrorCode, UsageError
from engine.records.chain import Head
from engine.records.rows import PartRow
from engine.settings import Settings, load_settings
from engine.signing import station_keys


@dataclass(frozen=True, slots=True)
class TraceOptions:
    """What is looked for, and where; ``out`` a ZIP for the one part that was found."""

    data: Path | None = None
    station: Path | None = None
    part: str = ""
    serial: str = ""
    lot: str | None = None
    at: str = ""
    image: Path | None = None
    out: Path | None = None
    as_json: bool = False


def trace(options: TraceOptions) -> int:
    """List what fits, newest first, or export it. Raises InspectError."""
    from engine.records.reader import RecordReader
    from engine.reports.period import parse_moment, to_us
    from engine.trace.find import Sought, find

    settings = Settings() if options.station is None else load_settings(options.station)[0]
    data = data_folder(options.data, options.station, settings)
    at_us = to_us(parse_moment(options.at)) if options.at else None
    sought = Sought(options.part, options.image, options.serial, options.lot, at_us)
    if sought == Sought():
        raise _usage("give one of --part, --serial, --lot, --at, --image")
    reader = RecordReader(data)
    try:
        found = find(reader, sought)
        if options.out is not None:
            if len(found.parts) > 1:
                raise _usage(f"{len(found.parts)} parts fit; name one with --part {found.parts[0].uuid}")
            return _export(reader, found.parts[0], options.out, options.as_json)
        for row in found.parts:
            _print(row, found.how.value, options.as_json)
    finally:
        reader.close()
    return DONE


def check_zip(path: Path, heads: list[Head], as_json: bool) -> int:
    """For ``verify``. Exit code 2 unless it is whole and signed by a trusted key."""
    from engine.trace.check import check_export

    found = check_export(path, station_keys(), heads)
    if as_json:
        print_json(
            {
                "path": found.path,
                "part": found.part,
                "station": found.station,
                "made_utc": found.made_utc,
                "head": found.head,
                "rows": found.rows,
                "files": found.files,
                "whole": found.whole,
                "trust": found.trust.standing.value,
                "fingerprint": found.trust.fingerprint,
                "problems": list(found.problems),
                "ok": found.ok,
            }
        )
        return DONE if found.ok else WRONG_INPUT
    print(f"{found.path}: part {found.part} of {found.station or 'a station without name'}, {found.rows} rows")
    print(f"  {found.trust.words()}, made {found.made_utc}, records up to {found.head}")
    for problem in found.problems:
        print(f"  {problem}")
    if found.ok:
        print("whole")
    elif found.whole:
        print("whole, but NOT trusted: compare the fingerprint with the station's, then uniad-inspect keys trust")
    else:
        print(f"NOT whole: {len(found.problems)} problems")
    return DONE if found.ok else WRONG_INPUT


def _export(reader: object, row: PartRow, out: Path, as_json: bool) -> int:
    from app.commands.report import paper_application
    from app.trace.making import export_files
    from engine.records.reader import RecordReader

    assert isinstance(reader, RecordReader)
    with paper_application():
        manifest = export_files(reader, row.uuid, out, station_keys(), "system")
    if as_json:
        print_json({"file": str(out), **manifest.model_dump()})
    else:
        print(f"{out}: part {manifest.part}, {len(manifest.files)} files, signed")
    note("check it with: uniad-inspect verify")
    return DONE


def _print(row: PartRow, how: str, as_json: bool) -> None:
    if as_json:
        print_json(
            {
                "how": how,
                "part": row.uuid,
                "row": row.seq,
                "utc_us": row.utc_us,
                "product": row.product,
                "lot": row.lot,
                "serial": row.serial,
                "verdict": row.verdict.value,
                "score": row.score,
            }
        )
        return
    score = "-" if row.score is None else f"{row.score:.4g}"
    named = f"serial {row.serial or '-'}, lot {row.lot or '-'}"
    print(f"{row.uuid}  {row.verdict.value:6}  score {score:8}  {row.product}, {named}  (by {how})")


def _usage(what: str) -> UsageError:
    return UsageError(ErrorCode.USAGE, what=what, command="uniad-inspect trace")
