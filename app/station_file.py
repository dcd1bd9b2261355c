"""The station file as the pages use it. Everything here reads or writes a disk: call it in the background."""

import threading
from pathlib import Path

from engine.errors import SettingsError
from engine.settings import Settings, has_settings, load_settings, save_settings


class StationFile:
    """One station file, which need not exist yet. Thread-safe."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def read(self) -> tuple[Settings, SettingsError | None]:
        """The settings, and why they are the last good ones instead of the file's. Raises SettingsError."""
        with self._lock:
            return self._read()

    def write(self, settings: Settings) -> Settings:
        """Write them whole, and return them. Raises UsageError, InspectError."""
        with self._lock:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            save_settings(self.path, settings)
            return settings

    def set_product(self, bundle: Path, product: str) -> None:
        """The next start opens this product, too; a station without a file is left without one."""
        with self._lock:
            if self.path.is_file():
                settings, _ = self._read()
                line = settings.line.model_copy(update={"bundle": str(bundle.absolute()), "product": product})
                save_settings(self.path, settings.model_copy(update={"line": line}))

    def _read(self) -> tuple[Settings, SettingsError | None]:
        return load_settings(self.path) if has_settings(self.path) else (Settings(), None)
