"""What every page of the wizard has."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.background import Background
from app.look import Look
from app.pages.parts import MessageLine, PageParts, scrolling
from app.wizard.desk import Desk
from app.wizard.draft import Draft
from engine.pipeline.snapshot import Snapshot


@dataclass(frozen=True)
class StepParts:
    """What pages are built from."""

    page: PageParts
    desk: Desk
    background: Background

    @property
    def look(self) -> Look:
        """Theme and language."""
        return self.page.look

    @property
    def draft(self) -> Draft:
        """What was chosen so far."""
        return self.desk.draft


class Step(QWidget):
    """One page: title, lead, message, content. ``changed`` tells that ``may_go_on`` may be another; ``forward`` asks
    for the next page."""

    changed = Signal()
    forward = Signal()

    def __init__(self, parts: StepParts, title: str, lead: str) -> None:
        super().__init__()
        self.parts, self.look, self.draft = parts, parts.look, parts.draft
        self.title = title
        head, words = QLabel(title), QLabel(lead)
        head.setObjectName("huge")
        words.setObjectName("softText")
        words.setWordWrap(True)
        self.message = MessageLine()
        self.column = QVBoxLayout()
        self.column.setSpacing(12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(head)
        layout.addWidget(words)
        layout.addWidget(self.message)
        layout.addWidget(scrolling(self.column), 1)

    @property
    def may_go_on(self) -> bool:
        """True if the next page makes sense now."""
        return True

    def enter(self) -> None:
        """The page is shown."""

    def leave(self) -> bool:
        """The next page is asked for; False to stay, with a message."""
        return True

    def tick(self) -> None:
        """A few times a second while shown."""

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""

    def close_step(self) -> None:
        """The window closes or is built anew."""


def label(text: str, name: str = "") -> QLabel:
    """Words that wrap."""
    made = QLabel(text)
    made.setWordWrap(True)
    made.setObjectName(name)
    return made


def short(path: str | Path) -> str:
    """The name of a file."""
    return Path(path).name
