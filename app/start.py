"""Opening the window: put the parts together, run, take them apart again."""

import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from app import hooks
from app.demo import DemoPlan
from app.i18n import LANGUAGES, Translators, locale_of, resolve
from app.icons import recoloured_files
from app.last_end import LastEnd
from app.look import Look
from app.main_window import MainWindow
from app.memory import Memory, load_memory, save_memory
from app.notebook import LineNotebook
from app.options import WindowOptions
from app.paths import STATION_FILE, home, resource
from app.shell.health import Health
from app.shell.seen import when_seen
from app.shots import ShotPlan, Shots
from app.theme import Theme, load_theme, stylesheet
from app.workplace import make_workplace
from engine.errors import ErrorCode, InspectError, UsageError
from engine.pipeline.client import LineClient
from engine.pipeline.warm import WarmStarter, guess_of
from engine.settings import Settings, has_settings, load_settings

if TYPE_CHECKING:
    from engine.pipeline.supervisor import Starter

log = logging.getLogger(__name__)
FOLDER_INTERVAL_S = 0.25
SWITCH_S = 0.0005  # so soon another thread hands the interpreter to the window
MEMORY_FILE = "window.json"


@dataclass
class Station:
    """What lives as long as the window."""

    app: QApplication
    window: MainWindow
    line: LineClient
    health: Health
    translators: Translators
    memory: Memory
    fixed: bool  # a station file says what is inspected

    def restyle(self, what: str) -> None:
        """Change over to the other theme or language, at once."""
        if what == "theme":
            other: Literal["dark", "light"] = "light" if theme_of(self.memory, self.app) == "dark" else "dark"
            self.memory = self.memory.model_copy(update={"theme": other})
        else:
            now = LANGUAGES.index(resolve(self.memory.language))
            self.memory = self.memory.model_copy(update={"language": LANGUAGES[(now + 1) % len(LANGUAGES)]})
        self.dress()

    def dress(self) -> None:
        """Build the pages in the theme and language that are chosen."""
        self.translators.use(self.memory.language)
        theme = load_theme(theme_of(self.memory, self.app))
        self.app.setPalette(palette(theme))
        files = recoloured_files(home() / "icons", {"check": theme.colours.on_accent, "down": theme.colours.text_soft})
        self.window.setStyleSheet(stylesheet(theme, {"check": files["check"], "arrow": files["down"]}))
        self.window.build(Look(theme, locale_of(self.memory.language)))

    def close(self) -> bool:
        """Remember, and end every thread."""
        now = self.line.snapshot()
        update = {
            "bundle": now.bundle.path.absolute() if now.bundle else self.memory.bundle,
            "product": now.product or self.memory.product,
            "source": now.source.uri if now.source and not self.fixed else self.memory.source,
        }
        ended = self.line.close()
        self.health.close()
        self.window.workplace.close()
        save_memory(home() / MEMORY_FILE, self.memory.model_copy(update=update))
        return ended


def open_window(options: WindowOptions, starter: "Starter | None" = None) -> int:
    """Open the window and return the exit code when it is closed. ``starter`` may have begun to start the judge."""
    try:
        prepare_platform(options)
    except InspectError as error:
        print(error, file=sys.stderr)
        return 2
    hooks.log_to(home() / "logs")
    hooks.log_qt_messages()
    last = LastEnd(home(), home() / "logs")
    last.begin()
    sys.setswitchinterval(SWITCH_S)
    app = QApplication(["uniad-inspect"])
    seen = threading.Event()  # records and all else wait for it: they would only hold up what is looked for first
    station = make_station(app, options, starter, last.error, seen)
    hooks.install(station.line.fail)
    show(station.window, options)
    when_seen(station.window, seen.set)
    begin(station, options)
    shots = None
    if options.shots is not None or options.quit_after is not None:
        shots = Shots(station.window, ShotPlan(options.shots, options.quit_after), app.quit)
    end_on_signals(station.window)
    code = app.exec()
    station.close()
    last.close()
    return shots.exit_code if shots is not None else code


def end_on_signals(window: MainWindow) -> None:
    """Ctrl-C and SIGTERM close the window, a kiosk too; Python hears them at the next turn of the poll timer."""

    def end(number: int, frame: FrameType | None) -> None:
        window.leaving = True
        window.close()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def prepare_platform(options: WindowOptions) -> None:
    """Without a display, pictures of the pages can still be made; a window cannot. Raises UsageError."""
    shown = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
    if sys.platform.startswith("linux") and not shown:
        if options.shots is None:
            raise UsageError(ErrorCode.NO_DISPLAY)
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if options.shots is not None:
        options.shots.mkdir(parents=True, exist_ok=True)


