"""Signing in as a person does it: by finger and by keys, into a session that ends by itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.look import Look
from app.paths import resource
from app.theme import load_theme, stylesheet
from app.users.access import Access, make_access
from app.users.panel import Purpose, SignInPanel
from app.users.session import Params
from app.users.store import Role
from tests.support.waiting import wait_for

PIN, OTHER = "2580", "907314"


class Pages:
    """A notebook of paper."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, dict[str, object]]] = []

    def note(self, code: str, user: str, params: Params) -> None:
        self.lines.append((code, user, dict(params)))

    @property
    def codes(self) -> list[str]:
        return [code for code, _, _ in self.lines]


class Desk:
    """A panel in a window, with what it works on."""

    def __init__(self, folder: Path) -> None:
        self.notebook = Pages()
        self.access: Access = make_access(folder, self.notebook)
        self.window = QWidget()
        theme, icon = load_theme("dark"), str(resource("icons/check.svg"))
        self.window.setStyleSheet(stylesheet(theme, {"check": icon, "arrow": icon}))
        self.panel = SignInPanel(Look(theme, QLocale()), self.access, self.window)
        self.window.resize(400, 700)
        self.window.show()

    def type_pin(self, pin: str) -> None:
        QTest.keyClicks(self.panel.pad.edit, pin)
        QTest.keyClick(self.panel.pad.edit, Qt.Key.Key_Return)

    def tap_pin(self, pin: str) -> None:
        for digit in pin:
            QTest.mouseClick(self.panel.pad.keys[digit], Qt.MouseButton.LeftButton)
        QTest.mouseClick(self.panel.pad.enter, Qt.MouseButton.LeftButton)

    def settle(self) -> None:
        assert wait_for(lambda: not self.access.background.busy, 10_000)
        QTest.qWait(20)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    assert desk.access.close()
    desk.window.close()
    desk.window.deleteLater()


def test_the_first_engineer_names_himself_by_keys(desk: Desk) -> None:
    desk.panel.open_panel()
    desk.panel.name.setText("Ada")
    desk.type_pin("1234")
    assert "1234" in desk.panel.trouble.text(), "a row of digits is refused with an example"
    desk.type_pin(PIN)
    desk.type_pin(OTHER)
    assert desk.panel.trouble.text()
    assert not desk.access.store.has_engineer
    desk.type_pin(PIN)
    desk.type_pin(PIN)
    desk.settle()
    assert desk.access.session.is_engineer
    assert desk.access.session.user == "Ada"
    assert not desk.panel.isVisible()
    assert desk.notebook.codes == ["user.signed_in", "user.first_engineer"]


def test_a_finger_signs_in_and_out_and_the_notebook_knows(desk: Desk) -> None:
    desk.access.store.add("Ada", Role.ENGINEER, PIN, first=True)
    desk.panel.open_panel()
    desk.tap_pin(OTHER)
    desk.settle()
    assert "Ada" in desk.panel.trouble.text()
    assert not desk.access.session.user
    desk.tap_pin(PIN)
    desk.settle()
    assert desk.access.session.is_engineer
    desk.access.session.leave()
    assert not desk.access.session.is_engineer
    assert desk.notebook.codes == ["user.refused", "user.signed_in", "user.signed_out"]
    assert [user for _, user, _ in desk.notebook.lines] == ["", "Ada", "Ada"]


def test_keys_of_the_pad_are_large_enough_for_gloves(desk: Desk) -> None:
    desk.panel.open_panel()
    for key in (*desk.panel.pad.keys.values(), desk.panel.pad.back, desk.panel.pad.enter):
        assert min(key.width(), key.height()) >= 44


def test_an_operator_cannot_leave_full_screen(desk: Desk) -> None:
    desk.access.store.add("Ada", Role.ENGINEER, PIN, first=True)
    desk.access.store.add("Bo", Role.OPERATOR, OTHER)
    granted = QSignalSpy(desk.panel.granted)
    desk.panel.open_panel(Purpose.LEAVE_KIOSK)
    assert [desk.panel.people.itemText(row) for row in range(desk.panel.people.count())] == ["Ada"]
    desk.tap_pin(OTHER)
    desk.settle()
    assert granted.count() == 0
    desk.tap_pin(PIN)
    desk.settle()
    assert granted.count() == 1


def test_after_three_wrong_pins_the_pad_rests(desk: Desk) -> None:
    desk.access.store.add("Ada", Role.ENGINEER, PIN, first=True)
    desk.panel.open_panel()
    for _ in range(3):
        desk.tap_pin(OTHER)
        desk.settle()
    assert wait_for(lambda: not desk.panel.pad.isEnabled(), 3000)
    assert "s" in desk.panel.trouble.text()
    assert wait_for(desk.panel.pad.isEnabled, 10_000)
    desk.tap_pin(PIN)
    desk.settle()
    assert desk.access.session.is_engineer


def test_an_idle_engineer_is_signed_out_and_a_touch_begins_anew(desk: Desk) -> None:
    desk.access.store.add("Ada", Role.ENGINEER, PIN, first=True)
    desk.access.session.set_lock_after(0.4)
    desk.access.session.enter(desk.access.store.people[0])
    for _ in range(6):
        QTest.qWait(150)
        QTest.mouseClick(desk.window, Qt.MouseButton.LeftButton)
    assert desk.access.session.is_engineer, "somebody who touches things is not idle"
    assert wait_for(lambda: not desk.access.session.is_engineer, 5000)
    assert desk.notebook.lines[-1] == ("user.signed_out", "Ada", {"why": "idle"})


def test_escape_closes_the_panel_and_forgets_the_pin(desk: Desk) -> None:
    desk.panel.open_panel()
    desk.panel.pad.setFocus()
    QTest.keyClicks(desk.panel.pad.edit, "25")
    QTest.keyClick(desk.panel.pad.edit, Qt.Key.Key_Escape)
    assert not desk.panel.isVisible()
    desk.panel.open_panel()
    assert desk.panel.pad.edit.text() == ""
