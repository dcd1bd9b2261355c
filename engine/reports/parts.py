"""One pass over the parts of a report, in the order in which they were stored.

The database sends them in bunches; of each part two short numbers stay (its score and time of judging), for medians.
"""

import heapq
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from engine.decision import Counts, Verdict
from engine.errors import ErrorCode, InspectError
from engine.records import schema
from engine.reports.data import FirstPass, Span, Standstill, Times, Wanted
from engine.reports.period import US, local

BUNCH = 20_000
PAUSE_S, JUMP_S = 600.0, 60.0
LONGEST = 5
HOUR_US = 3600 * US
QUARTER_US = HOUR_US // 4  # every zone is a multiple of it away from UTC: days and hours begin with one
_PARTS = schema.parts.c
COLUMNS = (
    *("seq", "utc_us", "monotonic_ns", "session", "product", "lot"),
    *("bundle_sha256", "verdict", "score", "latency_ms", "error_code"),
)
VERDICTS = tuple(verdict.value for verdict in Verdict)
CODES = {verdict: code for code, verdict in enumerate(VERDICTS)}
FLAGGED = [CODES["REVIEW"], CODES["FAIL"]]
FEW = 50_000
_FIELDS = {Verdict.PASS: "passed", Verdict.REVIEW: "review", Verdict.FAIL: "failed", Verdict.ERROR: "error"}
Progress = Callable[[int], object]


