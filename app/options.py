"""What the command line tells the window. No Qt here: the headless commands import this too."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ThemeName = Literal["dark", "light", "system"]
Language = Literal["en", "zh_CN", "system"]


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """``source`` is a URI or folder; ``shots`` a folder for pictures of all pages, written after ``quit_after``
    seconds, when the window closes by itself. Time spent training the demo does not count."""

    station: Path | None = None
    bundle: Path | None = None
    product: str | None = None
    source: str | None = None
    demo: bool = False
    kiosk: bool = False
    shots: Path | None = None
    quit_after: float | None = None
    theme: ThemeName = "system"
    language: Language = "system"
