"""Whatever is removed, edited or cut off shows."""

from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.records import database
from engine.records.chain import Head
from engine.records.entries import EventBody, FindingBody, FindingKind, LimitBody
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from tests.support.records import BUNDLE, LIMITS, fill, make_part, picture, tamper

TAMPERING = {
    "a part made PASS in its table": ("UPDATE parts SET verdict = 'PASS' WHERE verdict = 'FAIL'", "table parts"),
    "a score edited": ("UPDATE parts SET score = score + 1e-9 WHERE seq = 3", "score"),
    "a part removed from its table": ("DELETE FROM parts WHERE seq = 3", "row 3 removed"),
    "a part added to its table": (
        "INSERT INTO parts SELECT 90, 'x', utc_us, monotonic_ns, session, product, bundle_sha256, mode, verdict, "
        "score, reject, review, pixel, least_area_px, limits_seq, provider, source, lot, serial, user, error_code, "
        "regions, latency_ms, audit, audit_share FROM parts WHERE seq = 3",
        "not in the journal",
    ),
    "a row of the journal removed": ("DELETE FROM journal WHERE seq = 4", "row 4 before row 5 removed"),
    "the first row removed": ("DELETE FROM journal WHERE seq = 1", "row 1 before row 2 removed"),
    "a body edited": (
        "UPDATE journal SET body = replace(body, 'Plate', 'Plane') WHERE seq = 5",
        "before it was changed",
    ),
    "a body that is no entry": ("UPDATE journal SET body = x'7b7d' WHERE seq = 5", "not an entry"),
    "a kind changed": ("UPDATE journal SET kind = 'event' WHERE seq = 5", "does not match"),
    "the last body edited": (
        "UPDATE journal SET body = replace(body, '\"score\"', '\"score\" ') WHERE seq = (SELECT max(seq) FROM journal)",
        "differs from what was acknowledged",
    ),
    "a note edited": ("UPDATE findings SET note = 'fine'", "table findings"),
    "a limit edited": ("UPDATE limits SET reject = 99", "table limits"),
    "an event removed": ("DELETE FROM events", "table events"),
    "an image unlinked from its part": ("UPDATE frames SET image_path = NULL WHERE image_path IS NOT NULL", "frames"),
    "a counter edited": ("UPDATE counters SET parts = parts - 1 WHERE verdict = 'FAIL'", "does not add up"),
    "a removal invented": ("INSERT INTO removals VALUES ('images/2026-01-01/x-0.png', 3)", "row 3 added"),
    "a record from nowhere": (
        "INSERT INTO frames VALUES (999, 0, 1, 's', 'PASS', 0, NULL, NULL, NULL, NULL)",
        "frames",
    ),
}


def _filled(folder: Path) -> None:
    parts = fill(folder, 8)
    writer = RecordWriter(folder)
    writer.store(FindingBody(part=parts[3].uuid, finding=FindingKind.DEFECT, note="dent"))
    writer.store(LimitBody(product="Plate", bundle_sha256=BUNDLE, limits=LIMITS))
    writer.store(EventBody(code="line.stopped"))
    writer.store(make_part())
    writer.close()


def test_untouched_records_are_whole(tmp_path: Path) -> None:
    _filled(tmp_path)
    report = verify(tmp_path)
    assert report.ok, report.problems
    assert (report.rows, report.parts, report.images, report.orphans) == (14, 9, 2, 0)


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_shows(tmp_path: Path, name: str) -> None:
    statement, told = TAMPERING[name]
    _filled(tmp_path)
    tamper(tmp_path, statement)
    report = verify(tmp_path)
    assert not report.ok
    assert any(told in problem for problem in report.problems), report.problems


def test_a_cut_off_end_shows_by_the_heads_log_and_by_a_head_noted_outside(tmp_path: Path) -> None:
    _filled(tmp_path)
    head = Head.parse(verify(tmp_path).head)
    tamper(tmp_path, *(f"DELETE FROM {name} WHERE seq = 14" for name in ("journal", "parts", "frames")))  # noqa: S608
    tamper(tmp_path, "UPDATE counters SET parts = parts - 1 WHERE verdict = 'PASS'")
    assert [line for line in verify(tmp_path).problems if "row 14 was acknowledged" in line]
    for log in tmp_path.glob("heads*.log"):
        log.unlink()
    assert verify(tmp_path).ok
    assert [line for line in verify(tmp_path, [head]).problems if "row 14 was acknowledged" in line]


def test_a_rewritten_history_shows_by_any_head_noted_outside(tmp_path: Path) -> None:
    """Whoever rewrites everything from the start cannot rewrite what was printed elsewhere."""
    _filled(tmp_path / "a")
    _filled(tmp_path / "b")
    noted = Head.parse(verify(tmp_path / "a").head)
    assert any("acknowledged" in line for line in verify(tmp_path / "b", [noted]).problems)


def test_a_missing_and_a_changed_image_are_named(tmp_path: Path) -> None:
    _filled(tmp_path)
    first, second = sorted((tmp_path / "images").glob("*/*.png"))
    first.unlink()
    second.write_bytes(b"another picture")
    problems = verify(tmp_path).problems
    assert any(first.name in line and "missing" in line for line in problems)
    assert any(second.name in line and "changed" in line for line in problems)
    assert verify(tmp_path, with_images=False).ok


def test_a_path_that_leads_out_of_the_images_is_not_followed(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path / "data")
    part = make_part(Verdict.FAIL, 2.0)
    writer.store(part, [picture()])
    writer.close()
    (tmp_path / "secret").write_bytes(b"not really a picture")
    body = f"replace(CAST(body AS TEXT), 'images/{part.utc[:10]}/{part.uuid}-0.png', 'images/../../secret')"
    tamper(tmp_path / "data", f"UPDATE journal SET body = {body}")  # noqa: S608
    assert any("secret is missing" in line for line in verify(tmp_path / "data").problems)


def test_no_records_and_records_of_another_schema_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordsError) as missing:
        verify(tmp_path)
    fill(tmp_path, 1)
    tamper(tmp_path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordsError) as newer:
        verify(tmp_path)
    tamper(tmp_path, "UPDATE alembic_version SET version_num = '0000'")
    with pytest.raises(RecordsError) as older:
        verify(tmp_path)
    codes = [caught.value.code for caught in (missing, newer, older)]
    assert codes == [ErrorCode.RECORDS_MISSING, ErrorCode.RECORDS_NEWER, ErrorCode.RECORDS_OLDER]


def test_flipped_pages_never_pass(tmp_path: Path) -> None:
    """Any page overwritten in any table or index is told, or the file is refused."""
    _filled(tmp_path)
    path = tmp_path / database.FILE
    whole = path.read_bytes()
    assert not (tmp_path / f"{database.FILE}-wal").exists()
    for page in range(0, len(whole), 4096):
        damaged = bytes(value ^ 0xFF for value in whole[page : page + 4096])
        path.write_bytes(whole[:page] + damaged + whole[page + 4096 :])
        assert not _is_whole(tmp_path), page
    path.write_bytes(whole)
    assert _is_whole(tmp_path)


def _is_whole(folder: Path) -> bool:
    try:
        return verify(folder).ok
    except RecordsError as error:
        return error.code not in (ErrorCode.RECORDS_DAMAGED, ErrorCode.RECORDS_OLDER)