def tests_of(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What a part must be to belong to the report. What was presented for a check is no product."""
    exact = ((_PARTS.product, wanted.product), (_PARTS.lot, wanted.lot), (_PARTS.bundle_sha256, wanted.bundle_sha256))
    tests = [column == value for column, value in exact if value is not None]
    tests.append(_is_product(_PARTS.error_code))
    if wanted.period is not None:
        tests += [_PARTS.utc_us >= wanted.period.since_us, _PARTS.utc_us < wanted.period.until_us]
    return tests


def _is_product(error_code: ColumnElement[str | None]) -> ColumnElement[bool]:
    return error_code.is_distinct_from(ErrorCode.PART_PRESENTED.value)


def rows_within(connection: Connection, wanted: Wanted) -> tuple[int, int] | None:
    """First and last row of the period, found in the index of times; None if nothing lies in it."""
    period = wanted.period
    tests = [] if period is None else [_PARTS.utc_us >= period.since_us, _PARTS.utc_us < period.until_us]
    first, last = connection.execute(select(func.min(_PARTS.seq), func.max(_PARTS.seq)).where(*tests)).one()
    return None if first is None else (int(first), int(last))


def counts_of(verdicts: Counter[str]) -> Counts:
    """By verdict, as stored."""
    return Counts(**{name: verdicts[verdict.value] for verdict, name in _FIELDS.items()})


def check(cancel: threading.Event | None) -> None:
    """Raise InspectError if somebody stopped the report."""
    if cancel is not None and cancel.is_set():
        raise InspectError(ErrorCode.REPORT_CANCELLED)


class PartSums:
    """What is kept of the parts that were read. ``groups`` counts (product, lot, bundle, verdict)."""

    def __init__(self, worst: int) -> None:
        self.groups: Counter[tuple[str, str, str, str]] = Counter()
        self.errors: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.again = 0
        self._by_quarter: Counter[tuple[int, str]] = Counter()
        self._quarters: list[NDArray[np.int32]] = []
        self._scores: list[NDArray[np.float32]] = []
        self._latency: list[NDArray[np.float32]] = []
        self._worst: list[tuple[float, int]] = []
        self._most = worst
        self._last: tuple[int, int, int] | None = None
        self._bounds: tuple[int, int] | None = None
        self._stops: list[tuple[float, int]] = []
        self._stood = (0, 0.0)
        self._jumps = 0

    def read(
        self, connection: Connection, wanted: Wanted, progress: Progress | None, cancel: threading.Event | None
    ) -> None:
        """Add every part of the report. Raises InspectError when cancelled."""
        bounds = rows_within(connection, wanted)
        if bounds is None:
            return
        done, again = 0, _come_again(connection, bounds)
        for rows in self._bunches(connection, wanted, bounds):
            check(cancel)
            self._add(rows, again)
            done += len(rows)
            if progress is not None:
                progress(done)

    def _bunches(
        self, connection: Connection, wanted: Wanted, bounds: tuple[int, int]
    ) -> Iterator[Sequence[Sequence[Any]]]:
        """Straight from the driver: a row object for each of a million parts would cost more than reading them."""
        columns = (_PARTS[name] for name in COLUMNS)
        statement = select(*columns).where(*tests_of(wanted), _PARTS.seq.between(*bounds)).order_by(_PARTS.seq)
        cursor = connection.execute(statement).cursor
        while cursor is not None and (rows := cursor.fetchmany(BUNCH)):
            yield rows

    def _add(self, rows: Sequence[Sequence[Any]], again: NDArray[np.int64]) -> None:
        seqs, utc, steady, session, products, lots, bundles, verdicts, scores, latency, errors = zip(*rows, strict=True)
        self.groups.update(zip(products, lots, bundles, verdicts, strict=True))
        self.errors.update(filter(None, errors))
        codes = np.fromiter(map(CODES.__getitem__, verdicts), np.int64, len(rows))
        numbers = np.array(seqs, np.int64)
        come = np.isin(numbers, again)
        self.again += int(come.sum())
        for code, verdict in enumerate(CODES):
            self.first[verdict] += int(((codes == code) & ~come).sum())
        moments = np.array(utc, np.int64)
        quarters = moments // QUARTER_US
        for key, number in zip(*np.unique(len(CODES) * quarters + codes, return_counts=True), strict=True):
            self._by_quarter[int(key) // len(CODES), VERDICTS[int(key) % len(CODES)]] += int(number)
        values = np.array(scores, np.float32)  # None becomes NaN
        self._quarters.append(quarters.astype(np.int32))
        self._scores.append(values)
        self._latency.append(np.array(latency, np.float32))
        self._add_worst(numbers[np.isin(codes, FLAGGED)], values[np.isin(codes, FLAGGED)])
        self._add_times(moments, np.array(steady, np.int64), np.array(session, np.int64))

    def _add_worst(self, seqs: NDArray[np.int64], scores: NDArray[np.float32]) -> None:
        known = np.isfinite(scores)
        found = zip(scores[known].tolist(), seqs[known].tolist(), strict=True)
        self._worst = heapq.nlargest(self._most, [*self._worst, *found])

    def _add_times(self, utc: NDArray[np.int64], steady: NDArray[np.int64], session: NDArray[np.int64]) -> None:
        low, high = int(utc.min()), int(utc.max())
        self._bounds = (low, high) if self._bounds is None else (min(low, self._bounds[0]), max(high, self._bounds[1]))
        if self._last is not None:
            utc, steady, session = (
                np.concatenate(([value], array))
                for value, array in zip(self._last, (utc, steady, session), strict=True)
            )
        self._last = int(utc[-1]), int(steady[-1]), int(session[-1])
        wall_s, steady_s = np.diff(utc) / US, np.diff(steady) / 1e9
        same = np.diff(session) == 0
        jumped = np.where(same, np.abs(wall_s - steady_s) > JUMP_S, wall_s < -JUMP_S)
        self._jumps += int(jumped.sum())
        gaps = np.where(same & jumped, steady_s, wall_s)
        long = np.flatnonzero(gaps >= PAUSE_S)
        self._stood = self._stood[0] + len(long), self._stood[1] + float(gaps[long].sum())
        stops = [(float(gaps[i]), int(utc[i])) for i in long]
        self._stops = heapq.nlargest(LONGEST, [*self._stops, *stops])

    @property
    def counts(self) -> Counts:
        """All parts."""
        return self.grouped(None)[""] if self.groups else Counts()

    def grouped(self, place: int | None) -> dict[str, Counts]:
        """Counts by product (0), lot (1) or model (2); by nothing: one entry."""
        sums: dict[str, Counter[str]] = {}
        for key, number in self.groups.items():
            sums.setdefault("" if place is None else key[place], Counter())[key[3]] += number
        return {name: counts_of(counter) for name, counter in sorted(sums.items())}

    def passed(self, product: str, sha256: str) -> int:
        """Passed parts of a product as one model judged them."""
        wanted = product, sha256, Verdict.PASS.value
        return sum(number for (name, _, *rest), number in self.groups.items() if (name, *rest) == wanted)

    @property
    def first_pass(self) -> FirstPass:
        """Of parts that came for the first time."""
        return FirstPass(self.first.total(), self.first[Verdict.PASS.value], self.again)

    @property
    def worst(self) -> list[int]:
        """Rows of the highest scores that did not pass, highest first."""
        return [seq for _, seq in self._worst]

    def times(self) -> Times:
        """When parts came, and how long judging took."""
        first, last = self._bounds or (None, None)
        longest = tuple(Standstill(since, seconds) for seconds, since in self._stops)
        number, stood = self._stood
        known = np.concatenate(self._latency) if self._latency else np.empty(0, np.float32)
        known = known[np.isfinite(known)]
        median, p95 = (float(one) for one in np.quantile(known, (0.5, 0.95))) if len(known) else (None, None)
        return Times(first, last, number, stood, longest, self._jumps, median, p95)

    def spans(self) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
        """Hours, and local days."""
        if not self._quarters:
            return (), ()
        quarters, scores = np.concatenate(self._quarters), np.concatenate(self._scores)
        known, place = np.unique(quarters, return_inverse=True)
        moments = {int(one): int(one) * QUARTER_US for one in known}
        hours = {quarter: moment // HOUR_US * HOUR_US for quarter, moment in moments.items()}
        days = {quarter: _day(moment) for quarter, moment in moments.items()}
        begins = (np.array([table[int(one)] for one in known], np.int64)[place] for table in (hours, days))
        by_hour, by_day = (
            self._spans(table, place, scores) for table, place in zip((hours, days), begins, strict=True)
        )
        return by_hour, by_day

    def _spans(self, begins: dict[int, int], place: NDArray[np.int64], scores: NDArray[np.float32]) -> tuple[Span, ...]:
        counted: dict[int, Counter[str]] = {}
        for (quarter, verdict), number in self._by_quarter.items():
            counted.setdefault(begins[quarter], Counter())[verdict] += number
        finite = np.isfinite(scores)
        place, scores = place[finite], scores[finite]
        order = np.argsort(place, kind="stable")
        starts, edges = np.unique(place[order], return_index=True)
        pieces = np.split(scores[order], edges[1:])
        figures = {
            int(start): tuple(float(one) for one in np.quantile(piece, (0.5, 0.05, 0.95)))
            for start, piece in zip(starts, pieces, strict=True)
            if len(piece)
        }
        nothing = (None, None, None)
        return tuple(Span(begin, counts_of(counted[begin]), *figures.get(begin, nothing)) for begin in sorted(counted))


def _come_again(connection: Connection, bounds: tuple[int, int]) -> NDArray[np.int64]:
    """Rows within the bounds whose product and serial number an earlier row has. For a few rows each is looked up; for
    many the index of serial numbers tells first which ones come twice at all."""
    if bounds[1] - bounds[0] < FEW:
        earlier = schema.parts.alias("earlier").c
        same = and_(
            *(earlier.serial == _PARTS.serial, earlier.seq < _PARTS.seq, earlier.product == _PARTS.product),
            _is_product(earlier.error_code),
        )
        known = exists(select(earlier.seq).where(same).correlate(schema.parts))
        statement = select(_PARTS.seq).where(_PARTS.seq.between(*bounds), _PARTS.serial != "", known)
    else:
        twice = select(_PARTS.serial).where(_PARTS.serial != "").group_by(_PARTS.serial).having(func.count() > 1)
        order = func.row_number().over(partition_by=(_PARTS.product, _PARTS.serial), order_by=_PARTS.seq)
        products = _PARTS.serial.in_(twice), _is_product(_PARTS.error_code)
        ranked = select(_PARTS.seq, order.label("number")).where(*products).subquery().c
        statement = select(ranked.seq).where(ranked.number > 1, ranked.seq.between(*bounds))
    return np.array(connection.execute(statement).scalars().all(), np.int64)


def _day(utc_us: int) -> int:
    moment: datetime = local(utc_us).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return round(moment.astimezone().timestamp() * US)
