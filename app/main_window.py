"""The main window: frame and pages around one line. It commands the line and asks it for snapshots, nothing more."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.actions import Do, build_actions
from app.demo import CREDIT, INTERVAL_S, DemoPlan
from app.demo_session import DemoSession
from app.hooks import as_inspect_error
from app.inspect.page import InspectPage
from app.look import Look
from app.pages.demo import DemoPage
from app.pages.engineer import EngineerPages
from app.pages.train import TrainPage
from app.pages.welcome import WelcomePage
from app.shell.alarm import AlarmStrip
from app.shell.health import Health
from app.shell.navigation import Navigation
from app.shell.paths_dialog import ask_for_path
from app.shell.topbar import TopBar
from app.users.panel import SignInPanel
from app.workplace import Workplace
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState, Snapshot

POLL_MS = 16
MACHINE_MS = 1000
BUNDLE_SUFFIX = ".uniad"


class MainWindow(QMainWindow):
    """``restyle`` is asked for when theme or language shall change; the pages are then built anew by ``build``."""

    restyle = Signal(str)

    def __init__(self, line: LineClient, health: Health, demo: DemoPlan, workplace: Workplace) -> None:
        super().__init__()
        self.line, self._health, self._plan = line, health, demo
        self.workplace = workplace
        self.engineer: EngineerPages
        self._session: DemoSession | None = None
        self._shown: Snapshot | None = None
        self._page = Do.INSPECT
        self.kiosk = False
        self._built = False
        self.inspect: InspectPage
        self.setObjectName("window")
        self.setWindowTitle("UniAD Inspect")
        self.setMinimumSize(1024, 640)
        self.setAcceptDrops(True)
        self.poll_timer, self.machine_timer = QTimer(self), QTimer(self)
        self.poll_timer.timeout.connect(self.poll)
        self.machine_timer.timeout.connect(self._show_machine)

    def build(self, look: Look) -> None:
        """Make all widgets in this look; what they show comes from the line, so nothing is lost."""
        if self._built:
            self.inspect.close_page()
            self.engineer.close_pages()
        self._built = True
        for action in self.actions():
            self.removeAction(action)
        self.do = build_actions(self, self._slots())
        self.top, self.navigation = TopBar(look, self.do), Navigation(look, self.do)
        self.alarm = AlarmStrip(look)
        self.inspect = InspectPage(self.line, look, self.do)
        self.sign_in = SignInPanel(look, self.workplace.access)
        parts = self.workplace.page_parts(look, self.do, self.sign_in.open_panel)
        self.engineer, self.train = EngineerPages(parts), TrainPage(look, self.do)
        self.products = self.engineer.products
        self.welcome, self.demo = WelcomePage(look, self.do), DemoPage(look)
        self.stack = QStackedWidget()
        for page in (self.inspect, *self.engineer.by_action.values(), self.train, self.welcome, self.demo):
            self.stack.addWidget(page)
        self._connect()
        self._lay_out()
        self._shown = None
        self.poll()
        self._show_machine()
        self.poll_timer.start(POLL_MS)
        self.machine_timer.start(MACHINE_MS)
        self.inspect.picture.setFocus()

    def poll(self) -> None:
        """Ask the line; draw what has changed."""
        snapshot = self.line.snapshot()
        if snapshot is not self._shown:
            self._shown = snapshot
            for part in (self.top, self.inspect, self.engineer):
                part.show_snapshot(snapshot)
            self.alarm.show_error(snapshot.cause, severe=snapshot.state is LineState.ERROR)
            self.top.show_credit(self._credit(snapshot))
        self.inspect.poll()
        if failure := self.inspect.picture.take_failure():
            self.line.fail(as_inspect_error(failure, "render"))
        self._follow_demo()
        self._choose_page()

    def open_bundle(self, path: Path, product: str | None = None) -> None:
        """Load a bundle and look at it."""
        self.line.open_bundle(path, product)
        self._go(Do.INSPECT)

    def open_source(self, path: str, loop: bool = False) -> None:
        """Take frames from here."""
        self.line.open_source(path, loop)
        self._go(Do.INSPECT)

    def start_demo(self) -> None:
        """Get the demo ready, or go to it if it is."""
        if self._session is None:
            self._session = DemoSession(self._plan)
        self._go(Do.DEMO)

    @property
    def demo_is_training(self) -> bool:
        """True while the demo is being made ready."""
        return self._session is not None and not self._session.status.ended

    @property
    def pages(self) -> dict[Do, Callable[[], None]]:
        """Every page with what opens it."""
        return {do: partial(self._go, do) for do in (Do.INSPECT, Do.PRODUCTS, Do.TRAIN)}

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all workers; a training goes on."""
        self.poll_timer.stop()
        self.machine_timer.stop()
        if self._session is not None:
            self._session.close()
        if self._built:
            self.inspect.close_page()
            self.engineer.close_pages()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """H shows the raw picture; Return presses the button that has the focus (Space is the trigger)."""
        focus = QApplication.focusWidget()
        if event.key() == Qt.Key.Key_H:
            self.inspect.show_raw(True)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Heat again."""
        if event.key() == Qt.Key.Key_H and not event.isAutoRepeat():
            self.inspect.show_raw(False)
        else:
            super().keyReleaseEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders of this computer may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """A bundle is opened, anything else becomes the source; the line says so if it is neither."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                path = url.toLocalFile()
                if path.lower().endswith(BUNDLE_SUFFIX):
                    self.open_bundle(Path(path))
                else:
                    self.open_source(path)
        event.acceptProposedAction()

    def _slots(self) -> dict[Do, Callable[[], object]]:
        return {
            Do.TOGGLE: self._toggle,
            Do.STEP: self.line.step,
            Do.OPEN_BUNDLE: self._ask_bundle,
            Do.OPEN_FOLDER: self._ask_folder,
            Do.ACKNOWLEDGE: lambda: self.inspect.rejects.acknowledge(),
            Do.LIVE: lambda: self.inspect.live(),
            Do.FIT: lambda: self.inspect.picture.fit(),
            Do.ZOOM_IN: lambda: self.inspect.zoom(True),
            Do.ZOOM_OUT: lambda: self.inspect.zoom(False),
            Do.OUTLINE: lambda: self.inspect.tools.outline.toggle(),
            Do.PROPOSED: lambda: self.inspect.proposed_limits(),
            Do.RESET: self.line.reset_counts,
            Do.INSPECT: lambda: self._go(Do.INSPECT),
            Do.PRODUCTS: lambda: self._go(Do.PRODUCTS),
            Do.TRAIN: lambda: self._go(Do.TRAIN),
            Do.SIGN_IN: self._sign_in_or_out,
            Do.DEMO: self.start_demo,
            Do.THEME: lambda: self.restyle.emit("theme"),
            Do.LANGUAGE: lambda: self.restyle.emit("language"),
            Do.QUIT: self.close,
        }

    def _connect(self) -> None:
        self.alarm.closed.connect(self.line.dismiss)
        self.top.product_chosen.connect(self.line.choose_product)
        self.products.activated.connect(self._activate)
        self.products.ready.connect(lambda: self._go(Do.INSPECT))
        self.demo.cancelled.connect(self._leave_demo)
        self.demo.again.connect(self._retry_demo)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        strip = QVBoxLayout()
        strip.setContentsMargins(8, 0, 8, 0)
        strip.addWidget(self.alarm)
        right.addLayout(strip)
        right.addWidget(self.stack, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.navigation)
        below.addWidget(self.sign_in)
        below.addLayout(right, 1)
        middle = QWidget()
        middle.setObjectName("page")
        layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top)
        layout.addLayout(below, 1)
        self.setCentralWidget(middle)
        self.navigation.setVisible(not self.kiosk)

    def _go(self, page: Do) -> None:
        self._page = page
        if page in self.navigation.buttons:
            self.navigation.mark(page)
        self._choose_page()

    def _choose_page(self) -> None:
        """The Inspect page gives way to the welcome as long as there is nothing to inspect."""
        assert self._shown is not None
        empty = self._shown.bundle is None and self._shown.state in (LineState.IDLE, LineState.ERROR)
        page: QWidget = {
            **self.engineer.by_action,
            Do.TRAIN: self.train,
            Do.DEMO: self.demo,
        }.get(self._page, self.welcome if empty else self.inspect)
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)

    def _follow_demo(self) -> None:
        if self._session is None:
            return
        status = self._session.status
        self.demo.show_status(status)
        if status.bundle is not None:
            self._session.close()
            self._session = None
            self.open_bundle(status.bundle)
            self.line.set_interval(INTERVAL_S)
            self.open_source(str(self._plan.stream), loop=True)
            self.line.start()

    def _leave_demo(self) -> None:
        if self._session is not None:
            self._session.cancel()
            self._session = None
        self._go(Do.INSPECT)

    def _retry_demo(self) -> None:
        self._session = None
        self.start_demo()

    def _toggle(self) -> None:
        if self._shown is not None and self._shown.state is LineState.RUNNING:
            self.line.stop()
        else:
            self.line.start()

    def _activate(self, path: Path, name: str) -> None:
        if self._shown is not None and self._shown.bundle is not None and self._shown.bundle.path == path:
            self.line.choose_product(name)
        else:
            self.line.open_bundle(path, name)

    def _sign_in_or_out(self) -> None:
        if self.workplace.access.session.user:
            self.workplace.access.session.leave()
        else:
            self.sign_in.open_panel()

    def _ask_bundle(self) -> None:
        folder = self._shown.bundle.path.parent if self._shown and self._shown.bundle else None
        ask_for_path(self, self.do[Do.OPEN_BUNDLE].text(), False, folder, self.open_bundle)

    def _ask_folder(self) -> None:
        folder = Path(self._shown.source.name) if self._shown and self._shown.source else None
        ask_for_path(self, self.do[Do.OPEN_FOLDER].text(), True, folder, lambda path: self.open_source(str(path)))

    def _credit(self, snapshot: Snapshot) -> str:
        shown = snapshot.source is not None and self._plan.owns(Path(snapshot.source.name))
        return self.tr("Images: {credit}").format(credit=CREDIT) if shown else ""

    def _show_machine(self) -> None:
        self.top.show_machine(self._health.disk)
