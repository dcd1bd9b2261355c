"""A real station in a home of its own, to take pictures of."""

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.actions import Do
from app.demo import DemoPlan
from app.options import Language, ThemeName, WindowOptions
from app.start import Station, make_station
from app.users.store import Role
from engine.pipeline.snapshot import LineState, Snapshot

if TYPE_CHECKING:
    from engine.pipeline.supervisor import Starter

log = logging.getLogger(__name__)
PIN = "2580"
NAME = "A. Ingenieur"
WAIT_S = 60.0
SETTLE_MS = 250


@dataclass(frozen=True, slots=True)
class Look4Shots:
    """Theme and language, and how they are named in a file."""

    theme: ThemeName
    language: Language

    @property
    def suffix(self) -> str:
        """``dark_en``."""
        return f"{self.theme}_{self.language[:2]}"


def look_named(name: str) -> Look4Shots:
    """``dark_en``, ``dark_zh``, ``light_en`` or ``light_zh``. Raises KeyError."""
    themes: tuple[ThemeName, ...] = ("dark", "light")
    languages: tuple[Language, ...] = ("en", "zh_CN")
    looks = (Look4Shots(theme, language) for theme in themes for language in languages)
    return {look.suffix: look for look in looks}[name]


class Stage:
    """``home`` is empty at the start; ``demo`` is the trained demo to show; ``starter`` starts judges. One window, many
    pictures."""

    def __init__(
        self,
        look: Look4Shots,
        size: tuple[int, int],
        home: Path,
        demo: DemoPlan,
        out: Path,
        starter: "Starter | None" = None,
    ) -> None:
        self.look, self.size, self.home, self.demo, self.out = look, size, home, demo, out
        self.saved: list[Path] = []
        self.problems: list[str] = []
        app = QApplication.instance() or QApplication(["uniad-inspect"])
        assert isinstance(app, QApplication)
        self.app = app
        self.options = WindowOptions(theme=look.theme, language=look.language)
        self.station: Station = make_station(app, self.options, starter)
        self.station.window.resize(*size)
        self.station.window.show()
        self.until(lambda: self.snapshot.state is not LineState.LOADING, "the station opens")

    @property
    def snapshot(self) -> Snapshot:
        """The line now."""
        return self.station.line.snapshot()

    def shot(self, name: str, settle_ms: int = SETTLE_MS) -> None:
        """One picture, once the window has settled."""
        QTest.qWait(settle_ms)
        path = self.out / f"{name}_{self.look.suffix}.png"
        if self.station.window.grab().save(str(path)):
            self.saved.append(path)
        else:
            self.problems.append(f"{path} could not be written")

    def until(self, condition: Callable[[], object], what: str, seconds: float = WAIT_S) -> bool:
        """Turn the event loop until something holds; what never came is told at the end."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                self.problems.append(f"{self.look.suffix}: never happened: {what}")
                return False
            QTest.qWait(20)
        return True

    def next_part(self, ask: Callable[[], object], seconds: float) -> bool:
        """``ask`` for a part, and wait for it."""
        before = self.snapshot.part
        ask()
        return self.until(lambda: self.snapshot.part > before, "a part", seconds)

    def go(self, page: Do) -> None:
        """Open a page."""
        self.station.window.pages[page]()
        QTest.qWait(SETTLE_MS)

    def name_engineer(self) -> None:
        """The station has an engineer from now on, who is signed in."""
        access = self.station.window.workplace.access
        if not access.store.has_engineer:
            access.store.add(NAME, Role.ENGINEER, PIN, first=True)
        if not access.session.is_engineer:
            access.session.set_lock_after(0)  # pictures take their time
            access.session.enter(access.store.people[0])
        QTest.qWait(SETTLE_MS)

    def open_demo(self) -> bool:
        """The demo's product and pictures, limits confirmed."""
        window, line = self.station.window, self.station.line
        window.open_bundle(self.demo.bundle)
        line.set_interval(0)
        window.open_source(str(self.demo.stream))
        if not self.until(lambda: self.snapshot.source is not None and self.snapshot.source.ready, "the demo opens"):
            return False
        window.inspect.confirm_proposed("proposed limits of the demo")
        return self.until(lambda: self.snapshot.confirmed, "limits are confirmed")

    def close(self) -> None:
        """End it all."""
        self.station.window.leaving = True
        self.station.window.close()
        self.station.close()
        self.station.window.deleteLater()
        self.station.translators.use("en")
        self.app.processEvents()


Scene = Callable[[Stage], None]


def damaged_copy(bundle: Path, folder: Path) -> Path:
    """A bundle with one flipped byte."""
    target = Path(shutil.copy(bundle, folder / "damaged.uniad"))
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(bytes(data))
    return target
