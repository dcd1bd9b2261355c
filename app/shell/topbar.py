"""The top bar: product, lamps, clock."""

from pathlib import PurePath

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.actions import Do
from app.error_texts import cause_text
from app.look import Look
from app.shell.health import DiskStatus
from app.shell.lamp import Lamp, Light
from engine.line import Snapshot
from engine.runtime.providers import NO_DRIVER, NO_GPU


class TopBar(QFrame):
    """Follows the line; the product button has a menu with the bundle's products and what can be opened."""

    product_chosen = Signal(str)

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._look, self._actions = look, actions
        self._products: tuple[str, ...] | None = None
        self.product = QToolButton()
        self.product.setObjectName("product")
        self.product.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.product.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.product.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.product.setIcon(look.icon("down", look.theme.colours.text_soft))
        self.product.setMenu(QMenu(self.product))
        self.credit = QLabel()
        self.credit.setObjectName("soft")
        self.source = Lamp(look, self.tr("Source"))
        self.provider = Lamp(look, self.tr("Computing on"))
        self.disk = Lamp(look, self.tr("Disk"))
        self.clock = QLabel()
        self.clock.setFont(look.font(look.theme.sizes.text))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(16)
        layout.addWidget(self.product)
        layout.addWidget(self.credit)
        layout.addStretch(1)
        for widget in (self.source, self.provider, self.disk, self.clock):
            layout.addWidget(widget)
        for do, name in ((Do.LANGUAGE, "language"), (Do.THEME, "theme")):
            layout.addWidget(self._tool(actions[do], name))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Product, source and provider."""
        self.product.setText(snapshot.product or self.tr("No product"))
        names = tuple(snapshot.bundle.manifest.products) if snapshot.bundle else ()
        if names != self._products:
            self._products = names
            self._fill_menu(names)
        self._show_source(snapshot)
        self._show_provider(snapshot)

    def show_machine(self, disk: DiskStatus | None) -> None:
        """Disk and clock."""
        self.clock.setText(
            self._look.locale.toString(QDateTime.currentDateTime().time(), QLocale.FormatType.ShortFormat)
        )
        if disk is None:
            self.disk.show_state(Light.OFF, self.tr("Disk unknown"))
            return
        text = self.tr("Disk {percent} %").format(percent=round(100 * disk.used))
        self.disk.show_state(Light.BAD if disk.low else Light.OK, text)

    def show_credit(self, text: str) -> None:
        """A licence that must be named while its pictures are shown."""
        self.credit.setText(text)
        self.credit.setVisible(bool(text))

    def _show_source(self, snapshot: Snapshot) -> None:
        source = snapshot.source
        if source is None:
            self.source.show_state(Light.OFF, self.tr("No source"))
            return
        name = PurePath(source.name).name or source.name
        trouble = source.error or source.trouble
        if trouble is not None:
            self.source.show_state(Light.BAD, name, cause_text(trouble))
        elif source.length is not None:
            text = self.tr("{name} {done}/{length}")
            text = text.format(name=name, done=self._look.number(source.done), length=self._look.number(source.length))
            self.source.show_state(Light.OK, text, source.name)
        else:
            self.source.show_state(Light.OK if source.ready else Light.OFF, name, source.name)

    def _show_provider(self, snapshot: Snapshot) -> None:
        if not snapshot.provider:
            self.provider.show_state(Light.OFF, self.tr("not loaded"))
            return
        short = snapshot.provider.removesuffix("ExecutionProvider")
        if snapshot.provider_reason:
            text = f"{short}: {self._reason(snapshot.provider_reason)}"
            self.provider.show_state(Light.NOTE, text)
        else:
            self.provider.show_state(Light.OK, short)

    def _reason(self, reason: str) -> str:
        """Why there is no GPU; what names a figure or a library stays as the engine says it."""
        known = {NO_DRIVER: self.tr("no NVIDIA driver"), NO_GPU: self.tr("the driver sees no GPU")}
        return known.get(reason, reason)

    def _fill_menu(self, names: tuple[str, ...]) -> None:
        menu = self.product.menu()
        menu.clear()
        for name in names:
            menu.addAction(name).triggered.connect(lambda _=False, name=name: self.product_chosen.emit(name))
        if names:
            menu.addSeparator()
        for do in (Do.OPEN_BUNDLE, Do.OPEN_FOLDER, Do.RESET):
            menu.addAction(self._actions[do])

    def _tool(self, action: QAction, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName("flat")
        button.setIcon(self._look.icon(name, self._look.theme.colours.text_soft))
        button.setToolTip(action.toolTip())
        button.setAccessibleName(action.text())
        button.clicked.connect(action.trigger)
        return button
