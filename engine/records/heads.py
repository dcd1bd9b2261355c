"""A log of head hashes beside the records, so that rows cut off the end show.

A line is written after each commit, without a sync: it never costs a part its time, and after a power cut the log may
lack its last lines but can never be ahead of the records. Only newer heads matter, so two small files are kept.
"""

from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from pathlib import Path

from engine.records.chain import EMPTY, Head

FILE = "heads.log"
OLDER = "heads.1.log"
ROTATE_BYTES = 2**20


class HeadsLog:
    """The log in one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path, self._older = folder / FILE, folder / OLDER
        self._file: FileIO | None = None

    def append(self, head: Head) -> None:
        """Note a committed head. An error here is not the records' error: they are already durable."""
        try:
            if self._file is None:
                self._file = self._path.open("ab", buffering=0)
            self._file.write(f"{head}\n".encode())
            if self._file.tell() > ROTATE_BYTES:
                self.close()
                self._path.replace(self._older)
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go of the file; the next head opens it again."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def heads(self) -> Iterator[Head]:
        """All heads still noted, oldest first; lines that are no heads (torn by a power cut) are passed over."""
        for path in (self._older, self._path):
            try:
                lines = path.read_text(encoding="ascii", errors="replace").splitlines()
            except OSError:
                continue
            for line in lines:
                try:
                    yield Head.parse(line)
                except ValueError:
                    continue

    def newest(self) -> Head:
        """The newest head noted."""
        return max(self.heads(), key=lambda head: head.seq, default=EMPTY)

    def set_aside(self, folder: Path, stem: str) -> None:
        """Move the log away when records begin anew; what it proves belongs to the old ones."""
        for path in (self._older, self._path):
            if path.exists():
                folder.mkdir(exist_ok=True)
                path.replace(folder / f"{stem}-{path.name}")
