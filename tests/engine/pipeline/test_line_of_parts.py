"""The whole line: capture, judge, record, output, with real bundles and real records."""

import time
from pathlib import Path

import numpy as np
import pytest

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, SourceError, UsageError
from engine.pipeline.parts import Trigger
from engine.pipeline.snapshot import LineState
from engine.records.entries import new_uuid
from engine.records.reader import RecordReader
from engine.settings import LineMode
from engine.sources import FolderSource, open_source
from engine.sources.watched import After, WatchedFolder, WatchOptions
from tests.support.images import make_folder, plate, write_image
from tests.support.lines import LIMITS, Rig, Tap, in_process, in_thread

PASS, FAIL, ERROR = Verdict.PASS, Verdict.FAIL, Verdict.ERROR


@pytest.mark.parametrize("starter", [in_thread, in_process])
def test_a_folder_is_judged_recorded_and_told_in_order(tmp_path: Path, starter: object) -> None:
    folder = make_folder(tmp_path / "parts", good=12, bad=3)
    rig = Rig(tmp_path, starter, sources=(lambda: FolderSource(folder),), live=False)  # type: ignore[arg-type]
    rig.wait(15)
    rig.until(lambda snapshot: snapshot.sources[0].over)
    assert rig.line.snapshot().parts.passed == 12
    assert rig.line.snapshot().newest is not None
    assert rig.close() == [(PASS, "")] * 12 + [(FAIL, "")] * 3
    assert rig.told.verdicts == [PASS] * 12 + [FAIL] * 3
    assert [result.seq is not None and result.head is not None for result in rig.told.results] == [True] * 15
    assert rig.told.readiness == [True, False]
    assert rig.told.closed
    reader = RecordReader(rig.data)
    parts = [part for _, part in reader.parts_after(0)]
    assert [sum(frame.image is not None for frame in part.frames) for part in parts] == [0] * 12 + [1] * 3
    assert all(part.limits_seq is not None and part.latency_ms["total"] > 0 for part in parts)
    assert all(part.frames[0].regions for part in parts[12:])
    stored = open_source(f"records:{rig.data}")
    frame = stored.read()
    stored.close()
    assert np.array_equal(frame.pixels, plate(defect=48))  # type: ignore[union-attr]
    reader.close()


def test_without_confirmed_limits_nothing_passes_and_confirming_unlocks(tmp_path: Path) -> None:
    rig = Rig(tmp_path, confirmed=False)
    rig.tap.good()
    rig.tap.bad()
    rig.wait(2)
    with pytest.raises(UsageError):
        rig.line.confirm_limits("Plate", Limits(-1.0, None, 1.0), "Ada", "")
    rig.line.confirm_limits("Plate", LIMITS, "Ada", "checked")
    rig.tap.good()
    rig.wait(3)
    unconfirmed = ErrorCode.LIMITS_UNCONFIRMED.value
    assert rig.close() == [(ERROR, unconfirmed), (FAIL, ""), (PASS, "")]
    again = Rig(tmp_path, confirmed=False)
    again.tap.good()
    again.wait(1)
    assert again.close()[-1] == (PASS, "")


