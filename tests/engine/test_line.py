"""The line with real bundles, real sessions and real folders."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError
from engine.line import LineClient, LineState, Snapshot
from engine.runtime import Provider
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.streams import MjpegServer


@pytest.fixture
def line() -> Iterator[LineClient]:
    client = LineClient(Provider.CPU, threads=1)
    yield client
    assert client.close(10), "a thread of the line did not end"


def wait_for(line: LineClient, condition: Callable[[Snapshot], bool], seconds: float = 20) -> Snapshot:
    deadline = time.monotonic() + seconds
    while not condition(snapshot := line.snapshot()):
        assert time.monotonic() < deadline, f"never happened; the line is {snapshot.state}, cause {snapshot.cause}"
        time.sleep(0.002)
    return snapshot


def finished(snapshot: Snapshot) -> bool:
    return snapshot.source is not None and snapshot.source.ended and snapshot.state is LineState.STOPPED


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "plate.uniad", names=("Plate", "Washer"))


def test_streams_a_folder_to_its_end(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=3, bad=2)))
    line.start()
    end = wait_for(line, lambda now: finished(now) and now.part == 5)
    assert (end.counts.passed, end.counts.failed, end.counts.judged) == (3, 2, 5)
    assert [mark.verdict for mark in end.history] == [Verdict.PASS] * 3 + [Verdict.FAIL] * 2
    assert [reject.part for reject in end.rejects] == [5, 4]
    assert end.rejects[0].thumbnail is not None
    assert end.rejects[0].thumbnail.shape == (96, 128, 3)
    assert end.counts.yield_ == pytest.approx(0.6)
    assert end.newest is not None
    assert end.newest.score == pytest.approx(3.0)
    assert end.product == "Plate"
    assert end.cycle_ms is not None


def test_start_after_the_end_begins_again(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=2, bad=0)))
    line.start()
    wait_for(line, lambda now: finished(now) and now.part == 2)
    line.start()
    assert wait_for(line, lambda now: finished(now) and now.part == 4).counts.passed == 4


def test_step_judges_exactly_one(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=3, bad=0)))
    line.step()
    wait_for(line, lambda now: now.part == 1)
    line.step()
    line.step()
    wait_for(line, lambda now: now.part == 3)
    time.sleep(0.05)
    assert line.snapshot().part == 3


def test_stop_keeps_the_frames_already_read(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.set_interval(60)
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=4, bad=0)))
    line.start()
    wait_for(line, lambda now: now.part == 1)
    line.stop()
    assert line.snapshot().state is LineState.STOPPED
    line.set_interval(0)
    line.start()
    end = wait_for(line, finished)
    assert end.part == 4


def test_limits_hold_from_the_next_part_on(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=0, bad=3)))
    line.step()
    wait_for(line, lambda now: now.part == 1)
    line.set_limits(Limits(reject=9.0, review=2.0, pixel=1.0))
    line.step()
    wait_for(line, lambda now: now.part == 2)
    line.set_limits(Limits(reject=9.0, review=None, pixel=1.0))
    line.step()
    end = wait_for(line, lambda now: now.part == 3)
    assert [mark.verdict for mark in end.history] == [Verdict.FAIL, Verdict.REVIEW, Verdict.PASS]
    with pytest.raises(ValueError, match="not usable"):
        line.set_limits(Limits(reject=1.0, review=2.0, pixel=1.0))


def test_a_damaged_image_is_an_error_part_and_the_line_goes_on(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "parts", good=3, bad=0)
    (folder / "part1.png").write_text("no picture")
    line.open_bundle(bundle)
    line.open_source(str(folder))
    line.start()
    end = wait_for(line, finished)
    assert [mark.verdict for mark in end.history] == [Verdict.PASS, Verdict.ERROR, Verdict.PASS]
    assert end.history[1].score is None
    assert end.counts.error == 1
    assert end.rejects[0].thumbnail is None


def test_values_that_are_not_finite_are_errors(line: LineClient, tmp_path: Path) -> None:
    line.open_bundle(make_bundle(tmp_path / "nan.uniad", finite=False))
    line.open_source(str(make_folder(tmp_path / "parts", good=1, bad=0)))
    line.start()
    end = wait_for(line, finished)
    assert end.newest is not None
    assert end.newest.error is not None
    assert end.newest.error.code is ErrorCode.JUDGE_NOT_FINITE


def test_a_refused_bundle_leaves_the_old_one_in_use(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    wait_for(line, lambda now: now.bundle is not None)
    bad = tmp_path / "bad.uniad"
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    bad.write_bytes(data)
    line.open_bundle(bad)
    now = wait_for(line, lambda now: now.cause is not None)
    assert now.cause is not None
    assert now.cause.code is ErrorCode.BUNDLE_HASH
    assert now.product == "Plate"
    assert now.state is not LineState.ERROR


@pytest.mark.parametrize("missing", ["bundle", "source"])
def test_what_is_missing_is_an_error_state(line: LineClient, bundle: Path, tmp_path: Path, missing: str) -> None:
    line.open_bundle(bundle if missing == "source" else tmp_path / "nothing.uniad")
    line.open_source(str(tmp_path / "nothing"))
    line.start()
    now = wait_for(line, lambda now: now.state is LineState.ERROR)
    assert now.cause is not None
    assert now.cause.code is ErrorCode.NOT_FOUND
    assert now.part == 0


def test_start_without_a_product_judges_nothing(line: LineClient, tmp_path: Path) -> None:
    line.open_source(str(make_folder(tmp_path / "parts")))
    line.start()
    line.step()
    wait_for(line, lambda now: now.source is not None and now.source.ready)
    assert line.snapshot().state is LineState.IDLE
    assert line.snapshot().part == 0


def test_change_of_product_stops_and_counts_anew(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=2, bad=1)), loop=True)
    line.start()
    wait_for(line, lambda now: now.part >= 3)
    line.choose_product("Washer")
    now = wait_for(line, lambda now: now.product == "Washer")
    assert now.counts.judged == 0
    assert now.part >= 3
    assert now.state is LineState.STOPPED
    line.choose_product("Cup")
    cause = wait_for(line, lambda now: now.state is LineState.ERROR).cause
    assert cause is not None
    assert cause.code is ErrorCode.PRODUCT_UNKNOWN


def test_trouble_outside_stops_the_line_until_dismissed(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts")), loop=True)
    line.start()
    wait_for(line, lambda now: now.state is LineState.RUNNING and now.part > 0)
    line.fail(InspectError(ErrorCode.INTERNAL, where="window", why="test"))
    assert line.snapshot().state is LineState.ERROR
    line.dismiss()
    assert line.snapshot().state is LineState.STOPPED


def test_parts_nobody_saw_are_counted_and_quiet_means_the_same_snapshot(
    line: LineClient, bundle: Path, tmp_path: Path
) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=12, bad=0)))
    line.start()
    wait_for(line, lambda now: now.part > 0)
    time.sleep(0.5)
    end = wait_for(line, finished)
    assert 0 < end.counts.unseen < 12
    assert line.snapshot() is line.snapshot()


def test_history_and_rejects_are_bounded(line: LineClient, bundle: Path, tmp_path: Path) -> None:
    line.open_bundle(bundle)
    line.open_source(str(make_folder(tmp_path / "parts", good=1, bad=1, size=(32, 32))), loop=True)
    line.start()
    now = wait_for(line, lambda now: now.part > 330)
    assert len(now.history) == 300
    assert len(now.rejects) == 10
    assert now.history[-1].part == now.part
    line.reset_counts()
    assert line.snapshot().counts.judged < 300


def test_a_stream_that_is_lost_is_shown_and_found_again(line: LineClient, bundle: Path) -> None:
    line.open_bundle(bundle)
    with MjpegServer() as server:
        line.open_source(server.url)
        line.start()
        wait_for(line, lambda now: now.part >= 3, 60)
        server.stop()
        lost = wait_for(line, lambda now: now.source is not None and now.source.trouble is not None, 60)
        assert lost.cause is not None
        assert lost.state is LineState.RUNNING, "it is looked for again by itself"
        assert lost.rejects[0].verdict is Verdict.ERROR
        server.start()
        back = wait_for(line, lambda now: now.part > lost.part + 2 and now.cause is None, 60)
        assert back.state is LineState.RUNNING
