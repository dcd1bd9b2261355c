"""Master parts on a real line: presented live, read, recorded; PASS locked and unlocked; restarts and bad input."""

import contextlib
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, SourceError, UsageError
from engine.masters.checks import CHECK, READING, RELEASE, CheckState, check_event, release_event
from engine.masters.journal import newest_proof
from engine.masters.rules import Conditions, Due, MasterRules, Standing
from engine.masters.sets import MasterKind, MasterShelf, NewMaster
from engine.outputs.tcp import TcpTriggers
from engine.pipeline.jobs import Qualification
from engine.pipeline.masters import MasterWatch
from engine.pipeline.parts import Trigger
from engine.pipeline.snapshot import LineState
from engine.records.reader import RecordReader
from engine.records.rows import Event
from engine.records.writer import RecordWriter
from engine.settings import LineMode
from engine.sources import BadFrame, FolderSource
from tests.support.images import make_folder
from tests.support.judges import wish
from tests.support.lines import LIMITS, Rig
from tests.support.masters import check, live, present, take

PASSED = Standing.PASSED
PASS, FAIL, ERROR = Verdict.PASS, Verdict.FAIL, Verdict.ERROR
RULES = MasterRules(enabled=True, at_start=True, at_shift=False)
DUE, FAILED = ErrorCode.MASTERS_DUE.value, ErrorCode.MASTERS_FAILED.value
PRESENTED = ErrorCode.PART_PRESENTED.value


def events(rig: Rig, code: str) -> list[Event]:
    reader = RecordReader(rig.data)
    found = reader.events(code)
    reader.close()
    return found


def locked(rig: Rig) -> str:
    state = rig.line.snapshot().masters.states.get("Plate")
    return "" if state is None or state.lock is None else state.lock.code.value


def ordinary(rig: Rig, seed: int) -> tuple[Verdict, str]:
    """A good part of the production: how it left."""
    rig.line.run()
    rig.until(lambda now: now.state.value == "running")
    count = len(rig.told.results)
    rig.tap.put(live(0, seed))
    rig.wait(count + 1)
    rig.until(lambda now: now.parts.open == 0)
    error = rig.line.snapshot().newest.error  # type: ignore[union-attr]
    return rig.told.verdicts[-1], "" if error is None else error.code.value


def test_nothing_passes_before_the_masters_were_judged_right(tmp_path: Path) -> None:
    rig = Rig(tmp_path, masters=RULES)
    rig.until(lambda now: "Plate" in now.masters.states)
    take(rig)
    rig.until(lambda now: locked(rig) == DUE)
    assert ordinary(rig, 50) == (ERROR, DUE)
    now = check(rig)
    done = now.masters.check
    assert done is not None
    assert (done.outcome, done.position, done.wrong) == (Standing.PASSED, 2, ())
    assert rig.told.verdicts[-2:] == [ERROR, ERROR], "a master part is no product"
    rig.until(lambda now: locked(rig) == "")
    assert ordinary(rig, 51) == (PASS, "")
    readings, (row,) = events(rig, READING), events(rig, CHECK)
    assert [(one.params["name"], one.params["right"]) for one in reversed(readings)] == [
        ("good one", 1),
        ("bad one", 1),
    ]
    assert (row.params["outcome"], row.params["parts"], row.user) == ("passed", 2, "Op")
    assert row.params["set_sha256"] == MasterShelf(rig.data).load("Plate").sha256
    assert {one.params["part"] for one in readings} <= {result.part for result in rig.told.results}
    assert [row for row in rig.close() if row[1] == PRESENTED] == [(ERROR, PRESENTED)] * 2


def test_a_failed_check_locks_through_a_restart_until_an_engineer_or_a_check_acts(tmp_path: Path) -> None:
    rig = Rig(tmp_path)  # the station demands no checks; one that fails locks all the same
    take(rig)
    assert check(rig, good=48).masters.check.outcome is Standing.FAILED  # type: ignore[union-attr]
    assert ordinary(rig, 50) == (ERROR, FAILED)
    rig.close()
    rig = Rig(tmp_path)
    assert ordinary(rig, 51) == (ERROR, FAILED)
    with pytest.raises(UsageError):
        rig.line.masters.release("Plate", "Ada", " ")
    rig.line.masters.release("Plate", "Ada", "lamp replaced, checked by hand")
    rig.until(lambda now: locked(rig) == "")
    assert ordinary(rig, 52) == (PASS, "")
    (released,) = events(rig, RELEASE)
    assert (released.user, released.params["why"]) == ("Ada", "lamp replaced, checked by hand")
    check(rig, bad=0, seed=2000)
    assert ordinary(rig, 53) == (ERROR, FAILED)
    check(rig, seed=3000)
    rig.until(lambda now: locked(rig) == "")
    assert ordinary(rig, 54) == (PASS, "")
    rig.close()


