"""Good parts that are in no folder yet: held under the camera, or taken from the records."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import Do
from app.users.store import Role
from engine.decode import read_image
from tests.support.bundles import make_bundle
from tests.support.trainer import trainer_of
from tests.support.windows import Window


@pytest.fixture
def engineer(window: Window, tmp_path: Path) -> Window:
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.wait(lambda: window.line.snapshot().data is not None)
    window.main.workplace.desk.command = trainer_of(make_bundle(tmp_path / "made.uniad"), tmp_path)
    return window


def press(button: object) -> None:
    assert button.isEnabled(), button.text()  # type: ignore[attr-defined]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]


def test_parts_are_held_under_the_camera_and_kept_with_space(engineer: Window, parts: Path) -> None:
    engineer.main.go(Do.TRAIN)
    page = engineer.main.engineer.train.folder
    press(page.from_camera)
    panel = page.capture
    panel.uri.setEditText(str(parts))  # any source will do
    press(panel.look)
    engineer.wait(lambda: panel._shown is not None)
    press(panel.keep)
    engineer.wait(lambda: "1 to 80" in panel.message.text())  # a part without a name of its product
    panel.name.setText("Nut / M8")
    press(panel.keep)
    engineer.wait(lambda: "must not contain" in panel.message.text())
    panel.name.setText("Nut M8")
    engineer.main.activateWindow()
    panel.keep.setFocus()
    engineer.wait(panel.keep.hasFocus)
    for number in range(1, 4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)  # before it is kept: no other button takes it
        engineer.wait(lambda number=number: panel.count.text().startswith(str(number)) and panel.keep.isEnabled())  # type: ignore[misc]
    assert engineer.line.snapshot().part == 0, "Space did not trigger the line"
    press(panel.done)
    engineer.wait(lambda: page.may_go_on)
    (one,) = page.draft.products
    assert one.name == "Nut M8"
    files = sorted(one.folder.iterdir())
    assert [file.name for file in files] == ["0001.png", "0002.png", "0003.png"]
    assert read_image(files[0]).shape == read_image(parts / "part0.png").shape
    assert not panel.isVisible()


def test_parts_are_taken_from_the_records(engineer: Window, bundle: Path, parts: Path) -> None:
    main = engineer.main
    main.go(Do.TRAIN)
    page = main.engineer.train.folder
    press(page.from_records)
    engineer.wait(lambda: bool(page.records.message.text()))
    assert not page.records.use.isEnabled()
    main.activateWindow()
    page.records.cancel.setFocus()
    engineer.wait(page.records.cancel.hasFocus)
    press(page.records.cancel)
    focus = QApplication.focusWidget()
    assert focus is None or main.engineer.train.isAncestorOf(focus), "the keyboard went to another part of the window"
    main.go(Do.INSPECT)
    engineer.open(bundle, parts)
    engineer.line.start()
    engineer.wait_end(4)
    main.go(Do.TRAIN)
    press(page.from_records)
    engineer.wait(lambda: page.records.product.currentText() == "Plate")
    page.records.passed.setChecked(False)  # of these one in a hundred has its image, for the audit
    press(page.records.use)
    engineer.wait(lambda: "no good part" in page.records.message.text())
    main.go(Do.REVIEW)
    review = main.engineer.review
    engineer.wait(lambda: review.model.rowCount() == 4 and not review.busy and review.grid.current_row >= 0)
    QTest.keyClick(review.grid, Qt.Key.Key_F)
    engineer.wait(lambda: not review.busy)
    main.go(Do.TRAIN)
    press(page.records.use)
    engineer.wait(lambda: page.may_go_on)
    (one,) = page.draft.products
    assert (one.name, len(list(one.folder.iterdir()))) == ("Plate", 1)
