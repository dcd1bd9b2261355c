"""Faults 24 to 30: the judge raises, hangs, dies or is too slow; GPU, memory, clock and window misbehave."""

import os
import signal
import sys
import threading
import time
from datetime import datetime, tzinfo
from pathlib import Path

import numpy as np
import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.pipeline.jobs import Qualification
from engine.pipeline.parts import Trigger
from engine.pipeline.snapshot import LineState
from engine.records import entries
from engine.records.reader import RecordReader
from engine.settings import LineMode
from tests.support.blows import starve
from tests.support.images import make_folder
from tests.support.judges import wish
from tests.support.lines import Rig, in_process, in_thread

linux = pytest.mark.skipif(sys.platform != "linux", reason="limits another process, which Linux alone can")
PASS, FAIL, ERROR = Verdict.PASS, Verdict.FAIL, Verdict.ERROR


def _judge_pid(rig: Rig) -> int:
    pid = rig.line._work.judge._service.pid  # type: ignore[union-attr, attr-defined]
    assert pid is not None
    return int(pid)


def test_24_a_result_after_the_deadline_is_an_error_recorded_late_and_never_output(tmp_path: Path) -> None:
    rig = Rig(tmp_path, in_process, deadline_ms=2000.0)
    rig.until(lambda snapshot: bool(snapshot.provider))
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path, slow_s=3.0)
    rig.tap.bad()
    rig.wait(2)
    rig.until(lambda snapshot: snapshot.parts.late_results == 1)
    assert rig.told.verdicts[1] is ERROR
    assert rig.close()[1] == (ERROR, ErrorCode.JUDGE_LATE.value)
    assert [result.verdict for result in rig.told.results].count(FAIL) == 0
    reader = RecordReader(rig.data)
    late = reader.query(lambda c: c.exec_driver_sql("SELECT verdict FROM late_results").scalars().all())
    reader.close()
    assert late == ["FAIL"]


@pytest.mark.parametrize("blow", [signal.SIGSTOP, signal.SIGKILL])
def test_24_a_judge_that_is_stopped_or_killed_is_replaced_and_shown_until_it_has_proved_itself(
    tmp_path: Path, blow: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(tmp_path, in_process, deadline_ms=1000.0, least_hang_s=1.5)
    rig.until(lambda snapshot: bool(snapshot.provider))
    rig.tap.good()
    rig.wait(1)
    os.kill(_judge_pid(rig), blow)
    rig.tap.good()
    rig.wait(2)
    assert rig.told.verdicts[1] is ERROR or blow is signal.SIGKILL  # another may be there in time
    rig.until(lambda snapshot: snapshot.judge_restarts >= 1 and snapshot.provider)
    assert rig.line.snapshot().banner is not None
    for _ in range(20):  # the first ones may still meet the deadline while it loads
        rig.tap.good()
        rig.wait(len(rig.told.results) + 1)
        if rig.told.verdicts[-1] is PASS:
            break
    assert rig.told.verdicts[-1] is PASS
    assert rig.line.snapshot().banner is not None
    monkeypatch.setattr("engine.restarts.WITHIN_S", 0.0)  # as if a minute had gone by
    rig.tap.good()
    rig.until(lambda snapshot: snapshot.banner is None)
    assert rig.line.snapshot().judge_restarts >= 1
    rig.close()


def test_trouble_with_a_record_is_shown_and_goes_when_all_is_well_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rig = Rig(tmp_path)

    def busy(*_arguments: object, **_options: object) -> None:
        raise RecordsError(ErrorCode.RECORDS_BUSY, path="data", seconds=5.0)

    with monkeypatch.context() as patch:
        patch.setattr(rig.writer, "submit", busy)
        rig.tap.good()
        rig.wait(1)
        rig.until(lambda snapshot: snapshot.banner is not None)
    rig.tap.good()
    rig.wait(2)
    assert rig.line.snapshot().banner is not None
    monkeypatch.setattr("engine.pipeline.departing.SHOWN_S", 0.0)
    rig.tap.good()
    rig.until(lambda snapshot: snapshot.banner is None)
    assert rig.told.verdicts == [ERROR, PASS, PASS]
    rig.close()


def test_24_a_judge_that_hangs_in_a_call_is_an_error_at_the_deadline_and_replaced(tmp_path: Path) -> None:
    rig = Rig(tmp_path, in_process, deadline_ms=800.0, least_hang_s=1.0)
    rig.until(lambda snapshot: bool(snapshot.provider))
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path, hang=True)
    rig.tap.bad()
    rig.wait(2)
    assert rig.told.verdicts[1] is ERROR
    rig.until(lambda snapshot: snapshot.judge_restarts >= 1)
    rig.close()


