"""The one writer: durable before acknowledged, once, in a chain."""

import hashlib
import subprocess
import sys
import threading
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.records import database
from engine.records.batch import Receipt
from engine.records.chain import Head
from engine.records.entries import EventBody, ImageState
from engine.records.heads import ROTATE_BYTES, HeadsLog
from engine.records.opening import TAIL_ROWS
from engine.records.reader import RecordReader
from engine.records.statements import stored_parts
from engine.records.verify import verify
from engine.records.writer import RecordWriter, WriterOptions
from tests.support.records import fill, make_part, picture, sqlite_error, tamper


def test_a_stored_part_is_read_back_whole(tmp_path: Path) -> None:
    part = make_part(Verdict.FAIL, 2.0, frames=2, lot="4711", serial="S1", user="Ada")
    writer = RecordWriter(tmp_path)
    receipt = writer.store(part, [picture(0, b"first"), picture(1, b"second")])
    reader = RecordReader(tmp_path)
    stored = reader.part(part.uuid)
    assert stored is not None
    assert receipt == Receipt(2, writer.head)
    assert stored.session == 1
    assert stored.model_copy(update={"session": 0, "frames": part.frames}) == part
    for frame, content in zip(stored.frames, (b"first", b"second"), strict=True):
        assert frame.image is not None
        assert (tmp_path / frame.image.path).read_bytes() == content
        assert frame.image.sha256 == hashlib.sha256(content).hexdigest()
        assert frame.image.state is ImageState.STORED
    assert frame.image.path.startswith(f"images/{part.utc[:10]}/{part.uuid}")
    reader.close()
    writer.close()
    assert verify(tmp_path).ok


def test_a_part_told_twice_is_stored_once(tmp_path: Path) -> None:
    part = make_part()
    writer = RecordWriter(tmp_path)
    first = writer.store(part)
    again = writer.store(part.model_copy(update={"verdict": Verdict.FAIL}))
    writer.close()
    reopened = RecordWriter(tmp_path)
    after = reopened.store(part, [picture()])
    reopened.close()
    assert (again.seq, again.duplicate, after.seq, after.duplicate) == (first.seq, True, first.seq, True)
    reader = RecordReader(tmp_path)
    assert [row.verdict for row in reader.newest()] == [Verdict.PASS]
    assert list((tmp_path / "images").iterdir()) == []
    reader.close()


