"""How the stations of a plant are, for anybody who looks: each keeps a small file in a folder they share.

The files are help, not records: they are written without a sync, and a folder that cannot be reached is no trouble of
the line. Whether a station is silent is seen by its file no longer changing, whatever the clocks say.
"""

import contextlib
import hashlib
import logging
import os
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

log = logging.getLogger(__name__)
FOLDER = "board"
SUFFIX = ".station.json"
WRITE_S = 2.0
SILENT_S = 15.0
MOST_STATIONS, MOST_BYTES = 200, 65_536


class StationStatus(BaseModel):
    """One station at one moment. ``state`` as in ``LineState``; ``trouble`` is the code of what stopped it or of its
    gravest notice, ``why`` that in English. Counts are since the last reset. Later versions may add keys."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    host: str = ""
    utc: str = ""
    beat: int = 0
    state: str = "idle"
    product: str = ""
    lot: str = ""
    passed: int = 0
    review: int = 0
    failed: int = 0
    error: int = 0
    per_minute: float | None = None
    cycle_ms: float | None = None
    drift: bool = False
    trouble: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A station's file. ``silent``: it has not changed for 15 seconds, nor is it closed."""

    key: str
    status: StationStatus
    silent: bool


def file_name(name: str, data: Path) -> str:
    """The same for the same station on each start, different for two of the same name."""
    plain = re.sub(r"[^\w-]+", "_", name)[:40] or "station"
    digest = hashlib.sha256(f"{socket.gethostname()}:{data.absolute()}".encode()).hexdigest()[:8]
    return f"{plain}-{digest}{SUFFIX}"


class Herald:
    """Writes one station's file every two seconds, in a thread. ``ask`` gives the status, without host, time and beat;
    it is called in that thread."""

    def __init__(self, folder: Path, name: str, data: Path, ask: Callable[[], StationStatus]) -> None:
        self._path, self._ask = folder / file_name(name, data), ask
        self._stop = threading.Event()
        self._beat = 0
        self._told = False
        self._thread = threading.Thread(target=self._work, name="board", daemon=True)
        self._thread.start()

    def close(self, timeout_s: float = 2.0) -> None:
        """The last word is that the station is closed."""
        self._stop.set()
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while True:
            closing = self._stop.wait(WRITE_S if self._beat else 0.0)
            try:
                status = self._ask()
            except Exception:  # a lamp must never be the end of a station
                log.exception("the status of the station cannot be told")
                return
            self._write(status.model_copy(update={"state": "closed"}) if closing else status)
            if closing:
                return

    def _write(self, status: StationStatus) -> None:
        self._beat += 1
        now = datetime.now(UTC).isoformat(timespec="seconds")
        told = status.model_copy(update={"host": socket.gethostname(), "utc": now, "beat": self._beat})
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(told.model_dump_json(), encoding="utf-8")
            temporary.replace(self._path)
            self._told = False
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
            if not self._told:
                log.warning("the dashboard's folder cannot be written: %s", error)
            self._told = True


class Board:
    """Reads all stations of a folder. To be asked every few seconds, from one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed: dict[str, tuple[int, str, float]] = {}

    def look(self, now_s: float) -> tuple[Seen, ...]:
        """All stations by name; files that are none, or torn, are passed over. ``now_s``: a steady clock."""
        found = []
        for path in sorted(self._folder.glob(f"*{SUFFIX}"))[:MOST_STATIONS]:
            status = _read(path)
            if status is not None and not path.name.startswith("."):
                found.append(Seen(path.name, status, self._silent(path.name, status, now_s)))
        return tuple(sorted(found, key=lambda one: (one.status.name.casefold(), one.key)))

    def _silent(self, key: str, status: StationStatus, now_s: float) -> bool:
        known = self._changed.get(key)
        if known is None or known[:2] != (status.beat, status.utc):
            self._changed[key] = (status.beat, status.utc, now_s)
            return False
        return status.state != "closed" and now_s - known[2] > SILENT_S


def _read(path: Path) -> StationStatus | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            return None
        return StationStatus.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
