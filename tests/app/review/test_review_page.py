"""The Review page as a person works it: mouse and keys, in the real window, over real records."""

import math
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import Do
from app.options import WindowOptions
from app.review.filters import VERDICTS
from app.review.page import ReviewPage
from app.start import make_station
from app.users.store import Role
from engine.decision import Verdict
from engine.pipeline.snapshot import LineState
from engine.records.database import FILE
from engine.records.entries import FindingKind
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.records.schema import REVISION
from tests.support.windows import Window

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def page(window: Window, bundle: Path, parts: Path) -> ReviewPage:
    """Four parts are recorded, the newest is FAIL, and the page is open."""
    window.open(bundle, parts)
    window.line.start()
    window.wait_end(4)
    window.main.go(Do.REVIEW)
    page = window.main.engineer.review
    settle(window, page)
    return page


def settle(window: Window, page: ReviewPage) -> None:
    window.wait(lambda: page.model.rowCount() == 4 and not page.busy and page.grid.current_row >= 0)
    QTest.qWait(50)


def said(window: Window) -> dict[str, list[FindingKind]]:
    """Findings that stand, by verdict."""
    reader = RecordReader(window.main.workplace.data)
    try:
        found: dict[str, list[FindingKind]] = {}
        for row in reader.newest(PartFilter()):
            standing = [one.finding for one in reader.findings(row.uuid) if not one.undone]
            found.setdefault(row.verdict.value, []).extend(standing)
        return found
    finally:
        reader.close()


def test_all_parts_are_reviewed_without_the_mouse(window: Window, page: ReviewPage) -> None:
    assert page.count.text() == "4 parts"
    for key in (Qt.Key.Key_D, Qt.Key.Key_D, Qt.Key.Key_F, Qt.Key.Key_U):
        QTest.keyClick(page.grid, key)
    window.wait(lambda: not page.busy)
    assert said(window) == {
        "FAIL": [FindingKind.DEFECT],
        "PASS": [FindingKind.ESCAPE, FindingKind.GOOD, FindingKind.UNSURE],
    }
    QTest.keyClick(page.grid, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(page.grid, Qt.Key.Key_Z, CONTROL)
    QTest.keyClick(page.grid, Qt.Key.Key_Z, CONTROL | SHIFT)
    window.wait(lambda: not page.busy)
    assert said(window)["PASS"] == [FindingKind.ESCAPE, FindingKind.GOOD]


def test_many_are_selected_with_shift_mouse_and_all(window: Window, page: ReviewPage) -> None:
    grid = page.grid
    QTest.keyClick(grid, Qt.Key.Key_Right, SHIFT)
    assert grid.selected_ranges() == [range(2)]
    place = grid.visualRect(page.model.index(2)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, SHIFT, place)
    assert grid.selected_ranges() == [range(3)]
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, CONTROL, QPoint(20, 20))
    assert [list(one) for one in grid.selected_ranges()] == [[1, 2]]
    QTest.keyClick(grid, Qt.Key.Key_A, CONTROL)
    page.detail.note.setText("all of them")
    QTest.keyClick(grid, Qt.Key.Key_U)
    window.wait(lambda: not page.busy)
    assert said(window) == {"FAIL": [FindingKind.UNSURE], "PASS": [FindingKind.UNSURE] * 3}


def test_letters_typed_into_the_note_are_no_findings(window: Window, page: ReviewPage) -> None:
    QTest.keyClicks(page.detail.note, "dfu")
    QTest.qWait(50)
    assert page.detail.note.text() == "dfu"
    assert said(window) == {"FAIL": [], "PASS": []}


def test_filters_choose_and_the_heat_is_shown(window: Window, page: ReviewPage) -> None:
    bar = page.filters
    bar.verdict.setCurrentIndex(VERDICTS.index((Verdict.FAIL,)))
    window.wait(lambda: page.model.rowCount() == 1 and not page.busy)
    window.wait(lambda: page.detail.panes.settled)
    assert page.detail.title.text().startswith("FAIL")
    assert page.detail.problem.text() == ""
    bar.text.setText("nothing like this")
    window.wait(lambda: page.model.rowCount() == 0 and not page.busy)
    bar.clear.click()
    settle(window, page)


