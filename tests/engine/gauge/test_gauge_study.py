"""A study from its set-up to its figures: blind order, live only, saved after every reading, damaged files."""

import errno
import os
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError, UsageError
from engine.gauge.report import Grade, compute
from engine.gauge.study import STATION, Kinds, Plan, Seen, Study, StudyShelf, number_parts
from tests.support.studies import SHA, read_all, seen

PARTS = number_parts(Kinds(), random.Random(3))
PLAN = Plan("Line 3", "Plate", SHA, 2.0, PARTS, ("Bo", "Cy"))


def begun(folder: Path, plan: Plan = PLAN) -> tuple[StudyShelf, Study]:
    shelf = StudyShelf(folder)
    return shelf, shelf.begin(plan, random.Random(5))


def test_the_order_is_blind_random_and_complete(tmp_path: Path) -> None:
    _, study = begun(tmp_path)
    assert study.appraisers == (STATION, "Bo", "Cy")
    turns = list(study.turns())
    assert len(turns) == study.total == 450
    blocks = [turns[start : start + 50] for start in range(0, 450, 50)]
    assert [(block[0].repeat, block[0].appraiser) for block in blocks] == [
        (repeat, name) for repeat in (1, 2, 3) for name in study.appraisers
    ]
    assert all({turn.part for turn in block} == set(range(1, 51)) for block in blocks)
    assert len({tuple(turn.part for turn in block) for block in blocks}) == 9, "each time another order"
    flags = "".join(str(int(part.bad)) for part in PARTS)
    assert "0" * 19 not in flags, "numbers say nothing about a part"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"parts": number_parts(Kinds(10, 10, 10, 10))}, "40 parts, at least 50"),
        ({"parts": number_parts(Kinds(30, 5, 5, 20))}, "10 of 60 parts are borderline, at least a quarter"),
        ({"parts": number_parts(Kinds(40, 20, 0, 0))}, "good and bad parts"),
        ({"parts": ()}, "0 parts"),
        ({"people": ("Bo", "bo")}, "same name"),
        ({"people": (" ",)}, "same name, or one has none"),
        ({"repeats": 2}, "greater than or equal to 3"),
        ({"name": "a/b"}, "must not contain"),
    ],
)
def test_a_study_that_proves_nothing_is_refused(tmp_path: Path, change: dict[str, object], why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        begun(tmp_path, replace(PLAN, **change))  # type: ignore[arg-type]
    assert caught.value.code is ErrorCode.GAUGE_UNUSABLE
    assert StudyShelf(tmp_path).names() == ()


def test_only_live_pictures_of_this_product_count(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    first = seen(1, bad=False)
    study = shelf.read(study, first)
    for wrong, why in (
        (first, "bit for bit"),
        (seen(2, bad=False, live=False), "stored images"),
        (replace(seen(3, bad=False), verdict=Verdict.ERROR), "could not be judged"),
        (replace(seen(4, bad=False), product="Disc"), "another model or product"),
        (replace(seen(5, bad=False), bundle_sha256="0" * 64), "another model or product"),
    ):
        with pytest.raises(UsageError, match=why) as caught:
            shelf.read(study, wrong)
        assert caught.value.code is ErrorCode.GAUGE_READING
    assert shelf.load("Line 3") == study
    assert len(study.readings) == 1
    with pytest.raises(UsageError, match="nobody is asked"):
        shelf.enter(study, True)


def test_it_goes_on_where_it_stopped_and_a_slip_is_taken_back(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    for index in range(50):
        study = shelf.read(study, seen(index, bad=False))
    again = StudyShelf(tmp_path)
    study = again.load("Line 3")
    turn = study.next_turn
    assert turn is not None
    assert (turn.appraiser, turn.repeat) == ("Bo", 1)
    study = again.enter(study, True)
    assert len(again.undo(study).readings) == 50
    with pytest.raises(UsageError, match="the station's"):
        again.undo(again.load("Line 3"))
    with pytest.raises(UsageError, match="the station is not asked"):
        again.read(again.load("Line 3"), seen(900, bad=True))
    with pytest.raises(UsageError, match="of that name"):
        begun(tmp_path)
    assert again.names() == ("Line 3",)


def test_a_full_disk_loses_no_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf, study = begun(tmp_path)
    study = shelf.read(study, seen(1, bad=True))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InspectError) as caught:
        shelf.read(study, seen(2, bad=True))
    assert caught.value.code is ErrorCode.DISK_FULL
    monkeypatch.undo()
    assert shelf.load("Line 3") == study
    assert len(shelf.read(study, seen(2, bad=True)).readings) == 2


def test_a_damaged_or_edited_file_is_named(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    study = shelf.read(study, seen(1, bad=True))
    path, text = shelf.path("Line 3"), shelf.path("Line 3").read_text()
    part = study.readings[0].part
    path.write_text(text.replace(f'"part": {part},\n   "bad"', f'"part": {part % 50 + 1},\n   "bad"'))
    with pytest.raises(UsageError, match="readings do not follow its order"):
        shelf.load("Line 3")
    path.write_text(text[:-30])
    with pytest.raises(UsageError, match="cannot be read"):
        shelf.load("Line 3")
    with pytest.raises(UsageError) as caught:
        shelf.load("none")
    assert caught.value.code is ErrorCode.NOT_FOUND


def test_the_figures_of_a_whole_study(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    truth = {part.number: part.bad for part in PARTS}
    good, bad = ([n for n, is_bad in truth.items() if is_bad is kind] for kind in (False, True))
    slips = {("Bo", 2, bad[0]), ("Cy", 1, good[0]), ("Cy", 2, good[0]), ("Cy", 3, good[0]), ("Cy", 3, bad[1])}
    study = read_all(shelf, study, slips)
    assert study.finished_utc
    figures = compute(shelf.load("Line 3"))
    assert figures.finished
    station, bo, cy = figures.appraisers
    assert figures.station is station
    assert (station.within, station.against_reference, station.grade) == (1.0, 1.0, Grade.ACCEPTABLE)
    assert (bo.misses.count, bo.misses.n, bo.false_alarms.count) == (1, 75, 0)
    assert (cy.misses.count, cy.false_alarms.count, cy.false_alarms.n) == (1, 3, 75)
    assert (bo.effective.count, cy.effective.count, cy.consistent.count) == (49, 48, 49)
    assert (figures.right.count, figures.agree.count, figures.right.n) == (47, 47, 50)
    said = {name: [one.bad for one in sorted(study.readings, key=lambda one: (one.repeat, one.part))
                   if one.appraiser == name] for name in study.appraisers}  # fmt: skip
    expected = [truth[number] for _ in range(3) for number in sorted(truth)]
    assert cy.against_reference == pytest.approx(cohen_kappa_score(said["Cy"], expected))
    pair = next(one for one in figures.pairs if (one.first, one.second) == ("Bo", "Cy"))
    assert pair.kappa == pytest.approx(cohen_kappa_score(said["Bo"], said["Cy"]))
    assert figures.presented is not None
    scores = np.array([[one.score for one in study.readings if one.part == number and one.score is not None]
                       for number in sorted(truth)])  # fmt: skip
    assert figures.presented.deviation == pytest.approx(np.sqrt(scores.var(axis=1, ddof=1).mean()))
    assert figures.to_json()["grades"]["station"]["grade"] == "acceptable"


def test_an_unfinished_repeat_is_left_out_and_stills_give_the_repeatability(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    empty = compute(study)
    assert (empty.right.n, empty.between, empty.appraisers[0].grade) == (0, None, Grade.UNKNOWN)
    study = read_all(shelf, study, set(), count=160)
    figures = compute(study)
    assert [one.repeats for one in figures.appraisers] == [1, 1, 1]
    assert figures.appraisers[0].within is None
    for index, score in enumerate((1.0, 1.2, 1.1)):
        study = shelf.add_still(study, 7, replace(seen(5000 + index, bad=False), score=score))
    with pytest.raises(UsageError, match="bit for bit"):
        shelf.add_still(study, 7, seen(5000, bad=False))
    untouched = compute(study).untouched
    assert untouched is not None
    assert (untouched.deviation, untouched.share_of_limit) == (pytest.approx(0.1), pytest.approx(0.3))


def test_a_stored_reading_keeps_its_record(tmp_path: Path) -> None:
    shelf, study = begun(tmp_path)
    given = Seen("Plate", SHA, Verdict.REVIEW, 1.7, "f" * 32, "a" * 64, True)
    (one,) = shelf.read(study, given).readings
    assert (one.bad, one.score, one.record) == (True, 1.7, "f" * 32), "REVIEW is a reject"
