"""Looking at the machine in a thread: a network disk that hangs must not freeze the window."""

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

PERIOD_S = 5.0
LOW_FREE = 2 * 2**30


@dataclass(frozen=True, slots=True)
class DiskStatus:
    """Share of the disk in use, 0 to 1, and whether it is nearly full; None if it cannot be asked."""

    used: float
    low: bool


class Health:
    """Asks for the disk of ``folder`` now and every few seconds."""

    def __init__(self, folder: Path, period_s: float = PERIOD_S) -> None:
        self._folder, self._period_s = folder, period_s
        self._stop = threading.Event()
        self.disk: DiskStatus | None = None
        self._thread = threading.Thread(target=self._work, name="health", daemon=True)
        self._thread.start()

    def close(self, timeout_s: float = 1.0) -> bool:
        """End the thread; True if it ended in time."""
        self._stop.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while True:
            try:
                usage = shutil.disk_usage(next(one for one in (self._folder, *self._folder.parents) if one.exists()))
                self.disk = DiskStatus(usage.used / max(1, usage.used + usage.free), usage.free < LOW_FREE)
            except OSError:
                self.disk = None
            if self._stop.wait(self._period_s):
                return
