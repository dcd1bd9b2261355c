"""What findings mean: scores of good parts and defects, how often the station is wrong, and which limits would suit.

Good are parts that passed and that nobody called an escape, and false rejects. Flagged parts nobody has judged are
neither. How many defects escape can be known from the audit alone (passed parts drawn at random), each part weighing
the inverse of the probability with which it was drawn; without it the rate is unknown, not zero.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, case, cast, func, select

from engine.calibration import Limit, interval, propose_limit, upper_bound
from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, UsageError
from engine.records import schema
from engine.records.entries import FindingKind
from engine.records.reader import RecordReader, findings_of

VERDICTS = tuple(Verdict)
KINDS = tuple(FindingKind)
PASS, REVIEW, FAIL, ERROR = range(4)
NEWEST = 200_000
BINS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """Parts of one product and bundle as arrays, newest first. ``scores`` is NaN for none, ``verdicts`` and ``kinds``
    are places in ``VERDICTS`` and ``KINDS`` (-1: nobody said anything), ``shares`` the probability with which a passed
    part was drawn for the audit, 0 if it was not."""

    product: str
    bundle_sha256: str
    seqs: NDArray[np.int64]
    scores: NDArray[np.float64]
    verdicts: NDArray[np.int8]
    kinds: NDArray[np.int8]
    shares: NDArray[np.float64]

    def said(self, *kinds: FindingKind) -> NDArray[np.bool_]:
        """Where one of these counts."""
        return np.isin(self.kinds, [KINDS.index(kind) for kind in kinds])

    @property
    def defects(self) -> NDArray[np.bool_]:
        """Confirmed."""
        return self.said(FindingKind.DEFECT, FindingKind.ESCAPE)

    @property
    def false_rejects(self) -> NDArray[np.bool_]:
        """Flagged, and good."""
        return self.said(FindingKind.FALSE_REJECT)

    @property
    def passed_good(self) -> NDArray[np.bool_]:
        """Passed, and nobody objects."""
        found: NDArray[np.bool_] = (self.verdicts == PASS) & ~self.said(FindingKind.ESCAPE, FindingKind.UNSURE)
        return found


@dataclass(frozen=True, slots=True)
class Rate:
    """``count`` of ``n`` with its 95 % interval; ``value`` is None if nothing is known."""

    count: int
    n: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """``flagged`` parts of which ``judged`` were; ``false_rejects`` among those; ``escapes`` among audited parts that
    somebody judged (``audited`` were drawn), weighted by the inverse of their probability."""

    parts: int
    flagged: int
    judged: int
    false_rejects: Rate
    audited: int
    escapes: Rate


@dataclass(frozen=True, slots=True)
class NoMiss:
    """The highest limit that flags every confirmed defect. ``bound``: one-sided 95 % bound of the share of further
    defects it would miss; ``rejected_good`` how many good parts it would flag."""

    value: float
    defects: int
    bound: float
    rejected_good: int
    good: int


@dataclass(frozen=True, slots=True, eq=False)
class Replayed:
    """Other limits over stored scores: verdicts before and after by ``Verdict``, and the parts that change.
    ``lost_defects`` are confirmed defects that would pass, ``spared`` false rejects that would."""

    before: dict[Verdict, int]
    after: dict[Verdict, int]
    changed: NDArray[np.int64]
    lost_defects: int
    spared: int


def read_judged(reader: RecordReader, product: str, bundle_sha256: str, newest: int = NEWEST) -> Judged:
    """The newest parts of a product as this bundle judged them. Raises RecordsError."""

    def read(connection: Connection) -> tuple[Any, list[tuple[int, int]]]:
        return _columns(connection, product, bundle_sha256, newest), _kinds(connection, product, bundle_sha256)

    (seq_text, score_text, verdict_text, share_text), said = reader.query(read)
    if not seq_text:
        return Judged(product, bundle_sha256, *_empty())
    texts = (seq_text, score_text, verdict_text, share_text)
    seqs, scores, verdicts, shares = (np.fromstring(text, float, sep=",") for text in texts)
    order = np.argsort(-seqs)
    numbers = seqs[order].astype(np.int64)
    kinds = np.full(len(numbers), -1, np.int8)
    if said:
        known = dict(said)
        places = np.flatnonzero(np.isin(numbers, list(known)))
        kinds[places] = [known[int(numbers[place])] for place in places]
    values = np.where(scores[order] < 0, np.nan, scores[order])
    return Judged(product, bundle_sha256, numbers, values, verdicts[order].astype(np.int8), kinds, shares[order])


def histogram(judged: Judged, limits: Limits) -> tuple[NDArray[np.float64], dict[str, NDArray[np.int64]]]:
    """Edges of the bins, and counts of ``good``, ``defect`` and ``false_reject``; both limits are inside."""
    groups = {"good": judged.passed_good, "defect": judged.defects, "false_reject": judged.false_rejects}
    known = np.isfinite(judged.scores)
    top = max(1.15 * limits.reject, float(np.quantile(judged.scores[known], 0.999)) if known.any() else 0.0)
    low = min(0.85 * limits.pass_below(), float(judged.scores[known].min()) if known.any() else math.inf)
    edges = np.linspace(low, max(top, low + 1e-9), BINS + 1)
    counted = {
        name: np.histogram(np.clip(judged.scores[mask & known], edges[0], edges[-1]), edges)[0]
        for name, mask in groups.items()
    }
    return edges, counted


def confusion(judged: Judged) -> Confusion:
    """What people found of what the station did."""
    flagged = judged.verdicts != PASS
    false_rejects, defects = judged.false_rejects & flagged, judged.defects & flagged
    known = int(false_rejects.sum() + defects.sum())
    audited = (judged.verdicts == PASS) & (judged.shares > 0)
    return Confusion(
        len(judged.seqs),
        int(flagged.sum()),
        known,
        rate_of(int(false_rejects.sum()), known),
        int(audited.sum()),
        _escapes(judged, audited),
    )


def rate_of(count: int, n: int) -> Rate:
    """With its Clopper-Pearson interval; unknown without parts."""
    low, high = interval(count, n)
    return Rate(count, n, count / n if n else None, low, high)


def suggest_for_rate(judged: Judged, rate: float) -> Limit:
    """The limit for a false-reject rate, from all parts that are good so far. UsageError if there are none."""
    good = judged.scores[(judged.passed_good | judged.false_rejects) & np.isfinite(judged.scores)]
    if not len(good):
        raise UsageError(ErrorCode.REVIEW_NO_DATA, product=judged.product, why="no good part has a score")
    return propose_limit(good.tolist(), rate)


def suggest_no_miss(judged: Judged) -> NoMiss:
    """The highest limit at which no confirmed defect passes. UsageError if there is none."""
    defects = judged.scores[judged.defects & np.isfinite(judged.scores)]
    if not len(defects):
        raise UsageError(ErrorCode.REVIEW_NO_DATA, product=judged.product, why="no defect is confirmed")
    value = float(defects.min())
    good = judged.scores[(judged.passed_good | judged.false_rejects) & np.isfinite(judged.scores)]
    return NoMiss(value, len(defects), upper_bound(0, len(defects)), int((good >= value).sum()), len(good))


def redecide(judged: Judged, limits: Limits) -> NDArray[np.int8]:
    """Verdicts under other limits, exactly as ``engine.decision.decide`` gives them; ERROR stays ERROR."""
    if not limits.usable():
        return np.full(len(judged.seqs), ERROR, np.int8)
    after = np.where(judged.scores < limits.pass_below(), PASS, np.where(judged.scores < limits.reject, REVIEW, FAIL))
    fixed = (judged.verdicts == ERROR) | ~np.isfinite(judged.scores)
    return np.where(fixed, ERROR, after).astype(np.int8)


def replay_limits(judged: Judged, limits: Limits) -> Replayed:
    """What other limits would have decided."""
    after = redecide(judged, limits)
    flagged_before, passes = judged.verdicts != PASS, after == PASS
    return Replayed(
        _counts(judged.verdicts),
        _counts(after),
        judged.seqs[after != judged.verdicts],
        int((judged.defects & passes).sum()),
        int((judged.false_rejects & flagged_before & passes).sum()),
    )


def with_pass_below(limits: Limits, value: float, width: float | None = None) -> Limits:
    """The limits moved so that parts pass below ``value``; the review band keeps its width."""
    if limits.review is None:
        return replace(limits, reject=value)
    band = limits.reject - limits.review if width is None else width
    return replace(limits, review=value, reject=value + band)


def _counts(verdicts: NDArray[np.int8]) -> dict[Verdict, int]:
    return {verdict: int((verdicts == index).sum()) for index, verdict in enumerate(VERDICTS)}


def _escapes(judged: Judged, audited: NDArray[np.bool_]) -> Rate:
    """Weighted by the inverse probability (Hájek). With unequal weights the interval is that of the effective number
    of parts."""
    judged_there = audited & judged.said(FindingKind.ESCAPE, FindingKind.GOOD)
    weights = 1 / judged.shares[judged_there]
    escaped = judged.said(FindingKind.ESCAPE)[judged_there]
    n, count = len(weights), int(escaped.sum())
    if n == 0:
        return Rate(0, 0, None, 0.0, 1.0)
    value = float(weights[escaped].sum() / weights.sum())
    if np.ptp(weights) < 1e-9:
        return replace(rate_of(count, n), value=value)
    effective = max(1, int(weights.sum() ** 2 / (weights**2).sum()))
    low, high = interval(min(effective, round(value * effective)), effective)
    return Rate(count, n, value, min(low, value), max(high, value))


def _empty() -> Sequence[Any]:
    return np.empty(0, np.int64), np.empty(0), np.empty(0, np.int8), np.empty(0, np.int8), np.empty(0)


def _columns(connection: Connection, product: str, bundle_sha256: str, newest: int) -> Any:
    """Four texts with commas, made by the database: a row of Python's for each part would cost a second."""
    table = schema.parts.c
    codes = case({verdict.value: index for index, verdict in enumerate(VERDICTS)}, value=table.verdict)
    share = case((table.audit, table.audit_share), else_=0.0)
    chosen = (
        select(table.seq, func.coalesce(table.score, -1.0).label("score"), codes.label("code"), share.label("share"))
        .where(table.product == product, table.bundle_sha256 == bundle_sha256)
        .order_by(table.seq.desc())
        .limit(newest)
        .subquery()
        .c
    )
    columns = (chosen.seq, chosen.score, chosen.code, chosen.share)
    return connection.execute(select(*(func.aggregate_strings(cast(one, String), ",") for one in columns))).one()


def _kinds(connection: Connection, product: str, bundle_sha256: str) -> list[tuple[int, int]]:
    """Sequence number and kind of each part somebody has spoken of."""
    parts, findings = schema.parts.c, schema.findings
    statement = (
        select(findings, parts.seq.label("part_seq"))
        .join_from(findings, schema.parts, parts.uuid == findings.c.part_uuid)
        .where(parts.product == product, parts.bundle_sha256 == bundle_sha256)
        .order_by(findings.c.seq)
    )
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(statement):
        rows.setdefault(int(row.part_seq), []).append(row)
    found = []
    for seq, said in rows.items():
        standing = [one for one in findings_of(said) if not one.undone]
        if standing:
            found.append((seq, KINDS.index(standing[0].finding)))
    return found
