"""The page Checks as people work it: a set taken from the stream, checks that pass and fail, the lock and its release,
and a gauge study from its set-up to its PDF."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.actions import Do
from app.checks.page import ChecksPage
from app.users.store import Role
from engine.errors import ErrorCode
from engine.gauge.study import Kinds as KindsOfParts
from engine.gauge.study import Plan, StudyShelf, number_parts
from engine.masters.rules import Standing
from engine.masters.sets import MasterKind
from engine.pipeline.snapshot import LineState
from engine.records.reader import RecordReader
from tests.support.masters import pictures
from tests.support.streams import MjpegServer
from tests.support.studies import read_all
from tests.support.windows import Window


@pytest.fixture
def server() -> Iterator[MjpegServer]:
    with MjpegServer(rate=60, pictures=pictures(0)) as made:
        yield made


def at_the_stream(window: Window, bundle: Path, server: MjpegServer) -> ChecksPage:
    """Ada at the page, the stream open, limits in force."""
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.open(bundle, server.url)
    window.main.go(Do.CHECKS)
    return window.main.engineer.checks


def judged(window: Window, server: MjpegServer, defect: int, seed: int = 0) -> None:
    """Put a part there and judge it once."""
    server.show(pictures(defect, seed))
    part = window.line.snapshot().part
    window.line.step()
    window.wait_line(lambda now: now.part == part + 1 and now.line.parts.open == 0)


def present(window: Window, page: ChecksPage, server: MjpegServer, defect: int, seed: int) -> None:
    """Put a part there and press the button of the check."""
    server.show(pictures(defect, seed))
    check = window.line.snapshot().line.masters.check
    assert check is not None
    count = len(check.readings)
    take = page.masters.running.take
    window.wait(take.isEnabled)
    window.main.activateWindow()
    take.setFocus()
    window.wait(take.hasFocus)
    QTest.keyClick(take, Qt.Key.Key_Return)
    seen: list[QWidget | None] = []

    def read() -> bool:
        seen.append(QApplication.focusWidget())
        now = window.line.snapshot().line.masters.check
        return now is not None and len(now.readings) > count

    window.wait(read)
    QTest.qWait(60)
    seen.append(QApplication.focusWidget())
    others = [one for one in seen if isinstance(one, QAbstractButton) and one is not take]
    assert not others, "a second Return would press it"


def outcome(window: Window) -> Standing | None:
    now = window.wait_line(lambda now: now.line.masters.check is not None and now.line.masters.check.recorded)
    return now.line.masters.check.outcome  # type: ignore[union-attr]


def check_twice(window: Window, page: ChecksPage, server: MjpegServer) -> None:
    """A check that is passed, and one in which a bad part lies in place of the good one."""
    panel = page.masters
    QTest.mouseClick(panel.begin, Qt.MouseButton.LeftButton)
    window.wait(panel.running.isVisible)
    assert "good 1" in panel.running.title.text()
    present(window, page, server, 0, 1)
    present(window, page, server, 48, 1)
    assert outcome(window) is Standing.PASSED
    window.wait(lambda: "judged right" in panel.running.title.text())
    panel.running.repeat.click()
    window.wait(lambda: "good 1" in panel.running.title.text())
    present(window, page, server, 48, 2)
    present(window, page, server, 48, 3)
    assert outcome(window) is Standing.FAILED


def test_a_set_is_taken_checked_and_a_failure_locks_until_released(
    window: Window, bundle: Path, server: MjpegServer
) -> None:
    page = at_the_stream(window, bundle, server)
    panel = page.masters
    assert not panel.begin.isEnabled()
    for kind, defect in ((MasterKind.GOOD, 0), (MasterKind.BAD, 48)):
        judged(window, server, defect)
        count = panel.list.count()
        (panel.good if kind is MasterKind.GOOD else panel.bad).click()
        window.wait(lambda count=count: panel.list.count() == count + 1)  # type: ignore[misc]
        window.wait(lambda: not page.busy)  # the list may know it before it is told
    panel.good.click()
    window.wait(lambda: "said to be good" in panel.message.text())
    window.wait(panel.begin.isEnabled)
    check_twice(window, page, server)
    panel.running.done.click()
    window.wait(panel.release.isVisible)
    window.main.go(Do.INSPECT)
    assert window.main.inspect.masters.isVisible()
    assert "failed" in window.main.inspect.masters.words.text()
    judged(window, server, 0, 5)
    newest = window.line.snapshot().newest
    assert newest is not None
    assert newest.error is not None
    assert newest.error.code is ErrorCode.MASTERS_FAILED
    window.main.inspect.masters.button.click()
    panel.release.click()
    window.wait(lambda: "Say why" in panel.message.text())
    panel.why.setText("wrong part in the tray")
    panel.release.click()
    window.wait_line(lambda now: now.line.masters.states["Plate"].lock is None)
    reader = RecordReader(window.main.workplace.data)
    codes = [event.code for event in reader.events() if event.code.startswith("masters.") and event.user == "Ada"]
    reader.close()
    assert codes.count("masters.check") == 2
    assert codes.count("masters.changed") == 2
    assert codes[0] == "masters.released"


def test_stored_images_make_no_master_part(window: Window, bundle: Path, parts: Path) -> None:
    window.open(bundle, parts)
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.main.go(Do.CHECKS)
    window.line.start()
    window.wait_end(4)
    panel = window.main.engineer.checks.masters
    panel.bad.click()
    assert "stored images" in panel.message.text()
    assert panel.list.count() == 0


@pytest.mark.slow
def nearly_read(page: ChecksPage, window: Window) -> StudyShelf:
    """Open a study that lacks one reading."""
    now, shelf = window.line.snapshot(), page.gauge._shelf
    assert now.bundle is not None
    plan = Plan("Nearly", "Plate", now.bundle.sha256, 1.0, number_parts(KindsOfParts()), ("Bo",), user="Ada")
    shelf.save(read_all(shelf, shelf.begin(plan), set(), count=299))
    page.gauge.setup.opened.emit("Nearly")
    return shelf


def test_a_study_is_set_up_read_and_printed(window: Window, bundle: Path, server: MjpegServer) -> None:
    page = at_the_stream(window, bundle, server)
    gauge = page.gauge
    page.buttons[1].click()
    gauge.setup.name.setText("Line 3")
    gauge.setup.people.setText("Bo, Bo")
    gauge.setup.start.click()
    window.wait(lambda: "same name" in gauge.message.text())
    gauge.setup.people.setText("Bo")
    gauge.setup.start.click()
    window.wait(gauge.numbers.isVisible)
    gauge.numbers.go.click()
    study = gauge.study
    assert study is not None
    truth = {part.number: part.bad for part in study.parts}
    first = study.next_turn
    assert first is not None
    server.show(pictures(48 if truth[first.part] else 0, 9))
    window.main.activateWindow()
    window.wait(gauge.turn.there.hasFocus)
    QTest.keyClick(gauge.turn.there, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is gauge.turn, "a second Return would press another button"
    window.wait(lambda: gauge.study is not None and len(gauge.study.readings) == 1)
    assert gauge.study is not None
    assert gauge.study.readings[0].bad == truth[first.part]
    gauge.turn.leave.click()
    shelf = nearly_read(page, window)
    window.wait(gauge.turn.isVisible)
    assert "For Bo, repeat 3 of 3" in gauge.turn.who.text()
    assert QApplication.focusWidget() is gauge.turn, "Return would say good"
    QTest.keyClick(gauge.turn, Qt.Key.Key_1)
    window.wait(gauge.result.isVisible)
    assert "Nearly" in gauge.result.title.text()
    assert gauge.result.table.item(0, 0).text() == "Station"  # type: ignore[union-attr]
    gauge.result.pdf.click()
    window.wait(lambda: "Written" in gauge.message.text())
    assert shelf.path("Nearly").with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    assert window.line.snapshot().state is LineState.STOPPED
