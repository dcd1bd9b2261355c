"""Counts and rates: six numbers that sit still while they change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.look import Look
from engine.pipeline.snapshot import Snapshot


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
        counts, tally, look = snapshot.counts, snapshot.line.tally, self._look
        self.parts.setText(look.number(counts.total))
        share = counts.yield_share
        self.yield_.setText("–" if share is None else look.decimal(100 * share, 1) + " %")
        self.rate.setText("–" if tally.per_minute is None else look.number(round(tally.per_minute)))
        self.cycle.setText("–" if tally.cycle_ms is None else look.decimal(tally.cycle_ms, 1) + " ms")
        text = self.tr("fail {fail}   review {review}   error {error}")
        self.others.setText(
            text.format(
                fail=look.number(counts.failed), review=look.number(counts.review), error=look.number(counts.error)
            )
        )
        self.setToolTip(self._more(snapshot))

    def _more(self, snapshot: Snapshot) -> str:
        """What does not fit: frames and parts that had another fate than being judged and shown."""
        frames, parts, number = snapshot.line.frames, snapshot.line.parts, self._look.number
        rows = (
            (self.tr("Parts judged but never shown, because newer ones came: {n}"), snapshot.counts.unseen),
            (self.tr("Frames passed over: {n}"), frames.passed_over),
            (self.tr("Frames lost on the way: {n}"), sum(source.missing for source in snapshot.line.sources)),
            (self.tr("Parts too late: {n}"), parts.late),
            (self.tr("Parts too many (overrun): {n}"), parts.overrun),
        )
        return "\n".join(text.format(n=number(count)) for text, count in rows)

    def _cell(self, grid: QGridLayout, row: int, column: int, caption: str) -> QLabel:
        name, value = QLabel(caption), QLabel("–")
        name.setObjectName("soft")
        value.setObjectName("figure")
        value.setFont(self._look.font(self._look.theme.sizes.text_title, bold=True))
        value.setAccessibleName(caption)
        grid.addWidget(name, row, column)
        grid.addWidget(value, row + 1, column)
        return value
