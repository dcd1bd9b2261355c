"""Counts and rates: six numbers that sit still while they change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look import Look
from engine.line import Snapshot


class Figures(QFrame):
    """Parts, yield, parts a minute, cycle time; below them how many of each verdict that is no PASS."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        grid = QGridLayout()
        grid.setSpacing(2)
        self.parts = self._cell(grid, 0, 0, self.tr("Parts"))
        self.yield_ = self._cell(grid, 0, 1, self.tr("Yield"))
        self.rate = self._cell(grid, 2, 0, self.tr("Per minute"))
        self.cycle = self._cell(grid, 2, 1, self.tr("Cycle"))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 10, 16, 10)
        layout.addLayout(grid)
        self.others = QLabel()
        self.others.setObjectName("soft")
        self.others.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(self.others)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Fill in the numbers."""
        counts, look = snapshot.counts, self._look
        self.parts.setText(look.number(counts.judged))
        share = counts.yield_
        self.yield_.setText("–" if share is None else look.decimal(100 * share, 1) + " %")
        self.rate.setText("–" if snapshot.per_minute is None else look.number(round(snapshot.per_minute)))
        self.cycle.setText("–" if snapshot.cycle_ms is None else look.decimal(snapshot.cycle_ms, 1) + " ms")
        text = self.tr("fail {fail}   review {review}   error {error}")
        self.others.setText(
            text.format(
                fail=look.number(counts.failed), review=look.number(counts.review), error=look.number(counts.error)
            )
        )
        unseen = self.tr("Parts judged but never shown, because newer ones came: {n}")
        self.setToolTip(unseen.format(n=look.number(counts.unseen)))

    def _cell(self, grid: QGridLayout, row: int, column: int, caption: str) -> QLabel:
        name, value = QLabel(caption), QLabel("–")
        name.setObjectName("soft")
        value.setObjectName("figure")
        value.setFont(self._look.font(self._look.theme.sizes.text_title, bold=True))
        value.setAccessibleName(caption)
        grid.addWidget(name, row, column)
        grid.addWidget(value, row + 1, column)
        return value
