"""Reports against figures computed by hand from the parts that were stored."""

import csv
import io
import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError, UsageError
from engine.records.entries import ErrorBody, EventBody, EventLevel, FindingBody, FindingKind, LimitBody, PartBody
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter, WriterOptions
from engine.reports import parts as reading
from engine.reports.data import Counts, FirstPass, Report, Wanted
from engine.reports.making import make_report
from engine.reports.period import Every, Period, between, day_of, ended, parse_moment, shift_of, to_us
from engine.reports.table import write_csv
from engine.shelf import Shelf
from tests.support.bundles import make_bundle
from tests.support.records import BUNDLE, LIMITS, make_part

DAY = datetime(2026, 10, 15, tzinfo=UTC)
SECOND_NS = 1_000_000_000


def stored(folder: Path, entries: list[object]) -> RecordReader:
    writer = RecordWriter(folder, WriterOptions(station="Line 7"))
    for entry in entries:
        writer.store(entry)  # type: ignore[arg-type]
    writer.close()
    return RecordReader(folder)


def at(minutes: float, verdict: Verdict = Verdict.PASS, score: float | None = 0.2, **more: object) -> PartBody:
    utc = (DAY + timedelta(minutes=minutes)).isoformat(timespec="microseconds")
    given = {"utc": utc, "monotonic_ns": int(60 * minutes * SECOND_NS), "latency_ms": {"total": 20.0 + minutes}}
    return make_part(verdict, score, **(given | more))


def report_of(reader: RecordReader, **wanted: object) -> Report:
    try:
        return make_report(reader, Wanted(**wanted))  # type: ignore[arg-type]
    finally:
        reader.close()


def whole_day() -> Period:
    return Period(to_us(DAY), to_us(DAY + timedelta(days=1)))


def test_counts_and_quantiles_are_those_of_the_parts(tmp_path: Path) -> None:
    scores = [0.1 + 0.01 * index for index in range(60)]
    parts = [at(2 * index, score=score) for index, score in enumerate(scores)]
    parts += [at(125, Verdict.FAIL, 1.5), at(126, Verdict.REVIEW, 0.7), at(127, Verdict.ERROR, None)]
    outside = [at(-1), at(24 * 60)]
    report = report_of(stored(tmp_path, [*parts, *outside]), period=whole_day())
    assert report.counts == Counts(60, 1, 1, 1)
    assert report.counts.yield_share == pytest.approx(60 / 63)
    assert [span.counts.total for span in report.hours] == [30, 30, 3]
    for hour, span in enumerate(report.hours[:2]):
        inside = scores[30 * hour : 30 * hour + 30]
        assert span.median == pytest.approx(statistics.median(inside), rel=1e-6)
        assert span.low == pytest.approx(np.quantile(inside, 0.05), rel=1e-6)
    assert sum(span.counts.total for span in report.days) == 63
    assert report.times.median_ms == pytest.approx(statistics.median(part.latency_ms["total"] for part in parts))
    assert [card.row.score for card in report.worst] == [1.5, 0.7]
    assert report.errors == (("judge.failed", 1),)
    assert (report.station, report.times.clock_jumps) == ("Line 7", 0)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can be set on POSIX only")
@pytest.mark.parametrize(("name", "minutes"), [("Asia/Kolkata", 330), ("Asia/Kathmandu", 345), ("Europe/Berlin", 120)])
def test_a_day_begins_at_midnight_wherever_that_is(
    tmp_path: Path, zone: Callable[[str], None], name: str, minutes: int
) -> None:
    zone(name)
    midnight = 24 * 60 - minutes  # of the 16th, minutes from the 15th in UTC
    parts = [at(midnight - 1, score=0.1), at(midnight - 14), at(midnight, score=0.9), at(midnight + 2, score=0.9)]
    report = report_of(stored(tmp_path, parts))
    begins = [to_us(datetime.fromisoformat(f"2026-10-{day}T00:00")) for day in (15, 16)]
    assert [(span.since_us, span.counts.total, span.median) for span in report.days] == [
        (begins[0], 2, pytest.approx(0.15)),
        (begins[1], 2, pytest.approx(0.9)),
    ]


