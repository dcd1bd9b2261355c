"""Finding the newest parts that pass a filter, quickly also among a million.

Three ways, whichever the filter allows: few candidates (a narrow score range, a finding, a short time) are looked up
and tested; otherwise an index is walked backwards for each verdict and stops when the page is full; a time range in the
past first tells at which rows to begin and to end.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, String, and_, cast, exists, func, or_, select

from engine.decision import Verdict
from engine.records import schema
from engine.records.entries import FindingKind
from engine.records.rows import PartFilter, PartRow

ALL_VERDICTS = tuple(Verdict)
FEW = 2000
LAST = "\U0010ffff"  # sorts behind every character
_PARTS = schema.parts.c


def newest(connection: Connection, wanted: PartFilter, limit: int, before: int | None) -> list[PartRow]:
    """The newest parts that pass, newest first."""
    tests = _tests(wanted, before)
    few = _few_candidates(connection, wanted)
    if few is not None:
        rows = list(connection.execute(_page([_PARTS.seq.in_(few), *tests, _verdicts(wanted)], limit)))
    else:
        tests += _row_bounds(connection, wanted)
        rows = [row for group in _groups(wanted) for row in connection.execute(_page([*tests, *group], limit))]
    rows.sort(key=lambda row: -int(row.seq))
    return [_part_row(row) for row in rows[:limit]]


def matching(connection: Connection, wanted: PartFilter) -> tuple[str, str]:
    """Sequence numbers and scores (-1 for none) of all parts that pass, each as one text with commas, in no order: the
    database makes them without a row of Python's for each of a million parts."""
    tests = [*_tests(wanted, None), *_row_bounds(connection, wanted)]
    if wanted.verdicts or wanted.open_only:
        tests.append(_verdicts(wanted))
    few = _few_candidates(connection, wanted)
    if few is not None:
        tests.append(_PARTS.seq.in_(few))
    wanted_seqs = func.aggregate_strings(cast(_PARTS.seq, String), ",")
    wanted_scores = func.aggregate_strings(cast(func.coalesce(_PARTS.score, -1.0), String), ",")
    seqs, scores = connection.execute(select(wanted_seqs, wanted_scores).where(*tests)).one()
    return seqs or "", scores or ""


def rows_of(connection: Connection, seqs: Sequence[int]) -> list[PartRow]:
    """These parts, newest first."""
    return [_part_row(row) for row in connection.execute(_page([_PARTS.seq.in_(seqs)], len(seqs)))]


def _page(tests: Sequence[ColumnElement[bool]], limit: int) -> Select[Any]:
    names = (_PARTS[name] for name in PartRow.__dataclass_fields__)
    return select(*names).where(*tests).order_by(_PARTS.seq.desc()).limit(limit)


def _tests(wanted: PartFilter, before: int | None) -> list[ColumnElement[bool]]:
    """What every part must pass, besides its verdict."""
    tests: list[ColumnElement[bool]] = [] if before is None else [_PARTS.seq < before]
    exact = ((_PARTS.product, wanted.product), (_PARTS.lot, wanted.lot), (_PARTS.serial, wanted.serial))
    tests += [column == value for column, value in exact if value is not None]
    tests += _in_time(wanted) + _in_score(wanted)
    if wanted.finding is not None:
        tests.append(exists(_findings_of_part(wanted.finding)))
    if wanted.open_only:
        tests.append(~exists(_findings_of_part(None)))
    if wanted.text:
        tests.append(_has_text(wanted.text))
    return tests


def _has_text(text: str) -> ColumnElement[bool]:
    """Serial number, lot or identity that begins with it (an index finds those), or notes, which are few, with it."""
    table = schema.findings.c
    said = (table.note, table.defect_type, table.user)
    noted = select(table.part_uuid).where(or_(*(column.icontains(text, autoescape=True) for column in said)))
    begins = [column.between(text, text + LAST) for column in (_PARTS.serial, _PARTS.lot, _PARTS.uuid)]
    return or_(*begins, _PARTS.uuid.in_(noted))


def _in_time(wanted: PartFilter) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [] if wanted.since_us is None else [_PARTS.utc_us >= wanted.since_us]
    return tests if wanted.until_us is None else [*tests, _PARTS.utc_us < wanted.until_us]


def _in_score(wanted: PartFilter) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = [] if wanted.least_score is None else [_PARTS.score >= wanted.least_score]
    return tests if wanted.most_score is None else [*tests, _PARTS.score <= wanted.most_score]


def _verdicts(wanted: PartFilter) -> ColumnElement[bool]:
    """The verdicts of a filter as one test."""
    chosen = [verdict.value for verdict in wanted.verdicts or ALL_VERDICTS]
    flagged = (_PARTS.verdict != Verdict.PASS.value) | _PARTS.audit
    return and_(_PARTS.verdict.in_(chosen), flagged) if wanted.open_only else _PARTS.verdict.in_(chosen)


def _groups(wanted: PartFilter) -> list[list[ColumnElement[bool]]]:
    """The verdicts of a filter as tests of which each can walk one index; without any, rows are walked as they lie."""
    if not (wanted.verdicts or wanted.product or wanted.lot is not None or wanted.open_only):
        return [[]]
    groups: list[list[ColumnElement[bool]]] = []
    for verdict in wanted.verdicts or ALL_VERDICTS:
        queue = wanted.open_only and verdict is Verdict.PASS
        groups.append([_PARTS.audit.is_(True) if queue else _PARTS.verdict == verdict.value])
    return groups


def _few_candidates(connection: Connection, wanted: PartFilter) -> list[int] | None:
    """Rows of the narrowest part of the filter, if there are few of them."""
    narrow: list[Select[Any]] = []
    if wanted.finding is not None:
        table = schema.findings.c
        said = select(_PARTS.seq).join(schema.parts, _PARTS.uuid == table.part_uuid)
        narrow.append(said.where(table.finding == wanted.finding.value))
    narrow += [select(_PARTS.seq).where(*tests) for tests in (_in_score(wanted), _in_time(wanted)) if tests]
    if wanted.text:
        narrow.append(select(_PARTS.seq).where(_has_text(wanted.text)))
    for statement in narrow:
        found = connection.execute(statement.limit(FEW + 1)).scalars().all()
        if len(found) <= FEW:
            return list(found)
    return None


def _row_bounds(connection: Connection, wanted: PartFilter) -> list[ColumnElement[bool]]:
    """First and last row of a time range that has an end. Exact also where the clock was set back."""
    if wanted.until_us is None:
        return []
    inside = select(func.min(_PARTS.seq), func.max(_PARTS.seq)).where(*_in_time(wanted))
    first, last = connection.execute(inside).one()
    return [] if first is None else [_PARTS.seq.between(first, last)]


def _findings_of_part(kind: FindingKind | None) -> Select[Any]:
    """Findings that count (not undone, or the undoing was undone) of the part of the outer query."""
    table, undo, again = schema.findings, schema.findings.alias("undo"), schema.findings.alias("again")
    statement = select(table.c.seq).where(table.c.part_uuid == schema.parts.c.uuid, table.c.finding.is_not(None))
    revoked = exists(select(again.c.seq).where(again.c.undoes == undo.c.seq))
    statement = statement.where(~exists(select(undo.c.seq).where(undo.c.undoes == table.c.seq, ~revoked)))
    if kind is not None:
        statement = statement.where(table.c.finding == kind.value)
    return statement.correlate(schema.parts)


def _part_row(row: Row[Any]) -> PartRow:
    values = row._asdict()
    return PartRow(**{**values, "verdict": Verdict(values["verdict"])})
