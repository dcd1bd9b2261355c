"""Lot, serial number and shift in the top bar. A scanner types like a keyboard and ends with Return."""

from PySide6.QtCore import QTime, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.look import Look
from engine.pipeline.snapshot import Snapshot


class BatchLabels(QWidget):
    """``lot_entered`` and ``serial_entered`` when Return is pressed or the field is left."""

    lot_entered = Signal(str)
    serial_entered = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shifts: tuple[str, ...] = ()
        self.lot = self._field(self.tr("Lot"), self.tr("Lot of the next parts; it stands in every record"))
        self.serial = self._field(self.tr("Serial"), self.tr("Serial number of the next part alone"))
        self.shift = QLabel()
        self.shift.setObjectName("softText")
        self.shift.setFont(look.font(look.theme.sizes.text))
        self.lot.editingFinished.connect(lambda: self._enter(self.lot, self.lot_entered))
        self.serial.editingFinished.connect(lambda: self._enter(self.serial, self.serial_entered))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in (self.lot, self.serial, self.shift):
            layout.addWidget(widget)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """What is in force; a field somebody types in is left alone."""
        self._shifts = snapshot.shifts
        line = snapshot.line
        for field, value in ((self.lot, line.lot), (self.serial, line.serial)):
            if not field.hasFocus() and field.text() != value and field.property("sent") != field.text():
                field.setText(value)
            if field.property("sent") == value:
                field.setProperty("sent", None)

    def show_time(self, now: QTime) -> None:
        """The shift of this time of day."""
        number = shift_at(self._shifts, now.toString("HH:mm"))
        self.shift.setText("" if number is None else self.tr("Shift {n}").format(n=number))

    def _field(self, caption: str, hint: str) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText(caption)
        made.setAccessibleName(caption)
        made.setToolTip(hint)
        made.setMaxLength(80)
        made.setMinimumWidth(72)
        made.setMaximumWidth(130)
        return made

    def _enter(self, field: QLineEdit, signal: SignalInstance) -> None:
        field.setProperty("sent", field.text())
        signal.emit(field.text().strip())
        if field.hasFocus():
            field.clearFocus()


def shift_at(shifts: tuple[str, ...], now: str) -> int | None:
    """The number of the shift, counted from the first that begins on a day; None if there are none. All times HH:MM."""
    if not shifts:
        return None
    begun = [index for index, begin in enumerate(shifts, 1) if begin <= now]
    return begun[-1] if begun else len(shifts)
