"""The wizard as a person works it, in the real window. The trainer is a small program that keeps the files of the real
one and hands over a real bundle; the real one is driven in the slow test."""

import importlib.util
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.actions import Do
from app.users.store import Role
from app.wizard.desk import DEFAULT_COMMAND, Phase, own_python
from app.wizard.page import WizardPage
from engine.records.reader import RecordReader
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.trainer import trainer_of
from tests.support.training import TINY, mvtec_folder
from tests.support.windows import Window


@pytest.fixture
def engineer(window: Window) -> Window:
    """The window with Ada signed in, on the page of training."""
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.wait(lambda: window.line.snapshot().data is not None)
    window.main.go(Do.TRAIN)
    return window


@pytest.fixture
def page(engineer: Window, tmp_path: Path) -> WizardPage:
    bundle = make_bundle(tmp_path / "made.uniad", names=("Plate",))
    engineer.main.workplace.desk.command = trainer_of(bundle, tmp_path)
    return engineer.main.engineer.train


def scanned(engineer: Window, page: WizardPage, folder: Path) -> None:
    page.folder.take(folder)
    engineer.wait(lambda: page.folder.may_go_on)


def press(button: object) -> None:
    assert button.isEnabled(), button.text()  # type: ignore[attr-defined]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_what_cannot_be_used_is_told_on_the_page_of_the_folder(
    engineer: Window, page: WizardPage, tmp_path: Path
) -> None:
    page.folder.take(tmp_path / "gone")
    engineer.wait(lambda: "gone" in page.folder.message.text())
    (tmp_path / "empty").mkdir()
    page.folder.take(tmp_path / "empty")
    engineer.wait(lambda: "No good images" in page.folder.message.text())
    assert not page.next.isEnabled()
    scanned(engineer, page, make_folder(tmp_path / "Plate", good=4, bad=0))
    name = page.folder._names[0]
    for wrong in ("a/b", "x" * 300, "", "a=b"):
        name.setText(wrong)
        press(page.next)
        assert page.folder.message.objectName() == "trouble", wrong
        assert page._number == 0
    name.setText("Plate 🔩")
    press(page.next)
    assert page._number == 1
    desk = engineer.main.workplace.desk
    desk.command = [sys.executable, "-c", "import sys; sys.exit('error: the drive is gone')"]
    page.go(0)
    page.folder.take(tmp_path / "Plate")
    engineer.wait(lambda: "the drive is gone" in page.folder.message.text())


