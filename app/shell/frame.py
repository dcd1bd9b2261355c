"""How the parts of the window lie around the pages."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.shell.alarm import AlarmStrip
from app.shell.navigation import Navigation
from app.shell.topbar import TopBar


def make_frame(top: TopBar, navigation: Navigation, side: QWidget, alarm: AlarmStrip, pages: QStackedWidget) -> QWidget:
    """Top bar over all; rail and side panel left of the pages; the alarm strip above the page, never over it."""
    right = QVBoxLayout()
    right.setSpacing(0)
    strip = QVBoxLayout()
    strip.setContentsMargins(8, 0, 8, 0)
    strip.addWidget(alarm)
    right.addLayout(strip)
    right.addWidget(pages, 1)
    below = QHBoxLayout()
    below.setSpacing(0)
    below.addWidget(navigation)
    below.addWidget(side)
    below.addLayout(right, 1)
    middle = QWidget()
    middle.setObjectName("page")
    layout = QVBoxLayout(middle)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(top)
    layout.addLayout(below, 1)
    return middle
