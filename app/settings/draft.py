"""The form's values while they are edited. Outlives a change of theme or language."""

import copy
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.settings.problems import check
from app.settings.schema import Path, Raw, get, put
from engine.settings import Settings


class Draft(QObject):
    """``saved`` is what stands in the file, ``raw`` what is typed; ``settings`` is None while that is not valid."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.saved: Settings | None = None
        self.raw: Raw = {}
        self.settings: Settings | None = None
        self.problems: dict[Path, str] = {}

    @property
    def dirty(self) -> bool:
        """True if something differs from the file."""
        return self.saved is not None and self.settings != self.saved

    def begin(self, settings: Settings) -> None:
        """What the file says; what was typed before is gone."""
        self.saved = settings
        self.raw = copy.deepcopy(settings.model_dump(mode="json", exclude_none=True))
        self._check()

    def set(self, path: Path, value: Any) -> None:
        """A key was edited."""
        if path == ("train", "command"):
            put(self.raw, ("train",), {"command": value} if value else None)
        else:
            put(self.raw, path, value)
        self._check()

    def add_source(self, uri: str) -> None:
        """Another source with a name of its own."""
        sources: list[Raw] = self.raw.setdefault("sources", [])
        names = {source.get("name") for source in sources}
        name = next(f"camera{number or ''}" for number in range(99) if f"camera{number or ''}" not in names)
        sources.append({"name": name, "uri": uri})
        self._check()

    def remove_source(self, index: int) -> None:
        """One less."""
        del self.raw["sources"][index]
        self._check()

    def differences(self) -> list[str]:
        """Keys that differ from the file, for the records."""
        if self.saved is None:
            return []
        before = self.saved.model_dump(mode="json", exclude_none=True)
        return sorted(key for key in set(before) | set(self.raw) if get(before, (key,)) != get(self.raw, (key,)))

    def _check(self) -> None:
        self.settings, self.problems = check(self.raw)
        self.changed.emit()
