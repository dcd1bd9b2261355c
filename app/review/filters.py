"""What the gallery shows: product, verdict, finding, order; lot, time, score and text."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.look import Look
from app.review.words import finding_word, order_word
from app.shell.choices import refill
from app.texts import verdict_word
from engine.decision import Verdict
from engine.records.entries import FindingKind
from engine.records.rows import PartFilter
from engine.review.listing import Names, Order

TYPING_MS = 250
HOUR_US = 3_600_000_000
FLAGGED = (Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR)
VERDICTS: tuple[tuple[Verdict, ...], ...] = ((), FLAGGED, *((verdict,) for verdict in Verdict))


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, the order, and whether it is parts for a second opinion."""

    wanted: PartFilter
    order: Order
    second: bool


class FilterBar(QWidget):
    """``changed`` tells another choice, a moment after the last key."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.changed)
        self.product, self.verdict, self.finding = QComboBox(), QComboBox(), QComboBox()
        self.order, self.lot, self.period = QComboBox(), QComboBox(), QComboBox()
        self.least, self.most, self.text = QLineEdit(), QLineEdit(), QLineEdit()
        self.clear = QPushButton(self.tr("Clear"))
        self._name_them()
        self._fill()
        self._lay_out()
        self.clear.clicked.connect(self.reset)
        for combo in self._combos():
            combo.currentIndexChanged.connect(self.changed)
        for edit in (self.least, self.most, self.text):
            edit.textChanged.connect(lambda _: self._timer.start(TYPING_MS))

    @property
    def choice(self) -> Choice:
        """What is chosen now."""
        what: str | FindingKind | None = self.finding.currentData()
        hours: int | None = self.period.currentData()
        since = None if hours is None else int(time.time() * 1e6) - hours * HOUR_US
        wanted = PartFilter(
            product=self.product.currentData(),
            lot=self.lot.currentData(),
            verdicts=VERDICTS[max(0, self.verdict.currentIndex())],
            since_us=since,
            least_score=self._number(self.least),
            most_score=self._number(self.most),
            finding=FindingKind(what) if what in tuple(FindingKind) else None,
            open_only=what == "open",
            text=self.text.text().strip(),
        )
        return Choice(wanted, Order(self.order.currentData()), what == "second")

    def offer(self, names: Names) -> None:
        """Products and lots that the records know; what is chosen stays."""
        refill(self.product, self.tr("All products"), [(name, name) for name in names.products])
        refill(self.lot, self.tr("All lots"), [(name, name) for name in names.lots])

    def reset(self) -> None:
        """Everything, newest first."""
        for combo in self._combos():
            combo.blockSignals(True)
            combo.setCurrentIndex(0)
            combo.blockSignals(False)
        for edit in (self.least, self.most, self.text):
            edit.blockSignals(True)
            edit.clear()
            edit.blockSignals(False)
        self.changed.emit()

    def _combos(self) -> tuple[QComboBox, ...]:
        return self.product, self.verdict, self.finding, self.order, self.lot, self.period

    def _number(self, edit: QLineEdit) -> float | None:
        value, good = self._look.locale.toDouble(edit.text().strip())
        return value if good else None

    def _name_them(self) -> None:
        names = {
            self.product: self.tr("Product"),
            self.verdict: self.tr("Verdict"),
            self.finding: self.tr("Finding"),
            self.order: self.tr("Order"),
            self.lot: self.tr("Lot"),
            self.period: self.tr("Time"),
            self.least: self.tr("Score from"),
            self.most: self.tr("Score to"),
            self.text: self.tr("Serial, lot or note"),
        }
        for widget, name in names.items():
            widget.setAccessibleName(name)
            widget.setToolTip(name)
            if isinstance(widget, QLineEdit):
                widget.setPlaceholderText(name)
        for edit in (self.least, self.most):
            check = QDoubleValidator(self)
            check.setLocale(self._look.locale)
            edit.setValidator(check)

    def _fill(self) -> None:
        self.product.addItem(self.tr("All products"), None)
        self.lot.addItem(self.tr("All lots"), None)
        verdicts = (self.tr("All verdicts"), self.tr("Flagged"), *(verdict_word(verdict) for verdict in Verdict))
        self.verdict.addItems(verdicts)  # in the order of VERDICTS
        self.finding.addItem(self.tr("Any finding"), None)
        self.finding.addItem(self.tr("To be reviewed"), "open")
        self.finding.addItem(self.tr("Second opinion"), "second")
        for kind in FindingKind:
            self.finding.addItem(finding_word(kind), kind.value)
        for order in Order:
            self.order.addItem(order_word(order), order.value)
        periods = ((self.tr("Any time"), None), (self.tr("Last hour"), 1), (self.tr("Last 8 hours"), 8))
        longer = ((self.tr("Last 24 hours"), 24), (self.tr("Last 7 days"), 168), (self.tr("Last 30 days"), 720))
        for words, hours in (*periods, *longer):
            self.period.addItem(words, hours)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        lines = (
            (self.product, self.verdict),
            (self.finding, self.order),
            (self.lot, self.period),
            (self.least, self.most),
            (self.text, self.clear),
        )
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(6)
            for widget in line:
                if widget is not self.clear:
                    widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                row.addWidget(widget, 0 if widget is self.clear else 1)
            layout.addLayout(row)
