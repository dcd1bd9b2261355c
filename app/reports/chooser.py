"""What a report is about: a period, and of it one product, lot or model."""

from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from app.look import Look
from app.options import Language
from app.shell.choices import refill
from engine.reports.data import Wanted
from engine.reports.period import Period, between, day_of, parse_moment, shift_of

WIDEST = 260
ACROSS = 4


class When(StrEnum):
    """Periods by name."""

    SHIFT = "shift"
    LAST_SHIFT = "last_shift"
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"
    BETWEEN = "between"


class Chooser(QWidget):
    """``changed``: something else is chosen."""

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.shifts: tuple[str, ...] = ()
        self.when, self.product, self.lot, self.model = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.language = QComboBox()
        now = datetime.now().astimezone()
        self.since, self.until = (QLineEdit(f"{one:%Y-%m-%d %H:%M}") for one in (now - timedelta(days=7), now))
        self._lay_out()
        self._fill()
        for combo in (self.when, self.product, self.lot, self.model):
            combo.currentIndexChanged.connect(self._choose)
        for edit in (self.since, self.until):
            edit.editingFinished.connect(self.changed)
        self._show_ends()

    def wanted(self, now: datetime) -> Wanted:
        """What is chosen, as of now. Raises UsageError for a time that is none, or a period without length."""
        return Wanted(self._period(now), self.product.currentData(), self.lot.currentData(), self.model.currentData())

    @property
    def paper_language(self) -> Language:
        """Of the PDF."""
        found: Language = self.language.currentData()
        return found

    def offer(self, products: tuple[str, ...], lots: tuple[str, ...], models: tuple[tuple[str, str], ...]) -> None:
        """What the records know; ``models`` are (SHA-256, name). What is chosen stays."""
        refill(self.product, self.tr("All products"), [(name, name) for name in products])
        refill(self.lot, self.tr("All lots"), [(name, name) for name in lots])
        refill(self.model, self.tr("All models"), [(name, sha256) for sha256, name in models])

    def _period(self, now: datetime) -> Period | None:
        when = When(self.when.currentData())
        match when:
            case When.SHIFT:
                return shift_of(now, self.shifts)
            case When.LAST_SHIFT:
                begin = datetime.fromtimestamp(shift_of(now, self.shifts).since_us / 1e6).astimezone()
                return shift_of(begin - timedelta(seconds=1), self.shifts)
            case When.TODAY:
                return day_of(now)
            case When.YESTERDAY:
                return day_of(now - timedelta(days=1))
            case When.WEEK | When.MONTH:
                return between(now - timedelta(days=7 if when is When.WEEK else 30), now)
            case When.BETWEEN:
                return between(parse_moment(self.since.text().strip()), parse_moment(self.until.text().strip()))
            case When.ALL:
                return None

    def _choose(self) -> None:
        self._show_ends()
        self.changed.emit()

    def _show_ends(self) -> None:
        own = self.when.currentData() == When.BETWEEN.value
        for edit in (self.since, self.until):
            edit.setEnabled(own)

    def _fill(self) -> None:
        words = {
            When.SHIFT: self.tr("This shift"),
            When.LAST_SHIFT: self.tr("Last shift"),
            When.TODAY: self.tr("Today"),
            When.YESTERDAY: self.tr("Yesterday"),
            When.WEEK: self.tr("The last 7 days"),
            When.MONTH: self.tr("The last 30 days"),
            When.ALL: self.tr("All time"),
            When.BETWEEN: self.tr("From … to …"),
        }
        for when, text in words.items():
            self.when.addItem(text, when.value)
        self.offer((), (), ())
        for language, name in (("en", "English"), ("zh_CN", "简体中文")):
            self.language.addItem(name, language)
        self.language.setCurrentIndex(int(self._look.locale.name().startswith("zh")))

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        fields: tuple[tuple[str, QWidget], ...] = (
            (self.tr("Period"), self.when),
            (self.tr("From"), self.since),
            (self.tr("To"), self.until),
            (self.tr("Language of the PDF"), self.language),
            (self.tr("Product"), self.product),
            (self.tr("Lot"), self.lot),
            (self.tr("Model"), self.model),
        )
        for index, (text, widget) in enumerate(fields):
            row, column = 2 * (index // ACROSS), index % ACROSS
            label = QLabel(text)
            label.setObjectName("softText")
            label.setBuddy(widget)
            widget.setAccessibleName(text)
            widget.setMinimumWidth(150)
            widget.setMaximumWidth(WIDEST)
            grid.addWidget(label, row, column)
            grid.addWidget(widget, row + 1, column)
        grid.setColumnStretch(ACROSS, 1)