def test_an_altered_image_is_shown_as_such(window: Window, page: ReviewPage) -> None:
    card = page.model.card(0)
    assert card is not None
    image = window.main.workplace.data / card.images[0].path
    image.write_bytes(b"not the picture")
    QTest.keyClick(page.grid, Qt.Key.Key_Right)
    window.wait(lambda: not page.busy)
    QTest.keyClick(page.grid, Qt.Key.Key_Left)
    window.wait(lambda: not page.busy)
    QTest.qWait(50)
    assert card.images[0].sha256 in page.detail.panes.hint


def test_a_second_opinion_is_asked_without_the_first_answer(window: Window, page: ReviewPage) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(page.grid, Qt.Key.Key_D)
    window.wait(lambda: not page.busy)
    page.filters.finding.setCurrentIndex(page.filters.finding.findData("second"))
    window.wait(lambda: not page.busy)
    QTest.qWait(50)
    assert page.grid.blind
    assert page.model.rowCount() == 0  # nobody else has answered: one does not get his own parts back


def test_a_limit_is_suggested_tried_and_applied_with_its_reason(window: Window, page: ReviewPage) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_F)  # the FAIL of score 3.0 was good
    window.wait(lambda: not page.busy)
    page._tabs.button(1).click()
    meaning = page.meaning
    window.wait(lambda: not page.busy and bool(meaning.result.text()))
    assert not meaning.apply.isEnabled()
    meaning.by_rate.click()
    assert meaning.wanted is not None
    assert meaning.wanted.pass_below() == math.nextafter(3.0, 4.0)
    assert "1 parts change; 0 confirmed defects would pass, 1 false rejects spared." in meaning.result.text()
    meaning.list.click()
    assert page.model.rowCount() == 1
    meaning.by_defects.click()
    assert "no defect is confirmed" in meaning.message.text()
    meaning.why.setText("oil film")
    meaning.apply.click()
    assert window.main.sign_in.isVisible()  # an engineer is asked for
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    wanted = meaning.wanted
    meaning.apply.click()
    meaning.confirm.yes.click()
    window.wait(lambda: window.line.snapshot().limits == wanted)
    reader = RecordReader(window.main.workplace.data)
    window.wait(lambda: any(event.user == "Ada" for event in reader.events("review.limits_applied")))
    newest = reader.limit_history("Plate")[0][1]
    events = [event for event in reader.events("review.limits_applied") if event.user == "Ada"]
    reader.close()
    assert (newest.user, newest.why, newest.limits.to_limits()) == ("Ada", "oil film", wanted)
    assert events[0].params["reject_before"] == 1.0
    assert events[0].params["reject_after"] == pytest.approx(wanted.reject if wanted else 0)


def test_images_are_judged_again(window: Window, page: ReviewPage) -> None:
    page._tabs.button(1).click()
    window.wait(lambda: not page.busy and bool(page.meaning.result.text()))
    page.meaning.replay.click()
    window.wait(lambda: not page.busy)
    QTest.qWait(50)
    told = page.meaning.message.text()  # one passed part in a hundred has its image too, for the audit
    assert told[1:].startswith(" of 4 parts have an image and were judged again; 0 would change.")
    assert not page.meaning.cancel.isVisible()
    page.meaning.region.setText("0 0 25 25")  # the defect lies elsewhere
    page.meaning.replay.click()
    window.wait(lambda: not page.busy and "1 would change" in page.meaning.message.text())
    page.meaning.list.click()
    assert page.model.rowCount() == 1


