"""The left rail: one button for each page that exists."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from app.actions import Do
from app.look import Look

PAGES = (
    (Do.INSPECT, "inspect"),
    (Do.REVIEW, "review"),
    (Do.CHECKS, "checks"),
    (Do.PRODUCTS, "products"),
    (Do.TRAIN, "train"),
    (Do.REPORTS, "reports"),
    (Do.DASHBOARD, "dashboard"),
    (Do.SETTINGS, "settings"),
    (Do.DIAGNOSTICS, "diagnostics"),
)
WITHOUT_BUTTON = (Do.SHORTCUTS,)
BESIDE_INSPECT = (*(do for do, _ in PAGES if do is not Do.INSPECT), *WITHOUT_BUTTON)
ENGINEER = frozenset({Do.PRODUCTS, Do.TRAIN, Do.REPORTS, Do.DASHBOARD, Do.SETTINGS, Do.DIAGNOSTICS})
WIDTH = 84


class Navigation(QFrame):
    """Icons with words below; the current page is marked by shape as well as colour."""

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.setFixedWidth(WIDTH)
        self.buttons: dict[Do, QToolButton] = {}
        self._group = group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(4)
        for do, name in PAGES:
            button = QToolButton()
            button.setObjectName("nav")
            button.setText(actions[do].text())
            button.setToolTip(actions[do].toolTip())
            button.setIcon(look.icon(name))
            button.setIconSize(QSize(24, 24))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setCheckable(True)
            button.setFixedWidth(WIDTH)
            button.clicked.connect(actions[do].trigger)
            group.addButton(button)
            layout.addWidget(button)
            self.buttons[do] = button
        layout.addStretch(1)

    def show_for(self, may_configure: bool) -> None:
        """An operator sees Inspect and Review."""
        for do, button in self.buttons.items():
            button.setVisible(may_configure or do not in ENGINEER)

    def mark(self, page: Do) -> None:
        """Show which page is open; none of these for a page that has no button."""
        self._group.setExclusive(False)
        for do, button in self.buttons.items():
            button.setChecked(do is page)
        self._group.setExclusive(True)
