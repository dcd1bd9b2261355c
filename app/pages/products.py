"""The Products page: what is in the opened bundle, and how it came about."""

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.actions import Do
from app.look import Look
from app.pages.product_facts import bundle_facts, product_facts
from engine.bundle import Bundle
from engine.line import Snapshot

Facts = tuple[tuple[str, str], ...]


class ProductsPage(QWidget):
    """Products on the left, facts on the right. Activating one is a change-over: inspecting stops first."""

    activated = Signal(str)

    def __init__(self, look: Look, actions: dict[Do, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._look = look
        self._bundle: Bundle | None = None
        self._active: str | None = None
        self.list = QListWidget()
        self.list.setFixedWidth(260)
        self.list.setAccessibleName(self.tr("Products of the bundle"))
        self.list.currentTextChanged.connect(self._show_product)
        self.activate = QPushButton(self.tr("Inspect this product"))
        self.activate.setObjectName("primary")
        self.activate.clicked.connect(self._activate)
        load = QPushButton(actions[Do.OPEN_BUNDLE].text())
        load.setToolTip(actions[Do.OPEN_BUNDLE].toolTip())
        load.clicked.connect(actions[Do.OPEN_BUNDLE].trigger)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self.list, self.activate, load):
            left.addWidget(widget)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(12)
        inner = QWidget()
        inner.setLayout(self._facts)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(16)
        layout.addLayout(left)
        layout.addWidget(scroll, 1)
        self._show_product("")

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the bundle and the product in use."""
        if snapshot.bundle is not self._bundle or snapshot.product != self._active:
            self._bundle, self._active = snapshot.bundle, snapshot.product
            names = list(snapshot.bundle.manifest.products) if snapshot.bundle else []
            self.list.clear()
            self.list.addItems(names)
            if snapshot.product in names:
                self.list.setCurrentRow(names.index(snapshot.product))

    def _activate(self) -> None:
        if item := self.list.currentItem():
            self.activated.emit(item.text())

    def _show_product(self, name: str) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        bundle = self._bundle
        self.activate.setEnabled(bundle is not None and bool(name) and name != self._active)
        if bundle is None or name not in bundle.manifest.products:
            empty = QLabel(self.tr("No product yet. Open a bundle, or train one."))
            empty.setObjectName("softText")
            self._facts.addWidget(empty, 1, Qt.AlignmentFlag.AlignCenter)
            return
        entry = bundle.manifest.products[name]
        title = QLabel(name)
        title.setObjectName("huge")
        self._facts.addWidget(title)
        if entry.thumbnail and (picture := self._thumbnail(bundle, entry.thumbnail)):
            self._facts.addWidget(picture)
        self._facts.addWidget(self._card(self.tr("Product"), product_facts(entry, self._look)))
        self._facts.addWidget(self._card(self.tr("Model and bundle"), bundle_facts(bundle, self._look)))
        self._facts.addStretch(1)

    def _thumbnail(self, bundle: Bundle, path: str) -> QLabel | None:
        """A few kilobytes of JPEG from memory."""
        pixmap = QPixmap()
        if not pixmap.loadFromData(QByteArray(bundle.files.get(path, b""))):
            return None
        label = QLabel()
        label.setPixmap(pixmap.scaledToHeight(min(200, pixmap.height()), Qt.TransformationMode.SmoothTransformation))
        return label

    def _card(self, title: str, facts: Facts) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        grid = QGridLayout(card)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        head = QLabel(title)
        head.setObjectName("title")
        grid.addWidget(head, 0, 0, 1, 2)
        for row, (caption, value) in enumerate(facts, 1):
            name, text = QLabel(caption), QLabel(value)
            name.setObjectName("softText")
            text.setWordWrap(True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setFont(self._look.font(self._look.theme.sizes.text))
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(text, row, 1)
        grid.setColumnMinimumWidth(0, 170)
        grid.setColumnStretch(1, 1)
        return card