def test_25_a_lost_gpu_stops_the_line_by_default(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    wish(rig.bundle_path, gpu=True)
    rig.tap.good()
    rig.wait(1)
    rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
    snapshot = rig.line.snapshot()
    assert snapshot.cause is not None
    assert snapshot.cause.code is ErrorCode.GPU_LOST
    rig.tap.good()
    rig.wait(2)
    assert rig.close() == [(ERROR, ErrorCode.GPU_LOST.value)] * 2


@pytest.mark.parametrize(
    ("masters", "cycle_ms", "fit"),
    [("good", 60_000.0, True), ("good", 0.001, False), ("bad", 60_000.0, False), ("", 1e6, False)],
)
def test_25_the_cpu_stands_in_only_after_its_trial(tmp_path: Path, masters: str, cycle_ms: float, fit: bool) -> None:
    folder = ""
    if masters:
        folder = str(make_folder(tmp_path / "masters", good=2, bad=0 if masters == "good" else 1))
    rig = Rig(tmp_path, fallback=Qualification(folder, cycle_ms))
    wish(rig.bundle_path, gpu=True)
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path)
    if fit:
        rig.until(lambda snapshot: bool(snapshot.provider))
        rig.tap.good()
        rig.wait(2)
        assert rig.told.verdicts == [ERROR, PASS]
        banner = rig.line.snapshot().banner
        assert banner is not None
        assert banner.code is ErrorCode.GPU_LOST
    else:
        rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
        cause = rig.line.snapshot().cause
        assert cause is not None
        assert cause.code is ErrorCode.CPU_UNFIT
    rig.close()


def test_26_out_of_memory_is_an_error_and_the_station_lives(tmp_path: Path) -> None:
    rig = Rig(tmp_path, in_process)
    wish(rig.bundle_path, memory=True)
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path)
    rig.tap.good()
    rig.wait(2)
    assert rig.close() == [(ERROR, ErrorCode.JUDGE_FAILED.value), (PASS, "")]


@linux
def test_26_a_judge_without_memory_refuses_the_frame_and_judges_the_next(tmp_path: Path) -> None:
    """The operating system gives its process nothing more; the large frame needs hundreds of megabytes. Whether it can
    still say so, or ends and is replaced, is its affair; the line goes on."""
    rig = Rig(tmp_path, in_process)
    rig.tap.good()
    rig.wait(1)
    starve(_judge_pid(rig), 2**20)
    rig.tap.put(np.full((6000, 8000, 3), 100, np.uint8))
    rig.wait(2)
    rig.until(lambda snapshot: bool(snapshot.provider))
    rig.tap.good()
    rig.wait(3)
    told, (_, code), again = rig.close()
    assert code in (ErrorCode.JUDGE_FAILED.value, ErrorCode.JUDGE_GONE.value)
    assert (told, again) == ((PASS, ""), (PASS, ""))


@linux
@pytest.mark.slow
def test_26_a_judge_that_took_all_memory_is_replaced(tmp_path: Path) -> None:
    _breaks_once(tmp_path, eat=True)


@linux
def test_24_a_judge_with_a_wild_pointer_takes_nothing_with_it(tmp_path: Path) -> None:
    _breaks_once(tmp_path, crash=True)


def _breaks_once(folder: Path, **wishes: bool) -> None:
    rig = Rig(folder, in_process)
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path, **wishes)
    rig.tap.good()
    rig.wait(2)
    wish(rig.bundle_path)
    rig.until(lambda snapshot: snapshot.judge_restarts == 1 and snapshot.provider)
    rig.tap.good()
    rig.wait(3)
    assert rig.close() == [(PASS, ""), (ERROR, ErrorCode.JUDGE_GONE.value), (PASS, "")]


