"""What the window asks of a page beside Inspect."""

from PySide6.QtWidgets import QWidget

from engine.pipeline.snapshot import Snapshot


class Page(QWidget):
    """A page that follows the line, or does not care. It is made when it is first opened, and anew with each change of
    theme or language; what must outlive that belongs to the workplace."""

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return False

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The line has changed; also told once when the page is made."""

    def close_page(self) -> bool:
        """End its threads and processes; True if they ended in time."""
        return True
