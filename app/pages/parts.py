"""What the engineer's pages are built from, and the small pieces they share."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.actions import Do
from app.error_texts import full_text
from app.look import Look
from app.settings.draft import Draft
from app.station_file import StationFile
from app.users.access import Access
from engine.errors import InspectError
from engine.pipeline.client import LineClient
from engine.shelf import Shelf

if TYPE_CHECKING:
    from app.wizard.desk import Desk

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PageParts:
    """``sign_in`` opens the panel; it is called when something needs an engineer and nobody is signed in;
    ``line`` writes findings and limits."""

    look: Look
    actions: dict[Do, QAction]
    access: Access
    shelf: Shelf
    station: StationFile
    data: Path
    sign_in: Callable[[], object]
    draft: Draft
    desk_of: "Callable[[], Desk]"
    line: LineClient | None = None

    @property
    def desk(self) -> "Desk":
        """The one training of the station."""
        return self.desk_of()

    def allowed(self) -> bool:
        """True for an engineer; anybody else is asked to sign in."""
        if self.access.session.is_engineer:
            return True
        self.sign_in()
        return False


class MessageLine(QLabel):
    """One line in place: what went wrong and what to do, or what went well. Takes its room when it has text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.say("")

    def say(self, text: str) -> None:
        """Something calm; empty to be gone."""
        self.setToolTip("")
        self._show(text, "softText")

    def complain(self, error: InspectError) -> None:
        """Cause and remedy."""
        self._show(full_text(error), "trouble")
        self.setToolTip(error.code.value)

    def _show(self, text: str, name: str) -> None:
        self.setObjectName(name)
        self.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.style().unpolish(self)
        self.style().polish(self)


def hold_focus(panel: QWidget | None, *leaving: QWidget | None) -> None:
    """The panel keeps the keyboard while these are disabled or hidden: Qt would hand it to the next button, and a
    second press of the key would press that one."""
    focus = QApplication.focusWidget()
    if panel is None or focus is None:
        return
    if any(one is focus or one.isAncestorOf(focus) for one in leaving if one is not None):
        panel.setFocus()


class Confirm(QFrame):
    """A question in place of a dialog: nothing is covered, nothing waits for the answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raised")
        self._then: Callable[[], object] = lambda: None
        self.question = QLabel()
        self.question.setWordWrap(True)
        self.yes, self.no = QPushButton(), QPushButton(self.tr("Cancel"))
        self.yes.clicked.connect(self._agree)
        self.no.clicked.connect(self._leave)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.no)
        layout.addWidget(self.yes)
        self.hide()

    def ask(self, question: str, yes: str, then: Callable[[], object]) -> None:
        """Show it; ``then`` is done if somebody presses ``yes``."""
        self._then = then
        self.question.setText(question)
        self.yes.setText(yes)
        self.show()
        self.no.setFocus()

    def _leave(self) -> None:
        hold_focus(self.parentWidget(), self)
        self.hide()

    def _agree(self) -> None:
        self._leave()
        self._then()


class Card(QFrame):
    """A titled box of captions and values."""

    link = Signal(str)

    def __init__(self, look: Look, title: str, facts: Facts = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._look = look
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(16, 12, 16, 16)
        self.grid.setHorizontalSpacing(24)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnMinimumWidth(0, 170)
        self.grid.setColumnStretch(1, 1)
        head = QLabel(title)
        head.setObjectName("title")
        self.grid.addWidget(head, 0, 0, 1, 2)
        for caption, value in facts:
            self.add(caption, value)

    def add(self, caption: str, value: str) -> QLabel:
        """One more line."""
        row = self.grid.rowCount()
        name, text = QLabel(caption), QLabel(value)
        name.setObjectName("softText")
        text.setWordWrap(True)
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setFont(self._look.font(self._look.theme.sizes.text))
        self.grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(text, row, 1)
        return text


def button(text: str, done: Callable[[], object], tip: str = "", primary: bool = False) -> QPushButton:
    """A button that calls ``done``."""
    made = QPushButton(text)
    if primary:
        made.setObjectName("primary")
    made.setToolTip(tip)
    made.clicked.connect(lambda _=False: done())
    return made


def number_field(value: int, least: int = 0, most: int = 500) -> QSpinBox:
    """A field for a whole number."""
    made = QSpinBox()
    made.lineEdit().setTextMargins(8, 0, 8, 0)
    made.setRange(least, most)
    made.setValue(value)
    made.setMinimumHeight(36)
    return made


class ScrollingColumn(QScrollArea):
    """Scrolls if it must. Qt squeezes wrapped words when a card comes later; here they keep their room."""

    def __init__(self, column: QVBoxLayout) -> None:
        super().__init__()
        column.setContentsMargins(0, 0, 12, 0)
        self._column, self._inner = column, QWidget()
        self._inner.setLayout(column)
        self._inner.installEventFilter(self)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Something in the column changed its size."""
        if watched is self._inner and event.type() is QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self._inner, self._fit)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another height."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        height = max(0, self._column.totalHeightForWidth(self.viewport().width()))
        if height != self._inner.minimumHeight():
            self._inner.setMinimumHeight(height)
            self._column.invalidate()  # it has divided the height before among its cards


def scrolling(column: QVBoxLayout) -> QScrollArea:
    """A column that scrolls if it must."""
    return ScrollingColumn(column)


def clear(layout: QVBoxLayout) -> None:
    """Take everything out."""
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.deleteLater()
