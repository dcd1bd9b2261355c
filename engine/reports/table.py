"""A report as CSV for spreadsheets and plant software: one value a line, named by section, item and measure.

UTF-8 with a mark that spreadsheets know it by; a point in numbers, UTC in times. Texts that people typed never begin
like a formula.
"""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

from engine.decision import Counts, Verdict
from engine.reports.data import Report, Span
from engine.reports.period import US

HEAD = ("section", "item", "measure", "value")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Value = str | int | float | None
Line = tuple[str, str, str, Value]


def write_csv(report: Report) -> bytes:
    """The whole table."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for section, item, measure, value in lines(report):
        writer.writerow((section, plain(item), measure, _shown(value)))
    return text.getvalue().encode("utf-8-sig")


def plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(report: Report) -> Iterator[Line]:
    """Every value, in the order of the printed report; None is left empty."""
    yield from _head(report)
    yield from _counted("total", "", report.counts)
    first = report.first_pass
    for name, value in (("first", first.first), ("first_passed", first.passed), ("again", first.again)):
        yield "first_pass", "", name, value
    yield "first_pass", "", "share", first.share
    for section, groups in (("product", report.products), ("lot", report.lots)):
        for group in groups:
            yield from _counted(section, group.name, group.counts)
    for section, spans in (("hour", report.hours), ("day", report.days)):
        for span in spans:
            yield from _span(section, span)
    yield from _findings(report)
    yield from _models(report)
    yield from _happened(report)


def _head(report: Report) -> Iterator[Line]:
    wanted, period = report.wanted, report.period
    for name, value in (("station", report.station), ("program", report.program), ("records_head", report.head)):
        yield "report", "", name, value
    for name, utc_us in (("since_utc", period.since_us), ("until_utc", period.until_us), ("made_utc", report.made_us)):
        yield "report", "", name, utc(utc_us)
    chosen = {"product": wanted.product, "lot": wanted.lot, "model_sha256": wanted.bundle_sha256}
    for name, text in chosen.items():
        yield "report", "", name, text
    times = report.times
    yield "report", "", "shift", period.shift or None
    yield "report", "", "judged_in_ms_median", times.median_ms
    yield "report", "", "judged_in_ms_p95", times.p95_ms
    yield "report", "", "clock_jumps", times.clock_jumps


def _counted(section: str, item: str, counts: Counts) -> Iterator[Line]:
    for verdict in Verdict:
        yield section, item, verdict.value, counts.of(verdict)
    yield section, item, "inspections", counts.total
    yield section, item, "yield", counts.yield_share


def _span(section: str, span: Span) -> Iterator[Line]:
    item = utc(span.since_us)
    yield from _counted(section, item, span.counts)
    yield section, item, "score_median", span.median
    yield section, item, "score_p05", span.low
    yield section, item, "score_p95", span.high


def _findings(report: Report) -> Iterator[Line]:
    for defect in report.defects:
        yield "defect", defect.name or "(no name)", "count", defect.count
        yield "defect", defect.name or "(no name)", "cumulative", defect.cumulative
    said = report.said
    for name in ("defects", "false_rejects", "escapes", "unsure", "good", "flagged"):
        yield "finding", "", name, getattr(said, name)
    yield "finding", "", "open", said.open_
    for code, number in report.errors:
        yield "error", code, "count", number
    for card in report.worst:
        row = card.row
        worst = (("utc", utc(row.utc_us)), ("product", plain(row.product)), ("lot", plain(row.lot)))
        for name, value in (*worst, ("serial", plain(row.serial)), ("verdict", row.verdict.value)):
            yield "worst", row.uuid, name, value
        yield "worst", row.uuid, "score", row.score


def _models(report: Report) -> Iterator[Line]:
    for model in report.models:
        yield "model", model.sha256, "name", plain(model.name)
        yield "model", model.sha256, "known", int(model.known)
        yield from _counted("model", model.sha256, model.counts)
    for drift in report.drift:
        item = f"{drift.product} {drift.bundle_sha256[:12]}"
        if drift.report is None:
            yield "drift", item, "unknown", drift.unknown
            continue
        for shift in drift.report.shifts:
            yield "drift", item, f"{shift.name}_median", shift.median
            yield "drift", item, f"{shift.name}_deviations", shift.deviations
    for limit in report.limits:
        item = f"{limit.product} {limit.bundle_sha256[:12]} {utc(limit.utc_us)}"
        for name in ("review", "reject", "pixel"):
            yield "limit", item, name, getattr(limit, name)
        yield "limit", item, "user", plain(limit.user)
        yield "limit", item, "why", plain(limit.why)
        yield "limit", item, "before_period", int(limit.before)


def _happened(report: Report) -> Iterator[Line]:
    for check in report.checks:
        for name, value in check.params.items():
            yield "check", f"{check.code} {utc(check.utc_us)}", name, _safe(value)
    for alarm in report.alarms:
        yield "alarm", alarm.code, "count", alarm.count
        yield "alarm", alarm.code, "first_utc", utc(alarm.first_us)
        yield "alarm", alarm.code, "last_utc", utc(alarm.last_us)
    yield "stop", "", "program_starts", report.starts
    yield "stop", "", "standstills", report.times.standstills
    yield "stop", "", "standstill_s", report.times.stood_s


def utc(utc_us: int) -> str:
    """A time as software reads it."""
    return datetime.fromtimestamp(utc_us / US, UTC).isoformat(timespec="seconds")


def _safe(value: object) -> Value:
    return value if isinstance(value, int | float) else plain(str(value))


def _shown(value: Value) -> Value:
    return float(f"{value:.6g}") if isinstance(value, float) else value
