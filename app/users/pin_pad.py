"""A PIN by touch or by keys."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.look import Look
from app.users.store import MOST_DIGITS


class PinEdit(QLineEdit):
    """Digits as dots. Keeps keys for itself that are shortcuts elsewhere in the window."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pin")
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(MOST_DIGITS)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhHiddenText)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        """Escape is ours before it is anybody's shortcut."""
        override = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if override and isinstance(event, QKeyEvent) and (event.key() == Qt.Key.Key_Escape or event.text()):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits, corrections, Return, Escape; letters do nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif not event.text().isprintable() or event.text().isdigit() or not event.text():
            super().keyPressEvent(event)


class PinPad(QWidget):
    """The dots and twelve keys. ``entered`` with the PIN; what was typed is forgotten then."""

    entered = Signal(str)
    left = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = PinEdit()
        self.edit.setAccessibleName(self.tr("PIN"))
        self.edit.returnPressed.connect(self._enter)
        self.edit.left.connect(self.left)
        keys = QGridLayout()
        keys.setSpacing(8)
        self.keys: dict[str, QPushButton] = {}
        for index, digit in enumerate("123456789"):
            keys.addWidget(self._digit(digit), index // 3, index % 3)
        back = self._key("⌫", self.tr("Take back the last digit"))
        back.clicked.connect(self.edit.backspace)
        enter = self._key(self.tr("OK"), self.tr("Enter the PIN"))
        enter.setObjectName("primary")
        enter.clicked.connect(self._enter)
        keys.addWidget(back, 3, 0)
        keys.addWidget(self._digit("0"), 3, 1)
        keys.addWidget(enter, 3, 2)
        self.back, self.enter = back, enter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.edit)
        layout.addLayout(keys)
        self.setFocusProxy(self.edit)

    def clear(self) -> None:
        """Forget what was typed."""
        self.edit.clear()

    def _digit(self, digit: str) -> QPushButton:
        key = self._key(digit, digit)
        key.clicked.connect(lambda: self.edit.insert(digit))
        self.keys[digit] = key
        return key

    def _key(self, text: str, name: str) -> QPushButton:
        key = QPushButton(text)
        key.setProperty("kind", "key")
        key.setAccessibleName(name)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # fingers only; the keyboard types into the edit
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key.pressed.connect(self.edit.setFocus)
        return key

    def _enter(self) -> None:
        pin = self.edit.text()
        self.edit.clear()
        if pin:
            self.entered.emit(pin)
