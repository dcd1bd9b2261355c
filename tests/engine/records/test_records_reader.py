"""Queries against what was stored, compared with plain Python over the same parts."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.quality import Quality
from engine.records.entries import (
    EventBody,
    EventLevel,
    FindingBody,
    FindingKind,
    FrameBody,
    LimitBody,
    PartBody,
    QualityBody,
)
from engine.records.projection import utc_us
from engine.records.reader import PartFilter, RecordReader
from engine.records.recent import recent_passes
from engine.records.writer import RecordWriter
from tests.support.records import BUNDLE, LIMITS, fill, make_part, picture, tamper

START_US = 1_767_225_600_000_000  # 2026-01-01


def _parts() -> list[PartBody]:
    chance = random.Random(7)
    parts = []
    for index in range(120):
        verdict = chance.choice(tuple(Verdict))
        utc = f"2026-01-01T{index // 10:02d}:{index % 60:02d}:00.000000+00:00"
        score = None if verdict is Verdict.ERROR else round(chance.random() * 2, 2)
        names = {"product": chance.choice(("Plate", "Ring")), "lot": chance.choice(("", "A", "B"))}
        audit = verdict is Verdict.PASS and chance.random() < 0.3
        parts.append(make_part(verdict, score, utc=utc, audit=audit, serial=str(index % 7), **names))
    return parts


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RecordReader, list[PartBody], dict[str, str]]]:
    """120 parts of two products, some with findings, one of them taken back."""
    folder = tmp_path_factory.mktemp("records")
    writer = RecordWriter(folder)
    parts = _parts()
    for part in parts:
        writer.store(part)
    said = {}
    for part, kind in zip(parts[::5], itertools.cycle(FindingKind), strict=False):
        receipt = writer.store(FindingBody(part=part.uuid, finding=kind))
        if part is parts[10]:
            writer.store(FindingBody(part=part.uuid, undoes=receipt.seq))
        else:
            said[part.uuid] = kind.value
    writer.close()
    reader = RecordReader(folder)
    yield reader, parts, said
    reader.close()


def _passes(part: PartBody, wanted: PartFilter, said: dict[str, str]) -> bool:
    at = utc_us(part.utc)
    flagged = part.verdict is not Verdict.PASS or part.audit
    checks = [
        wanted.product in (None, part.product),
        wanted.lot in (None, part.lot),
        wanted.serial in (None, part.serial),
        not wanted.verdicts or part.verdict in wanted.verdicts,
        wanted.since_us is None or at >= wanted.since_us,
        wanted.until_us is None or at < wanted.until_us,
        wanted.least_score is None or (part.score is not None and part.score >= wanted.least_score),
        wanted.most_score is None or (part.score is not None and part.score <= wanted.most_score),
        wanted.finding is None or said.get(part.uuid) == wanted.finding.value,
        not wanted.open_only or (flagged and part.uuid not in said),
    ]
    return all(checks)


def _maybe(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


TIMES = st.integers(0, 12 * 60).map(lambda minute: START_US + minute * 60_000_000)
FILTERS = st.builds(
    PartFilter,
    product=_maybe(st.sampled_from(["Plate", "Ring", "None such"])),
    lot=_maybe(st.sampled_from(["", "A", "C"])),
    serial=_maybe(st.sampled_from(["1", "3"])),
    verdicts=st.lists(st.sampled_from(Verdict), unique=True, max_size=3).map(tuple),
    since_us=_maybe(TIMES),
    until_us=_maybe(TIMES),
    least_score=_maybe(st.floats(0, 2)),
    most_score=_maybe(st.floats(0, 2)),
    finding=_maybe(st.sampled_from(FindingKind)),
    open_only=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(wanted=FILTERS, limit=st.integers(1, 130), data=st.data())
def test_any_filter_gives_the_newest_parts_that_pass_it(
    stored: tuple[RecordReader, list[PartBody], dict[str, str]], wanted: PartFilter, limit: int, data: st.DataObject
) -> None:
    reader, parts, said = stored
    expected = [part.uuid for part in reversed(parts) if _passes(part, wanted, said)]
    page = reader.newest(wanted, limit)
    assert [row.uuid for row in page] == expected[:limit]
    if page:
        turn = data.draw(st.integers(0, len(page) - 1))
        following = reader.newest(wanted, limit, before=page[turn].seq)
        assert [row.uuid for row in following] == expected[turn + 1 : turn + 1 + limit]


def test_counters_are_the_sums_of_the_parts(stored: tuple[RecordReader, list[PartBody], dict[str, str]]) -> None:
    reader, parts, _ = stored
    for product, lot in ((None, None), ("Plate", None), ("Ring", "A"), (None, "B"), ("None such", None)):
        for since in (None, START_US + 5 * 3_600_000_000):
            chosen = [part for part in parts if product in (None, part.product) and lot in (None, part.lot)]
            chosen = [part for part in chosen if since is None or utc_us(part.utc) >= since]
            counters = reader.counters(product, lot, since)
            wanted = {verdict: sum(part.verdict is verdict for part in chosen) for verdict in Verdict}
            assert counters.by_verdict == {verdict: n for verdict, n in wanted.items() if n}
            assert counters.total == len(chosen)
            assert counters.yield_share == (wanted[Verdict.PASS] / len(chosen) if chosen else None)


def test_parts_are_read_in_order_for_replay(stored: tuple[RecordReader, list[PartBody], dict[str, str]]) -> None:
    reader, parts, _ = stored
    seqs, found = zip(*reader.parts_after(0, 1000), strict=True)
    assert [part.uuid for part in found] == [part.uuid for part in parts]
    assert list(seqs) == sorted(seqs)
    assert [part.uuid for _, part in reader.parts_after(seqs[99], 5)] == [part.uuid for part in parts[100:105]]


def test_the_limits_in_force_are_the_newest_of_product_and_bundle(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    reader = RecordReader(tmp_path)
    assert reader.limits_in_force("Plate", BUNDLE) is None
    for reject, bundle in ((1.0, BUNDLE), (2.0, BUNDLE), (9.0, "cd" * 32)):
        limits = LIMITS.model_copy(update={"reject": reject})
        writer.store(LimitBody(product="Plate", bundle_sha256=bundle, limits=limits, user="Ada", why="tighter"))
    found = reader.limits_in_force("Plate", BUNDLE)
    assert found is not None
    assert (found[0], found[1].limits.reject, found[1].user) == (3, 2.0, "Ada")
    assert reader.limits_in_force("Ring", BUNDLE) is None
    assert [body.limits.reject for _, body in reader.limit_history("Plate")] == [9.0, 2.0, 1.0]
    reader.close()
    writer.close()


def test_findings_events_and_removals_are_read_back(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    part = make_part(Verdict.FAIL, 2.0)
    writer.store(part, [picture()])
    first = writer.store(FindingBody(part=part.uuid, finding=FindingKind.DEFECT, user="Ada", note="dent"))
    writer.store(FindingBody(part=part.uuid, undoes=first.seq, user="Ada"))
    writer.store(FindingBody(part=part.uuid, finding=FindingKind.FALSE_REJECT, user="Bo"))
    writer.store(EventBody(code="camera.lost", level=EventLevel.ERROR, params={"source": "camera:0", "seconds": 1.5}))
    reader = RecordReader(tmp_path)
    said = [(finding.finding, finding.user, finding.undone) for finding in reader.findings(part.uuid)]
    event = reader.events()[0]
    assert said == [(FindingKind.DEFECT, "Ada", True), (FindingKind.FALSE_REJECT, "Bo", False)]
    assert (event.code, event.level, event.params) == (
        "camera.lost",
        EventLevel.ERROR,
        {"source": "camera:0", "seconds": 1.5},
    )
    assert reader.events("other") == []
    assert reader.part("0" * 32) is None
    assert reader.head() == writer.head
    reader.close()
    writer.close()


def test_reading_goes_on_while_the_writer_writes(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    writer.store(make_part())
    reader = RecordReader(tmp_path)
    futures = [writer.submit(make_part()) for _ in range(300)]
    seen = []
    while not futures[-1].done():
        seen.append(reader.counters().total)
        assert len(reader.newest(limit=1000)) >= seen[-1]
    assert seen == sorted(seen)
    assert reader.counters().total == 301
    reader.close()
    writer.close()


def test_no_records_damaged_records_and_newer_records_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as missing:
        RecordReader(tmp_path)
    fill(tmp_path, 2)
    tamper(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordsError) as newer:
        RecordReader(tmp_path)
    (tmp_path / "records.sqlite3").write_bytes(b"not a database at all" * 500)
    with pytest.raises(RecordsError) as damaged:
        RecordReader(tmp_path)
    codes = [caught.value.code for caught in (missing, newer, damaged)]
    assert codes == [ErrorCode.RECORDS_MISSING, ErrorCode.RECORDS_NEWER, ErrorCode.RECORDS_DAMAGED]
    assert "9999" in str(newer.value)


def test_what_passed_of_late_is_found_with_its_quality_and_nothing_else(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    now = datetime.now(UTC)

    def store(age_s: float, score: float, quality: QualityBody | None = None, **fields: object) -> None:
        frame = FrameBody(frame_id=1, source="a", verdict=Verdict.PASS, score=score, quality=quality)
        utc = (now - timedelta(seconds=age_s)).isoformat(timespec="microseconds")
        part = make_part(score=score, utc=utc).model_copy(update={"frames": (frame,), **fields})
        writer.store(part)

    store(8000, 0.1)
    store(3000, 0.2, QualityBody(brightness=1.0, contrast=2.0, sharpness=3.0))
    store(20, 0.3, verdict=Verdict.FAIL)
    store(20, 0.4, product="Ring")
    store(20, 0.5, bundle_sha256="cd" * 32)
    store(-3600, 0.6)  # the clock was set back since
    writer.close()
    reader = RecordReader(tmp_path)
    found = recent_passes(reader, "Plate", BUNDLE, 1.0)
    nothing = recent_passes(reader, "Nut", BUNDLE, 1.0)
    reader.close()
    assert [(one.score, one.quality) for one in found] == [(0.2, Quality(1.0, 2.0, 3.0)), (0.6, None)]
    assert found[0].age_s == pytest.approx(3000, abs=600)
    assert found[1].age_s == 0
    assert nothing == []
