"""Pictures of files, small, made in the background; a strip of them to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.background import Background
from app.inspect.render import to_image
from engine.decode import read_image
from engine.errors import InspectError
from engine.shown import shrink

SIDE = 132


@dataclass(frozen=True, eq=False)
class Small:
    """A file and its picture; None if it cannot be read."""

    path: Path
    image: QImage | None
    caption: str = ""


def read_small(paths: Sequence[Path], side: int = SIDE, captions: Sequence[str] = ()) -> list[Small]:
    """Small pictures of files; for a worker thread."""
    made = []
    for number, path in enumerate(paths):
        try:
            image: QImage | None = to_image(shrink(read_image(path), side, side))
        except InspectError:
            image = None
        made.append(Small(path, image, captions[number] if number < len(captions) else path.name))
    return made


class Strip(QListWidget):
    """Pictures side by side. ``show_files`` returns at once."""

    def __init__(self, name: str, background: Background, side: int = SIDE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background, self._side, self._turn = background, side, 0
        self.setAccessibleName(name)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setIconSize(QSize(side, side))
        self.setSpacing(4)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.setFixedHeight(side + 70)

    def show_files(self, paths: Sequence[Path], captions: Sequence[str] = ()) -> None:
        """Read these in the background and show them."""
        self._turn += 1
        turn, some = self._turn, tuple(paths)
        self._background.start(lambda: read_small(some, self._side, captions), lambda made: self._show(turn, made))

    def show_images(self, made: Sequence[Small]) -> None:
        """Show these now."""
        self._turn += 1
        self._show(self._turn, made)

    def _show(self, turn: int, made: Sequence[Small]) -> None:
        if turn != self._turn:
            return
        self.clear()
        for one in made:
            icon = QIcon() if one.image is None else QIcon(QPixmap.fromImage(one.image))
            item = QListWidgetItem(icon, one.caption)
            item.setToolTip(str(one.path))
            item.setData(Qt.ItemDataRole.UserRole, str(one.path))
            item.setSizeHint(QSize(self._side + 12, self._side + 40))
            self.addItem(item)
