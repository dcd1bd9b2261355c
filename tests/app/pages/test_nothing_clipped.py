"""No word is cut off, in either language, at the smallest and the usual size of the window."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QStyle, QStyleOptionComboBox, QWidget

from app.actions import Do
from app.users.store import Role
from tests.support.windows import Window

SIZES = ((1024, 640), (1280, 800))


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_word_is_cut_off(window: Window, bundle: Path, parts: Path, language: str) -> None:
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, "2580", first=True)
    access.session.enter(access.store.people[0])
    window.main.open_bundle(bundle)
    window.main.open_source(str(parts))
    window.wait_line(lambda now: now.bundle is not None and now.source is not None)
    window.line.step()
    window.wait(lambda: window.main.inspect.picture.description())
    if language == "zh_CN":
        window.main.restyle.emit("language")
    found = []
    for width, height in SIZES:
        window.main.resize(width, height)
        for do in window.main.pages:
            window.main.go(do)
            QTest.qWait(100)
            window.wait(lambda: not any(page.busy for page in window.main.engineer.made.values()))
            found += [f"{width} {do}: {text}" for text in still_cut_off(window.main)]
            if do is Do.SETTINGS:
                settings = window.main.engineer.settings
                for row, name in enumerate(settings.names):
                    settings.list.setCurrentRow(row)
                    window.wait(lambda: not settings.busy)  # noqa: B023
                    found += [f"{width} settings.{name}: {text}" for text in still_cut_off(settings)]
            if do is not Do.INSPECT and width < 1280:
                continue  # whoever sees the other pages has signed in
            window.main.sign_in.open_panel()
            found += [f"{width} {do} and the panel: {text}" for text in still_cut_off(window.main)]
            window.main.sign_in.close_panel()
    assert not found, "\n".join(sorted(set(found)))


def still_cut_off(root: QWidget, seconds: float = 3.0) -> list[str]:
    """Once the layout has settled: cards that have just come have no room for a moment."""
    deadline = time.monotonic() + seconds
    QTest.qWait(60)
    while (found := cut_off(root)) and time.monotonic() < deadline:
        QTest.qWait(50)
    return found


def cut_off(root: QWidget) -> list[str]:
    """Texts that do not fit where they stand."""
    found = [label.text() for label in root.findChildren(QLabel) if label.isVisible() and not label_fits(label)]
    found += [one.text() for one in root.findChildren(QAbstractButton) if one.isVisible() and not button_fits(one)]
    found += [one.currentText() for one in root.findChildren(QComboBox) if one.isVisible() and not combo_fits(one)]
    for area in root.findChildren(QScrollArea):
        inner = area.widget()
        if area.isVisible() and inner is not None and inner.width() > area.viewport().width() + 1:
            found.append(f"a page that is {inner.width() - area.viewport().width()} px too wide")
    return found


def label_fits(label: QLabel) -> bool:
    text = label.text()
    if not text or label.textFormat() is Qt.TextFormat.RichText:
        return True
    room = label.contentsRect()
    if label.wordWrap():
        return label.heightForWidth(label.width()) <= label.height() + 2
    longest = max(label.fontMetrics().horizontalAdvance(line) for line in text.splitlines())
    return longest <= room.width() + 2


def button_fits(button: QAbstractButton) -> bool:
    if not button.text() or button.objectName() in ("product", "thumbnail"):
        return True  # their own drawing elides, with the whole text in the tooltip
    return button.fontMetrics().horizontalAdvance(button.text().replace("&", "")) <= button.width()


def combo_fits(combo: QComboBox) -> bool:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = combo.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, combo).width()
    return combo.fontMetrics().horizontalAdvance(combo.currentText()) <= room + 4
