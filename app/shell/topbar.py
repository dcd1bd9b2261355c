"""The top bar: product, lamps, clock."""

from pathlib import PurePath

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from app.actions import Do
from app.error_texts import cause_text
from app.look import Look
from app.shell.health import DiskStatus
from app.shell.labels import BatchLabels
from app.shell.lamp import Lamp, Light
from engine.errors import ErrorCode
from engine.pipeline.snapshot import Snapshot
from engine.runtime.providers import NO_DRIVER, NO_GPU


class TopBar(QFrame):
    """Follows the line; the product button has a menu with the bundle's products and what can be opened."""

    product_chosen = Signal(str)

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self._look, self._actions = look, actions
        self._products: tuple[str, ...] | None = None
        self._full = False
        self.product = QToolButton()
        self.product.setObjectName("product")
        self.product.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.product.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.product.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.product.setIcon(look.icon("down", look.theme.colours.text_soft))
        self.product.setMenu(QMenu(self.product))
        self.labels = BatchLabels(look)
        self.user = QToolButton()
        self.user.setObjectName("flat")
        self.user.setMaximumWidth(150)
        self.credit = QLabel()
        self.credit.setObjectName("soft")
        self.source = Lamp(look, self.tr("Source"))
        self.provider = Lamp(look, self.tr("Computing on"))
        self.disk = Lamp(look, self.tr("Disk"))
        self.clock = QLabel()
        self.clock.setFont(look.font(look.theme.sizes.text))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 2, 8, 2)
        layout.setSpacing(12)
        layout.addWidget(self.product)
        layout.addWidget(self.labels)
        layout.addWidget(self.user)
        layout.addWidget(self.credit)
        layout.addStretch(1)
        for widget in (self.source, self.provider, self.disk, self.clock):
            layout.addWidget(widget)
        for do, name in ((Do.LANGUAGE, "language"), (Do.THEME, "theme")):
            layout.addWidget(self._tool(actions[do], name))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Product, lot, source and provider."""
        self.labels.show_snapshot(snapshot)
        self._full = snapshot.line.disk is not None and snapshot.line.disk.full
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
        self.labels.show_time(QDateTime.currentDateTime().time())
        if self._full:
            self.disk.show_state(Light.BAD, self.tr("Disk full"))
            return
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
        lost = [one for one in snapshot.line.sources if one.lost is not None]
        newest = snapshot.newest.error if snapshot.newest is not None else None
        if newest is not None and newest.code is ErrorCode.SOURCE_FROZEN:
            self.source.show_state(Light.BAD, name, cause_text(newest))
        elif lost and lost[0].lost is not None:
            self.source.show_state(Light.BAD, PurePath(lost[0].name).name, cause_text(lost[0].lost))
        elif source.length is not None:
            text = self.tr("{name} {done}/{length}")
            text = text.format(name=name, done=self._look.number(source.done), length=self._look.number(source.length))
            self.source.show_state(Light.OK, text, source.uri or source.name)
        else:
            self.source.show_state(Light.OK if source.ready else Light.OFF, name, source.uri or source.name)

    def show_user(self, name: str, engineer: bool) -> None:
        """Who is at the window."""
        role = self.tr("Engineer") if engineer else self.tr("Operator")
        self.user.setText(name or role)
        self.user.setToolTip(self.tr("{name}, {role}").format(name=name or "–", role=role))
        self.user.setAccessibleName(f"{name} {role}")

    def _show_provider(self, snapshot: Snapshot) -> None:
        if snapshot.gpu_lost:
            text = self.tr("GPU lost: CPU") if snapshot.provider else self.tr("GPU lost")
            cause = snapshot.line.banner or snapshot.line.cause
            self.provider.show_state(Light.BAD, text, cause_text(cause) if cause else "")
            return
        if not snapshot.provider:
            self.provider.show_state(Light.OFF, self.tr("not loaded"))
            return
        short = snapshot.provider.removesuffix("ExecutionProvider")
        if snapshot.provider_reason:
            text = self.tr("{device}: {reason}")
            reason = self._reason(snapshot.provider_reason)
            self.provider.show_state(Light.NOTE, text.format(device=short, reason=reason))
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
