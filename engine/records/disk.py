"""Space for records: what is free, when to warn, and a reserve that lets the last rows be written on a full disk."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

RESERVE_FILE = "reserve"
RESERVE_BYTES = 8 * 2**20


@dataclass(frozen=True, slots=True)
class DiskState:
    """Bytes of the data folder's disk. ``low`` comes before ``full``; in between images may find no room
    (``no_images``) while records still do."""

    free: int
    total: int
    low: bool
    full: bool
    no_images: bool = False


def disk_state(folder: Path, low_bytes: int, full: bool = False, no_images: bool = False) -> DiskState:
    """How full the disk is; ``low`` below ``low_bytes`` free, ``full`` and ``no_images`` as the writer last saw it."""
    usage = shutil.disk_usage(folder)
    return DiskState(usage.free, usage.total, usage.free < low_bytes, full, no_images)


class Reserve:
    """A file of zeros. Given back to a full disk, it makes room for the rows of the parts in flight."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RESERVE_FILE

    def fill(self) -> bool:
        """Set the reserve aside if there is plenty of room; False if there is not. Never raises: it is a help."""
        try:
            if self._path.exists() and self._path.stat().st_size == RESERVE_BYTES:
                return True
            if shutil.disk_usage(self._path.parent).free < 4 * RESERVE_BYTES:
                return False
            with self._path.open("wb") as file:
                file.write(bytes(RESERVE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            self.release()
            return False
        return True

    def release(self) -> bool:
        """Give the space back; False if there was none to give."""
        try:
            held = self._path.stat().st_size > 0
            self._path.unlink()
        except OSError:
            return False
        return held
