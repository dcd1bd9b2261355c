"""A window that files and folders can be dropped on."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

BUNDLE_SUFFIX = ".uniad"


def dropped_paths(event: QDropEvent) -> list[str]:
    """Files and folders of this computer that are being dropped."""
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]


class DropWindow(QMainWindow):
    """A dropped bundle is opened, anything else becomes the source; the line says so if it is neither."""

    dropped_bundle = Signal(Path)
    dropped_source = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def guarded(self, then: Callable[[], object]) -> None:
        """Do it if the person at the window may; a window that knows persons says who."""
        then()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer may be dropped."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell who listens."""
        for path in dropped_paths(event):
            if path.lower().endswith(BUNDLE_SUFFIX):
                self.dropped_bundle.emit(Path(path))
            else:
                self.dropped_source.emit(path)
        event.acceptProposedAction()
