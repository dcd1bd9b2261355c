"""Good parts from the station's own records."""

import threading
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from app.pages.parts import MessageLine, button, hold_focus
from app.wizard.step import StepParts
from engine.errors import InspectError


class RecordsPanel(QFrame):
    """``finished`` with a folder of copies, named after the product."""

    finished = Signal(object)

    def __init__(self, parts: StepParts) -> None:
        super().__init__()
        self.setObjectName("card")
        self._parts = parts
        self._stop = threading.Event()
        self.product, self.lot = QComboBox(), QLineEdit()
        self.product.setAccessibleName(self.tr("Product"))
        self.lot.setAccessibleName(self.tr("Lot"))
        self.lot.setPlaceholderText(self.tr("Lot (empty: all)"))
        self.passed = QCheckBox(self.tr("Also parts that passed and nobody spoke of"))
        self.passed.setChecked(True)
        self.message = MessageLine()
        self.use = button(self.tr("Take them"), self._take, primary=True)
        self.cancel = button(self.tr("Cancel"), self.close_panel)
        row, layout = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.product, 1)
        row.addWidget(self.lot, 1)
        for tool in (self.use, self.cancel):
            row.addWidget(tool)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.addLayout(row)
        layout.addWidget(self.passed)
        layout.addWidget(self.message)
        self.hide()

    def open_panel(self) -> None:
        """Which products are recorded."""
        data = self._parts.page.data

        def read() -> tuple[str, ...]:
            from engine.records.reader import RecordReader
            from engine.review.listing import read_names

            reader = RecordReader(data)
            try:
                return read_names(reader).products
            finally:
                reader.close()

        self.use.setEnabled(False)
        self.message.say("")
        self._parts.background.start(read, self._offer, self.message.complain)
        self.show()

    def close_panel(self) -> None:
        """Away with it; copying ends."""
        self._stop.set()
        hold_focus(self.parentWidget(), self)
        self.hide()

    def _offer(self, products: tuple[str, ...]) -> None:
        self.product.clear()
        self.product.addItems(list(products))
        self.use.setEnabled(bool(products))
        if not products:
            self.message.say(self.tr("No part is recorded yet."))

    def _take(self) -> None:
        data, stop = self._parts.page.data, threading.Event()
        product, lot, passed = self.product.currentText(), self.lot.text().strip(), self.passed.isChecked()
        self._stop = stop

        def work() -> tuple[Path, int]:
            from engine.records.reader import RecordReader
            from engine.review.lessons import take_good

            reader = RecordReader(data)
            try:
                return take_good(reader, product, lot, passed, lambda *_: None, stop)
            finally:
                reader.close()

        self.use.setEnabled(False)
        self.message.say(self.tr("Copying the images…"))
        self._parts.background.start(work, self._taken, self._refused)

    def _taken(self, found: tuple[Path, int]) -> None:
        self.use.setEnabled(True)
        if not self._stop.is_set():
            self.close_panel()
            self.finished.emit(found[0])

    def _refused(self, error: InspectError) -> None:
        self.use.setEnabled(True)
        self.message.complain(error)