def test_a_part_told_twice_at_the_same_moment_is_stored_once(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    part = make_part()
    receipts = [future.result(30) for future in [writer.submit(part) for _ in range(40)]]
    writer.close()
    assert {receipt.seq for receipt in receipts} == {2}
    assert sum(not receipt.duplicate for receipt in receipts) == 1


def test_of_many_parts_those_that_are_stored_are_found(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    receipts = [writer.submit(make_part(uuid=f"{index:032x}")) for index in range(0, 120, 2)]
    stored = {f"{index:032x}": future.result(30).seq for index, future in zip(range(0, 120, 2), receipts, strict=True)}
    writer.close()
    reader = RecordReader(tmp_path)
    wanted = [f"{index:032x}" for index in range(120)]
    assert reader.query(lambda connection: stored_parts(connection, wanted)) == stored
    assert reader.query(lambda connection: stored_parts(connection, [])) == {}
    reader.close()


def test_the_heads_log_is_cut_into_two_files_and_ends_with_the_newest(tmp_path: Path) -> None:
    log = HeadsLog(tmp_path)
    written = [Head(seq, bytes([seq % 256]) * 32) for seq in range(1, 2 * ROTATE_BYTES // 65)]
    for head in written:
        log.append(head)
    log.close()
    found = list(HeadsLog(tmp_path).heads())
    assert found == written[-len(found) :]
    assert len(found) > len(written) // 3
    log.append(Head(10**6, bytes(32)))  # after close it goes on
    log.close()
    assert HeadsLog(tmp_path).newest().seq == 10**6


def test_many_threads_make_one_chain(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path, WriterOptions(queue_size=4))
    futures: list[Future[Receipt]] = []
    lock = threading.Lock()

    def work() -> None:
        for _ in range(25):
            future = writer.submit(make_part(), [picture()])
            with lock:
                futures.append(future)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {future.result(30).seq for future in futures} == set(range(2, 102))
    writer.close()
    report = verify(tmp_path)
    assert (report.ok, report.parts, report.images) == (True, 100, 100)
    assert str(HeadsLog(tmp_path).newest()) == report.head


def test_closing_writes_what_is_queued_and_refuses_the_rest(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    futures = [writer.submit(make_part()) for _ in range(50)]
    writer.close()
    writer.close()
    assert [future.result(0).seq for future in futures] == list(range(2, 52))
    with pytest.raises(RecordsError) as caught:
        writer.submit(make_part())
    assert caught.value.code is ErrorCode.RECORDS_CLOSED


def test_each_run_begins_a_session_of_the_same_records(tmp_path: Path) -> None:
    for _ in range(2):
        writer = RecordWriter(tmp_path, WriterOptions(station="west", program="1.0"))
        writer.store(make_part())
        writer.close()
    engine = database.open_engine(tmp_path / database.FILE, read_only=True)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT seq, records, station, program FROM sessions").all()
        parts = connection.exec_driver_sql("SELECT session FROM parts ORDER BY seq").scalars().all()
    assert [(row[0], *row[2:]) for row in rows] == [(1, "west", "1.0"), (3, "west", "1.0")]
    assert rows[0][1] == rows[1][1]
    assert parts == [1, 3]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET body = x'00'",
        "DELETE FROM parts",
        "UPDATE findings SET note = 'x'",
        "DELETE FROM journal WHERE seq = 1",
        "INSERT OR REPLACE INTO journal SELECT * FROM journal",
    ],
)
def test_the_database_itself_refuses_changes(tmp_path: Path, statement: str) -> None:
    fill(tmp_path, 2)
    engine = database.open_engine(tmp_path / database.FILE, read_only=False)
    with closing(engine.raw_connection()) as connection:
        if "findings" in statement:
            connection.execute("INSERT INTO findings VALUES (9, 0, 'x', 'defect', '', '', '', NULL)")
        with pytest.raises(sqlite_error(), match="append-only"):
            connection.execute(statement)


def test_the_writer_runs_with_full_durability(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    raw = writer._opened.connection.connection.dbapi_connection  # the one place where a test must look inside
    found = [raw.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    writer.close()
    assert found == ["wal", 2]


def test_a_second_writer_is_refused_by_name_and_the_first_goes_on(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    with pytest.raises(RecordsError) as caught:
        RecordWriter(tmp_path)
    code = "import sys; from pathlib import Path; from engine.records.writer import RecordWriter\n"
    code += "from engine.errors import RecordsError\n"
    code += "try: RecordWriter(Path(sys.argv[1]))\nexcept RecordsError as error: print(error)"
    other = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert caught.value.code is ErrorCode.RECORDS_LOCKED
    assert f"another station is recording in {tmp_path}" in other.stdout
    reader = RecordReader(tmp_path)
    writer.store(make_part())
    assert len(reader.newest()) == 1
    reader.close()
    writer.close()
    RecordWriter(tmp_path).close()


def test_records_cut_off_at_the_end_are_not_taken_for_whole(tmp_path: Path) -> None:
    fill(tmp_path, 6)
    cut = ("DELETE FROM journal WHERE seq > 5", "DELETE FROM parts WHERE seq > 5", "DELETE FROM frames WHERE seq > 5")
    tamper(tmp_path, *cut)
    with pytest.raises(RecordsError) as caught:
        RecordWriter(tmp_path)
    assert (caught.value.code, caught.value.params["found"], caught.value.params["expected"]) == (
        ErrorCode.RECORDS_CUT,
        5,
        7,
    )
    writer = RecordWriter(tmp_path, WriterOptions(accept_loss=True))
    writer.store(make_part())
    writer.close()
    reader = RecordReader(tmp_path)
    assert reader.events("records.cut")[0].params["expected"].startswith("7:")
    reader.close()
    RecordWriter(tmp_path).close()


def test_a_broken_chain_near_the_end_is_quarantined_and_named(tmp_path: Path) -> None:
    fill(tmp_path, 6)
    tamper(tmp_path, "UPDATE journal SET body = replace(body, 'Plate', 'Plane') WHERE seq = 4")
    with pytest.raises(RecordsError) as caught:
        RecordWriter(tmp_path)
    assert caught.value.code is ErrorCode.RECORDS_DAMAGED
    assert "row 5" in str(caught.value)
    quarantined = next((tmp_path / "quarantine").iterdir())
    assert str(quarantined) in str(caught.value)
    with pytest.raises(RecordsError) as second:
        RecordWriter(tmp_path)
    assert second.value.code is ErrorCode.RECORDS_MISSING
    writer = RecordWriter(tmp_path, WriterOptions(accept_loss=True))
    writer.close()
    assert quarantined.exists()
    assert verify(tmp_path).ok


def test_an_interrupted_first_start_is_taken_up(tmp_path: Path) -> None:
    (tmp_path / database.FILE).touch()
    writer = RecordWriter(tmp_path)
    writer.close()
    assert verify(tmp_path).ok


def test_leftovers_of_a_killed_writer_go_and_images_stay(tmp_path: Path) -> None:
    fill(tmp_path, 4)
    day = next((tmp_path / "images").iterdir())
    (day / ".new-x.png").write_bytes(b"half")
    (day / "unknown.png").write_bytes(b"whole")
    RecordWriter(tmp_path).close()
    assert sorted(path.name for path in day.iterdir() if not path.name.endswith("-0.png")) == ["unknown.png"]
    report = verify(tmp_path)
    assert (report.ok, report.orphans) == (True, 1)


def test_the_tail_check_reaches_into_long_journals(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    futures = [writer.submit(EventBody(code="x")) for _ in range(TAIL_ROWS + 50)]
    for future in futures:
        future.result(30)
    writer.close()
    again = RecordWriter(tmp_path)
    assert again.head.seq == TAIL_ROWS + 52
    again.close()


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Exception, match="cannot write"):
        RecordWriter(tmp_path / "file" / "data")