def test_a_region_is_drawn_by_mouse_and_moved_by_keys(engineer: Window, page: WizardPage, tmp_path: Path) -> None:
    scanned(engineer, page, make_folder(tmp_path / "Plate", good=4, bad=0))
    press(page.next)
    canvas = page.region.canvas
    engineer.wait(lambda: canvas._image is not None)
    room = canvas._room().toRect()
    start = room.topLeft() + QPoint(room.width() // 4, room.height() // 4)
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=room.center() + QPoint(room.width() // 4, 0))
    region = engineer.main.workplace.desk.draft.region("Plate")
    assert region.roi.x == pytest.approx(0.25, abs=0.02)
    assert region.roi.w == pytest.approx(0.5, abs=0.02)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert region.roi.x == pytest.approx(0.26, abs=0.02)
    press(page.region.polygon)
    for corner in ((0, 0), (30, 0), (0, 30)):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=room.center() + QPoint(*corner))
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert len(region.ignore[0]) == 3
    press(page.region.other)
    assert canvas.roi == region.roi, "the region stays on another image"


def test_from_a_folder_to_a_product_in_use(engineer: Window, page: WizardPage, tmp_path: Path) -> None:
    scanned(engineer, page, make_folder(tmp_path / "Plate", good=4, bad=0))
    for _ in range(2):
        press(page.next)
    page.defects.take(make_folder(tmp_path / "bad", good=0, bad=2))
    press(page.next)
    page.options.cycle.setText("0")
    page.options.cycle.setText("60000")
    page.options.cycle.editingFinished.emit()
    press(page.next)
    engineer.wait(lambda: page.training.may_go_on)
    engineer.wait(lambda: page.next.isEnabled())
    press(page.next)
    engineer.wait(lambda: page.limits.may_go_on)
    assert "2 known defects" in page.limits.defects.text()
    assert "before the scores" in page.limits.promise.text()
    QTest.keyClick(page.limits.slider, Qt.Key.Key_Right)
    assert "estimate" in page.limits.promise.text()
    press(page.next)
    engineer.wait(lambda: not page.gate.measuring)
    assert page.gate.may_go_on, page.gate.checks
    press(page.next)
    for name in ("report.pdf", "report.html"):
        page.result.write(tmp_path / name)
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "Plate" in (tmp_path / "report.html").read_text()
    press(page.result.activate)
    engineer.wait(lambda: engineer.line.snapshot().confirmed)
    assert engineer.line.snapshot().product == "Plate"
    engineer.wait(lambda: "in use" in page.result.message.text())
    press(page.result.again)
    engineer.wait(lambda: engineer.main.workplace.desk.phase is Phase.NONE)


def test_red_stops_until_an_engineer_gives_a_reason(engineer: Window, page: WizardPage, tmp_path: Path) -> None:
    engineer.main.workplace.desk.draft.options.cycle_ms = 0.001
    scanned(engineer, page, make_folder(tmp_path / "Plate", good=4, bad=0))
    for _ in range(4):
        press(page.next)
    engineer.wait(lambda: page.training.may_go_on and page.next.isEnabled())
    press(page.next)
    engineer.wait(lambda: page.limits.may_go_on)
    press(page.next)
    engineer.wait(lambda: page.gate.checks and not page.gate.measuring)
    assert not page.next.isEnabled()
    assert not page.gate.override.isEnabled()
    QTest.keyClicks(page.gate.reason, "a slow spare computer")
    press(page.gate.override)
    assert page.next.isEnabled()
    data = engineer.main.workplace.data

    def told() -> list[str]:
        reader = RecordReader(data)
        try:
            return [event.code for event in reader.events()]
        finally:
            reader.close()

    engineer.wait(lambda: "release.overridden" in told())
    engineer.main.workplace.desk.discard()
    engineer.wait(lambda: engineer.main.workplace.desk.phase is Phase.NONE)


def test_a_training_that_fails_says_why_and_can_be_resumed(engineer: Window, page: WizardPage, tmp_path: Path) -> None:
    scanned(engineer, page, make_folder(tmp_path / "Plate", good=4, bad=0))
    for _ in range(3):
        press(page.next)
    desk, script = engineer.main.workplace.desk, tmp_path / "gone.py"
    script.write_text("import sys; sys.exit('error: part7.png changed or vanished during training')")
    good, desk.command = desk.command, [sys.executable, str(script)]
    press(page.next)
    engineer.wait(lambda: "part7.png" in page.training.trouble.text())
    assert not page.next.isEnabled()
    desk.command = good
    press(page.training.resume)
    engineer.wait(lambda: page.training.may_go_on)
    desk.discard()
    engineer.wait(lambda: desk.phase is Phase.NONE and page._number == 0)


def test_without_the_training_packages_the_page_says_what_to_install(
    engineer: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "timm" else find(name, *more))
    engineer.main.restyle.emit("theme")
    page = engineer.main.engineer.train
    assert "timm" in page.missing.text()
    assert "pip install" in page.missing.text()
    assert not page.folder.isEnabled()


@pytest.mark.slow
def test_the_real_trainer_from_a_folder_to_limits(engineer: Window, page: WizardPage, tmp_path: Path) -> None:
    desk = engineer.main.workplace.desk
    desk.command = own_python(DEFAULT_COMMAND)
    tiny = {f"uniad.{key}": value for key, value in TINY["uniad"].items()}
    settings = [f"{key}={list(value) if isinstance(value, tuple) else value}" for key, value in tiny.items()]
    desk.draft.options.settings = (*settings, "backbone.weights=random", "backbone.levels=[1, 2]", "train.batch=2")
    desk.draft.options.backbone, desk.draft.options.input_size, desk.draft.options.steps = "test_resnet", 32, 6
    scanned(engineer, page, mvtec_folder(tmp_path / "Part", good=12))
    for _ in range(3):
        press(page.next)
    page.options.leave = lambda: True  # type: ignore[method-assign]  # its fields do not know this tiny network
    press(page.next)
    engineer.wait(lambda: page.training.may_go_on and page.next.isEnabled(), 300)
    press(page.next)
    engineer.wait(lambda: page.limits.may_go_on)
    assert "3 known defects" in page.limits.defects.text()
    desk.discard()
    engineer.wait(lambda: desk.phase is Phase.NONE)
