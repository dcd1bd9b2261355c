"""Findings are said, corrected, undone and redone; nothing is erased, and no correction hides behind an opinion."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.records.entries import FindingKind
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.review.desk import FindingDesk, Said, Target, fitting
from engine.review.listing import Order, find_parts, read_cards, read_names
from tests.support.records import make_part

DEFECT, FALSE_REJECT = Said(FindingKind.DEFECT, "scratch", "left edge"), Said(FindingKind.FALSE_REJECT)


class Office:
    """A writer, a reader, a desk and some parts: PASS at even numbers, FAIL at odd ones."""

    def __init__(self, folder: Path) -> None:
        self.writer = RecordWriter(folder)
        verdicts = [Verdict.FAIL if index % 2 else Verdict.PASS for index in range(8)]
        self.parts = [
            make_part(verdict, score=index / 4, serial=f"S{index}", lot="L1") for index, verdict in enumerate(verdicts)
        ]
        for part in self.parts:
            self.writer.store(part)
        self.reader = RecordReader(folder)
        self.desk = FindingDesk(self.reader, self.writer.submit)

    def target(self, index: int) -> Target:
        return Target(self.parts[index].uuid, self.parts[index].verdict)

    def counting(self, index: int) -> tuple[FindingKind, str] | None:
        """What counts of a part, as lists show it."""
        cards = read_cards(self.reader, [int(seq) for seq in find_parts(self.reader, PartFilter())])
        card = next(card for card in cards.values() if card.row.uuid == self.parts[index].uuid)
        return None if card.finding is None else (card.finding.finding, card.finding.user)

    def with_finding(self, kind: FindingKind) -> int:
        return len(self.reader.newest(PartFilter(finding=kind)))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path / "data")
    yield made
    made.reader.close()
    made.writer.close()
    assert verify(tmp_path / "data").ok


@pytest.mark.parametrize(
    ("pressed", "verdict", "stored"),
    [
        (FindingKind.DEFECT, Verdict.PASS, FindingKind.ESCAPE),
        (FindingKind.ESCAPE, Verdict.FAIL, FindingKind.DEFECT),
        (FindingKind.FALSE_REJECT, Verdict.PASS, FindingKind.GOOD),
        (FindingKind.GOOD, Verdict.REVIEW, FindingKind.FALSE_REJECT),
        (FindingKind.UNSURE, Verdict.PASS, FindingKind.UNSURE),
    ],
)
def test_an_answer_fits_the_verdict(pressed: FindingKind, verdict: Verdict, stored: FindingKind) -> None:
    assert fitting(pressed, verdict) is stored


def test_undo_and_redo_bring_back_what_stood_with_its_author(office: Office) -> None:
    office.desk.say([office.target(1)], DEFECT, "Ada")
    office.desk.say([office.target(1)], FALSE_REJECT, "Bob")
    assert office.counting(1) == (FindingKind.FALSE_REJECT, "Bob")
    assert (office.with_finding(FindingKind.DEFECT), office.with_finding(FindingKind.FALSE_REJECT)) == (0, 1)
    for _ in range(2):  # again and again: each turn is rows of its own
        office.desk.undo("Bob")
        assert office.counting(1) == (FindingKind.DEFECT, "Ada")
        assert office.with_finding(FindingKind.DEFECT) == 1
        office.desk.redo("Bob")
        assert office.counting(1) == (FindingKind.FALSE_REJECT, "Bob")
    office.desk.undo("Bob")
    office.desk.undo("Bob")
    assert office.counting(1) is None
    assert office.desk.undo("Bob") is None
    assert [one.undone for one in office.reader.findings(office.parts[1].uuid)] == [True, True]


def test_many_parts_at_once_are_one_step(office: Office) -> None:
    told: list[tuple[int, int]] = []
    step = office.desk.say([office.target(i) for i in range(8)], DEFECT, "Ada", progress=lambda *n: told.append(n))
    assert len(step.parts) == 8
    assert told == [(8, 8)]
    assert (office.with_finding(FindingKind.DEFECT), office.with_finding(FindingKind.ESCAPE)) == (4, 4)
    office.desk.undo("Ada")
    assert office.with_finding(FindingKind.DEFECT) == 0


def test_undo_leaves_alone_what_somebody_else_has_said_since(office: Office) -> None:
    office.desk.say([office.target(1), office.target(3)], DEFECT, "Ada")
    FindingDesk(office.reader, office.writer.submit).say([office.target(3)], FALSE_REJECT, "Bob")
    step = office.desk.undo("Ada")
    assert step is not None
    assert (step.parts, step.skipped) == ((office.parts[1].uuid,), 1)
    assert office.counting(3) == (FindingKind.FALSE_REJECT, "Bob")


def test_a_blind_opinion_stands_beside_the_first(office: Office) -> None:
    office.desk.say([office.target(1)], DEFECT, "Ada")
    office.desk.say([office.target(1)], FALSE_REJECT, "Bob", blind=True)
    assert office.counting(1) == (FindingKind.DEFECT, "Ada")
    office.desk.say([office.target(1)], FALSE_REJECT, "Cleo")  # decides: takes both back
    assert office.counting(1) == (FindingKind.FALSE_REJECT, "Cleo")


def test_closed_records_say_so_and_nothing_is_half_done(office: Office) -> None:
    office.writer.close()
    with pytest.raises(RecordsError) as raised:
        office.desk.say([office.target(1)], DEFECT, "Ada")
    assert raised.value.code is ErrorCode.RECORDS_CLOSED
    assert office.desk.depth == (0, 0)


def test_lists_are_sorted_and_searched(office: Office) -> None:
    office.desk.say([office.target(3)], DEFECT, "Ada")
    by_order = {order: read_cards_in(office, PartFilter(), order) for order in Order}
    assert by_order[Order.NEWEST] == [7, 6, 5, 4, 3, 2, 1, 0] == by_order[Order.OLDEST][::-1]
    assert by_order[Order.HIGHEST] == [7, 6, 5, 4, 3, 2, 1, 0]
    assert by_order[Order.LOWEST] == [0, 1, 2, 3, 4, 5, 6, 7]
    assert read_cards_in(office, PartFilter(text="S5")) == [5]
    assert read_cards_in(office, PartFilter(text="LEFT")) == [3]
    assert read_cards_in(office, PartFilter(text="%")) == []
    assert read_cards_in(office, PartFilter(verdicts=(Verdict.FAIL,), least_score=1.0)) == [7, 5]
    assert read_cards_in(office, PartFilter(open_only=True)) == [7, 5, 1]
    names = read_names(office.reader)
    assert (names.products, names.lots, names.defect_types) == (("Plate",), ("L1",), ("scratch",))


def read_cards_in(office: Office, wanted: PartFilter, order: Order = Order.NEWEST) -> list[int]:
    seqs = [int(seq) for seq in find_parts(office.reader, wanted, order)]
    cards = read_cards(office.reader, seqs)
    return [int(cards[seq].row.serial[1:]) for seq in seqs]
