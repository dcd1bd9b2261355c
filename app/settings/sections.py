"""One section of the settings: its fields, and what belongs beside them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.background import Background
from app.pages.parts import MessageLine, PageParts, button
from app.settings.draft import Draft
from app.settings.fields import Field, group_title, make_fields, show_problems
from app.settings.people import People
from app.settings.retention import Usage, measure
from app.settings.schema import FieldSpec, product_fields, section_fields, source_fields
from app.settings.source_panel import SourcePanel

MOST_DAYS = 3650.0  # beyond, it says nothing


class Section(QWidget):
    """Fields of one table of the file; follows the draft."""

    def __init__(self, parts: PageParts, draft: Draft, name: str, background: Background) -> None:
        super().__init__()
        self.parts, self.draft, self.name, self.background = parts, draft, name, background
        self.fields: list[Field] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 16, 16)
        self.column.setSpacing(12)
        self.fill()
        self.column.addStretch(1)
        self.show_problems()

    def fill(self) -> None:
        """Put the widgets in."""
        self.add_fields(section_fields(self.name))

    def add_fields(self, specs: tuple[FieldSpec, ...]) -> None:
        """Fields below what is there."""
        for field in make_fields(specs, self.draft.raw):
            field.edited.connect(self.draft.set)
            self.fields.append(field)
            self.column.addWidget(field)

    def show_problems(self) -> None:
        """Complaints at their fields."""
        show_problems(self.fields, self.draft.problems)

    def end(self) -> bool:
        """End what runs."""
        return True


class UsersSection(Section):
    """Users, and after what time an engineer is signed out."""

    def fill(self) -> None:
        """People first."""
        self.column.addWidget(People(self.parts))
        super().fill()


class RecordsSection(Section):
    """Records; with the GB a day that the choice means."""

    def fill(self) -> None:
        """Fields, then the figure."""
        super().fill()
        self.usage: Usage | None = None
        self.figure = MessageLine()
        self.column.addWidget(self.figure)
        self.figure.say(self.tr("Measuring the disk…"))
        self.background.start(lambda: measure(self.parts.data), self._show_usage, self.figure.complain)

    def show_problems(self) -> None:
        """The figure follows the draft, too."""
        super().show_problems()
        if self.usage is not None:
            self._show_usage(self.usage)

    def _show_usage(self, usage: Usage) -> None:
        self.usage = usage
        look, wanted = self.parts.look, self.draft.settings
        daily = None if wanted is None else usage.gb_per_day(wanted.records)
        if wanted is None or daily is None:
            text = self.tr("{free} GB of {total} GB are free. No image is stored yet to tell the GB a day.")
            self.figure.say(text.format(free=look.decimal(usage.free_gb, 1), total=look.decimal(usage.total_gb, 1)))
            return
        text = self.tr("This choice means {daily} GB of images a day at the pace of the last week; {free} GB are free.")
        text = text.format(daily=look.decimal(daily, 2), free=look.decimal(usage.free_gb, 1))
        days = usage.days(wanted.records)
        if days is not None and days < MOST_DAYS:
            more = self.tr("The oldest images go after {days} days.")
            text = f"{text} {more.format(days=look.decimal(days, 1))}"
        self.figure.say(text)


class SourcesSection(Section):
    """Every source with its keys; another one through the panel with the live picture. ``refill`` builds it anew."""

    def __init__(self, parts: PageParts, draft: Draft, background: Background, refill: Callable[[], object]) -> None:
        self._refill = refill
        super().__init__(parts, draft, "sources", background)

    def fill(self) -> None:
        """The panel, then the sources."""
        self.panel = SourcePanel(self.parts.look, self.background)
        self.panel.hide()
        self.add = button(self.tr("Add a source…"), self._open_panel)
        self.panel.closed.connect(self.add.show)
        self.panel.chosen.connect(self._take)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.panel)
        sources = self.draft.raw.get("sources") or []
        if not sources:
            empty = QLabel(self.tr("No source in the station file yet."))
            empty.setObjectName("softText")
            self.column.addWidget(empty)
        for index, source in enumerate(sources):
            self.column.addLayout(self._head(index, str(source.get("name") or "")))
            self.add_fields(source_fields(index))

    def end(self) -> bool:
        """The preview."""
        return self.panel.end()

    def _head(self, index: int, name: str) -> QHBoxLayout:
        head = QHBoxLayout()
        remove = button(self.tr("Remove"), lambda: self._remove(index))
        remove.setAccessibleName(self.tr("Remove source {name}").format(name=name))
        head.addWidget(group_title(self.parts.look, name))
        head.addStretch(1)
        head.addWidget(remove)
        return head

    def _open_panel(self) -> None:
        if self.parts.allowed():
            self.add.hide()
            self.panel.show()
            self.panel.uri.setFocus()

    def _take(self, uri: str) -> None:
        self.draft.add_source(uri)
        self._refill()

    def _remove(self, index: int) -> None:
        if self.parts.allowed():
            self.draft.remove_source(index)
            self._refill()


class CamerasSection(Section):
    """Camera settings of the products that have some, and of the one in use."""

    def __init__(self, parts: PageParts, draft: Draft, background: Background, in_use: str) -> None:
        self._in_use = in_use
        super().__init__(parts, draft, "products", background)

    def fill(self) -> None:
        """Product by product."""
        names = dict.fromkeys((*(self.draft.raw.get("products") or {}), *([self._in_use] if self._in_use else [])))
        for name in names:
            self.column.addWidget(group_title(self.parts.look, name))
            self.add_fields(product_fields(name))
        if not names:
            empty = QLabel(self.tr("No product is in use."))
            empty.setObjectName("softText")
            self.column.addWidget(empty)
