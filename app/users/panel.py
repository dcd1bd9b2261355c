"""Signing in beside the pages: nothing is covered, nothing stops."""

from enum import StrEnum

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.error_texts import full_text
from app.look import Look
from app.users.access import Access
from app.users.pin_pad import PinPad
from app.users.store import Person, Role, check_pin
from engine.errors import ErrorCode, InspectError, UserError

WIDTH = 272
TICK_MS = 500


class Purpose(StrEnum):
    """Why somebody signs in."""

    SIGN_IN = "sign_in"
    LEAVE_KIOSK = "leave_kiosk"


class SignInPanel(QFrame):
    """Name and PIN. Where no engineer exists yet, the first names himself here: there is no PIN to begin with.

    ``granted`` when somebody was let in (the session is open then); with ``LEAVE_KIOSK`` only for an engineer.
    """

    granted = Signal(object)
    closed = Signal()

    def __init__(self, look: Look, access: Access, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setFixedWidth(WIDTH)
        self._access = access
        self._purpose = Purpose.SIGN_IN
        self._first_pin: str | None = None
        self.title, self.hint, self.trouble = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("title")
        self.hint.setObjectName("softText")
        self.trouble.setObjectName("trouble")
        for label in (self.title, self.hint, self.trouble):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.people, self.name, self.pad = QComboBox(), QLineEdit(), PinPad(look)
        self.people.setAccessibleName(self.tr("User"))
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.setMaxLength(40)
        self.close_button = QPushButton(self.tr("Close"))
        self.pad.entered.connect(self._entered)
        self.pad.left.connect(self.close_panel)
        self.close_button.clicked.connect(self.close_panel)
        self.name.returnPressed.connect(self.pad.setFocus)
        self.people.activated.connect(lambda _: self.pad.setFocus())
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_wait)
        self._lay_out()
        self.hide()

    def open_panel(self, purpose: Purpose = Purpose.SIGN_IN) -> None:
        """Show it, empty."""
        self._purpose, self._first_pin = purpose, None
        first = not self._access.store.has_engineer
        self.people.clear()
        for person in self._access.store.people:
            if purpose is Purpose.SIGN_IN or person.role is Role.ENGINEER:
                self.people.addItem(person.name)
        self.people.setVisible(not first)
        self.name.setVisible(first)
        self.name.setText(self.tr("Engineer") if first else "")
        self.pad.clear()
        self._show_trouble(self._access.store.damage)
        self._show_words()
        self.show()
        self._tick.start(TICK_MS)
        self._show_wait()
        (self.name if first else self.pad).setFocus()

    def close_panel(self) -> None:
        """Away with it; nobody was let in."""
        self._tick.stop()
        self.pad.clear()
        self._first_pin = None
        self.hide()
        self.closed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(head)
        for widget in (self.hint, self.people, self.name, self.pad, self.trouble):
            layout.addWidget(widget)
        layout.addStretch(1)

    def _show_words(self) -> None:
        if self._access.store.has_engineer:
            leaving = self._purpose is Purpose.LEAVE_KIOSK
            self.title.setText(self.tr("Leave full screen") if leaving else self.tr("Sign in"))
            self.hint.setText(self.tr("An engineer's PIN, then OK.") if leaving else self.tr("Your PIN, then OK."))
            return
        self.title.setText(self.tr("First engineer"))
        if self._first_pin is None:
            self.hint.setText(self.tr("This station has no engineer yet. Your name, and a PIN of 4 to 12 digits."))
        else:
            self.hint.setText(self.tr("The same PIN once more."))

    def _entered(self, pin: str) -> None:
        if self._access.store.has_engineer:
            self._busy(True)
            self._access.sign_in(self.people.currentText(), pin, self._let_in, self._refuse)
            return
        if self._first_pin is None:
            try:
                check_pin(pin)
            except UserError as error:
                self._refuse(error)
                return
            self._first_pin = pin
            self._show_trouble(None)
        elif self._first_pin != pin:
            self._first_pin = None
            self.trouble.setText(self.tr("The two PINs differ. Once more from the beginning."))
        else:
            self._busy(True)
            self._access.name_first(self.name.text(), pin, self._let_in, self._refuse)
        self._show_words()

    def _let_in(self, person: Person) -> None:
        self._busy(False)
        if self._purpose is Purpose.LEAVE_KIOSK and person.role is not Role.ENGINEER:
            self._access.session.leave("no engineer")
            self._refuse(UserError(ErrorCode.ENGINEER_NEEDED))
            return
        purpose = self._purpose
        self.close_panel()
        self.granted.emit(purpose)

    def _refuse(self, error: InspectError) -> None:
        self._first_pin = None
        self._busy(False)
        self._show_trouble(error)
        self._show_words()
        self.pad.setFocus()

    def _busy(self, busy: bool) -> None:
        self.pad.setEnabled(not busy)
        if busy:
            self.trouble.setText(self.tr("Checking…"))

    def _show_trouble(self, error: InspectError | None) -> None:
        self.trouble.setText(full_text(error) if error else "")

    def _show_wait(self) -> None:
        """While one must wait, the seconds count down and the pad rests."""
        wait_s = self._access.store.wait_s()
        if wait_s > 0:
            self._show_trouble(UserError(ErrorCode.PIN_WAIT, seconds=max(1, round(wait_s))))
            self.pad.setEnabled(False)
        elif not self.pad.isEnabled() and not self._access.background.busy:
            self._show_trouble(None)
            self.pad.setEnabled(self._access.store.damage is None)
            self.pad.setFocus()
