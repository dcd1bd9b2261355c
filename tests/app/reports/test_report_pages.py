"""The pages Reports and Dashboard in a real window over real records."""

from pathlib import Path

import pytest

from app.actions import Do
from app.paths import home
from app.reports.chooser import When
from engine.board import SUFFIX, StationStatus
from engine.errors import ErrorCode
from engine.pipeline.snapshot import LineState
from tests.support.windows import Window


def choose(combo: object, data: object) -> None:
    combo.setCurrentIndex(combo.findData(data))  # type: ignore[attr-defined]


@pytest.fixture
def inspected(window: Window, bundle: Path, parts: Path) -> Window:
    """Three parts passed, one failed; its picture is in the records."""
    window.open(bundle, parts)
    window.line.set_lot("L7")
    window.line.start()
    window.wait_end(4)
    return window


def a_report_is_shown_written_and_cancelled(inspected: Window, tmp_path: Path) -> None:
    inspected.main.go(Do.REPORTS)
    panel = inspected.main.engineer.reports.report
    choose(panel.chooser.when, When.ALL.value)
    inspected.wait(lambda: panel.preview.total.value.text() == "4")
    assert panel.preview.share.value.text() == "75.00 %"
    assert "4" in panel.preview.bars.accessibleName()
    panel.write_to(tmp_path / "shift.pdf")
    inspected.wait(lambda: not panel.busy and panel.write.isEnabled())
    assert (tmp_path / "shift.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "shift.csv").is_file()
    assert "shift.pdf" in panel.message.text()
    panel.write_to(tmp_path / "other.pdf")
    panel.cancel.click()
    inspected.wait(lambda: panel.write.isEnabled())
    assert not (tmp_path / "other.csv").exists()
    choose(panel.chooser.when, When.BETWEEN.value)
    panel.chooser.since.setText("soon")
    panel.read()
    assert "soon" in panel.message.text()


def a_part_is_found_shown_exported_and_checked(inspected: Window, tmp_path: Path) -> None:
    inspected.main.go(Do.REPORTS)
    panel = inspected.main.engineer.reports.trace
    inspected.main.engineer.reports.buttons[1].click()
    choose(panel.how, "lot")
    panel.text.setText("L7")
    panel.search.click()
    inspected.wait(lambda: panel.list.count() == 4 and panel.export.isEnabled())
    assert panel.stored.pixmap().width() > 50
    assert panel.heat.pixmap().width() > 50
    target = tmp_path / "part.zip"
    panel.export_to(target)
    inspected.wait(lambda: target.exists() and panel.export.isEnabled())
    panel.check_file(target)
    inspected.wait(lambda: "whole" in panel.message.text())
    target.write_bytes(target.read_bytes()[:500])
    panel.check_file(target)
    inspected.wait(lambda: panel.message.objectName() == "trouble")
    panel.text.setText("nothing like it")
    panel.search.click()
    inspected.wait(lambda: panel.list.count() == 0)
    assert not panel.export.isEnabled()


def the_dashboard_shows_the_shift_and_every_station(inspected: Window) -> None:
    board = home() / "data" / "board"
    other = StationStatus(name="Line 9", state=LineState.FAILED.value, trouble="source.lost", why="cable")
    (board / f"nine{SUFFIX}").write_text(other.model_dump_json())
    inspected.main.go(Do.DASHBOARD)
    page = inspected.main.engineer.dashboard
    inspected.wait(lambda: page.view.total.value.text() == "4" and len(page.view.lamps.cards) == 2)
    cards = {card.name.text(): card for card in page.view.lamps.cards}
    assert cards["Line 9"].why.text() == "cable"
    assert cards["Line 9"].lamp.light.value == "bad"
    page.apart.click()
    second = page.second
    assert second is not None
    inspected.wait(lambda: second.total.value.text() == "4")
    inspected.main.go(Do.INSPECT)
    assert second.isVisible()


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_reports_trace_and_dashboard_of_parts_just_inspected(inspected: Window, tmp_path: Path) -> None:
    """One window for all three: opening it takes longer than using it."""
    a_report_is_shown_written_and_cancelled(inspected, tmp_path)
    a_part_is_found_shown_exported_and_checked(inspected, tmp_path)
    the_dashboard_shows_the_shift_and_every_station(inspected)


def test_without_records_the_pages_say_so(window: Window) -> None:
    window.main.go(Do.REPORTS)
    panel = window.main.engineer.reports.report
    window.wait(lambda: not panel.busy and panel.message.text())
    assert ErrorCode.INTERNAL.value not in panel.message.text()