def test_a_part_that_comes_again_is_no_first_inspection(tmp_path: Path) -> None:
    parts = [
        at(-5, Verdict.FAIL, 2.0, serial="A"),  # before the period: the next is not the first
        at(1, serial="A"),
        at(2, Verdict.FAIL, 2.0, serial="B"),
        at(3, serial="B"),
        at(4, serial="A", product="Ring"),  # another product: another part
        at(5),
        at(6),
    ]
    first = report_of(stored(tmp_path, parts), period=whole_day()).first_pass
    assert (first.first, first.passed, first.again) == (4, 3, 2)
    assert first.share == 0.75


def test_findings_that_stand_make_the_pareto(tmp_path: Path) -> None:
    bad = [at(index, Verdict.FAIL, 2.0) for index in range(6)]
    escape = at(10)
    kind = FindingKind
    said = [FindingBody(part=part.uuid, finding=kind.DEFECT, defect_type="dent") for part in bad[:3]]
    said.append(FindingBody(part=bad[3].uuid, finding=kind.DEFECT, defect_type="scratch"))
    said.append(FindingBody(part=bad[4].uuid, finding=kind.FALSE_REJECT))
    said.append(FindingBody(part=escape.uuid, finding=kind.ESCAPE, defect_type="scratch"))
    reader = stored(tmp_path, [*bad, escape, *said])
    (third,) = reader.findings(bad[2].uuid)
    reader.close()
    report = report_of(stored(tmp_path, [FindingBody(part=bad[2].uuid, undoes=third.seq)]), period=whole_day())
    assert [(one.name, one.count) for one in report.defects] == [("dent", 2), ("scratch", 2)]
    assert report.defects[-1].cumulative == 1
    said_of = report.said
    assert (said_of.defects, said_of.false_rejects, said_of.escapes, said_of.flagged, said_of.open_) == (3, 1, 1, 6, 2)


def test_limits_alarms_and_checks_of_the_period(tmp_path: Path) -> None:
    def limit(minutes: float, reject: float) -> LimitBody:
        utc = (DAY + timedelta(minutes=minutes)).isoformat()
        limits = LIMITS.model_copy(update={"reject": reject})
        return LimitBody(product="Plate", bundle_sha256=BUNDLE, limits=limits, why="agreed", user="Bo", utc=utc)

    def event(minutes: float, code: str, level: EventLevel, **params: object) -> EventBody:
        utc = (DAY + timedelta(minutes=minutes)).isoformat()
        return EventBody(code=code, level=level, utc=utc, params=params)  # type: ignore[arg-type]

    lost = [event(minutes, "source.lost", EventLevel.ERROR, why="cable") for minutes in (-1, 5, 9)]
    check = event(3, "masters.check", EventLevel.INFO, product="Plate", outcome="passed", parts=6, wrong=0)
    reading = event(3, "masters.reading", EventLevel.INFO, product="Plate")
    entries = [limit(-60, 1.0), limit(-30, 1.1), at(1), limit(30, 1.2), *lost, check, reading]
    report = report_of(stored(tmp_path, entries), period=whole_day())
    assert [(one.reject, one.before) for one in report.limits] == [(1.1, True), (1.2, False)]
    assert [(one.code, one.count) for one in report.alarms] == [("source.lost", 2)]
    assert [one.code for one in report.checks] == ["masters.check"]