def test_new_limits_hold_from_the_next_part_on_and_are_recorded_with_it(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.tap.bad()
    rig.wait(1)
    rig.line.confirm_limits("Plate", Limits(9.0, None, 9.0), "Bo", "customer agreed")
    rig.tap.bad()
    rig.wait(2)
    rig.close()
    reader = RecordReader(rig.data)
    (first, second) = [part for _, part in reader.parts_after(0)]
    found = reader.limits_in_force("Plate", rig.bundle.sha256)
    reader.close()
    assert (first.verdict, second.verdict) == (FAIL, PASS)
    assert found is not None
    assert (second.limits_seq, second.limits.reject) == (found[0], 9.0)


def test_parts_of_several_frames_are_judged_by_the_worst(tmp_path: Path) -> None:
    rig = Rig(tmp_path, frames_per_part=3)
    for bad in (False, True, False, False, False, False):
        rig.tap.bad() if bad else rig.tap.good()
    rig.wait(2)
    assert rig.close() == [(FAIL, ""), (PASS, "")]
    reader = RecordReader(rig.data)
    parts = [part for _, part in reader.parts_after(0)]
    reader.close()
    assert [[frame.verdict for frame in part.frames] for part in parts] == [[PASS, FAIL, PASS], [PASS] * 3]
    assert [frame.image is not None for frame in parts[0].frames] == [True] * 3


def test_a_trigger_takes_the_next_frame_and_keeps_its_serial_and_identity(tmp_path: Path) -> None:
    rig = Rig(tmp_path, mode=LineMode.TRIGGERED)
    rig.tap.good()  # nobody asked
    rig.until(lambda snapshot: snapshot.frames.passed_over == 1)
    trigger = Trigger(new_uuid(), serial="S-1", label=17)
    rig.line.trigger(trigger)
    rig.line.trigger(trigger)
    rig.until(lambda snapshot: snapshot.parts.triggers == 1 and snapshot.parts.repeated == 1)
    rig.tap.bad()
    rig.wait(1)
    (result,) = rig.told.results
    assert (result.part, result.serial, result.label, result.verdict) == (trigger.uuid, "S-1", 17, FAIL)
    assert rig.close() == [(FAIL, "")]


def test_a_part_known_from_an_earlier_run_keeps_its_first_verdict(tmp_path: Path) -> None:
    trigger = Trigger(new_uuid())
    for bad in (False, True):
        rig = Rig(tmp_path, mode=LineMode.TRIGGERED)
        rig.line.trigger(Trigger(trigger.uuid))
        rig.until(lambda snapshot: snapshot.parts.triggers == 1)
        rig.tap.bad() if bad else rig.tap.good()
        rig.wait(1)
        assert rig.told.verdicts == [PASS]
        assert rig.close() == [(PASS, "")]


def test_free_running_judges_the_newest_and_counts_the_others(tmp_path: Path) -> None:
    rig = Rig(tmp_path, mode=LineMode.FREE, live=True)
    for _ in range(30):
        rig.tap.good()
    rig.wait(30)
    rig.close()


def test_bad_frames_are_errors_with_their_cause_and_the_line_goes_on(tmp_path: Path) -> None:
    broken = tmp_path / "parts" / "a.png"
    write_image(broken, plate())
    broken.write_bytes(broken.read_bytes()[:-20])
    write_image(tmp_path / "parts" / "b.png", plate())
    rig = Rig(tmp_path, sources=(lambda: FolderSource(tmp_path / "parts"),), live=False)
    rig.wait(2)
    assert rig.close() == [(ERROR, ErrorCode.IMAGE_DAMAGED.value), (PASS, "")]


def test_several_sources_share_one_model(tmp_path: Path) -> None:
    taps = [Tap(), Tap()]
    rig = Rig(tmp_path, sources=(lambda: taps[0], lambda: taps[1]))
    for _ in range(10):
        taps[0].good()
        taps[1].bad()
    rig.wait(20)
    rig.close()
    by_source = {name: {r.verdict for r in rig.told.results if r.source == name} for name in ("s0", "s1")}
    assert by_source == {"s0": {PASS}, "s1": {FAIL}}


def test_a_source_that_fails_for_good_stops_the_line_with_the_cause(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.tap.good()
    rig.wait(1)
    rig.tap.put_item(SourceError(ErrorCode.SOURCE_LOST, source="tap", why="burnt"))
    rig.until(lambda snapshot: snapshot.state is LineState.FAILED)
    rig.line.trigger(Trigger())
    rig.wait(2)
    assert rig.close() == [(PASS, ""), (ERROR, ErrorCode.SOURCE_LOST.value)]


def test_a_watched_folder_moves_a_file_only_when_its_part_is_recorded(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "parts", good=3, bad=1)
    options = WatchOptions(after=After.MOVE, settle_s=0.05, poll_s=0.02)
    rig = Rig(tmp_path, sources=(lambda: WatchedFolder(folder, options),), live=False)
    rig.wait(4)
    end = time.monotonic() + 30
    while len(list((folder / "judged").glob("*.png"))) < 4 and time.monotonic() < end:
        time.sleep(0.02)
    assert len(list((folder / "judged").glob("*.png"))) == 4
    assert len(rig.close()) == 4


def test_closing_finishes_the_parts_in_hand_and_refuses_the_rest(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    for _ in range(5):
        rig.tap.good()
    rig.wait(1)
    rows = rig.close()
    assert rig.line.snapshot().state is LineState.CLOSED
    assert len(rows) == len(rig.told.results)
    assert set(rows) <= {(PASS, ""), (ERROR, ErrorCode.LINE_STOPPED.value)}


def test_the_audit_share_is_drawn_with_its_image_and_its_probability(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "parts", good=40, bad=0)
    rig = Rig(tmp_path, sources=(lambda: FolderSource(folder),), live=False, audit_share=0.5)
    rig.wait(40)
    rig.close()
    reader = RecordReader(rig.data)
    parts = [part for _, part in reader.parts_after(0)]
    reader.close()
    drawn = [part for part in parts if part.audit]
    assert 4 <= len(drawn) <= 36
    assert all((part.frames[0].image is not None) == part.audit for part in parts)
    assert {part.audit_share for part in parts} == {0.5}


def test_a_change_of_product_holds_from_the_next_part_on_with_its_own_limits(tmp_path: Path) -> None:
    rig = Rig(tmp_path, names=("Plate", "Ring"))
    rig.tap.good()
    rig.wait(1)
    with pytest.raises(UsageError):
        rig.line.choose_product("s0", "Nut")
    rig.line.choose_product("s0", "Ring")
    rig.until(lambda snapshot: snapshot.sources[0].product == "Ring")
    rig.tap.good()
    rig.wait(2)
    rig.line.confirm_limits("Ring", LIMITS, "Ada", "checked")
    rig.tap.good()
    rig.wait(3)
    assert rig.close() == [(PASS, ""), (ERROR, ErrorCode.LIMITS_UNCONFIRMED.value), (PASS, "")]
    assert [result.product for result in rig.told.results] == ["Plate", "Ring", "Ring"]
    reader = RecordReader(rig.data)
    assert reader.events("product.changed")[0].params == {"source": "s0", "before": "Plate", "product": "Ring"}
    reader.close()


def test_drift_is_a_figure_and_an_event(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.pipeline.watching.DRIFT_EVERY_S", 0.05)
    folder = tmp_path / "parts"
    for index in range(25):
        write_image(folder / f"{index}.png", plate(defect=7))  # passes, far above the scores of calibration
    rig = Rig(tmp_path, sources=(lambda: FolderSource(folder),), live=False, drift=(1.0, 3.0))
    rig.wait(25)
    rig.until(lambda snapshot: bool(snapshot.drift) and snapshot.drift["Plate"].warn)
    assert set(rig.close()) == {(PASS, "")}
    reader = RecordReader(rig.data)
    event = reader.events("drift")[0]
    reader.close()
    assert (event.params["figure"], event.params["deviations"] > 3) == ("score", True)
    again = Rig(tmp_path, drift=(1.0, 3.0))  # no part yet, and the drift is still known
    again.until(lambda snapshot: bool(snapshot.drift) and snapshot.drift["Plate"].warn)
    found = again.line.snapshot().drift["Plate"]
    assert found.parts == 25
    again.close()
    stale = Rig(tmp_path, drift=(1e-6, 3.0))  # a window that ended before the last part
    stale.until(lambda snapshot: bool(snapshot.drift))
    assert stale.line.snapshot().drift["Plate"].parts == 0
    stale.close()
