"""Reports on paper and by schedule: pages that cut nothing, both languages, pictures that are missing, a full disk."""

import errno
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from app.reports.desk import ReportDesk
from app.reports.making import Stage, Target, make_files
from app.reports.paper import ROOM, Column, Drawing, Fonts, Frame, Row, Space, Words, make_pdf, paginate, table
from app.reports.report_paper import ReportPaper
from app.reports.schedule import STATE_FILE, Schedule, name_of, owed, write_due
from app.reports.words import words_for
from app.station_file import StationFile
from engine.decision import Verdict
from engine.errors import ErrorCode, InspectError
from engine.records.entries import Entry, EventBody, FindingBody, FindingKind
from engine.records.reader import RecordReader
from engine.records.writer import RecordWriter
from engine.reports.data import Wanted
from engine.reports.making import make_report
from engine.reports.period import US, Every, Period, to_us
from tests.support.records import make_part, picture
from tests.support.waiting import wait_for

pytestmark = pytest.mark.usefixtures("qapp")
DAY = datetime(2026, 10, 15, tzinfo=UTC)


def fill(folder: Path, parts: int = 40) -> Path:
    """Every tenth part fails and has a picture and a finding."""
    writer = RecordWriter(folder)
    for index in range(parts):
        failed = index % 10 == 9
        utc = (DAY + timedelta(minutes=7 * index)).isoformat(timespec="microseconds")
        part = make_part(
            Verdict.FAIL if failed else Verdict.PASS, 2.0 if failed else 0.2, utc=utc, lot=f"批次 {index // 20}"
        )
        writer.store(part, [picture()] if failed else [])
        if failed:
            writer.store(FindingBody(part=part.uuid, finding=FindingKind.DEFECT, defect_type="划痕 <b>&</b>"))
    writer.close()
    return folder


def paper_texts(data: Path, language: str, wanted: Wanted | None = None) -> list[str]:
    """All words of a report's pages."""
    reader = RecordReader(data)
    report = make_report(reader, wanted or Wanted())
    reader.close()
    found: list[str] = []
    for block in ReportPaper(report, {}, words_for(language)).blocks():  # type: ignore[arg-type]
        if isinstance(block, Row):
            found += block.cells
        elif isinstance(block, Words):
            found.append(block.text)
    return found


@dataclass(frozen=True)
class Box:
    """A block of a known height."""

    tall: float
    keep: bool = False

    def height(self) -> float:
        return self.tall

    def paint(self, painter: QPainter, top: float) -> None:
        painter.drawRect(QRectF(0, top, 10, self.tall))


@pytest.mark.parametrize("tall", [0.02, 0.3, 0.34, 0.5, 0.51, 1.0])
def test_no_block_is_cut_and_no_heading_stands_alone(tall: float) -> None:
    blocks = [Box(20, keep=True) if index % 3 == 0 else Box(tall * (ROOM - 20)) for index in range(60)]
    pages = paginate(blocks)
    assert [block for page in pages for _, block in page] == blocks
    for page in pages:
        last_top, last = page[-1]
        assert last_top + last.height() <= ROOM + 1e-6
        assert not last.keep
        assert all(first[0] + first[1].height() <= second[0] + 1e-6 for first, second in pairwise(page))


def test_a_table_begins_each_page_with_its_head() -> None:
    rows = [(str(index), "a long text " * (index % 7)) for index in range(300)]
    pages = paginate(table(("No.", "Text"), rows, (Column(1), Column(3)), Fonts()))
    assert len(pages) > 3
    heads = [page[0][1] for page in pages]
    assert all(isinstance(head, Row) and head.cells == ("No.", "Text") for head in heads)
    body = [block.cells for page in pages for _, block in page[1:] if isinstance(block, Row)]
    assert body == rows


def test_a_page_does_not_begin_with_space() -> None:
    pages = paginate([Box(ROOM), Space(20), Box(10)])
    assert [len(page) for page in pages] == [1, 1]


@pytest.mark.parametrize(("language", "words"), [("en", ("Yield", "PASS", "FAIL")), ("zh_CN", ("合格率", "缺陷类型"))])
def test_both_languages_whatever_the_window_speaks(tmp_path: Path, language: str, words: tuple[str, ...]) -> None:
    texts = paper_texts(fill(tmp_path / "data"), language)
    for word in words:
        assert word in texts
    assert "批次 0" in texts
    made = make_files(
        tmp_path / "data",
        Wanted(),
        Target(tmp_path / "r.pdf", tmp_path / "r.csv", language),  # type: ignore[arg-type]
    )
    content = (tmp_path / "r.pdf").read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Type /Page\n") == made.pages
    assert "划痕" in (tmp_path / "r.csv").read_text("utf-8-sig")


def test_an_empty_period_and_missing_pictures_give_a_report(tmp_path: Path) -> None:
    data = fill(tmp_path / "data")
    for image in (data / "images").rglob("*.png"):
        image.unlink()
    empty = Wanted(Period(0, 1))
    assert "No part was inspected in this period." in paper_texts(data, "en", empty)
    for wanted in (empty, Wanted()):
        make_files(data, wanted, Target(tmp_path / "r.pdf", None, "en"))
        assert (tmp_path / "r.pdf").stat().st_size > 5000