def test_findings_go_back_to_training(window: Window, page: ReviewPage, tmp_path: Path) -> None:
    QTest.keyClick(page.grid, Qt.Key.Key_F)
    window.wait(lambda: not page.busy)
    page.grid.go(0)
    page.show_tab(2)
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    page.training.approve.click()
    window.wait(lambda: not page.busy and "1 false rejects" in page.training.message.text())
    page.training.export_to(tmp_path / "out")
    window.wait(lambda: not page.busy and page.training.message.text() == "Written.")
    assert len(list((tmp_path / "out" / "additional" / "train" / "good").iterdir())) == 1
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    page.training.export_to(tmp_path / "file")
    window.wait(lambda: not page.busy and str(tmp_path / "file") in page.training.message.text())


def test_a_window_on_records_of_another_station_looks_and_cannot_write(
    window: Window, page: ReviewPage, qapp: QApplication
) -> None:
    second = Window(make_station(qapp, WindowOptions(theme="dark", language="en")))  # the same home, the same records
    second.main.resize(1280, 800)
    second.main.show()
    second.wait_line(lambda now: now.state is LineState.READ_ONLY)
    second.main.go(Do.REVIEW)
    other = second.main.engineer.review
    settle(second, other)
    QTest.keyClick(other.grid, Qt.Key.Key_D)
    second.wait(lambda: not other.busy and "Another station" in other.message.text())
    assert said(window) == {"FAIL": [], "PASS": []}
    second.main.close()
    assert second.station.close()
    second.main.deleteLater()


def test_an_engineer_draws_the_true_defect(window: Window, page: ReviewPage) -> None:
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    panes = page.detail.panes
    window.wait(lambda: panes._pixels is not None and panes.settled)
    page.detail.draw.click()
    box = panes._pane(0).toRect()
    corners = [(0.4, 0.4), (0.6, 0.4), (0.6, 0.6)]
    for x, y in corners[:2]:
        place = box.topLeft() + QPoint(round(x * box.width()), round(y * box.height()))
        QTest.mouseClick(panes, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    x, y = corners[2]
    place = box.topLeft() + QPoint(round(x * box.width()), round(y * box.height()))
    QTest.mouseDClick(panes, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    window.wait(lambda: not page.busy and len(panes.polygons) == 1)
    assert said(window)["FAIL"] == [FindingKind.DEFECT]
    assert len(panes.polygons[0]) == 3
    assert panes.polygons[0][1][0] - panes.polygons[0][0][0] > 0.1
    assert not page.detail.draw.isChecked()


def test_an_engineer_paints_the_true_defect(window: Window, page: ReviewPage) -> None:
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    panes = page.detail.panes
    window.wait(lambda: panes._pixels is not None and panes.settled)
    page.detail.draw.click()
    page.detail.brush.click()
    assert not page.detail.draw.isChecked()
    box, no = panes._pane(0).toRect(), Qt.KeyboardModifier.NoModifier
    middle = box.center()
    for left in (middle - QPoint(30, 20), middle + QPoint(-30, 20)):
        QTest.mousePress(panes, Qt.MouseButton.LeftButton, no, left)
        for step in range(1, 7):
            QTest.mouseMove(panes, left + QPoint(10 * step, 0))
        QTest.mouseRelease(panes, Qt.MouseButton.LeftButton, no, left + QPoint(60, 0))
    page.detail.brush.click()
    window.wait(lambda: not page.busy and len(panes.polygons) == 2)
    assert said(window)["FAIL"] == [FindingKind.DEFECT]
    page.detail.brush.click()
    QTest.mouseClick(panes, Qt.MouseButton.LeftButton, no, middle)
    page.detail.stop_drawing()
    QTest.qWait(50)
    assert said(window)["FAIL"] == [FindingKind.DEFECT], "what was not finished is not stored"


def test_records_of_a_newer_program_are_told_and_left_alone(window: Window) -> None:
    window.wait(lambda: window.line.snapshot().data is not None)
    path = window.main.workplace.data / FILE
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    window.main.go(Do.REVIEW)
    page = window.main.engineer.review
    window.wait(lambda: "9999" in page.message.text())
    assert page.message.objectName() == "trouble"
    assert page.model.rowCount() == 0
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = ?", (REVISION,))