@pytest.mark.parametrize("few", [reading.FEW, 0])
def test_master_parts_that_were_presented_are_no_production(
    tmp_path: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FEW", few)
    shown = at(2, Verdict.ERROR, None, serial="A", error=ErrorBody(code=ErrorCode.PART_PRESENTED.value))
    report = report_of(stored(tmp_path, [at(1), shown, at(3, serial="A")]), period=whole_day())
    assert report.counts == Counts(passed=2)
    assert report.first_pass == FirstPass(2, 2, 0), "what was presented before comes for the first time"


def test_standstills_and_a_clock_that_jumps(tmp_path: Path) -> None:
    parts = [at(0), at(1), at(31), at(32)]
    jumped = at(32.5 + 24 * 60, monotonic_ns=int(60 * 32.5 * SECOND_NS))
    times = report_of(stored(tmp_path, [*parts, jumped])).times
    assert (times.standstills, times.stood_s, times.clock_jumps) == (1, 1800, 1)


def test_drift_against_the_model_or_why_it_is_not_known(tmp_path: Path) -> None:
    shelved = Shelf(tmp_path).add(make_bundle(tmp_path / "plate.uniad"), accept=True)
    known = [at(index, score=0.11 + 0.001 * index, bundle_sha256=shelved.sha256) for index in range(40)]
    renamed = [at(50, product="Old plate", bundle_sha256=shelved.sha256)]
    report = report_of(stored(tmp_path, [*known, *renamed, at(60)]))
    by_product = {(one.product, one.unknown): one.report for one in report.drift}
    assert set(by_product) == {("Plate", ""), ("Old plate", "name"), ("Plate", "gone")}
    drift = by_product["Plate", ""]
    assert drift is not None
    reference = [0.01 * (index + 1) for index in range(20)]
    expected = (statistics.median(0.11 + 0.001 * index for index in range(40)) - statistics.median(reference)) / (
        statistics.stdev(reference)
    )
    assert drift.shifts[0].deviations == pytest.approx(expected)
    assert [(one.known, one.counts.total) for one in sorted(report.models, key=lambda one: one.known)] == [
        (False, 1),
        (True, 41),
    ]


@pytest.mark.parametrize("count", [0, 1])
def test_an_empty_period_and_one_part(tmp_path: Path, count: int) -> None:
    report = report_of(stored(tmp_path, [at(5)] * count), period=whole_day())
    assert report.counts.total == count
    assert len(report.hours) == count
    assert b"inspections" in write_csv(report)


def test_lot_product_and_model_choose(tmp_path: Path) -> None:
    other = "cd" * 32
    parts = [at(1, lot="A"), at(2, lot="B", product="Ring"), at(3, lot="B", bundle_sha256=other)]
    reader = stored(tmp_path, parts)
    totals = {
        name: make_report(reader, wanted).counts.total
        for name, wanted in {
            "lot": Wanted(lot="B"),
            "product": Wanted(product="Plate"),
            "model": Wanted(bundle_sha256=other),
            "none": Wanted(lot="C"),
        }.items()
    }
    reader.close()
    assert totals == {"lot": 2, "product": 2, "model": 1, "none": 0}


def test_a_cancelled_report_says_so(tmp_path: Path) -> None:
    reader = stored(tmp_path, [at(1)])
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(InspectError) as raised:
        make_report(reader, Wanted(), None, cancel)
    reader.close()
    assert raised.value.code is ErrorCode.REPORT_CANCELLED


def test_the_table_holds_the_same_figures_and_no_formula(tmp_path: Path) -> None:
    entries = [at(1, lot="=1+1"), at(2, Verdict.FAIL, 2.0, lot="L2", serial="@x")]
    report = report_of(stored(tmp_path, list(entries)), period=whole_day())
    rows = list(csv.reader(io.StringIO(write_csv(report).decode("utf-8-sig"))))
    assert rows[0] == ["section", "item", "measure", "value"]
    assert {len(row) for row in rows} == {4}
    values = {tuple(row[:3]): row[3] for row in rows}
    assert values["total", "", "PASS"] == "1"
    assert float(values["total", "", "yield"]) == 0.5
    assert values["lot", "'=1+1", "inspections"] == "1"
    assert values["worst", report.worst[0].row.uuid, "serial"] == "'@x"
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "@"))]


def test_shifts_and_days() -> None:
    shifts = ("06:00", "14:00", "22:00")
    night = shift_of(datetime.fromisoformat("2026-10-16T03:00"), shifts)
    assert night.shift == 3
    assert night.since_us == to_us(datetime.fromisoformat("2026-10-15T22:00"))
    assert night.hours == pytest.approx(8)
    begin = to_us(datetime.fromisoformat("2026-10-15T06:00"))
    found = ended(Every.SHIFT, shifts, begin, begin + 24 * 3600 * 1_000_000)
    assert [one.shift for one in found] == [1, 2, 3]
    days = ended(Every.DAY, shifts, begin, begin + 48 * 3600 * 1_000_000)
    assert [one.shift for one in days] == [0, 0]
    assert shift_of(datetime.fromisoformat("2026-10-16T03:00"), ()) == day_of(datetime.fromisoformat("2026-10-16"))


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "", "6:00"])
def test_a_time_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        parse_moment(text)


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(UsageError):
        between(parse_moment("2026-10-15"), parse_moment("2026-10-14"))