def test_27_a_clock_that_jumps_changes_neither_order_nor_durations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = iter((2, 1, 3, 28) * 50)

    class Jumping(datetime):
        """A wall clock that somebody keeps setting."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 3, next(days), tzinfo=tz)

    monkeypatch.setattr(entries, "datetime", Jumping)
    rig = Rig(tmp_path)
    for _ in range(8):
        rig.tap.good()
    rig.wait(8)
    rig.close()
    reader = RecordReader(rig.data)
    parts = [part for _, part in reader.parts_after(0)]
    rows = reader.newest()
    reader.close()
    assert [part.uuid for part in parts] == [result.part for result in rig.told.results]
    assert [row.uuid for row in rows] == [part.uuid for part in reversed(parts)]
    monotonic = [part.monotonic_ns for part in parts]
    assert monotonic == sorted(monotonic)
    assert len({part.utc[:10] for part in parts}) > 1
    assert all(0 < part.latency_ms["total"] < 120_000 for part in parts)


def test_28_parts_faster_than_the_judge_overrun_visibly_and_none_is_dropped(tmp_path: Path) -> None:
    rig = Rig(tmp_path, mode=LineMode.TRIGGERED, waiting_parts=3)
    rig.until(lambda snapshot: bool(snapshot.provider))
    wish(rig.bundle_path, slow_s=0.3)
    for _ in range(12):
        rig.line.trigger(Trigger())
        rig.tap.good()
    rig.wait(12)
    snapshot = rig.line.snapshot()
    assert snapshot.parts.overrun >= 6
    rows = rig.close()
    assert len(rows) == 12
    assert rows.count((ERROR, ErrorCode.LINE_OVERRUN.value)) == snapshot.parts.overrun
    assert rows.count((PASS, "")) == 12 - snapshot.parts.overrun


def test_28_records_that_lag_behind_hold_no_pictures_of_parts_that_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is slow for an hour must not fill the memory: each part gets its row, few keep their pixels."""
    rig = Rig(tmp_path, waiting_parts=3, keep_all_images=True)
    release = threading.Event()
    store = rig.writer.submit

    def slow(*arguments: object, **options: object) -> object:
        release.wait(60)
        return store(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(rig.writer, "submit", slow)
    for count in range(1, 61):
        rig.tap.good()
        rig.until(lambda snapshot, count=count: snapshot.parts.triggers == count)
    frames = [one.frame for part in rig.line._work._book.open.values() for one in part.frames]
    assert len(frames) == 60
    assert 3 <= sum(frame.pixels.size > 0 for frame in frames) <= 30  # type: ignore[union-attr]
    release.set()
    rows = rig.close()
    assert len(rows) == 60
    assert rows.count((ERROR, ErrorCode.LINE_OVERRUN.value)) == rig.line.snapshot().parts.overrun >= 30


def test_29_a_window_that_stands_still_stops_neither_judging_nor_recording(tmp_path: Path) -> None:
    """Nobody asks for a snapshot, and a thread that holds the interpreter most of the time is in the way."""
    rig = Rig(tmp_path, in_process)
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            sum(range(200_000))

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(20):
            rig.tap.good()
        rig.wait(20)
    finally:
        stop.set()
        thread.join()
    assert rig.close() == [(PASS, "")] * 20


def test_30_a_judge_that_keeps_dying_stops_the_line_after_five_restarts(tmp_path: Path) -> None:
    rig = Rig(tmp_path, in_process, start=False)
    wish(rig.bundle_path, abort=True)
    rig.line.start()
    for count in range(1, 7):
        rig.until(lambda snapshot: bool(snapshot.provider) or snapshot.state is LineState.FAILED)
        rig.tap.good()
        rig.wait(count)
    rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
    cause = rig.line.snapshot().cause
    assert cause is not None
    assert cause.code is ErrorCode.JUDGE_CRASHES
    assert "6 times" in str(cause)
    assert rig.line.snapshot().judge_restarts == 5
    assert {verdict for verdict, _ in rig.close()} == {ERROR}


def test_a_judge_that_cannot_load_at_all_stops_the_line_at_once(tmp_path: Path) -> None:
    rig = Rig(tmp_path, in_thread, start=False)
    rig.bundle_path.write_bytes(b"no bundle")
    rig.line.start()
    rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
    rig.tap.good()
    rig.wait(1)
    assert rig.close() == [(ERROR, ErrorCode.BUNDLE_DAMAGED.value)]


def test_04_records_that_fail_stop_the_line_and_nothing_passes(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.tap.good()
    rig.wait(1)
    connection = rig.writer._opened.connection.connection.dbapi_connection
    connection.execute("PRAGMA query_only=ON")  # from now on every write fails
    rig.tap.good()
    rig.wait(2)
    rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
    rig.tap.good()
    rig.wait(3)
    assert rig.told.verdicts == [PASS, ERROR, ERROR]
    assert rig.told.results[1].seq is None
    assert rig.close() == [(PASS, "")]


def test_records_that_hang_do_not_hold_up_the_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rig = Rig(tmp_path, deadline_ms=1000.0)
    rig.tap.good()
    rig.wait(1)
    release = threading.Event()
    store = rig.writer.submit

    def slow(*arguments: object, **options: object) -> object:
        release.wait(60)
        return store(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(rig.writer, "submit", slow)
    rig.tap.good()
    started = time.monotonic()
    rig.wait(2)
    assert time.monotonic() - started < 50
    assert (rig.told.verdicts[1], rig.told.results[1].seq) == (ERROR, None)
    release.set()
    rig.until(lambda snapshot: snapshot.parts.open == 0)
    assert [verdict for verdict, _ in rig.close()] == [PASS, PASS]
    reader = RecordReader(rig.data)
    assert reader.events("output.late")[0].params["part"] == rig.told.results[1].part
    reader.close()
