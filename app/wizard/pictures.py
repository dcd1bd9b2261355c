"""Pictures of files, small, made in the background; a strip of them to look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from app.background import Background
from engine.decode import read_image
from engine.errors import InspectError

SIDE = 132


@dataclass(frozen=True, eq=False)
class Small:
    """A file and its picture; None if it cannot be read."""

    path: Path
    image: QImage | None
    caption: str = ""


def shrink(pixels: NDArray[np.uint8] | NDArray[np.uint16], side: int) -> QImage:
    """A picture (H, W, 3) whose longer side is at most ``side``."""
    if pixels.dtype == np.uint16:
        pixels = (pixels >> 8).astype(np.uint8)
    scale = min(1.0, side / max(pixels.shape[:2]))
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    small = np.ascontiguousarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))
    return QImage(small.data, size[0], size[1], 3 * size[0], QImage.Format.Format_RGB888).copy()


def read_small(paths: Sequence[Path], side: int = SIDE, captions: Sequence[str] = ()) -> list[Small]:
    """Small pictures of files; for a worker thread."""
    made = []
    for number, path in enumerate(paths):
        try:
            image: QImage | None = shrink(read_image(path), side)
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
