"""The engineer's pages as a person works them, in the real window."""

import json
import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QWidget,
)

from app.actions import Do
from app.pages.log_view import filter_lines
from app.users.store import Role
from engine.bundle import sign_bundle
from engine.decision import Limits
from engine.records.reader import RecordReader
from engine.settings import read_settings
from tests.support.bundles import make_bundle
from tests.support.controls import controls, name_of
from tests.support.images import make_folder
from tests.support.windows import Window

PIN = "2580"


@pytest.fixture
def engineer(window: Window) -> Window:
    """The window with Ada signed in."""
    access = window.main.workplace.access
    access.store.add("Ada", Role.ENGINEER, PIN, first=True)
    access.session.enter(access.store.people[0])
    window.wait(lambda: window.line.snapshot().data is not None)
    return window


def events(window: Window) -> list[tuple[str, str]]:
    reader = RecordReader(window.main.workplace.data)
    try:
        return [(event.code, event.user) for event in reader.events()]
    finally:
        reader.close()


def test_an_operator_sees_inspect_and_review_and_is_asked_for_a_pin(engineer: Window) -> None:
    main = engineer.main
    QTest.keyClick(main, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main.stack.currentWidget() is main.engineer.settings
    main.workplace.access.session.leave()
    assert main.stack.currentWidget() is not main.engineer.settings
    shown = [do for do, button in main.navigation.buttons.items() if button.isVisible()]
    assert shown == [Do.INSPECT, Do.REVIEW, Do.CHECKS]
    QTest.keyClick(main, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    assert main.stack.currentWidget() is not main.engineer.settings
    assert main.sign_in.isVisible()
    engineer.wait(lambda: ("user.signed_out", "Ada") in events(engineer))


def import_two(engineer: Window, unsigned: Path, folder: Path) -> None:
    """Somebody must want an unsigned bundle all the same; a signed one comes without a word."""
    page = engineer.main.engineer.products
    page.import_bundle(unsigned)
    engineer.wait(page.confirm.isVisible)  # it is unsigned: somebody must want it all the same
    assert page.list.count() == 0
    QTest.mouseClick(page.confirm.yes, Qt.MouseButton.LeftButton)
    engineer.wait(lambda: page.list.count() == 3)
    assert page.list.item(0).text().endswith("unsigned")
    ring = make_bundle(folder / "other.uniad", names=("Ring",), grey=100)
    sign_bundle(ring, engineer.main.workplace.shelf.keys)
    page.import_bundle(ring)
    engineer.wait(lambda: page.list.count() == 5)


def test_products_come_go_and_are_rolled_back(engineer: Window, bundle: Path, parts: Path, tmp_path: Path) -> None:
    main, page = engineer.main, engineer.main.engineer.products
    main.go(Do.PRODUCTS)
    bad = tmp_path / "bad.uniad"
    bad.write_bytes(bundle.read_bytes()[:-9])
    page.import_bundle(bad)
    engineer.wait(lambda: "bad.uniad" in page.message.text())
    import_two(engineer, bundle, tmp_path)
    for name in ("Plate", "Ring"):
        row = next(row for row in range(page.list.count()) if page.list.item(row).text().startswith(name))
        page.list.setCurrentRow(row)
        QTest.mouseClick(page.activate, Qt.MouseButton.LeftButton)
        assert page.progress.isVisible()
        engineer.wait(lambda name=name: main.stack.currentWidget() is main.inspect)  # type: ignore[misc]
        assert engineer.line.snapshot().product == name
        main.go(Do.PRODUCTS)
    engineer.line.set_limits(Limits(2.5, 1.25, 1.0), "tighter")
    engineer.wait(lambda: engineer.line.snapshot().confirmed)
    page.refresh()
    engineer.wait(lambda: any("2.50" in text and "tighter" in texts(page) for text in texts(page).splitlines()))
    engineer.wait(lambda: "Plate" in page.back.text() and page.back.isEnabled())
    assert not page.remove.isEnabled(), "the bundle in use stays"
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    engineer.wait(lambda: engineer.line.snapshot().product == "Plate")
    engineer.wait(lambda: main.stack.currentWidget() is main.inspect)
    main.go(Do.PRODUCTS)
    engineer.wait(lambda: "Ring" in page.back.text())
    page.list.setCurrentRow(next(row for row in range(5) if page.list.item(row).text() == "Ring"))
    page.export_bundle(tmp_path / "copy.uniad")
    engineer.wait(lambda: (tmp_path / "copy.uniad").exists())
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert page.confirm.isVisible()
    QTest.mouseClick(page.confirm.yes, Qt.MouseButton.LeftButton)
    engineer.wait(lambda: page.list.count() == 3)
    engineer.wait(lambda: ("bundle.removed", "Ada") in events(engineer))
    assert {"bundle.imported", "product.activated", "bundle.exported"} <= {code for code, _ in events(engineer)}


def test_settings_are_checked_at_the_field_saved_whole_and_used(engineer: Window) -> None:
    main, page = engineer.main, engineer.main.engineer.settings
    main.go(Do.SETTINGS)
    engineer.wait(lambda: main.workplace.draft.saved is not None)
    page.list.setCurrentRow(page.names.index("outputs"))
    section = page.section("outputs")
    assert section is not None
    port = next(field for field in section.fields if field.spec.key == "outputs.tcp.port")
    assert isinstance(port.editor, QLineEdit)
    port.editor.clear()
    QTest.keyClicks(port.editor, "99999")
    assert "65535" in port.problem.text()
    assert not page.save.isEnabled()
    port.editor.clear()
    QTest.keyClicks(port.editor, "9050")
    assert not port.problem.isVisible()
    main.restyle.emit("language")
    page = main.engineer.settings
    main.go(Do.SETTINGS)
    assert main.workplace.draft.dirty, "what was typed survives another language"
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    engineer.wait(page.confirm.isVisible)
    path = main.workplace.station.path
    assert read_settings(path).outputs.tcp.port == 9050
    QTest.mouseClick(page.confirm.yes, Qt.MouseButton.LeftButton)
    engineer.wait(lambda: ("settings.saved", "Ada") in events(engineer))
    engineer.wait_line(lambda now: now.data is not None)
    assert engineer.line.snapshot().cause is None


def test_an_unknown_key_is_told_with_its_line_and_nothing_is_overwritten(engineer: Window) -> None:
    path = engineer.main.workplace.station.path
    path.write_text('format = 1\n[station]\nnam = "x"\n')
    engineer.main.go(Do.SETTINGS)
    page = engineer.main.engineer.settings
    engineer.wait(lambda: "line 3" in page.message.text())
    assert "station.nam" in page.message.text()
    assert not page.save.isEnabled()
    assert path.read_text().endswith('nam = "x"\n')


def test_a_source_is_looked_at_before_it_is_used(engineer: Window, tmp_path: Path) -> None:
    main, page = engineer.main, engineer.main.engineer.settings
    main.go(Do.SETTINGS)
    engineer.wait(lambda: main.workplace.draft.saved is not None)
    page.list.setCurrentRow(page.names.index("sources"))
    section = page.section("sources")
    assert section is not None
    QTest.mouseClick(section.add, Qt.MouseButton.LeftButton)
    panel = section.panel
    panel.uri.setText(str(tmp_path / "nothing"))
    panel.look_at()
    engineer.wait(lambda: "nothing" in panel.message.text())
    panel.uri.setText(str(make_folder(tmp_path / "parts", good=2, bad=0)))
    panel.look_at()
    engineer.wait(lambda: not panel.picture.pixmap().isNull())
    assert "128 × 96" in panel.message.text()
    QTest.mouseClick(panel.use, Qt.MouseButton.LeftButton)
    draft = main.workplace.draft
    assert draft.settings is not None
    assert draft.settings.sources[0].uri == str(tmp_path / "parts")


def test_diagnostics_examines_and_writes_an_archive_without_secrets(engineer: Window, tmp_path: Path) -> None:
    main, page = engineer.main, engineer.main.engineer.diagnostics
    station = main.workplace.station.path
    station.write_text('format = 1\n[[sources]]\nname = "a"\nuri = "rtsp://user:hunter2@10.0.0.1/x"\n')
    main.go(Do.DIAGNOSTICS)
    assert page.examining.isVisible()
    engineer.wait(lambda: not page.examining.isVisible())
    page.write_support(tmp_path / "help.zip")
    engineer.wait(lambda: (tmp_path / "help.zip").exists())
    with zipfile.ZipFile(tmp_path / "help.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert {"doctor.json", "versions.json", "events.json", "settings/station.toml"} <= set(texts)
    assert not any("hunter2" in text or "argon2id" in text for text in texts.values())
    assert any(event["code"] == "user.signed_in" for event in json.loads(texts["events.json"]))


def test_the_benchmark_can_be_cancelled(engineer: Window, bundle: Path) -> None:
    main, page = engineer.main, engineer.main.engineer.diagnostics
    main.open_bundle(bundle)
    engineer.wait_line(lambda now: now.bundle is not None)
    main.go(Do.DIAGNOSTICS)
    QTest.mouseClick(page.run_bench, Qt.MouseButton.LeftButton)
    engineer.wait(page.cancel_bench.isVisible)
    QTest.mouseClick(page.cancel_bench, Qt.MouseButton.LeftButton)
    engineer.wait(page.run_bench.isEnabled)
    assert not page.cancel_bench.isVisible()


def test_the_log_is_filtered_with_its_tracebacks() -> None:
    lines = ("10:00 INFO a: fine", "10:01 ERROR b: broken", "  Traceback", "  line 3", "10:02 WARNING c: low")
    assert filter_lines(lines, "DEBUG", "") == list(lines)
    assert filter_lines(lines, "ERROR", "") == list(lines[1:4])
    assert filter_lines(lines, "WARNING", "LOW") == [lines[4]]


def test_every_control_has_a_name_and_every_page_works_by_keys(engineer: Window, bundle: Path, parts: Path) -> None:
    main = engineer.main
    main.open_bundle(bundle)
    main.open_source(str(parts))
    engineer.wait_line(lambda now: now.bundle is not None)
    for do in main.pages:
        main.go(do)
        QTest.qWait(100)
        if do is Do.SETTINGS:
            for row in range(main.engineer.settings.list.count()):
                main.engineer.settings.list.setCurrentRow(row)
        main.sign_in.open_panel()
        nameless = [control for control in controls(main) if not name_of(control)]
        assert not nameless, (do, nameless)
        unreachable = [
            control
            for control in controls(main)
            if control.isEnabled()
            and control.focusPolicy() is Qt.FocusPolicy.NoFocus
            and control not in (*main.sign_in.pad.keys.values(), main.sign_in.pad.back, main.sign_in.pad.enter)
        ]
        assert not unreachable, (do, [(control, name_of(control)) for control in unreachable])
        main.sign_in.close_panel()


def texts(root: QWidget) -> str:
    return "\n".join(label.text() for label in root.findChildren(QLabel) if label.isVisible())


def test_the_page_of_keys_has_every_key(engineer: Window) -> None:
    QTest.keyClick(engineer.main, Qt.Key.Key_F1)
    page = engineer.main.engineer.shortcuts
    assert engineer.main.stack.currentWidget() is page
    texts = {label.text() for label in page.findChildren(QWidget) if hasattr(label, "text")}
    for action in engineer.main.do.values():
        assert action.shortcut().toString() in texts, action.text()
