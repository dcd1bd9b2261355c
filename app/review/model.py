"""The parts of the gallery as a model: numbers of all that pass a filter, and what is shown of each, page by page."""

from collections import OrderedDict
from collections.abc import Iterable
from functools import partial

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.review.worker import Serial
from app.texts import verdict_word
from engine.errors import InspectError
from engine.records.reader import RecordReader
from engine.records.rows import PartFilter
from engine.review.listing import Card, Order, Seqs, find_parts, read_cards
from engine.review.second import second_opinions

PAGE = 60
KEPT = 6000
WAITING = 6
FIRST = 120
NONE = np.empty(0, np.int64)
Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()


class PartsModel(QAbstractListModel):
    """``found`` tells how many parts there are, and whether that is all; ``failed`` why there are none."""

    found = Signal(int, bool)
    failed = Signal(object)
    loaded = Signal()

    def __init__(self, serial: Serial, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial, self._pages = serial, Serial("cards", self)
        self._reader: RecordReader | None = None
        self._seqs: Seqs = NONE
        self._cards: OrderedDict[int, Card] = OrderedDict()
        self._asked: list[int] = []
        self._reading = False
        self._turn = 0

    def show_parts(
        self, reader: RecordReader, wanted: PartFilter, order: Order, second: tuple[str, float] | None = None
    ) -> None:
        """Other parts: the first page at once, then all. ``second``: (user, share), parts that wait for a second
        opinion of this user."""
        self._turn += 1
        turn, self._reader = self._turn, reader
        self._asked.clear()
        if second is None and order is Order.NEWEST:
            first = partial(self._take_first, turn)
            self._serial.start(lambda: _first(reader, wanted), first, self._fail, key="first")
        self._serial.start(
            lambda: find_parts(reader, wanted, order) if second is None else second_opinions(reader, *second),
            partial(self._take, turn, True),
            self._fail,
            key="all",
        )

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Parts that pass the filter, as far as they are known."""
        return 0 if parent.isValid() else len(self._seqs)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card for drawing, words for a screen reader."""
        card = self.card(index.row())
        if role == Qt.ItemDataRole.UserRole:
            return card
        if card is not None and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{card.row.product} {verdict_word(card.row.verdict)} {card.row.serial}".strip()
        return None

    def seq(self, row: int) -> int:
        """The sequence number of a line."""
        return int(self._seqs[row])

    def all_seqs(self) -> Seqs:
        """Of every line."""
        return self._seqs

    def seqs(self, rows: Iterable[range]) -> Seqs:
        """Those of many lines."""
        parts = [self._seqs[one.start : one.stop] for one in rows]
        return np.concatenate(parts) if parts else NONE

    def card(self, row: int) -> Card | None:
        """What is shown of a line; None while it is being read."""
        if not 0 <= row < len(self._seqs):
            return None
        card = self._cards.get(int(self._seqs[row]))
        if card is None:
            self._ask(row // PAGE)
        return card

    def show_only(self, seqs: Seqs) -> None:
        """A list that somebody else has made."""
        self._turn += 1
        self._asked.clear()
        self._take(self._turn, True, seqs)

    def forget(self, seqs: Iterable[int]) -> None:
        """These have changed: they are read again when they are looked at."""
        for seq in seqs:
            self._cards.pop(int(seq), None)
        self.loaded.emit()

    def forget_all(self) -> None:
        """Anything may have changed."""
        self._cards.clear()
        self.loaded.emit()

    @property
    def busy(self) -> bool:
        """True while lines are read."""
        return self._pages.busy

    def close_model(self) -> bool:
        """End the thread; True if it ended in time."""
        return self._pages.close()

    def _take_first(self, turn: int, found: tuple[Seqs, dict[int, Card]]) -> None:
        if turn == self._turn:
            self._cards.update(found[1])
            self._take(turn, False, found[0])

    def _take(self, turn: int, complete: bool, seqs: Seqs) -> None:
        """The first page, or all; what stands already stays."""
        if turn != self._turn:
            return
        known = len(self._seqs)
        if complete and 0 < known <= len(seqs) and np.array_equal(self._seqs, seqs[:known]):
            if known < len(seqs):
                self.beginInsertRows(NO_INDEX, known, len(seqs) - 1)
                self._seqs = seqs
                self.endInsertRows()
        else:
            self.beginResetModel()
            self._seqs = seqs
            self.endResetModel()
        self.found.emit(len(seqs), complete)

    def _fail(self, error: InspectError) -> None:
        self.beginResetModel()
        self._seqs = NONE
        self.endResetModel()
        self.failed.emit(error)

    def _ask(self, page: int) -> None:
        """The page asked for last is read first; pages that were scrolled past are forgotten."""
        if page in self._asked:
            return
        self._asked.append(page)
        del self._asked[:-WAITING]
        if not self._reading:
            self._read_next()

    def _read_next(self) -> None:
        reader = self._reader
        if not self._asked or reader is None:
            return
        page = self._asked.pop()
        seqs = [int(seq) for seq in self._seqs[page * PAGE : (page + 1) * PAGE]]
        self._reading = True
        self._pages.start(lambda: read_cards(reader, seqs), self._keep, self._stop)

    def _keep(self, cards: dict[int, Card]) -> None:
        self._reading = False
        self._cards.update(cards)
        while len(self._cards) > KEPT:
            self._cards.popitem(last=False)
        self.loaded.emit()
        self._read_next()

    def _stop(self, error: InspectError) -> None:
        self._reading = False
        self.failed.emit(error)


def _first(reader: RecordReader, wanted: PartFilter) -> tuple[Seqs, dict[int, Card]]:
    """The first lines, and what is shown of those on the screen."""
    seqs = [row.seq for row in reader.newest(wanted, FIRST)]
    return np.array(seqs, np.int64), read_cards(reader, seqs[:PAGE])
