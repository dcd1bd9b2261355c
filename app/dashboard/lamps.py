"""All stations that share a folder, a card for each."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.look import Look
from app.shell.lamp import Lamp, Light
from app.texts import state_word
from engine.board import Seen, StationStatus
from engine.pipeline.snapshot import LineState

ACROSS = 4


class StationCard(QFrame):
    """Lamp, product, figures, and what is wrong."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self.name, self.product, self.figures, self.why = QLabel(), QLabel(), QLabel(), QLabel()
        self.lamp = Lamp(look, self.tr("Station"))
        self.name.setObjectName("strong")
        for label in (self.product, self.figures, self.why):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.product.setObjectName("softText")
        self.figures.setFont(look.font(look.theme.sizes.text))
        self.why.setObjectName("trouble")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        for widget in (self.name, self.lamp, self.product, self.figures, self.why):
            column.addWidget(widget)
        column.addStretch(1)

    def show_station(self, seen: Seen) -> None:
        """Change everything."""
        status = seen.status
        self.name.setText(status.name)
        self.lamp.show_state(light_of(seen), self.tr("silent") if seen.silent else self._state(status), status.host)
        self.product.setText(" · ".join(text for text in (status.product, status.lot) if text))
        self.figures.setText(self._figures(status))
        self.why.setText("" if seen.silent else status.why)
        self.why.setVisible(bool(self.why.text()))

    def _state(self, status: StationStatus) -> str:
        known = status.state in tuple(LineState)
        return state_word(LineState(status.state)) if known else status.state

    def _figures(self, status: StationStatus) -> str:
        look = self._look
        total = status.passed + status.review + status.failed + status.error
        if not total:
            return "–"
        share = look.decimal(100 * status.passed / total, 1)
        text = self.tr("{share} % of {total}")
        words = [text.format(share=share, total=look.number(total))]
        if status.per_minute is not None:
            words.append(self.tr("{rate} /min").format(rate=look.decimal(status.per_minute, 0)))
        if status.cycle_ms is not None:
            words.append(self.tr("{ms} ms").format(ms=look.decimal(status.cycle_ms, 0)))
        return "   ".join(words)


class Lamps(QWidget):
    """A grid of cards; they are kept as long as their number stays the same."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.cards: list[StationCard] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)

    def show_stations(self, seen: Sequence[Seen]) -> None:
        """As they are now."""
        while len(self.cards) < len(seen):
            card = StationCard(self._look)
            place = len(self.cards)
            self._grid.addWidget(card, place // ACROSS, place % ACROSS)
            self.cards.append(card)
        while len(self.cards) > len(seen):
            card = self.cards.pop()
            self._grid.removeWidget(card)
            card.deleteLater()
        for card, one in zip(self.cards, seen, strict=True):
            card.show_station(one)
        for column in range(ACROSS):
            self._grid.setColumnStretch(column, 1)


def light_of(seen: Seen) -> Light:
    """A lamp says whether somebody must go there."""
    status = seen.status
    if seen.silent or status.state == LineState.FAILED.value:
        return Light.BAD
    if status.state in (LineState.CLOSED.value, LineState.IDLE.value):
        return Light.OFF
    return Light.NOTE if status.trouble or status.drift or status.state != LineState.RUNNING.value else Light.OK
