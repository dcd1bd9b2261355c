"""Finding one part, seeing everything known of it, exporting it; and checking an export from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.background import Background
from app.pages.parts import Card, MessageLine, PageParts, button, scrolling
from app.pages.product_facts import trust_words
from app.reports.words import PaperWords, words_for
from app.shell.paths_dialog import ask_for_path, ask_where_to_save
from app.texts import verdict_word
from app.trace.making import export_files, look_closely, pictures_of
from app.trace.paper import PartPictures, facts_of
from app.trace.problems import problem_text
from engine.bundle import Bundle
from engine.errors import InspectError, UsageError
from engine.records.reader import RecordReader
from engine.records.rows import PartRow
from engine.reports.period import local, parse_moment, to_us
from engine.review.pictures import BundleOf, Shelves
from engine.signing import station_keys
from engine.trace.check import ExportCheck, check_export
from engine.trace.dossier import Dossier, read_dossier
from engine.trace.find import Found, How, Sought, find
from engine.trace.form import ExportManifest

T = TypeVar("T")
LIST_WIDTH = 300
PICTURE = 320


@dataclass(frozen=True, eq=False)
class Seen:
    """A part with its pictures."""

    dossier: Dossier
    pictures: PartPictures


class TracePanel(QWidget):
    """Left what was found, right the part."""

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._look = parts, parts.look
        self._background = Background(self)
        self._words: PaperWords = words_for("zh_CN" if parts.look.locale.name().startswith("zh") else "en")
        self._seen: Seen | None = None
        self._shelves = Shelves(parts.data)
        self._asked = 0
        self.message, self.how, self.text, self.list = MessageLine(), QComboBox(), QLineEdit(), QListWidget()
        self.search = button(self.tr("Find"), self.find_text, "", True)
        self.image = button(self.tr("By an image file…"), self._ask_image)
        self.export = button(self.tr("Export…"), self._ask_export, self.tr("Everything known, in one signed ZIP"))
        self.check = button(self.tr("Check an export…"), self._ask_check)
        self.stored, self.heat = PictureBox(), PictureBox()
        self.facts = QVBoxLayout()
        self._fill()
        self._lay_out()
        self._show_seen(None)
        self.text.returnPressed.connect(self.find_text)
        self.list.currentItemChanged.connect(lambda item, _: self._open(item))
        self.setFocusProxy(self.how)

    @property
    def busy(self) -> bool:
        """True while something is read or written."""
        return self._background.busy

    def close_panel(self) -> bool:
        """End the threads."""
        return self._background.close(5.0)

    def set_bundle(self, bundle: Bundle | None) -> None:
        """The one in use need not lie on the shelf."""
        if bundle is not None:
            self._shelves.add(bundle)

    def find_text(self) -> None:
        """What stands in the field."""
        text = self.text.text().strip()
        if not text:
            return
        how = How(self.how.currentData())
        try:
            at_us = to_us(parse_moment(text)) if how is How.TIME else None
        except UsageError:
            self.message.say(self.tr("No time: {text}. Write 2026-10-15 06:00.").format(text=text))
            return
        self.look_for(
            Sought(
                uuid=text if how is How.IDENTITY else "",
                serial=text if how is How.SERIAL else "",
                lot=text if how is How.LOT else None,
                at_us=at_us,
            )
        )

    def look_for(self, sought: Sought) -> None:
        """In the records of this station."""
        self.message.say(self.tr("Looking…"))
        self._asked += 1
        data, asked = self._parts.data, self._asked
        self._background.start(
            lambda: _with_reader(data, lambda reader: find(reader, sought)),
            lambda found: self._show_found(found) if asked == self._asked else None,
            self._nothing,
        )

    def export_to(self, target: Path) -> None:
        """The part that is open."""
        if self._seen is None:
            return
        uuid, data, language = self._seen.dossier.part.uuid, self._parts.data, self._words.language
        self.export.setEnabled(False)
        self.message.say(self.tr("Exporting…"))
        bundles = self._shelves.of

        def export(reader: RecordReader) -> ExportManifest:
            return export_files(reader, uuid, target, station_keys(), language, bundles)

        self._background.start(lambda: _with_reader(data, export), partial(self._exported, target), self._failed)

    def check_file(self, path: Path) -> None:
        """An export from anywhere, with the keys of this station."""
        self.message.say(self.tr("Checking…"))
        self._background.start(lambda: check_export(path, station_keys()), self._checked, self._failed)

    def _show_found(self, found: Found) -> None:
        text = self.tr("Parts found: {count}")
        if found.how is How.NAME:
            text = self.tr("No part has this very picture. Parts that were read from a file of this name: {count}")
        self.message.say(text.format(count=self._look.number(len(found.parts))))
        self.list.clear()
        for row in found.parts:
            item = QListWidgetItem(self._line(row))
            item.setData(Qt.ItemDataRole.UserRole, row.uuid)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _line(self, row: PartRow) -> str:
        score = self._look.score(row.score)
        when = f"{local(row.utc_us):%Y-%m-%d %H:%M:%S}"
        named = " · ".join(text for text in (row.product, row.lot, row.serial) if text)
        return f"{verdict_word(row.verdict)}  {score}   {when}\n{named}"

    def _open(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        uuid, data = str(item.data(Qt.ItemDataRole.UserRole)), self._parts.data
        self._asked += 1
        asked, bundles = self._asked, self._shelves.of
        self._background.start(
            lambda: _with_reader(data, lambda reader: _look_at(reader, uuid, bundles)),
            lambda seen: self._show_seen(seen) if asked == self._asked else None,
            self._failed,
        )

    def _show_seen(self, seen: Seen | None) -> None:
        self._seen = seen
        self.export.setEnabled(seen is not None)
        for box in (self.stored, self.heat):
            box.setVisible(seen is not None)
        while (item := self.facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        if seen is None:
            empty = QLabel(self.tr("Find a part by serial number, lot, time, identity or its picture."))
            empty.setObjectName("softText")
            empty.setWordWrap(True)
            self.facts.addWidget(empty)
            self.facts.addStretch(1)
            return
        pictures = seen.pictures
        self.stored.show_picture(pictures.stored, pictures.no_picture)
        self.heat.show_picture(pictures.heat, pictures.no_heat)
        self.heat.setVisible(pictures.stored is not None)
        now = self.tr("Heat: judged again now by the same model, score {score}")
        self.heat.setToolTip(
            "" if pictures.score_now is None else now.format(score=self._look.score(pictures.score_now))
        )
        part = seen.dossier.part
        self.facts.addWidget(Card(self._look, part.serial or part.uuid, facts_of(seen.dossier, self._words)))
        self.facts.addStretch(1)

    def _exported(self, target: Path, manifest: ExportManifest) -> None:
        self.export.setEnabled(True)
        text = self.tr("{path} is written and signed, {count} files. Check it with: uniad-inspect verify")
        self.message.say(text.format(path=target, count=self._look.number(len(manifest.files))))

    def _checked(self, found: ExportCheck) -> None:
        if found.ok:
            text = self.tr("{path} is whole. {who}.")
        elif found.whole:
            text = self.tr("{path} is whole, but compare the fingerprint with the station's: {who}.")
        else:
            text = self.tr("{path} was changed: {problems}")
        problems = self.tr("; ").join(map(problem_text, found.problems[:5]))
        self.message.say(text.format(path=found.path, who=trust_words(found.trust), problems=problems))

    def _nothing(self, error: InspectError) -> None:
        self.list.clear()
        self._show_seen(None)
        self.message.complain(error)

    def _failed(self, error: InspectError) -> None:
        self.export.setEnabled(self._seen is not None)
        self.message.complain(error)

    def _ask_image(self) -> None:
        self._ask_file(
            self.image.text(), "*.png *.jpg *.jpeg *.bmp *.tif *.tiff", lambda path: self.look_for(Sought(image=path))
        )

    def _ask_check(self) -> None:
        self._ask_file(self.check.text(), "*.zip", self.check_file)

    def _ask_export(self) -> None:
        if self._seen is not None:
            part = self._seen.dossier.part
            ask_where_to_save(self, self.export.text(), f"part-{part.serial or part.uuid[:12]}.zip", self.export_to)

    def _ask_file(self, title: str, names: str, chosen: Callable[[Path], object]) -> None:
        ask_for_path(self, title, False, None, chosen, f"{title} ({names})")

    def _fill(self) -> None:
        words = {
            How.SERIAL: self.tr("Serial number"),
            How.LOT: self.tr("Lot"),
            How.TIME: self.tr("Time, for example 2026-10-15T06:00"),
            How.IDENTITY: self.tr("Identity of the record"),
        }
        for how, text in words.items():
            self.how.addItem(text, how.value)
        self.how.setAccessibleName(self.tr("Find by"))
        self.text.setAccessibleName(self.tr("What to find"))
        self.list.setAccessibleName(self.tr("Parts found"))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.how.setMaximumWidth(LIST_WIDTH)
        for widget in (self.how, self.text, self.search, self.image):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self.export, self.check):
            row.addWidget(widget)
        self.text.setMinimumWidth(180)
        self.list.setFixedWidth(LIST_WIDTH)
        pictures = QHBoxLayout()
        pictures.setSpacing(12)
        pictures.addWidget(self.stored)
        pictures.addWidget(self.heat)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(pictures)
        right.addLayout(self.facts, 1)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(self.list)
        both.addWidget(scrolling(right), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.message)
        column.addLayout(both, 1)


class PictureBox(QLabel):
    """A picture that fits its place, or why there is none."""

    def __init__(self) -> None:
        super().__init__()
        self._pixmap: QPixmap | None = None
        self.setObjectName("card")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMinimumHeight(PICTURE)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Square."""
        return QSize(PICTURE, PICTURE)

    def show_picture(self, image: QImage | None, why: str) -> None:
        """Change it."""
        self._pixmap = None if image is None else QPixmap.fromImage(image)
        if self._pixmap is None:
            self.clear()
            self.setText(why)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._pixmap is not None:
            mode = Qt.AspectRatioMode.KeepAspectRatio
            room = self.contentsRect().size() - QSize(8, 8)
            self.setPixmap(self._pixmap.scaled(room, mode, Qt.TransformationMode.SmoothTransformation))


def _with_reader(data: Path, task: Callable[[RecordReader], T]) -> T:
    reader = RecordReader(data)
    try:
        return task(reader)
    finally:
        reader.close()


def _look_at(reader: RecordReader, uuid: str, bundles: BundleOf) -> Seen:
    dossier = read_dossier(reader, uuid, bundles)
    return Seen(dossier, pictures_of(look_closely(reader, dossier, bundles), 2 * PICTURE))
