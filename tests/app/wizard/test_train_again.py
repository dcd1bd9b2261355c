"""The loop as an engineer works it: findings in the review, the wizard opened with them, the new model beside the old
one, activated, rolled back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions import Do
from app.users.store import Role
from app.wizard.desk import Phase
from engine.bundle.manifest import ProposedLimits
from engine.pipeline.snapshot import Snapshot
from engine.records.reader import RecordReader
from engine.teach.gate import Item, Light
from engine.teach.plan import ProductPlan, TrainingPlan, keep_plan, kept_plan
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.trainer import trainer_of
from tests.support.windows import Window


@pytest.fixture
def engineer(window: Window, tmp_path: Path) -> Window:
    """Ada, with a product of her own in use: three good parts and two defects are recorded."""
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    shelved = window.main.workplace.shelf.add(make_bundle(tmp_path / "old.uniad"), accept=True)
    window.open(shelved.path, make_folder(tmp_path / "parts", good=3, bad=2))
    window.line.start()
    window.wait_end(5)
    plan = TrainingPlan(
        products=(ProductPlan(name="Plate", folder=str(make_folder(tmp_path / "good", good=4, bad=0))),),
        out="x.uniad", rate=0.02, cycle_ms=60_000, steps=7,
    )  # fmt: skip
    keep_plan(plan, window.main.workplace.shelf.folder, shelved.sha256)
    return window


def press(button: object) -> None:
    assert button.isEnabled(), button.text()  # type: ignore[attr-defined]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def to_the_gate(window: Window) -> None:
    """From the wizard's first page to the release."""
    page = window.main.engineer.train
    window.wait(lambda: page.folder.may_go_on)
    for _ in range(4):
        press(page.next)
    window.wait(lambda: page.training.may_go_on and page.next.isEnabled())
    press(page.next)
    window.wait(lambda: page.limits.may_go_on)
    press(page.next)
    window.wait(lambda: page.gate.checks and not page.gate.measuring)


def test_what_people_found_is_learned_compared_activated_and_rolled_back(engineer: Window, tmp_path: Path) -> None:
    main = engineer.main
    desk, before = main.workplace.desk, engineer.line.snapshot()
    main.go(Do.REVIEW)
    review = main.engineer.review
    engineer.wait(lambda: review.model.rowCount() == 5 and not review.busy and review.grid.current_row >= 0)
    QTest.keyClick(review.grid, Qt.Key.Key_F)
    QTest.keyClick(review.grid, Qt.Key.Key_D)
    engineer.wait(lambda: not review.busy)
    review.grid.go(0)
    review.show_tab(2)
    press(review.training.approve)
    engineer.wait(lambda: not review.busy and "1 false rejects" in review.training.message.text())
    desk.command = trainer_of(make_bundle(tmp_path / "new.uniad", size=(32, 32)), tmp_path)
    press(review.training.again)
    engineer.wait(lambda: main.stack.currentWidget() is main.engineer.train)
    page, draft = main.engineer.train, desk.draft
    assert [one.folder for one in draft.products] == [tmp_path / "good"]
    assert len(list(Path(draft.more["Plate"][0]).iterdir())) == 1
    assert (draft.options.rate, draft.options.steps) == (0.02, 7)
    assert "trained again" in page.folder.again.text()
    to_the_gate(engineer)
    assert desk.plan is not None
    assert desk.plan.more() == [f"Plate={draft.more['Plate'][0]}"]
    line = next(check for check in page.gate.checks if check.item is Item.RECORDED)
    assert line.light is not Light.RED
    assert (line.figures["defects"], line.figures["learned"]) == (1, 1)
    assert "1 confirmed defects" in page.gate.words_of(line)
    press(page.next)
    activate_and_roll_back(engineer, before)


def activate_and_roll_back(engineer: Window, before: Snapshot) -> None:
    """From the result page into the station and back to what was there ``before``."""
    main = engineer.main
    desk, page = main.workplace.desk, main.engineer.train
    press(page.result.activate)
    engineer.wait(lambda: "in use" in page.result.message.text())
    now = engineer.line.snapshot()
    assert now.bundle is not None
    assert now.bundle.sha256 != (before.bundle.sha256 if before.bundle else "")
    sha256 = now.bundle.sha256
    engineer.wait(lambda: kept_plan(main.workplace.shelf.folder, sha256) == desk.plan)
    press(page.result.back)
    engineer.wait(lambda: engineer.line.snapshot().bundle is not None
                  and engineer.line.snapshot().bundle.sha256 == before.bundle.sha256)  # type: ignore[union-attr]  # fmt: skip
    engineer.wait(lambda: engineer.line.snapshot().confirmed)
    assert engineer.line.snapshot().limits == before.limits
    reader = RecordReader(main.workplace.data)
    engineer.wait(lambda: "product.rolled_back" in [event.code for event in reader.events()])
    reader.close()
    engineer.wait(lambda: not page._background.busy)
    assert main.workplace.shelf.uses()[-1].sha256 == (before.bundle.sha256 if before.bundle else "")
    desk.discard()
    engineer.wait(lambda: desk.phase is Phase.NONE)


def test_a_model_that_misses_what_the_old_one_found_is_stopped(engineer: Window, tmp_path: Path) -> None:
    main = engineer.main
    main.go(Do.REVIEW)
    review = main.engineer.review
    engineer.wait(lambda: review.model.rowCount() == 5 and not review.busy and review.grid.current_row >= 0)
    review.show_tab(2)
    press(review.training.again)
    engineer.wait(lambda: "nothing to go by" in review.training.message.text())
    QTest.keyClick(review.grid, Qt.Key.Key_D)
    engineer.wait(lambda: not review.busy)
    blind = make_bundle(tmp_path / "blind.uniad", limits=ProposedLimits(reject=50.0, review=40.0, pixel=1.0))
    desk = main.workplace.desk
    desk.command = trainer_of(blind, tmp_path)
    press(review.training.again)
    engineer.wait(lambda: main.stack.currentWidget() is main.engineer.train)
    to_the_gate(engineer)
    page = main.engineer.train
    line = next(check for check in page.gate.checks if check.item is Item.RECORDED)
    assert (line.light, line.figures["defects_old"], line.figures["defects_new"]) == (Light.RED, 0, 1)
    assert not page.next.isEnabled()
    QTest.keyClicks(page.gate.reason, "that scratch is allowed now")
    press(page.gate.override)
    assert page.next.isEnabled()
    desk.discard()
    engineer.wait(lambda: desk.phase is Phase.NONE)
    press(page.folder.forget)
    assert (desk.draft.again, desk.draft.products) == ("", ())
