"""The list of products: model by model, with thumbnail, and which one is in use."""

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.look import Look
from engine.shelf import Shelved
from engine.signing import Standing

THUMBNAIL = 48
CHOICE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: a bundle and a product of it; no product for a bundle that cannot be used."""

    shelved: Shelved
    product: str | None


class ProductList(QListWidget):
    """Products under the model they come from."""

    chosen = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("products")
        self.setFixedWidth(320)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setWordWrap(True)
        self.setAccessibleName(self.tr("Products on this station"))
        self.currentItemChanged.connect(lambda item, _: self.chosen.emit(item.data(CHOICE) if item else None))

    @property
    def choice(self) -> Choice | None:
        """What is marked."""
        item = self.currentItem()
        found = item.data(CHOICE) if item else None
        return found if isinstance(found, Choice) else None

    def show_bundles(self, bundles: tuple[Shelved, ...], active: tuple[str, str]) -> None:
        """Fill it; ``active`` is hash and product in use. What was marked stays marked."""
        before = self.choice
        wanted = (before.shelved.sha256, before.product) if before else active
        self.blockSignals(True)
        self.clear()
        for shelved in bundles:
            self._add_head(shelved)
            for product in shelved.manifest.products if shelved.manifest else (None,):
                self._add(Choice(shelved, product), active)
        self.blockSignals(False)
        self._mark(wanted)

    def _mark(self, wanted: tuple[str, str | None]) -> None:
        rows = [row for row in range(self.count()) if isinstance(self.item(row).data(CHOICE), Choice)]
        for row in rows:
            choice = self.item(row).data(CHOICE)
            if (choice.shelved.sha256, choice.product) == wanted:
                self.setCurrentRow(row)
                return
        if rows:
            self.setCurrentRow(rows[0])
        else:
            self.chosen.emit(None)

    def _add_head(self, shelved: Shelved) -> None:
        name = shelved.manifest.name if shelved.manifest else shelved.path.name
        if shelved.manifest and not shelved.trust.trusted:
            unknown = shelved.trust.standing is Standing.UNKNOWN
            name += "   " + (self.tr("signed by an unknown key") if unknown else self.tr("unsigned"))
        head = QListWidgetItem(name)
        head.setFlags(Qt.ItemFlag.NoItemFlags)
        head.setFont(self._look.font(self._look.theme.sizes.text_small, bold=True))
        head.setSizeHint(QSize(0, 32))
        self.addItem(head)

    def _add(self, choice: Choice, active: tuple[str, str]) -> None:
        item = QListWidgetItem()
        item.setData(CHOICE, choice)
        if choice.product is None:
            item.setText(self.tr("cannot be used"))
            item.setIcon(self._look.icon("warning", self._look.theme.colours.review))
        else:
            in_use = (choice.shelved.sha256, choice.product) == active
            word = self.tr("in use")
            item.setText(f"{choice.product}\n{word}" if in_use else choice.product)
            item.setIcon(picture(choice) or self._look.icon("products", self._look.theme.colours.text_soft))
        item.setSizeHint(QSize(0, THUMBNAIL + 12))
        self.addItem(item)


def picture(choice: Choice) -> QIcon | None:
    """The thumbnail of the bundle, a few kilobytes of JPEG."""
    data = choice.shelved.thumbnail(choice.product or "")
    pixmap = QPixmap()
    if data is None or not pixmap.loadFromData(QByteArray(data)):
        return None
    size = QSize(2 * THUMBNAIL, 2 * THUMBNAIL)
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    small = pixmap.scaled(size, mode, Qt.TransformationMode.SmoothTransformation).copy(
        0, 0, 2 * THUMBNAIL, 2 * THUMBNAIL
    )
    icon = QIcon(small)
    icon.addPixmap(small, QIcon.Mode.Selected)  # not tinted
    return icon
