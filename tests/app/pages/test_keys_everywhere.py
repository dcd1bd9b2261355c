"""Every page can be worked without a mouse: Tab reaches every control."""

import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app.main_window import MainWindow
from app.users.store import Role
from tests.support.controls import controls, name_of
from tests.support.windows import Window


def test_tab_reaches_every_control_of_every_page(window: Window, bundle: Path, parts: Path) -> None:
    main = window.main
    access = main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.open(bundle, parts)
    window.line.step()
    window.wait(lambda: main.inspect.shown_part == 1)
    missed = []
    for do in main.pages:
        main.go(do)
        QTest.qWait(60)
        window.wait(lambda: not any(page.busy for page in main.engineer.made.values()))
        main.activateWindow()
        deadline = time.monotonic() + 10
        while (left := unreached(main)) and time.monotonic() < deadline:
            QTest.qWait(200)  # what is being read is not enabled yet
        missed += [f"{do}: {type(one).__name__} {name_of(one)}" for one in left]
    assert not missed, "\n".join(missed)


def unreached(main: MainWindow) -> list[QWidget]:
    """Controls of the page that Tab does not come to."""
    visited = walk(main)
    page = main.stack.currentWidget()
    return [one for one in controls(page) if one.isEnabled() and not reached(one, visited)]


def walk(root: QWidget) -> set[QWidget]:
    """Press Tab until it has gone round."""
    first = root.focusWidget() or root
    visited: set[QWidget] = set()
    for _ in range(200):
        focus = QApplication.focusWidget()
        if focus is not None and focus in visited:
            break
        if focus is not None:
            visited.add(focus)
        QTest.keyClick(focus or first, Qt.Key.Key_Tab)
    return visited


def reached(control: QWidget, visited: set[QWidget]) -> bool:
    """Itself, its proxy, or, of buttons that exclude each other, one of them: arrows lead to the others."""
    proxy = control.focusProxy()
    if control in visited or (proxy is not None and proxy in visited):
        return True
    group = control.group() if isinstance(control, QAbstractButton) else None
    return group is not None and group.exclusive() and any(one in visited for one in group.buttons())
