"""From the records to a report. Reads only, in one transaction, so that all its figures are of the same moment."""

import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Connection, func, select

from engine.bundle import Manifest
from engine.decision import Verdict
from engine.drift import DriftWatch
from engine.records import schema
from engine.records.entries import EventLevel, FindingKind
from engine.records.reader import RecordReader, event_of, findings_of
from engine.records.recent import MOST_READ, qualities_of
from engine.records.rows import Event
from engine.reports.data import Alarm, Defect, Drift, Group, LimitRow, Model, Report, Said, Wanted
from engine.reports.parts import PartSums, Progress, check, tests_of
from engine.reports.period import US, Period
from engine.review.listing import Card, read_cards
from engine.shelf import Shelf

MOST_EVENTS, MOST_LIMITS = 40, 10_000
DRIFT_PARTS = 20_000
DRIFT_WARN = 3.0
CHECKS = ("masters.check", "masters.test", "masters.released")
_KINDS = {
    FindingKind.DEFECT: "defects",
    FindingKind.FALSE_REJECT: "false_rejects",
    FindingKind.ESCAPE: "escapes",
    FindingKind.UNSURE: "unsure",
    FindingKind.GOOD: "good",
}


def make_report(
    reader: RecordReader,
    wanted: Wanted,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> Report:
    """Read everything ``wanted``; a report without any part is a report too. ``progress`` hears how many parts were
    read. Raises RecordsError if the records cannot be read, InspectError (report.cancelled) when stopped.
    """
    head = str(reader.head())
    made: Report = reader.query(lambda connection: _read(connection, reader, wanted, head, progress, cancel))
    return made


def _read(
    connection: Connection,
    reader: RecordReader,
    wanted: Wanted,
    head: str,
    progress: Progress | None,
    cancel: threading.Event | None,
) -> Report:
    sums = PartSums(wanted.worst)
    sums.read(connection, wanted, progress, cancel)
    times, counts = sums.times(), sums.counts
    period = wanted.period or Period(times.first_us or 0, (times.last_us or 0) + 1)
    station, program = _station(connection, period)
    hours, days = sums.spans()
    said, defects = _said(connection, wanted, counts.review + counts.failed + counts.error)
    check(cancel)
    models = _models(Shelf(reader.folder), sums)
    counted = Report(wanted, period, station, program, int(time.time() * US), head, counts, sums.first_pass)
    return replace(
        counted,
        products=_groups(sums, 0),
        lots=_groups(sums, 1),
        hours=hours,
        days=days,
        errors=tuple(sums.errors.most_common()),
        said=said,
        defects=defects,
        drift=_drift(connection, wanted, sums, {sha256: known for sha256, (_, known) in models.items()}, cancel),
        worst=_worst(reader, sums.worst),
        models=tuple(model for model, _ in models.values()),
        times=times,
        **_happened(connection, wanted, period, set(models)),
    )


class _Happened(TypedDict):
    limits: tuple[LimitRow, ...]
    checks: tuple[Event, ...]
    alarms: tuple[Alarm, ...]
    events: tuple[Event, ...]
    starts: int


def _happened(connection: Connection, wanted: Wanted, period: Period, bundles: set[str]) -> _Happened:
    """What people did, and what went wrong."""
    table = schema.events.c
    return {
        "limits": _limits(connection, wanted, period, bundles),
        "checks": _events(connection, period, [table.code.in_(CHECKS)], 1000),
        "alarms": _alarms(connection, period),
        "events": _events(connection, period, [table.level != EventLevel.INFO.value], MOST_EVENTS),
        "starts": _starts(connection, period),
    }


def _groups(sums: PartSums, place: int) -> tuple[Group, ...]:
    return tuple(Group(name, counts) for name, counts in sums.grouped(place).items())


def _worst(reader: RecordReader, seqs: list[int]) -> tuple[Card, ...]:
    cards = read_cards(reader, seqs) if seqs else {}
    return tuple(cards[seq] for seq in seqs if seq in cards)


def _station(connection: Connection, period: Period) -> tuple[str, str]:
    """Name of the station and version of the program, as of the end of the period."""
    table = schema.sessions.c
    statement = select(table.station, table.program).order_by(table.seq.desc()).limit(1)
    row = connection.execute(statement.where(table.utc_us < period.until_us)).one_or_none()
    row = row or connection.execute(statement).one_or_none()
    return ("", "") if row is None else (row.station, row.program)


def _said(connection: Connection, wanted: Wanted, flagged: int) -> tuple[Said, tuple[Defect, ...]]:
    """Findings that count, of parts of the report, and the defects they name."""
    findings, parts = schema.findings, schema.parts.c
    ids = select(parts.verdict).where(parts.uuid == findings.c.part_uuid, *tests_of(wanted))
    verdict = ids.limit(1).correlate(findings).scalar_subquery()  # findings are few: each looks its part up
    statement = select(findings, verdict.label("verdict")).order_by(findings.c.part_uuid, findings.c.seq)
    kinds: Counter[FindingKind] = Counter()
    names: Counter[str] = Counter()
    spoken = 0
    for rows in _by_part(connection.execute(statement)):
        standing = [one for one in findings_of(rows) if not one.undone]
        if not standing:
            continue
        one = standing[0]
        kinds[one.finding] += 1
        spoken += rows[0].verdict != Verdict.PASS.value
        if one.finding in (FindingKind.DEFECT, FindingKind.ESCAPE):
            names[one.defect_type.strip()] += 1
    counted = {name: kinds[kind] for kind, name in _KINDS.items()}
    return Said(**counted, flagged=flagged, open_=flagged - spoken), _pareto(names)


def _by_part(rows: Any) -> "list[list[Any]]":
    """Rows of parts that belong to the report, part by part."""
    found: dict[str, list[Any]] = {}
    for row in rows:
        if row.verdict is not None:
            found.setdefault(row.part_uuid, []).append(row)
    return list(found.values())


def _pareto(names: Counter[str]) -> tuple[Defect, ...]:
    total, sofar, found = names.total(), 0, []
    for name, number in sorted(names.items(), key=lambda item: (-item[1], item[0])):
        sofar += number
        found.append(Defect(name, number, number / total, sofar / total))
    return tuple(found)


def _models(shelf: Shelf, sums: PartSums) -> dict[str, tuple[Model, Manifest | None]]:
    """Models of the parts; what is known of them stands in their bundles."""
    by_hash = {one.sha256: one.manifest for one in shelf.bundles() if one.manifest is not None}
    found: dict[str, tuple[Model, Manifest | None]] = {}
    for sha256, counts in sums.grouped(2).items():
        manifest = by_hash.get(sha256)
        if manifest is None:
            found[sha256] = Model(sha256, counts), None
        else:
            name, backbone, made = manifest.name, manifest.model.backbone, manifest.created_utc
            found[sha256] = Model(sha256, counts, name, backbone, made, True), manifest
    return found


def _drift(
    connection: Connection,
    wanted: Wanted,
    sums: PartSums,
    models: dict[str, Manifest | None],
    cancel: threading.Event | None,
) -> tuple[Drift, ...]:
    """Every product of every model, the passed parts of the report."""
    found = []
    for product, sha256 in sorted({(product, sha256) for product, _, sha256, _ in sums.groups}):
        check(cancel)
        manifest = models.get(sha256)
        if manifest is None:
            found.append(Drift(product, sha256, None, "gone"))
        elif product not in manifest.products:
            found.append(Drift(product, sha256, None, "name"))
        else:
            watch = DriftWatch(manifest.products[product], 1e6, DRIFT_WARN)
            _feed(connection, wanted, (product, sha256, sums.passed(product, sha256)), watch)
            found.append(Drift(product, sha256, watch.report(0.0)))
    return tuple(found)


def _feed(connection: Connection, wanted: Wanted, of: tuple[str, str, int], watch: DriftWatch) -> None:
    """Passed parts ``of`` (product, model, how many), evenly spread over the report: the scores of 20,000, brightness
    and sharpness of 1,000."""
    product, sha256, number = of
    table = schema.parts.c
    tests = [*tests_of(wanted), table.product == product, table.bundle_sha256 == sha256, table.score.is_not(None)]
    tests.append(table.verdict == Verdict.PASS.value)
    stride = -(-number // DRIFT_PARTS) or 1
    rows = connection.execute(select(table.seq, table.score).where(*tests, table.seq % stride == 0)).all()
    known = qualities_of(connection, [row.seq for row in rows[:: -(-len(rows) // MOST_READ) or 1]])
    for row in rows:
        watch.add(row.score, known.get(row.seq), 0.0)


def _limits(connection: Connection, wanted: Wanted, period: Period, bundles: set[str]) -> tuple[LimitRow, ...]:
    """Those put in force in the period, and those that were when it began, for the models of the report."""
    table = schema.limits.c
    tests: list[ColumnElement[bool]] = [table.utc_us < period.until_us]
    if wanted.product is not None:
        tests.append(table.product == wanted.product)
    rows = connection.execute(select(schema.limits).where(*tests).order_by(table.seq.desc()).limit(MOST_LIMITS)).all()
    found, begun = [], set()
    for row in rows:
        before = row.utc_us < period.since_us
        if row.bundle_sha256 not in bundles and (before or wanted.bundle_sha256 is not None):
            continue
        if before and (row.product, row.bundle_sha256) in begun:
            continue
        if before:
            begun.add((row.product, row.bundle_sha256))
        values = {name: getattr(row, name) for name in LimitRow.__dataclass_fields__ if name != "before"}
        found.append(LimitRow(**values, before=before))
    return tuple(reversed(found))


def _in_time(period: Period) -> list[ColumnElement[bool]]:
    table = schema.events.c
    return [table.utc_us >= period.since_us, table.utc_us < period.until_us]


def _events(
    connection: Connection, period: Period, tests: Sequence[ColumnElement[bool]], limit: int
) -> tuple[Event, ...]:
    """The newest of the period, oldest first."""
    statement = select(schema.events).where(*_in_time(period), *tests).order_by(schema.events.c.seq.desc())
    return tuple(event_of(row) for row in reversed(connection.execute(statement.limit(limit)).all()))


def _alarms(connection: Connection, period: Period) -> tuple[Alarm, ...]:
    table = schema.events.c
    columns = (table.code, table.level, func.count(), func.min(table.utc_us), func.max(table.utc_us))
    statement = select(*columns).where(*_in_time(period), table.level != EventLevel.INFO.value)
    rows = connection.execute(statement.group_by(table.code, table.level).order_by(func.count().desc(), table.code))
    return tuple(Alarm(*row) for row in rows)


def _starts(connection: Connection, period: Period) -> int:
    table = schema.sessions.c
    inside = (table.utc_us >= period.since_us, table.utc_us < period.until_us)
    return int(connection.execute(select(func.count()).select_from(schema.sessions).where(*inside)).scalar_one())