def make_station(
    app: QApplication,
    options: WindowOptions,
    starter: "Starter | None" = None,
    last_end: InspectError | None = None,
    gate: threading.Event | None = None,
) -> Station:
    """All parts, dressed, nothing opened yet: the station opens when ``gate`` is set. ``last_end`` is told."""
    _dress(app)
    memory = load_memory(home() / MEMORY_FILE)
    if options.theme != "system":
        memory = memory.model_copy(update={"theme": options.theme})
    if options.language != "system":
        memory = memory.model_copy(update={"language": options.language})
    path = options.station or home() / STATION_FILE
    settings, data = look_into(path)
    threads = max(1, (os.cpu_count() or 2) - 1)
    fixed = bool(settings.line.bundle)
    of_station = fixed and options.bundle is None
    likely = path.absolute().parent / settings.line.bundle if of_station else first_choice(options, memory)[0]
    if isinstance(starter, WarmStarter) and likely is not None and not options.demo:
        starter.expect(guess_of(likely, settings.line, threads))
    line = LineClient(path, data, threads, starter, gate)
    if not fixed:
        line.set_interval(FOLDER_INTERVAL_S)
    health = Health(data)
    notebook, lock_min = LineNotebook(line), settings.users.lock_after_min
    workplace = make_workplace(data, path, notebook, lock_min, line, settings.train, last_end)
    window = MainWindow(line, health, DemoPlan(home() / "demo"), workplace)
    window.kiosk.on = options.kiosk
    station = Station(app, window, line, health, Translators(), memory, fixed)
    window.restyle.connect(station.restyle)
    station.dress()
    return station


def look_into(path: Path) -> tuple[Settings, Path]:
    """What the window must know of the station file before the station is open, and the data folder. A file that cannot
    be used is told by the station; until then the defaults hold."""
    if has_settings(path):
        try:
            settings, _ = load_settings(path)
            return settings, path.absolute().parent / settings.station.data
        except InspectError:
            log.warning("%s cannot be used", path)
    return Settings(), home() / "data"


def begin(station: Station, options: WindowOptions) -> None:
    """Open what was asked for, else what was open last. Only a kiosk and the demo start by themselves."""
    window, memory = station.window, station.memory
    if options.demo:
        window.start_demo(confirm=options.shots is not None)
        return
    if station.fixed and options.bundle is None:
        if options.kiosk or options.shots is not None:
            window.line.start()
        return
    bundle, product, source = first_choice(options, memory)
    if bundle is not None:
        window.open_bundle(bundle, product)
    if source is not None:
        window.open_source(source)
    if options.kiosk or options.shots is not None:
        window.line.start()


def _dress(app: QApplication) -> None:
    """Name, style, icon, font. And Qt paints by itself: large pictures it would paint with threads of a pool, wait for
    them for ever on a machine that has no thread to give, and hold the interpreter, and judging, meanwhile."""
    os.environ["QT_NO_GUI_THREADPOOL"] = "1"
    app.setApplicationName("UniAD Inspect")
    app.setStyle("Fusion")
    app.setWindowIcon(QIcon(str(resource("icons/app.svg"))))
    font = QFont(app.font())
    font.setFamilies([*font.families(), "Noto Sans", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC"])
    app.setFont(font)


def first_choice(options: WindowOptions, memory: Memory) -> tuple[Path | None, str | None, str | None]:
    """Bundle, product and source: what was asked for, else what was open last."""
    if options.bundle is None and memory.bundle is not None and memory.bundle.is_file():
        return memory.bundle, options.product or memory.product, options.source or memory.source
    return options.bundle, options.product, options.source


def show(window: MainWindow, options: WindowOptions) -> None:
    """On the screen; a kiosk takes all of it."""
    if options.kiosk:
        window.kiosk.enter()
        return
    screen = window.screen().availableSize()
    window.resize(
        min(1600, max(1280, round(screen.width() * 0.85))), min(1000, max(800, round(screen.height() * 0.85)))
    )
    window.show()


def theme_of(memory: Memory, app: QApplication) -> Literal["dark", "light"]:
    """The chosen theme; by default the system's, dark if it says nothing."""
    if memory.theme != "system":
        return memory.theme
    return "light" if app.styleHints().colorScheme() is Qt.ColorScheme.Light else "dark"


def palette(theme: Theme) -> QPalette:
    """For what the style sheet does not reach, the file dialog above all."""
    colours, made = theme.colours, QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.panel,
        QPalette.ColorRole.Base: colours.ground,
        QPalette.ColorRole.AlternateBase: colours.panel,
        QPalette.ColorRole.Button: colours.raised,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.ToolTipBase: colours.raised,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.text_soft,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
    }
    for role, value in roles.items():
        made.setColor(role, QColor(value))
    return made
