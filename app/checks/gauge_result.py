"""The figures of a study in the window."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.checks.gauge_words import GaugeWords, cells, facts, grade_word, head_cells, limits_text
from app.look import Look
from app.pages.parts import Card, button, clear, number_field, scrolling
from engine.gauge.report import Grade, StudyFigures
from engine.gauge.study import Study

STILLS = 25


class GaugeResult(QWidget):
    """``printed``: write the PDF; ``closed``; ``stills``: pictures of the part with this number, which lies still."""

    printed = Signal()
    closed = Signal()
    stills = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.title, self.table, self.cards = QLabel(), QTableWidget(), QVBoxLayout()
        self.title.setObjectName("huge")
        self.title.setWordWrap(True)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.verticalHeader().hide()
        self.part = number_field(1, 1, 1)
        self.measure = button(self.tr("Take {n} pictures of it").format(n=STILLS), self._measure)
        self.pdf = button(self.tr("Write the PDF"), self.printed.emit, primary=True)
        self.close_it = button(self.tr("Back"), self.closed.emit)
        self._lay_out()

    def show_figures(self, study: Study, figures: StudyFigures) -> None:
        """All of them."""
        words = GaugeWords(self._look.locale)
        grade = figures.station.grade if figures.station is not None else Grade.UNKNOWN
        text = self.tr("{name}: the station is {grade}") if figures.finished else self.tr("{name}: not finished")
        self.title.setText(text.format(name=study.name, grade=grade_word(grade)))
        rows = [cells(one, words) for one in figures.appraisers]
        self.table.setColumnCount(len(head_cells()))
        self.table.setRowCount(len(rows))
        self.table.setHorizontalHeaderLabels(list(head_cells()))
        for y, row in enumerate(rows):
            for x, cell in enumerate(row):
                self.table.setItem(y, x, QTableWidgetItem(cell))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.table.resizeRowsToContents()
        height = header.sizeHint().height() + sum(self.table.rowHeight(row) for row in range(len(rows))) + 24
        self.table.setFixedHeight(height)
        self.part.setRange(1, len(study.parts))
        clear(self.cards)
        self.cards.addWidget(Card(self._look, self.tr("Together"), facts(figures, words)))
        pairs = tuple(
            (f"{words_of(pair.first)} – {words_of(pair.second)}", words.kappa(pair.kappa)) for pair in figures.pairs
        )
        if pairs:
            self.cards.addWidget(Card(self._look, self.tr("Kappa of two"), pairs))
        note = QLabel(limits_text())
        note.setObjectName("softText")
        note.setWordWrap(True)
        self.cards.addWidget(note)
        self.cards.addStretch(1)

    def _measure(self) -> None:
        self.stills.emit(self.part.value())

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.table)
        column.addLayout(self.cards)
        row = QHBoxLayout()
        row.setSpacing(12)
        caption = QLabel(self.tr("Part under the camera, not touched:"))
        for widget in (self.close_it, caption, self.part, self.measure):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.pdf)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self.title)
        whole.addWidget(scrolling(column), 1)
        whole.addLayout(row)


def words_of(name: str) -> str:
    """A person, or the station."""
    from app.checks.gauge_words import name_of

    return name_of(name)