def test_a_restart_and_each_change_make_it_due(tmp_path: Path) -> None:
    rig = Rig(tmp_path, masters=RULES)
    take(rig)
    check(rig)
    rig.until(lambda now: locked(rig) == "")
    rig.line.confirm_limits("Plate", replace(LIMITS, reject=1.1), "Ada", "customer")
    rig.until(lambda now: now.masters.states["Plate"].due == (Due.LIMITS,))
    check(rig, seed=2000)
    rig.until(lambda now: locked(rig) == "")
    MasterShelf(rig.data).remove("Plate", "bad one")
    rig.until(lambda now: locked(rig) == ErrorCode.MASTERS_UNUSABLE.value)
    with pytest.raises(UsageError, match="no bad part"):
        rig.line.masters.begin("Plate", "Op")
    rig.close()
    rig = Rig(tmp_path, masters=replace(RULES, after_change=False))
    rig.until(lambda now: "Plate" in now.masters.states and Due.START in now.masters.states["Plate"].due)
    rig.close()


def test_settings_of_every_camera_of_a_product_make_it_due(tmp_path: Path) -> None:
    rig, second = Rig(tmp_path, start=False), "exposure 100"
    sources = tuple(replace(rig.line.plan.sources[0], setup=setup) for setup in (lambda _: "one", lambda _: second))
    plan, found = replace(rig.line.plan, sources=sources, masters=RULES), []
    watch = MasterWatch(
        rig.writer, rig.bundle.sha256, lambda _: LIMITS, lambda: "cpu", lambda: (plan, ["Plate", "Plate"]), found.append
    )
    watch.look(0.0)
    watch.release("Plate", "Ada", "no part at hand")()
    watch.look(10.0)
    assert Due.SOURCE not in watch.view.states["Plate"].due
    second = "exposure 200"
    watch.look(20.0)
    assert Due.SOURCE in watch.view.states["Plate"].due
    rig.close()


def test_a_product_that_is_checked_rarely_is_found(tmp_path: Path) -> None:
    writer = RecordWriter(tmp_path)
    writer.store(release_event("Rare", Conditions(limits="l"), "Ada", "why"))
    writer.store(release_event("Other", Conditions(), "Ada", "why"))
    jobs = [
        writer.submit(check_event(CheckState("Plate", (), Conditions(), "Op", outcome=PASSED))) for _ in range(2100)
    ]
    writer.store(check_event(CheckState("Rare", (), Conditions(), "Op", outcome=Standing.CANCELLED)))
    assert all(job.result(60) for job in jobs)
    writer.close()
    reader = RecordReader(tmp_path)
    now = datetime.now().astimezone()
    proofs = [newest_proof(reader, product, now) for product in ("Rare", "Plate", "None")]
    reader.close()
    assert [proof and proof.standing for proof in proofs] == [Standing.RELEASED, PASSED, None]
    assert proofs[0] is not None
    assert proofs[0].conditions == Conditions(limits="l")


def test_a_check_follows_triggers_and_other_parts_go_on(tmp_path: Path) -> None:
    rig = Rig(tmp_path, mode=LineMode.TRIGGERED)
    for kind in (0, 48):
        rig.line.trigger(Trigger())
        rig.until(lambda now, wanted=1 + bool(kind): now.parts.triggers == wanted)
        rig.tap.put(live(kind, kind))
        rig.wait(1 + bool(kind))
    shelf_rig(rig)
    rig.line.masters.begin("Plate", "Op")
    for index, defect in enumerate((0, 48)):
        rig.line.trigger(Trigger(serial=f"M{index}"))
        rig.until(lambda now, wanted=3 + index: now.parts.triggers == wanted)
        rig.tap.put(live(defect, 100 + index))
        rig.wait(3 + index)
    rig.until(lambda now: now.masters.check is not None and now.masters.check.recorded)
    assert rig.line.snapshot().masters.check.outcome is Standing.PASSED  # type: ignore[union-attr]
    rig.close()


def shelf_rig(rig: Rig) -> None:
    """The set from the two parts that were judged; the bad one is the newest."""
    rig.until(lambda now: now.parts.open == 0)
    newest = rig.line.snapshot().newest
    assert newest is not None
    assert newest.frame is not None
    good = replace(newest, score=0.1, frame=replace(newest.frame, pixels=live(0, 0)))
    for kind, seen in ((MasterKind.GOOD, good), (MasterKind.BAD, newest)):
        MasterShelf(rig.data).take("Plate", NewMaster(kind.value, kind, seen, rig.bundle.sha256, "Ada", 5.0))


