"""Commands and snapshots over a whole station: real bundles, records, judge processes, folders, streams."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState, Snapshot
from engine.records.entries import EventBody
from engine.records.reader import RecordReader
from engine.settings import Settings, SourceSettings, save_settings
from engine.settings import Station as StationSettings
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.streams import MjpegServer

PASS, REVIEW, FAIL, ERROR = Verdict.PASS, Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR


def patient(folder: Path) -> Path:
    """A station file that gives parts a minute: a busy machine is no failure. Records go to ``data`` beside it."""
    path = folder / "patient.toml"
    path.write_text("[line]\ndeadline_ms = 60000.0\n")
    return path


@pytest.fixture
def line(tmp_path: Path) -> Iterator[LineClient]:
    client = LineClient(patient(tmp_path), tmp_path / "unused", threads=1)
    yield client
    assert client.close(20), "a thread of the station did not end"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "plate.uniad", names=("Plate", "Washer"))


def wait_for(line: LineClient, condition: Callable[[Snapshot], object], seconds: float = 90) -> Snapshot:
    deadline = time.monotonic() + seconds
    while not condition(snapshot := line.snapshot()):
        assert time.monotonic() < deadline, f"never happened; {snapshot.state}, cause {snapshot.cause}"
        time.sleep(0.002)
    return snapshot


def ready(line: LineClient, bundle: Path, source: Path | str, loop: bool = False) -> Snapshot:
    """Loaded, with the proposed limits in force."""
    line.open_bundle(bundle)
    line.open_source(str(source), loop)
    now = wait_for(line, lambda now: now.state is LineState.STOPPED and now.source and now.source.ready)
    assert now.limits is not None
    line.set_limits(now.limits, "proposed")
    return wait_for(line, lambda now: now.confirmed)


def finished(snapshot: Snapshot) -> bool:
    return snapshot.source is not None and snapshot.source.over and snapshot.state is LineState.STOPPED


def test_a_folder_to_its_end_in_the_records_and_begun_again(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.set_user("Ada")
    line.set_lot("4711")
    ready(line, bundle, make_folder(tmp_path / "parts", good=3, bad=2))
    line.set_serial("S-1")
    line.start()
    end = wait_for(line, lambda now: finished(now) and now.part == 5)
    assert (end.counts.passed, end.counts.failed, end.counts.total) == (3, 2, 5)
    assert [mark.verdict for mark in end.history] == [PASS] * 3 + [FAIL] * 2
    assert [reject.part for reject in end.rejects] == [5, 4]
    assert end.rejects[0].thumbnail is not None
    assert end.rejects[0].thumbnail.shape == (96, 128, 3)
    assert end.counts.yield_share == pytest.approx(0.6)
    assert end.newest is not None
    assert end.newest.score == pytest.approx(3.0)
    assert line.snapshot() is line.snapshot(), "quiet means the same snapshot"
    reader = RecordReader(tmp_path / "data")
    stored = [part for _, part in reader.parts_after(0)]
    reader.close()
    assert [(part.verdict, part.serial) for part in stored] == [(PASS, "S-1")] + [(PASS, "")] * 2 + [(FAIL, "")] * 2
    assert {(part.user, part.lot) for part in stored} == {("Ada", "4711")}
    line.start()
    assert wait_for(line, lambda now: finished(now) and now.part == 10).counts.passed == 6


def test_step_judges_exactly_one_and_a_pace_is_kept(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    ready(line, bundle, make_folder(tmp_path / "parts", good=6, bad=0))
    line.step()
    wait_for(line, lambda now: now.part == 1)
    line.step()
    line.step()
    wait_for(line, lambda now: now.part == 3)
    time.sleep(0.3)
    assert line.snapshot().part == 3
    line.set_interval(60)
    line.start()
    wait_for(line, lambda now: now.part == 4)
    time.sleep(0.3)
    assert line.snapshot().part == 4
    line.stop()
    line.set_interval(0)
    wait_for(line, lambda now: now.state is LineState.STOPPED)
    line.start()
    assert wait_for(line, finished).part == 6


def test_limits_hold_from_the_next_part_on_and_stay_for_the_next_start(bundle: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "parts", good=0, bad=3)
    first = LineClient(patient(tmp_path), tmp_path / "unused", threads=1)
    ready(first, bundle, folder)
    first.step()
    wait_for(first, lambda now: now.part == 1)
    first.set_limits(Limits(reject=9.0, review=2.0, pixel=1.0), "customer agreed")
    wait_for(first, lambda now: now.limits and now.limits.reject == 9.0)
    first.step()
    assert wait_for(first, lambda now: now.part == 2).history[-1].verdict is REVIEW
    first.set_limits(Limits(reject=1.0, review=2.0, pixel=1.0), "not usable")
    assert wait_for(first, lambda now: now.cause is not None).cause.code is ErrorCode.USAGE  # type: ignore[union-attr]
    assert first.close(20)
    again = LineClient(patient(tmp_path), tmp_path / "unused", threads=1)
    again.open_bundle(bundle)
    now = wait_for(again, lambda now: now.limits is not None)
    assert again.close(20)
    assert (now.confirmed, now.limits) == (True, Limits(9.0, 2.0, 1.0))


def test_a_refused_bundle_leaves_the_old_one_in_use(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    before = ready(line, bundle, make_folder(tmp_path / "parts", good=2, bad=0))
    bad = tmp_path / "bad.uniad"
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(data)
    line.open_bundle(bad)
    now = wait_for(line, lambda now: now.cause is not None and now.state is not LineState.LOADING)
    assert now.cause is not None
    assert now.cause.code is ErrorCode.BUNDLE_HASH
    assert (now.bundle, now.state) == (before.bundle, LineState.STOPPED)
    line.start()
    assert wait_for(line, finished).counts.passed == 2


def test_another_bundle_goes_into_use_with_the_source_that_is_open(
    line: LineClient, bundle: Path, tmp_path: Path
) -> None:
    ready(line, bundle, make_folder(tmp_path / "parts", good=2, bad=0))
    line.start()
    wait_for(line, finished)
    other = make_bundle(tmp_path / "other.uniad", names=("Cup",), grey=60)
    line.open_bundle(other)
    now = wait_for(line, lambda now: now.product == "Cup" and now.state is LineState.STOPPED and now.source)
    assert (now.counts.total, now.confirmed, now.newest) == (0, False, None)
    line.start()
    assert wait_for(line, finished).counts.failed == 2, "grey plates are no cups"


@pytest.mark.parametrize("missing", ["bundle", "source"])
def test_what_is_missing_is_a_failure_with_its_cause(
    line: LineClient, bundle: Path, tmp_path: Path, missing: str
) -> None:
    line.open_bundle(bundle if missing == "source" else tmp_path / "nothing.uniad")
    line.open_source(str(tmp_path / "nothing"))
    line.start()
    now = wait_for(line, lambda now: now.state is LineState.FAILED and now.cause)
    assert now.cause is not None
    assert now.cause.code is ErrorCode.NOT_FOUND
    assert now.part == 0
    if missing == "source":
        ready(line, bundle, make_folder(tmp_path / "parts", good=1, bad=0))
        line.start()
        assert wait_for(line, finished).counts.passed == 1, "another source ends the failure"


def test_change_of_product_stops_and_counts_anew(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    ready(line, bundle, make_folder(tmp_path / "parts", good=2, bad=1), loop=True)
    line.start()
    wait_for(line, lambda now: now.part >= 3)
    line.choose_product("Washer")
    now = wait_for(line, lambda now: now.product == "Washer" and now.counts.total == 0)
    assert (now.confirmed, now.state) == (False, LineState.STOPPED)
    line.choose_product("Cup")
    assert wait_for(line, lambda now: now.cause).cause.code is ErrorCode.PRODUCT_UNKNOWN  # type: ignore[union-attr]


def test_trouble_outside_stops_the_line_until_dismissed(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    ready(line, bundle, make_folder(tmp_path / "parts", good=2, bad=0), loop=True)
    line.start()
    wait_for(line, lambda now: now.state is LineState.RUNNING and now.part > 0)
    line.fail(InspectError(ErrorCode.INTERNAL, where="window", why="test"))
    wait_for(line, lambda now: now.state is LineState.FAILED and now.line.state is LineState.STOPPED)
    line.dismiss()
    assert wait_for(line, lambda now: now.state is LineState.STOPPED).cause is None


def test_history_and_rejects_are_bounded(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    ready(line, bundle, make_folder(tmp_path / "parts", good=9, bad=1, size=(32, 32)), loop=True)
    line.start()
    now = wait_for(line, lambda now: now.part > 330)
    assert (len(now.history), len(now.rejects)) == (300, 10)
    assert now.history[-1].part == now.part
    line.reset_counts()
    wait_for(line, lambda now: now.counts.total < 300)


def test_a_second_window_on_the_same_records_is_read_only(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    wait_for(line, lambda now: now.state is LineState.IDLE)
    second = LineClient(patient(tmp_path), tmp_path / "unused")
    second.open_bundle(bundle)
    now = wait_for(second, lambda now: now.state is LineState.READ_ONLY and now.cause)
    assert now.cause is not None
    assert now.cause.code is ErrorCode.RECORDS_LOCKED
    with pytest.raises(InspectError):
        second.record(EventBody(code="test")).result(20)
    assert second.close(20)


def test_a_station_file_says_what_is_inspected(bundle: Path, tmp_path: Path) -> None:
    make_folder(tmp_path / "parts", good=2, bad=0)
    settings = Settings(
        station=StationSettings(data="kept", shifts=("05:00",)),
        sources=(SourceSettings(name="cell 4", uri="parts"),),
    )
    line_settings = settings.line.model_copy(
        update={"deadline_ms": 60_000.0, "bundle": "plate.uniad", "product": "Washer"}
    )
    save_settings(tmp_path / "station.toml", settings.model_copy(update={"line": line_settings}))
    line = LineClient(tmp_path / "station.toml", tmp_path / "unused")
    now = wait_for(line, lambda now: now.state is LineState.STOPPED)
    assert (now.product, now.data, now.shifts) == ("Washer", tmp_path / "kept", ("05:00",))
    line.start()
    end = wait_for(line, finished)
    assert (end.counts.error, end.source and end.source.name) == (2, "cell 4"), "nobody confirmed the limits"
    assert line.record(EventBody(code="test.noted")).result(20).seq > 0
    assert line.close(20)


def test_a_wrong_station_file_fails_with_the_line_and_opens_once_it_is_mended(bundle: Path, tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text('[line]\nbundle = "plate.uniad"\ndeadline = 5\n')
    line = LineClient(path, tmp_path / "unused")
    now = wait_for(line, lambda now: now.state is LineState.FAILED and now.cause)
    assert now.cause is not None
    assert "line 3, key line.deadline" in str(now.cause)
    path.write_text('[line]\nbundle = "plate.uniad"\nproduct = "Plate"\n')
    line.start()
    now = wait_for(line, lambda now: now.product == "Plate" and now.provider)
    assert line.close(20)
    assert now.cause is None


def test_a_stream_that_is_lost_is_shown_and_found_again(line: LineClient, bundle: Path) -> None:
    with MjpegServer() as server:
        ready(line, bundle, server.url)
        line.start()
        wait_for(line, lambda now: now.part >= 3)
        assert line.snapshot().line.mode.value == "free", "a camera opened by hand shows what is now"
        server.stop()
        lost = wait_for(line, lambda now: any(error.code is ErrorCode.SOURCE_LOST for error in now.notices))
        assert lost.state is LineState.RUNNING, "it is looked for again by itself"
        wait_for(line, lambda now: now.rejects and now.rejects[0].verdict is ERROR)
        server.start()
        back = wait_for(line, lambda now: now.part > lost.part + 2 and not now.notices)
        assert back.state is LineState.RUNNING
