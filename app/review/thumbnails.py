"""Small pictures of recorded parts, made in a thread of their own and kept by record."""

import threading
from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from app.inspect.render import to_image
from engine.errors import ErrorCode, InspectError
from engine.review.listing import Card
from engine.review.pictures import read_stored
from engine.shown import shrink

KEPT = 1500
WAITING = 120


class Thumbnails(QObject):
    """``size`` (w, h) in device pixels. What is asked for last is made first; what was scrolled past is forgotten."""

    made = Signal()
    _finished = Signal(int, object)

    def __init__(self, folder: Path, size: tuple[int, int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._size = folder, size
        self._kept: OrderedDict[int, QPixmap | InspectError] = OrderedDict()
        self._wake = threading.Condition()
        self._asked: OrderedDict[int, Card] = OrderedDict()
        self._closed = False
        self._finished.connect(self._keep, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="thumbnails", daemon=True)
        self._thread.start()

    def of(self, card: Card) -> QPixmap | InspectError | None:
        """The picture, why there is none, or None while it is being made (or no image was kept)."""
        seq = card.row.seq
        found = self._kept.get(seq)
        if found is not None:
            self._kept.move_to_end(seq)
        elif card.images:
            with self._wake:
                self._asked[seq] = card
                self._asked.move_to_end(seq)
                while len(self._asked) > WAITING:
                    self._asked.popitem(last=False)
                self._wake.notify()
        return found

    def forget(self, seq: int) -> None:
        """Its file is not what it was."""
        self._kept.pop(seq, None)
        self.made.emit()

    def close(self, timeout_s: float = 2.0) -> bool:
        """End the thread; True if it ended in time."""
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _keep(self, seq: int, made: QImage | InspectError) -> None:
        self._kept[seq] = made if isinstance(made, InspectError) else QPixmap.fromImage(made)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.made.emit()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed or bool(self._asked))
                if self._closed:
                    return
                seq, card = self._asked.popitem()
            made = self._make(card)
            if not self._closed:
                self._finished.emit(seq, made)

    def _make(self, card: Card) -> QImage | InspectError:
        try:
            pixels = read_stored(self._folder, card.row.uuid, card.images[0])
            return to_image(shrink(pixels, *self._size))
        except InspectError as error:
            return error
        except Exception as error:  # one picture that cannot be made must not end them all
            why = f"{type(error).__name__}: {error}"[:100]
            return InspectError(ErrorCode.INTERNAL, where="thumbnail", why=why)
