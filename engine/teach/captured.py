"""Good parts held under the camera, one file each, in a folder that a training takes."""

import threading
from pathlib import Path

import cv2

from engine.errors import ErrorCode, ImageError
from engine.files import explain_os_error, write_atomic
from engine.frames import Frame
from engine.teach.plan import check_names

FOLDER = "captured"  # in the data folder


class CaptureFolder:
    """A new folder for a product; one of that name is left alone. Blocks; any thread may keep a frame."""

    def __init__(self, data: Path, product: str) -> None:
        """Raises UsageError for a name that no product may have, InspectError if the folder cannot be made."""
        check_names([product])
        self._lock, self.count = threading.Lock(), 0
        self.folder = data / FOLDER / product
        number = 1
        try:
            while self.folder.exists():
                number += 1
                self.folder = data / FOLDER / str(number) / product  # the folder's name is the product's
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise explain_os_error(error, self.folder) from error

    def keep(self, frame: Frame) -> int:
        """Write one frame, lossless; how many there are now. Raises InspectError."""
        done, data = cv2.imencode(".png", cv2.cvtColor(frame.pixels, cv2.COLOR_RGB2BGR))
        if not done:
            raise ImageError(ErrorCode.IMAGE_DAMAGED, path=frame.source, why="it cannot be written as PNG")
        with self._lock:
            write_atomic(self.folder / f"{self.count + 1:04d}.png", data.tobytes())
            self.count += 1
            return self.count
