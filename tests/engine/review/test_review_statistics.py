"""What findings mean, against plain counting; replay of limits against the decision function itself."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.calibration import interval
from engine.decision import Limits, Verdict, decide
from engine.errors import ErrorCode, UsageError
from engine.records.entries import FindingKind
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from engine.review.desk import FindingDesk, Said, Target
from engine.review.second import agreement, drawn, second_opinions
from engine.review.statistics import (
    KINDS,
    VERDICTS,
    Judged,
    confusion,
    histogram,
    read_judged,
    redecide,
    replay_limits,
    suggest_for_rate,
    suggest_no_miss,
    with_pass_below,
)
from tests.support.records import BUNDLE, make_part

LIMITS = Limits(1.0, 0.5, 1.0)
D, F, U, E, G = (
    FindingKind.DEFECT,
    FindingKind.FALSE_REJECT,
    FindingKind.UNSURE,
    FindingKind.ESCAPE,
    FindingKind.GOOD,
)
Row = tuple[float, Verdict, FindingKind | None, float]


def judged(*rows: Row) -> Judged:
    return Judged(
        "Plate",
        BUNDLE,
        np.arange(len(rows), 0, -1),
        np.array([row[0] for row in rows]),
        np.array([VERDICTS.index(row[1]) for row in rows], np.int8),
        np.array([-1 if row[2] is None else KINDS.index(row[2]) for row in rows], np.int8),
        np.array([row[3] for row in rows]),
    )


SOME = judged(
    (0.2, Verdict.PASS, None, 0.0),
    (0.3, Verdict.PASS, G, 0.1),
    (0.4, Verdict.PASS, E, 0.1),
    (0.45, Verdict.PASS, None, 0.1),
    (0.7, Verdict.REVIEW, F, 0.0),
    (0.8, Verdict.REVIEW, None, 0.0),
    (0.9, Verdict.REVIEW, D, 0.0),
    (2.0, Verdict.FAIL, D, 0.0),
    (math.nan, Verdict.ERROR, None, 0.0),
)


def test_findings_are_counted() -> None:
    found = confusion(SOME)
    assert (found.parts, found.flagged, found.judged, found.audited) == (9, 5, 3, 3)
    assert (found.false_rejects.count, found.false_rejects.n) == (1, 3)
    assert (found.false_rejects.low, found.false_rejects.high) == interval(1, 3)
    assert (found.escapes.count, found.escapes.n, found.escapes.value) == (1, 2, 0.5)
    assert (found.escapes.low, found.escapes.high) == interval(1, 2)


def test_without_the_audit_escapes_are_unknown_and_not_zero() -> None:
    escapes = confusion(judged((0.2, Verdict.PASS, None, 0.0), (0.3, Verdict.PASS, E, 0.0))).escapes
    assert escapes.value is None
    assert (escapes.low, escapes.high) == (0.0, 1.0)


def test_audited_parts_weigh_the_inverse_of_their_probability() -> None:
    rows: list[Row] = [(0.2, Verdict.PASS, E, 0.5)] + [(0.2, Verdict.PASS, G, 0.01)] * 3
    escapes = confusion(judged(*rows)).escapes
    assert escapes.value == pytest.approx(2 / 302)
    assert escapes.low <= 2 / 302 <= escapes.high


def test_suggested_limits() -> None:
    limit = suggest_for_rate(SOME, 0.2)
    assert (limit.n, limit.above) == (4, 0)  # 0.2, 0.3, 0.45 and the false reject; the escape is not good
    assert limit.value == math.nextafter(0.7, 1)
    safe = suggest_no_miss(SOME)
    assert (safe.value, safe.defects, safe.rejected_good, safe.good) == (0.4, 3, 2, 4)
    after = replay_limits(SOME, with_pass_below(LIMITS, safe.value))
    assert after.lost_defects == 0
    assert replay_limits(SOME, with_pass_below(LIMITS, math.nextafter(safe.value, 1))).lost_defects == 1
    for suggest in (suggest_no_miss, lambda one: suggest_for_rate(one, 0.01)):
        with pytest.raises(UsageError) as raised:
            suggest(judged((math.nan, Verdict.ERROR, None, 0.0)))
        assert raised.value.code is ErrorCode.REVIEW_NO_DATA


def test_replay_tells_what_changes() -> None:
    found = replay_limits(SOME, Limits(1.0, 0.75, 1.0))
    assert found.before == {Verdict.PASS: 4, Verdict.REVIEW: 3, Verdict.FAIL: 1, Verdict.ERROR: 1}
    assert found.after == {Verdict.PASS: 5, Verdict.REVIEW: 2, Verdict.FAIL: 1, Verdict.ERROR: 1}
    assert (found.changed.tolist(), found.lost_defects, found.spared) == ([5], 1, 1)  # the escape passes as before


positive = st.floats(0.01, 4, allow_nan=False)


@given(scores=st.lists(st.floats(0, 5), min_size=1, max_size=30), review=positive, reject=positive, band=st.booleans())
def test_replay_decides_as_the_decision_does(scores: list[float], review: float, reject: float, band: bool) -> None:
    limits = Limits(reject, review if band else None, 1.0)
    rows: list[Row] = [(score, Verdict.PASS, None, 0.0) for score in scores]
    found = [VERDICTS[code] for code in redecide(judged(*rows), limits)]
    assert found == [decide(score, True, limits) for score in scores]


def test_every_group_is_in_the_histogram() -> None:
    edges, counts = histogram(SOME, LIMITS)
    assert edges[0] < 0.3
    assert edges[-1] > LIMITS.reject
    assert {name: int(count.sum()) for name, count in counts.items()} == {"good": 3, "defect": 3, "false_reject": 1}


def test_arrays_come_out_of_the_records(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    verdicts = (Verdict.PASS, Verdict.FAIL, Verdict.ERROR, Verdict.PASS)
    scores = (0.25, 1.5, None, 0.1)
    parts = [
        make_part(verdict, score=score, audit=index == 0, audit_share=0.05)
        for index, (verdict, score) in enumerate(zip(verdicts, scores, strict=True))
    ]
    parts.append(make_part(Verdict.FAIL, 9.0, product="Ring"))
    receipts = [writer.store(part) for part in parts]
    reader = RecordReader(tmp_path)
    desk = FindingDesk(reader, writer.submit)
    desk.say([Target(parts[1].uuid, Verdict.FAIL)], Said(F), "Ada")
    desk.say([Target(parts[0].uuid, Verdict.PASS)], Said(D), "Ada")
    desk.say([Target(parts[3].uuid, Verdict.PASS)], Said(D), "Ada")
    desk.undo("Ada")
    found = read_judged(reader, "Plate", BUNDLE)
    assert found.seqs.tolist() == [receipt.seq for receipt in receipts[3::-1]]
    assert found.scores.tolist() == pytest.approx([0.1, math.nan, 1.5, 0.25], nan_ok=True)
    assert [VERDICTS[code] for code in found.verdicts] == list(reversed(verdicts))
    assert found.kinds.tolist() == [-1, -1, KINDS.index(F), KINDS.index(E)]
    assert found.shares.tolist() == [0, 0, 0, 0.05]
    assert len(read_judged(reader, "Plate", "0" * 64).seqs) == 0
    reader.close()
    writer.close()


def test_second_opinions_and_how_often_they_agree(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    parts = [make_part(Verdict.FAIL) for _ in range(40)]
    for part in parts:
        writer.store(part)
    reader = RecordReader(tmp_path)
    desk = FindingDesk(reader, writer.submit)
    targets = [Target(part.uuid, Verdict.FAIL) for part in parts]
    desk.say(targets, Said(D), "Ada")
    chosen = [target for target in targets if drawn(target.uuid, 0.5)]
    assert len(second_opinions(reader, "Bob", 0.5)) == len(chosen)
    assert len(second_opinions(reader, "Ada", 0.5)) == 0
    assert len(second_opinions(reader, "Bob", 1.0)) == 40
    desk.say(targets[:3], Said(D), "Bob", blind=True)
    desk.say(targets[3:4], Said(F), "Bob", blind=True)
    desk.say(targets[4:5], Said(F), "Bob")  # a correction is no second opinion
    found = agreement(reader)
    assert (found.pairs, found.agreed, found.disputed) == (4, 3, (targets[3].uuid,))
    assert (found.low, found.high) == interval(3, 4)
    assert len(second_opinions(reader, "Cleo", 1.0)) == 36  # those with two answers have had theirs
    reader.close()
    writer.close()
