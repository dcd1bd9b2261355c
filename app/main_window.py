"""The main window: frame and pages around one line. It commands the line and asks it for snapshots, nothing more."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QStackedWidget,
    QWidget,
)

from app.actions import Do, build_actions, drop_actions
from app.demo import CREDIT, DemoPlan
from app.demo_guide import DemoGuide
from app.hooks import as_inspect_error
from app.inspect.page import InspectPage
from app.kiosk import Kiosk
from app.look import Look
from app.pages.demo import DemoPage
from app.pages.engineer import EngineerPages
from app.pages.welcome import WelcomePage
from app.shell.alarm import AlarmStrip
from app.shell.frame import make_frame
from app.shell.health import Health
from app.shell.navigation import BESIDE_INSPECT, ENGINEER, Navigation
from app.shell.paths_dialog import ask_for_path
from app.shell.topbar import TopBar
from app.shell.window_base import DropWindow
from app.users.panel import Purpose, SignInPanel
from app.window_slots import slots
from app.workplace import Workplace
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState, Snapshot

POLL_MS = 16
MACHINE_MS = 1000


class MainWindow(DropWindow):
    """``restyle`` is asked for when theme or language shall change; the pages are then built anew by ``build``."""

    restyle = Signal(str)

    def __init__(self, line: LineClient, health: Health, demo: DemoPlan, workplace: Workplace) -> None:
        super().__init__()
        self.line, self._health = line, health
        self.guide = DemoGuide(demo, line, self._demo_opened)
        self.workplace = workplace
        self.engineer: EngineerPages
        self._shown: Snapshot | None = None
        self._start_when_confirmed = self._confirm_demo = False
        self._page = Do.INSPECT
        self.kiosk = Kiosk(self, line.start)
        self._built = False
        self.leaving = False  # the program ends, whoever asked
        workplace.access.session.changed.connect(self._session_changed)
        self.inspect: InspectPage
        self.setObjectName("window")
        self.setWindowTitle("UniAD Inspect")
        self.setMinimumSize(960, 540)
        self.dropped_bundle.connect(lambda path: self.guarded(lambda: self.open_bundle(path)))
        self.dropped_source.connect(lambda uri: self.guarded(lambda: self.open_source(uri)))
        self.poll_timer, self.machine_timer = QTimer(self), QTimer(self)
        self.poll_timer.timeout.connect(self.poll)
        self.machine_timer.timeout.connect(self._show_machine)

    def build(self, look: Look) -> None:
        """Make all widgets in this look; what they show comes from the line, so nothing is lost."""
        if self._built:
            self.inspect.close_page()
            self.engineer.close_pages()
        self._built = True
        drop_actions(self)
        self.do = build_actions(self, slots(self))
        self.top, self.navigation = TopBar(look, self.do), Navigation(look, self.do)
        self.alarm = AlarmStrip(look)
        self.inspect = InspectPage(self.line, look, self.do)
        self.sign_in = SignInPanel(look, self.workplace.access)
        self.stack = QStackedWidget()
        self.engineer = EngineerPages(self.workplace.page_parts(look, self.do, self.sign_in.open_panel), self.stack)
        self.welcome, self.demo = WelcomePage(look, self.do), DemoPage(look)
        self.navigation.mark(self._page if self._page in self.navigation.buttons else Do.INSPECT)
        for page in (self.inspect, self.welcome, self.demo):
            self.stack.addWidget(page)
        self._connect()
        self._lay_out()
        self._shown, self._rested = None, False
        self.poll()
        self._show_machine()
        self.show_session()
        self.navigation.mark(self._page)
        self.poll_timer.start(POLL_MS)
        self.machine_timer.start(MACHINE_MS)
        self.inspect.picture.setFocus()

    def poll(self) -> None:
        """Ask the line; draw what has changed: a picture and what else there is to say by turns, since both at once
        would hold up keys and mouse for twice as long."""
        self._rested = self.inspect.poll() and not self._rested
        snapshot = self.line.snapshot()
        if snapshot is not self._shown and not self._rested:
            self._shown = snapshot
            for part in (self.top, self.inspect, self.engineer):
                part.show_snapshot(snapshot)
            self._show_alarms(snapshot)
            self.top.show_credit(self._credit(snapshot))
        if failure := self.inspect.picture.take_failure():
            self.line.fail(as_inspect_error(failure, "render"))
        self.guide.follow(self.demo)
        self._choose_page()

    def open_bundle(self, path: Path, product: str | None = None) -> None:
        """Load a bundle and look at it."""
        self.line.open_bundle(path, product)
        self.go(Do.INSPECT)

    def open_source(self, path: str, loop: bool = False) -> None:
        """Take frames from here."""
        self.line.open_source(path, loop)
        self.go(Do.INSPECT)

    def start_demo(self, confirm: bool = False) -> None:
        """Get the demo ready, or go to it if it is; ``confirm`` its limits without being asked, for pictures of it."""
        self._confirm_demo = confirm
        self.guide.begin()
        self.go(Do.DEMO)

    def guarded(self, then: Callable[[], object]) -> None:
        """Only an engineer may; anybody else is asked to sign in."""
        (then if self.workplace.access.may_configure else self.sign_in.open_panel)()

    def confirm_limits(self) -> None:
        """Put the proposed limits in force: by the engineer, or by whoever begins where there is none yet."""
        self.guarded(lambda: self.inspect.confirm_proposed("proposed limits, confirmed at the window"))

    def show_session(self) -> None:
        """Who is at the window, and what he may do."""
        session = self.workplace.access.session
        self.top.show_user(session.user, session.is_engineer)
        self.inspect.scores.set_movable(self.workplace.access.may_configure)
        self.navigation.show_for(self.workplace.access.may_configure)
        if self._page in ENGINEER and not self.workplace.access.may_configure:
            self.go(Do.INSPECT)
        self._choose_page()

    @property
    def demo_is_training(self) -> bool:
        """True while the demo is being made ready."""
        return self.guide.training

    @property
    def pages(self) -> dict[Do, Callable[[], None]]:
        """Every page with what opens it."""
        return {do: partial(self.go, do) for do in (Do.INSPECT, *BESIDE_INSPECT)}

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop all workers; a training goes on. A kiosk is left by PIN first."""
        if self.kiosk.on and not self.leaving:
            event.ignore()
            self.sign_in.open_panel(Purpose.LEAVE_KIOSK)
            return
        self.poll_timer.stop()
        self.machine_timer.stop()
        self.guide.close()
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

    def _connect(self) -> None:
        self.alarm.closed.connect(self.line.dismiss)
        self.top.product_chosen.connect(self.line.choose_product)
        self.engineer.activated.connect(self._activate)
        self.engineer.limits_chosen.connect(self.line.set_limits)
        self.engineer.ready.connect(lambda: self.go(Do.INSPECT))
        self.engineer.applied.connect(self.line.reopen)
        self.demo.cancelled.connect(self._leave_demo)
        self.demo.again.connect(self.guide.again)
        self.inspect.confirm.confirmed.connect(self.confirm_limits)
        self.inspect.masters.wanted.connect(lambda: self.go(Do.CHECKS))
        self.top.user.clicked.connect(self.do[Do.SIGN_IN].trigger)
        self.top.labels.lot_entered.connect(self.line.set_lot)
        self.top.labels.serial_entered.connect(self.line.set_serial)
        self.sign_in.granted.connect(self._let_in)

    def _lay_out(self) -> None:
        self.setCentralWidget(make_frame(self.top, self.navigation, self.sign_in, self.alarm, self.stack))
        self.navigation.setVisible(not self.kiosk.on)

    def go(self, page: Do) -> None:
        """Open a page; one that is not for operators asks for an engineer."""
        if page in ENGINEER and not self.workplace.access.may_configure:
            self.sign_in.open_panel()
            return
        self.engineer.page(page)  # if it cannot be made, the page before stays
        self._page = page
        self.navigation.mark(page)
        self._choose_page()

    def _choose_page(self) -> None:
        """The Inspect page gives way to the welcome as long as there is nothing to inspect."""
        assert self._shown is not None
        now = self._shown
        unopened = now.state is LineState.FAILED and now.data is None  # the station itself is in trouble
        empty = now.bundle is None and now.state in (LineState.IDLE, LineState.FAILED) and not unopened
        page: QWidget | None = self.demo if self._page is Do.DEMO else self.engineer.page(self._page)
        page = page or (self.welcome if empty else self.inspect)
        if self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)
            page.setFocus()

    def _demo_opened(self) -> None:
        self._start_when_confirmed = True
        self.go(Do.INSPECT)

    def _leave_demo(self) -> None:
        self.guide.cancel()
        self.go(Do.INSPECT)

    def _let_in(self, purpose: Purpose) -> None:
        if purpose is Purpose.LEAVE_KIOSK:
            self.kiosk.leave()
            self.navigation.show()

    def _show_alarms(self, snapshot: Snapshot) -> None:
        first = () if snapshot.cause is None else (snapshot.cause,)
        severe = snapshot.state in (LineState.FAILED, LineState.READ_ONLY) and bool(first)
        self.alarm.show_errors((*first, *snapshot.notices, *self.workplace.troubles), severe)
        waiting = self._start_when_confirmed and snapshot.state is LineState.STOPPED
        if waiting and self._confirm_demo and not snapshot.confirmed:
            self._confirm_demo = False
            self.inspect.confirm_proposed("proposed limits of the demo")
        if waiting and snapshot.confirmed:
            self._start_when_confirmed = False
            self.line.start()

    def toggle(self) -> None:
        """Start or stop."""
        if self._shown is not None and self._shown.state is LineState.RUNNING:
            self.line.stop()
        else:
            self.line.start()

    def _activate(self, path: Path, name: str) -> None:
        if self._shown is not None and self._shown.bundle is not None and self._shown.bundle.path == path:
            self.line.choose_product(name)
        else:
            self.line.open_bundle(path, name)

    def _session_changed(self) -> None:
        self.line.set_user(self.workplace.access.session.user)
        self.show_session()

    def sign_in_or_out(self) -> None:
        """Out if somebody is in; else the panel."""
        if self.workplace.access.session.user:
            self.workplace.access.session.leave()
        else:
            self.sign_in.open_panel()

    def ask_bundle(self) -> None:
        """Choose a bundle."""
        folder = self._shown.bundle.path.parent if self._shown and self._shown.bundle else None
        ask_for_path(self, self.do[Do.OPEN_BUNDLE].text(), False, folder, self.open_bundle)

    def ask_folder(self) -> None:
        """Choose a folder of images."""
        folder = Path(self._shown.source.uri) if self._shown and self._shown.source else None
        ask_for_path(self, self.do[Do.OPEN_FOLDER].text(), True, folder, lambda path: self.open_source(str(path)))

    def _credit(self, snapshot: Snapshot) -> str:
        shown = snapshot.source is not None and self.guide.plan.owns(Path(snapshot.source.uri))
        return self.tr("Images: {credit}").format(credit=CREDIT) if shown else ""

    def _show_machine(self) -> None:
        self.top.show_machine(self._health.disk)
        if self._shown is not None:
            self._show_alarms(self._shown)
        self.kiosk.follow(self._shown)
