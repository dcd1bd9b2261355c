"""Lists to choose from whose entries come from the records."""

from collections.abc import Iterable

from PySide6.QtWidgets import QComboBox


def refill(combo: QComboBox, every: str, found: Iterable[tuple[str, str]]) -> None:
    """``every`` (no data) and then what was ``found``, as (text, data). What was chosen stays, and nothing is told."""
    chosen = combo.currentData()
    combo.blockSignals(True)
    combo.clear()
    combo.addItem(every, None)
    for text, data in found:
        combo.addItem(text, data)
    combo.setCurrentIndex(max(0, combo.findData(chosen)) if chosen is not None else 0)
    combo.blockSignals(False)