def test_stored_images_are_refused_as_source_and_bit_for_bit(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    made = take(rig)
    rig.line.masters.begin("Plate", "Op")
    now = present(rig, 0, 1)  # the very picture that was taken as reference
    reading = now.masters.check.readings[0]  # type: ignore[union-attr]
    assert not reading.right
    assert "it is stored, not live" in reading.why
    rig.line.masters.cancel()
    rig.close()
    folder = make_folder(tmp_path / "parts", good=3)
    rig = Rig(tmp_path, sources=(lambda: FolderSource(folder),), live=False, start=False)
    rig.line.start()
    rig.until(lambda now: now.provider != "")
    with pytest.raises(SourceError) as caught:
        rig.line.masters.begin("Plate", "Op")
    assert caught.value.code is ErrorCode.MASTERS_STORED
    assert made.problem() == ""
    rig.close()


def test_a_wrong_score_fails_and_a_change_under_way_cancels(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    take(rig, tolerance=1e-9)
    now = check(rig, good=4)
    done = now.masters.check
    assert done is not None
    assert done.outcome is Standing.FAILED
    assert "reference" in done.why
    rig.line.masters.begin("Plate", "Op")
    rig.line.confirm_limits("Plate", Limits(1.2, 0.6, 1.0), "Ada", "in between")
    rig.until(lambda now: now.masters.check.outcome is Standing.CANCELLED)
    assert "changed" in rig.line.snapshot().masters.check.why  # type: ignore[union-attr]
    rig.close()


def test_a_presented_part_that_could_not_be_judged_is_no_product_either(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.line.masters.present("a gauge study")
    rig.until(lambda now: now.masters.waiting)
    rig.line.step()
    cut = SourceError(ErrorCode.FRAME_CUT, source="tap", why="half of it is missing")
    rig.tap.put_item(BadFrame(0, "tap", cut))
    rig.wait(1)
    rig.until(lambda now: now.masters.presented is not None)
    assert rig.line.snapshot().tally.counts.total == 0
    assert rig.close() == [(ERROR, PRESENTED)]
    reader = RecordReader(rig.data)
    part = reader.part(reader.newest()[0].uuid)
    reader.close()
    assert part is not None
    assert part.error is not None
    assert "half of it is missing" in str(part.error.params["why"]), "why it was not judged stays known"


def test_a_part_presented_for_something_else_is_kept_and_no_product(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.line.masters.present("a gauge study")
    rig.until(lambda now: now.masters.waiting)
    now = present(rig, 48, 5)
    seen = now.masters.presented
    assert seen is not None
    assert (seen.number, seen.inspection.verdict, len(seen.pixels_sha256)) == (1, FAIL, 64)
    assert rig.told.verdicts == [ERROR]
    assert (now.part, now.tally.counts.total) == (1, 0), "it counts as no product"
    assert ordinary(rig, 6) == (PASS, "")
    assert rig.line.snapshot().tally.counts.passed == 1
    assert rig.close() == [(ERROR, PRESENTED), (PASS, "")]


@pytest.mark.parametrize("right", [True, False])
def test_the_masters_must_be_judged_right_before_the_cpu_stands_in(tmp_path: Path, right: bool) -> None:
    rig = Rig(tmp_path)
    made = take(rig)
    rig.close()
    if not right:
        good = made.parts[0]
        wrong = good.model_copy(update={"score": good.score + 1.0, "tolerance": 0.01})
        MasterShelf(rig.data).save(made.model_copy(update={"parts": (wrong, made.parts[1])}))
    rig = Rig(tmp_path, fallback=Qualification(str(rig.data / "masters"), 60_000.0))
    wish(rig.bundle_path, gpu=True)
    rig.tap.good()
    rig.wait(1)
    wish(rig.bundle_path)
    rig.until(lambda now: bool(now.provider) if right else now.state is LineState.FAILED)
    cause = rig.line.snapshot().cause
    assert (None if cause is None else cause.code) is (None if right else ErrorCode.CPU_UNFIT)
    rig.close()


def test_a_station_without_a_window_is_asked_for_a_check_over_tcp() -> None:
    asked: list[str] = []

    def begin(product: str) -> None:
        asked.append(product)
        if product == "Disc":
            raise UsageError(ErrorCode.MASTERS_UNUSABLE, product="Disc", why="the set has no part")

    with contextlib.closing(TcpTriggers("127.0.0.1", 0, lambda _: None, (), begin)) as server:
        assert server.take("check") == "ok"
        assert server.take("check Small plate") == "ok"
        assert "has no part" in (server.take("check Disc") or "")
        assert (server.take("chek") or "").startswith("error")
    assert asked == ["", "Small plate", "Disc"]