@pytest.mark.parametrize("stage", list(Stage))
def test_a_report_can_be_cancelled_at_each_stage(tmp_path: Path, stage: Stage) -> None:
    cancel = threading.Event()
    target = tmp_path / "r.pdf"

    def progress(now: Stage, done: int, total: int) -> None:
        if now is stage:
            cancel.set()

    with pytest.raises(InspectError) as raised:
        make_files(fill(tmp_path / "data"), Wanted(), Target(target, None, "en"), progress, cancel)
    assert raised.value.code is ErrorCode.REPORT_CANCELLED
    assert not target.exists()


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, target = fill(tmp_path / "data"), tmp_path / "r.pdf"
    target.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InspectError) as raised:
        make_files(data, Wanted(), Target(target, None, "en"))
    assert raised.value.code is ErrorCode.DISK_FULL
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "home", "r.pdf"]


def schedule(tmp_path: Path, every: Every = Every.SHIFT) -> Schedule:
    return Schedule(
        tmp_path / "reports", tmp_path / "data", every, ("06:00", "14:00", "22:00"), "en", True, True, "L 1"
    )


def moment(text: str) -> int:
    return to_us(datetime.fromisoformat(text))


def test_the_schedule_begins_now_and_catches_up_after_a_pause(tmp_path: Path) -> None:
    fill(tmp_path / "data")
    plan = schedule(tmp_path)
    assert write_due(plan, moment("2026-10-15T07:00")) == []
    assert write_due(plan, moment("2026-10-15T13:59")) == []
    files = write_due(plan, moment("2026-10-16T06:30"))
    begins = [
        "L_1_2026-10-15_0600_shift1",
        "L_1_2026-10-15_1400_shift2",
        "L_1_2026-10-15_2200_shift3",
    ]
    assert [path.name for path in files] == [f"{name}{suffix}" for name in begins for suffix in (".pdf", ".csv")]
    assert write_due(plan, moment("2026-10-16T06:40")) == []


def test_the_last_parts_of_a_shift_are_waited_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    plan = schedule(tmp_path)
    assert owed(plan, moment("2026-10-15T07:00")) == []
    assert owed(plan, moment("2026-10-15T14:00")) == []
    assert [name_of(plan, one) for one in owed(plan, moment("2026-10-15T14:02"))] == ["L_1_2026-10-15_0600_shift1"]


def test_a_year_off_owes_a_month_and_a_clock_set_back_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    plan = schedule(tmp_path, Every.DAY)
    owed(plan, moment("2025-10-15T07:00"))
    assert 30 <= len(owed(plan, moment("2026-10-15T07:00"))) <= 31
    assert owed(plan, moment("2025-06-01T07:00")) == []
    assert len(owed(plan, moment("2025-06-02T07:00"))) == 1


@pytest.mark.parametrize("content", ["", "{", "[]", '{"written_until_us": "x"}'])
def test_a_torn_memory_of_the_schedule_begins_anew(tmp_path: Path, content: str) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / STATE_FILE).write_text(content)
    assert owed(schedule(tmp_path), moment("2026-10-15T07:00")) == []


def test_a_report_that_fails_is_an_alarm_once_and_tried_again(tmp_path: Path) -> None:
    data = fill(tmp_path / "data")
    (data / STATE_FILE).write_text(f'{{"written_until_us": {to_us(datetime.now().astimezone()) - 2 * 86_400 * US}}}')
    station = tmp_path / "station.toml"
    station.write_text('[reports]\nfolder = "out"\nevery = "day"\n')
    blocked = tmp_path / "out"
    blocked.write_text("a file where the folder should be")
    events: list[Entry] = []
    desk = ReportDesk(StationFile(station), data, events.append, 0.01, 0.01)
    try:
        assert wait_for(lambda: desk.trouble is not None)
        trouble = desk.trouble
        assert trouble is not None
        assert trouble.code is ErrorCode.REPORT_FAILED
        assert wait_for(lambda: len(events) == 1)
        blocked.unlink()
        assert wait_for(lambda: desk.trouble is None and any(blocked.glob("*.pdf")))
    finally:
        assert desk.close()
    assert [event.code for event in events if isinstance(event, EventBody)] == ["report.failed"]


def test_a_station_without_a_schedule_loads_nothing(tmp_path: Path) -> None:
    desk = ReportDesk(StationFile(tmp_path / "none.toml"), tmp_path, list[Entry]().append, 0.01, 0.01)
    try:
        threading.Event().wait(0.1)
        assert desk.trouble is None
    finally:
        assert desk.close()
    assert list(tmp_path.iterdir()) == []


def test_a_drawing_gets_its_place(qapp: QApplication) -> None:
    seen: list[QRectF] = []
    draw: Callable[[QPainter, QRectF], None] = lambda painter, box: seen.append(box)  # noqa: E731
    content, pages = make_pdf(Frame("t", "r", "f", "{page}/{pages}"), [Drawing(100, draw)])
    assert (len(seen), pages) == (1, 1)
    assert content.startswith(b"%PDF")
