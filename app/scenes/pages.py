"""States of signing in and of the engineer's pages."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions import Do
from app.pages.parts import ScrollingColumn
from app.pages.product_cards import LimitHistory
from app.scenes.stage import PIN, Scene, Stage, damaged_copy
from app.settings.sections import SourcesSection


def sign_in(stage: Stage) -> None:
    """Nobody yet, a wrong PIN, too many wrong PINs."""
    window, access = stage.station.window, stage.station.window.workplace.access
    window.sign_in.open_panel()
    stage.shot("sign_in_first")
    stage.name_engineer()
    access.session.leave()
    window.sign_in.open_panel()
    for name in ("sign_in_wrong", "", "sign_in_wait"):
        QTest.keyClicks(window.sign_in.pad.edit, "9999"[:3] + "1")
        QTest.keyClick(window.sign_in.pad.edit, Qt.Key.Key_Return)
        stage.until(lambda: not access.background.busy, "a PIN is checked")
        if name:
            stage.shot(name, 700 if name == "sign_in_wrong" else 200)
    stage.until(lambda: access.store.wait_s() == 0, "the wait is over")
    QTest.qWait(600)
    QTest.keyClicks(window.sign_in.pad.edit, PIN)
    QTest.keyClick(window.sign_in.pad.edit, Qt.Key.Key_Return)
    stage.until(lambda: access.session.is_engineer, "the right PIN opens")


def products(stage: Stage) -> None:
    """The list, a bundle that is refused, a question before deleting, a change-over."""
    stage.name_engineer()
    if stage.snapshot.bundle is None and not stage.open_demo():
        return
    stage.go(Do.PRODUCTS)
    page = stage.station.window.engineer.products
    page.import_bundle(stage.demo.bundle, accept=True)
    stage.until(lambda: not page.busy and page.list.count() > 1, "a bundle is imported")

    def shown() -> bool:
        history = page.findChild(LimitHistory)
        return history is not None and history.isVisible()

    stage.until(shown, "what is known of the product")
    stage.shot("products", 800)
    limits = stage.snapshot.limits
    if limits is not None and stage.snapshot.bundle is not None:
        stage.station.line.set_limits(
            replace(limits, reject=1.05 * limits.reject), "3 false rejects in the night shift"
        )
        stage.until(lambda: stage.snapshot.limits is not limits, "other limits")
        QTest.qWait(1500)
        column, history = page.findChild(ScrollingColumn), page.findChild(LimitHistory)
        if column is not None and history is not None:
            column.verticalScrollBar().setValue(history.y() - 20)
            stage.shot("products_limits", 400)
    page.import_bundle(damaged_copy(stage.demo.bundle, stage.home))
    stage.until(lambda: page.message.objectName() == "trouble", "a damaged bundle is refused")
    stage.shot("products_refused")
    page.message.say("")
    page.list.setCurrentRow(1)
    if page.remove.isEnabled():
        page.remove.click()
        stage.shot("products_remove")
        page.confirm.hide()
    if page.activate.isEnabled():
        page.activate.click()
        stage.shot("products_loading", 60)
        stage.until(lambda: not page.progress.isVisible(), "the change-over ends")


def products_empty(stage: Stage) -> None:
    """Before the first import."""
    stage.name_engineer()
    stage.go(Do.PRODUCTS)
    stage.shot("products_empty", 600)


def settings(stage: Stage) -> None:
    """Every section; a value that is refused; a source looked at; saved."""
    stage.name_engineer()
    stage.go(Do.SETTINGS)
    page = stage.station.window.engineer.settings
    stage.until(lambda: page._draft.saved is not None, "the station file is read")
    for row, name in enumerate(page.names):
        page.list.setCurrentRow(row)
        stage.shot(f"settings_{name}", 500 if name == "records" else 150)
    page.list.setCurrentRow(page.names.index("outputs"))
    page._draft.set(("outputs", "tcp", "port"), 99999)
    page._draft.set(("outputs", "tcp", "heartbeat_s"), "soon")
    stage.shot("settings_refused")
    page._discard()
    page.list.setCurrentRow(page.names.index("sources"))
    section = page._made["sources"]
    assert isinstance(section, SourcesSection)
    section.add.click()
    section.panel.uri.setText(str(stage.demo.stream))
    section.panel.look_at()
    stage.shot("settings_source", 1500)
    section.panel.close_panel()
    page._draft.set(("station", "name"), "Line 3")
    page.save.click()
    stage.until(page.confirm.isVisible, "the settings are saved")
    stage.shot("settings_saved")


def diagnostics(stage: Stage) -> None:
    """Examining, the report, a benchmark that runs."""
    stage.name_engineer()
    stage.station.window.pages[Do.DIAGNOSTICS]()
    stage.shot("diagnostics_loading", 60)
    page = stage.station.window.engineer.diagnostics
    stage.until(lambda: not page.examining.isVisible(), "the doctor is done")
    stage.shot("diagnostics")
    page.run_bench.click()
    stage.until(page.cancel_bench.isVisible, "the benchmark runs")
    stage.shot("diagnostics_bench", 800)
    page.cancel_bench.click()
    stage.until(lambda: not page.cancel_bench.isVisible(), "the benchmark is cancelled")


def checks(stage: Stage) -> None:
    """Master parts and gauge study before the first part."""
    stage.name_engineer()
    stage.go(Do.CHECKS)
    page = stage.station.window.engineer.checks
    stage.shot("checks")
    page.buttons[1].click()
    stage.shot("checks_gauge")


def keys(stage: Stage) -> None:
    """The page of keys."""
    stage.go(Do.SHORTCUTS)
    stage.shot("keys")


BEFORE: tuple[Scene, ...] = (sign_in, products_empty)
AFTER: tuple[Scene, ...] = (products, settings, diagnostics, checks, keys)
