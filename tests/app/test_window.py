"""The window as a person works it: real bundles, real folders, mouse and keys."""

import gc
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import Do, action_specs
from app.plots.score_plot import ScorePlot
from app.users.store import Role
from engine.decision import Limits, Verdict
from engine.errors import ErrorCode, InspectError
from engine.pipeline.snapshot import LineState
from engine.records.reader import RecordReader
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.windows import Window


def drag(plot: ScorePlot, start: float, end: float) -> None:
    """Take hold of the limit at one score and let it go at another."""
    x = plot.width() // 2
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(x, round(plot.y_of(start))))
    QTest.mouseMove(plot, QPoint(x, round(plot.y_of(end))))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(x, round(plot.y_of(end))))


def run_to_end(window: Window, bundle: Path, parts: Path) -> None:
    window.open(bundle, parts)
    QTest.keyClick(window.main, Qt.Key.Key_F5)
    window.wait_end(4)
    window.wait(lambda: window.main.inspect.shown_part == 4)


def test_first_start_offers_the_demo_and_training(window: Window) -> None:
    welcome = window.main.welcome
    window.wait(lambda: window.main.stack.currentWidget() is welcome)
    QTest.mouseClick(welcome.train, Qt.MouseButton.LeftButton)
    assert window.main.stack.currentWidget() is window.main.engineer.train
    QTest.keyClick(window.main, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert window.main.stack.currentWidget() is welcome


def test_a_folder_is_inspected(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    page = window.main.inspect
    assert page.tile.text.verdict is Verdict.FAIL
    assert "1 region" in page.tile.text.detail
    assert "part3.png" in page.tile.text.part
    assert page.figures.parts.text() == "4"
    assert page.figures.yield_.text() == "75.0 %"
    assert [cell.reject is not None for cell in page.rejects.cells].count(True) == 1
    assert window.main.top.product.text() == "Plate"
    assert "4/4" in window.main.top.source.text
    assert "128 × 96" in page.picture.description()


def test_space_judges_one_part(window: Window, bundle: Path, parts: Path) -> None:
    window.open(bundle, parts)
    QTest.keyClick(window.main, Qt.Key.Key_Space)
    window.wait_line(lambda now: now.part == 1)
    window.wait(lambda: window.main.inspect.tile.text.verdict is Verdict.PASS)
    assert window.line.snapshot().part == 1


def test_a_moved_limit_shows_what_it_would_have_done_and_holds_when_it_is_applied_with_a_reason(
    window: Window, bundle: Path, parts: Path
) -> None:
    run_to_end(window, bundle, parts)
    scores = window.main.inspect.scores
    drag(scores.plot, 1.0, 1.25)
    assert "0 of the last 4 would change: no change" in scores.change.text()
    scores.wish_for(Limits(9.0, 0.5, 1.0, 4))
    assert "1 of the last 4 would change: 1 fewer reject, 1 more to review" in scores.change.text()
    assert window.line.snapshot().limits == Limits(1.0, 0.5, 1.0, 4), "only a wish yet"
    assert not scores.apply.isEnabled()
    scores.reason.setText("customer agreed")
    QTest.mouseClick(scores.apply, Qt.MouseButton.LeftButton)
    window.wait_line(lambda now: now.limits == Limits(9.0, 0.5, 1.0, 4))
    window.wait(lambda: scores.wish is None)
    assert window.main.inspect.tile.text.verdict is Verdict.FAIL, "what was decided stays as it is in the records"
    reader = RecordReader(window.line.snapshot().data or Path())
    newest = reader.limit_history("Plate")[0][1]
    assert (newest.limits.reject, newest.why) == (9.0, "customer agreed")
    assert reader.events("limits.changed")[0].params["why"] == "customer agreed"
    reader.close()
    QTest.keyClick(window.main, Qt.Key.Key_F5)
    window.wait_line(lambda now: now.counts.review == 1 and now.part == 8)
    window.wait(lambda: window.main.inspect.tile.text.verdict is Verdict.REVIEW)


def test_limits_move_by_key_and_never_pass_each_other(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    scores = window.main.inspect.scores
    for _ in range(70):
        QTest.keyClick(scores.plot, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert scores.wish is not None
    assert scores.wish.review == scores.wish.reject == 1.0
    QTest.keyClick(scores.plot, Qt.Key.Key_Down)
    assert scores.wish.review == scores.wish.reject == pytest.approx(0.99)
    QTest.mouseClick(scores.cancel, Qt.MouseButton.LeftButton)
    assert scores.wish is None
    assert window.line.snapshot().limits == Limits(1.0, 0.5, 1.0, 4)


def test_limits_stand_still_for_an_operator(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    scores = window.main.inspect.scores
    window.main.workplace.access.store.add("Ada", Role.ENGINEER, "4711", first=True)
    window.main.show_session()
    QTest.keyClick(scores.plot, Qt.Key.Key_Down)
    assert scores.wish is None
    drag(scores.plot, 1.0, 1.25)
    assert scores.wish is None


def test_nothing_passes_until_the_proposed_limits_are_confirmed(window: Window, bundle: Path, parts: Path) -> None:
    window.open(bundle, parts, confirmed=False)
    page = window.main.inspect
    assert page.confirm.isVisible()
    window.line.step()
    window.wait(lambda: page.tile.text.verdict is Verdict.ERROR)
    assert "limits" in page.tile.text.detail
    QTest.mouseClick(page.confirm.button, Qt.MouseButton.LeftButton)
    window.wait(lambda: not page.confirm.isVisible())
    window.line.step()
    window.wait(lambda: page.tile.text.verdict is Verdict.PASS)
    reader = RecordReader(window.line.snapshot().data or Path())
    assert [row.verdict for row in reader.newest()] == [Verdict.PASS, Verdict.ERROR]
    reader.close()


def test_a_verdict_never_stands_beside_the_picture_of_another_part(
    window: Window, bundle: Path, tmp_path: Path
) -> None:
    parts = make_folder(tmp_path / "many", good=20, bad=20)
    window.open(bundle, parts, loop=True)
    window.line.start()
    page, seen = window.main.inspect, set()
    while len(seen) < 15:
        QTest.qWait(5)
        if page.picture.shown_part is not None and page.shown_part is not None:
            assert page.picture.shown_part == page.shown_part
            seen.add(page.shown_part)
    window.line.stop()


def test_holding_h_shows_the_raw_picture(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    picture = window.main.inspect.picture
    window.wait(lambda: not picture.grab().toImage().isNull() and picture.description())
    QTest.qWait(100)
    with_heat = picture.grab().toImage()
    QTest.keyPress(window.main, Qt.Key.Key_H)
    raw = picture.grab().toImage()
    QTest.keyRelease(window.main, Qt.Key.Key_H)
    assert raw != with_heat
    assert picture.grab().toImage() == with_heat


def test_the_wheel_zooms_and_a_double_click_fits(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    picture = window.main.inspect.picture
    fitted = picture.description()
    centre = picture.rect().center()
    wheel = QWheelEvent(
        QPointF(centre), picture.mapToGlobal(QPointF(centre)), QPoint(), QPoint(0, 480),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(picture, wheel)
    QTest.qWait(100)
    assert picture.description() != fitted
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseMove(picture, centre + QPoint(40, 20))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=centre)
    assert picture.description() == fitted


def test_a_reject_is_looked_at_again_until_escape(window: Window, bundle: Path, tmp_path: Path) -> None:
    parts = make_folder(tmp_path / "mixed", good=0, bad=1)
    make_folder(tmp_path / "mixed2", good=1, bad=0)
    window.open(bundle, parts)
    window.line.start()
    window.wait_end(1)
    window.main.open_source(str(tmp_path / "mixed2"))
    window.wait_line(lambda now: bool(now.source and now.source.uri.endswith("mixed2")))
    window.line.start()
    window.wait_end(2)
    page = window.main.inspect
    window.wait(lambda: page.tile.text.verdict is Verdict.PASS)
    assert page.rejects.open_count() == 1
    QTest.mouseClick(page.rejects.cells[0], Qt.MouseButton.LeftButton)
    assert page.held_bar.isVisible()
    assert page.tile.text.verdict is Verdict.PASS, "the tile is of the newest part, whatever is looked at"
    QTest.keyClick(window.main, Qt.Key.Key_Escape)
    assert not page.held_bar.isVisible()
    QTest.keyClick(window.main, Qt.Key.Key_A)
    assert page.rejects.open_count() == 0


def test_a_damaged_bundle_is_named_and_the_old_product_stays(window: Window, bundle: Path, tmp_path: Path) -> None:
    window.main.open_bundle(bundle)
    window.wait_line(lambda now: now.bundle is not None)
    bad = tmp_path / "bad.uniad"
    data = bytearray(bundle.read_bytes())
    data[100] ^= 255
    bad.write_bytes(data)
    window.main.open_bundle(bad)
    window.wait_line(lambda now: now.cause is not None)
    assert window.main.alarm.isVisible()
    assert "bad.uniad" in window.main.alarm.cause.text()
    assert window.main.alarm.remedy.text()
    assert window.main.alarm.code.text().startswith("bundle.")
    assert window.main.top.product.text() == "Plate"
    window.main.alarm.closed.emit()
    window.wait(lambda: not window.main.alarm.isVisible())


def test_a_part_that_cannot_be_read_is_an_error_on_the_tile(window: Window, bundle: Path, tmp_path: Path) -> None:
    parts = make_folder(tmp_path / "parts", good=1, bad=0)
    (parts / "part0.png").write_text("no picture")
    window.open(bundle, parts)
    window.line.start()
    window.wait_end(1)
    tile = window.main.inspect.tile
    window.wait(lambda: tile.text.verdict is Verdict.ERROR)
    assert "part0.png" in tile.text.detail
    assert window.main.inspect.picture.description() == "", "an old picture must not look like the new part's"


def test_trouble_anywhere_stops_and_shows(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    window.line.fail(InspectError(ErrorCode.INTERNAL, where="thread", why="test"))
    window.wait(lambda: window.main.alarm.isVisible())
    assert "thread" in window.main.alarm.cause.text()


def test_files_are_dropped(window: Window, bundle: Path, parts: Path) -> None:
    for path in (bundle, parts):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path))])
        event = QDropEvent(
            QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )
        window.main.dropEvent(event)
    window.wait_line(lambda now: now.state is LineState.STOPPED and now.source is not None and now.source.length == 4)
    assert window.main.stack.currentWidget() is window.main.inspect


def test_another_product_of_the_bundle_from_the_top_bar(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    menu = window.main.top.product.menu()
    next(action for action in menu.actions() if action.text() == "Washer").trigger()
    window.wait(lambda: window.main.top.product.text() == "Washer")
    window.wait_line(lambda now: now.counts.total == 0)
    assert window.main.stack.currentWidget() is window.main.inspect
    assert window.main.inspect.confirm.isVisible(), "each product has limits of its own"


def test_theme_and_language_change_without_losing_anything(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    dark = window.main.grab().toImage().pixelColor(5, 400)
    QTest.keyClick(window.main, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.main, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    QTest.qWait(200)
    assert window.main.grab().toImage().pixelColor(5, 400) != dark
    assert window.main.inspect.buttons.toggle.text() == "开始"
    assert window.main.inspect.figures.parts.text() == "4"
    assert window.main.inspect.tile.text.verdict is Verdict.FAIL


def test_return_presses_the_button_with_the_focus(window: Window) -> None:
    window.main.welcome.train.setFocus()
    QTest.keyClick(window.main.welcome.train, Qt.Key.Key_Return)
    assert window.main.stack.currentWidget() is window.main.engineer.train


def test_every_action_has_its_own_shortcut_and_shows_it(window: Window) -> None:
    specs = action_specs()
    assert {spec.name for spec in specs} == set(Do)
    keys = [spec.keys for spec in specs]
    assert len(set(keys)) == len(keys)
    assert all(keys)
    for action in window.main.do.values():
        assert action.shortcut().toString() in action.toolTip()


def test_nothing_touchable_is_small(window: Window, bundle: Path, parts: Path) -> None:
    run_to_end(window, bundle, parts)
    page = window.main.inspect
    page.hold(page.rejects.cells[0].reject)
    QTest.qWait(50)
    labels, scores = window.main.top.labels, page.scores
    for widget in (
        labels.lot,
        labels.serial,
        window.main.top.user,
        scores.apply,
        page.tools.colours,
        page.buttons.toggle,
        page.buttons.step,
        page.buttons.pace,
        page.tools.slider,
        page.tools.outline,
    ):
        assert widget.height() >= 44, widget
    for button in window.main.navigation.buttons.values():
        assert min(button.width(), button.height()) >= 44
    assert min(page.rejects.cells[0].width(), page.rejects.cells[0].height()) >= 40


def test_many_regions_and_no_region_read_well(window: Window, tmp_path: Path) -> None:
    window.open(make_bundle(tmp_path / "b.uniad", mm_per_px=0.5), make_folder(tmp_path / "parts", good=0, bad=1))
    window.line.start()
    window.wait_end(1)
    window.wait(lambda: window.main.inspect.tile.text.verdict is Verdict.FAIL)
    assert window.main.inspect.tile.text.detail.endswith("mm²")


def test_changing_theme_and_language_again_and_again_leaves_nothing_behind(window: Window) -> None:
    def objects() -> int:
        QTest.qWait(50)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
        return len(window.main.findChildren(QObject))

    window.station.restyle("theme")
    before = objects()
    for what in ("theme", "language", "theme", "language"):
        window.station.restyle(what)
    assert objects() <= before
