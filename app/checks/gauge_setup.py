"""Setting up a study: how many parts of each kind, who looks, and the numbers to write on the parts."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from app.pages.parts import button, number_field, scrolling
from engine.gauge.study import LEAST_REPEATS, Kinds, Plan, Study, StudyPart, number_parts


class GaugeSetup(QWidget):
    """``begun``: a plan; ``opened``: the name of a study to go on with."""

    begun = Signal(object)
    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.people = QLineEdit(), QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the study"))
        self.people.setPlaceholderText(self.tr("Names with commas; empty: the station alone"))
        default = Kinds()
        self.good, self.good_line = number_field(default.good), number_field(default.good_borderline)
        self.bad_line, self.bad = number_field(default.bad_borderline), number_field(default.bad)
        self.repeats = number_field(LEAST_REPEATS, LEAST_REPEATS, 20)
        self.total = QLabel()
        self.start = button(self.tr("Begin the study"), self._begin, primary=True)
        self.name.setAccessibleName(self.name.placeholderText())
        self.people.setAccessibleName(self.people.placeholderText())
        self.studies = QListWidget()
        self.studies.setAccessibleName(self.tr("Studies"))
        self.studies.itemActivated.connect(lambda item: self.opened.emit(item.text()))
        self.open = button(self.tr("Open"), self._open)
        self._context = "", "", 0.0, ""
        self._lay_out()
        for spin in (self.good, self.good_line, self.bad_line, self.bad, self.repeats):
            spin.valueChanged.connect(self._count)
        self.people.textChanged.connect(self._count)
        self._count()

    def set_context(self, product: str, bundle_sha256: str, reject: float, user: str) -> None:
        """What is inspected now, and who is signed in."""
        self._context = product, bundle_sha256, reject, user
        self.start.setEnabled(bool(product) and reject > 0)

    def show_studies(self, names: tuple[str, ...]) -> None:
        """Those that were begun before, the newest first."""
        self.studies.clear()
        self.studies.addItems(list(names))
        self.open.setEnabled(bool(names))
        if names:
            self.studies.setCurrentRow(0)

    def _begin(self) -> None:
        product, bundle_sha256, reject, user = self._context
        values = (self.good, self.good_line, self.bad_line, self.bad)
        kinds = Kinds(*(spin.value() for spin in values))
        plan = Plan(self.name.text().strip(), product, bundle_sha256, reject, number_parts(kinds), self._people())
        self.begun.emit(Plan(*_fields(plan), self.repeats.value(), user))

    def _people(self) -> tuple[str, ...]:
        text = self.people.text().replace("，", ",").replace("、", ",")
        return tuple(name.strip() for name in text.split(",") if name.strip())

    def _open(self) -> None:
        if (item := self.studies.currentItem()) is not None:
            self.opened.emit(item.text())

    def _count(self) -> None:
        parts = sum(spin.value() for spin in (self.good, self.good_line, self.bad_line, self.bad))
        line = self.good_line.value() + self.bad_line.value()
        readings = parts * self.repeats.value() * (1 + len(self._people()))
        text = self.tr("{parts} parts, {line} of them borderline; {readings} presentations")
        self.total.setText(text.format(parts=parts, line=line, readings=readings))

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setSpacing(10)
        for caption, widget in (
            (self.tr("Study"), self.name),
            (self.tr("Good parts"), self.good),
            (self.tr("Good parts near the limit"), self.good_line),
            (self.tr("Bad parts near the limit"), self.bad_line),
            (self.tr("Bad parts"), self.bad),
            (self.tr("Repeats"), self.repeats),
            (self.tr("People who judge, too"), self.people),
        ):
            form.addRow(caption, widget)
        return form

    def _lay_out(self) -> None:
        card = QFrame()
        card.setObjectName("card")
        head = QLabel(self.tr("A new study"))
        head.setObjectName("title")
        text = QLabel(
            self.tr(
                "At least 50 parts, 3 repeats, a quarter near the limit. Every part is presented to the camera "
                "anew, in random order; people say good or bad without knowing what it is or what was said before."
            )
        )
        text.setObjectName("softText")
        text.setWordWrap(True)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 12, 16, 16)
        inner.setSpacing(12)
        inner.addWidget(head)
        inner.addWidget(text)
        inner.addLayout(self._form())
        row = QHBoxLayout()
        row.addWidget(self.total, 1)
        row.addWidget(self.start)
        inner.addLayout(row)
        before = QFrame()
        before.setObjectName("card")
        side = QVBoxLayout(before)
        side.setContentsMargins(16, 12, 16, 16)
        title = QLabel(self.tr("Studies"))
        title.setObjectName("title")
        side.addWidget(title)
        side.addWidget(self.studies, 1)
        side.addWidget(self.open)
        left = QVBoxLayout()
        left.addWidget(card)
        left.addStretch(1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(scrolling(left), 3)
        whole.addWidget(before, 2)


class GaugeNumbers(QWidget):
    """Which number belongs on which part. Shown once, before the first presentation."""

    ready = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self.go = button(self.tr("The numbers are on the parts"), self.ready.emit, primary=True)
        self._labels: list[QLabel] = []
        self.title = QLabel(self.tr("Write a number on each part, where nobody who judges sees it"))
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self._column.addWidget(self.title)
        for _ in range(4):
            label = QLabel()
            label.setWordWrap(True)
            self._labels.append(label)
            self._column.addWidget(label)
        self._column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolling(self._column), 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.go)
        whole.addLayout(row)

    def show_study(self, study: Study) -> None:
        """The numbers of its parts."""
        words = (
            (self.tr("Good parts"), False, False),
            (self.tr("Good parts near the limit"), False, True),
            (self.tr("Bad parts near the limit"), True, True),
            (self.tr("Bad parts"), True, False),
        )
        for label, (caption, bad, line) in zip(self._labels, words, strict=True):
            found = [part for part in study.parts if (part.bad, part.borderline) == (bad, line)]
            label.setText(f"{caption} ({len(found)}):  {_numbers(found)}")


def _numbers(parts: list[StudyPart]) -> str:
    return ", ".join(str(part.number) for part in parts)


def _fields(plan: Plan) -> tuple[str, str, str, float, tuple[StudyPart, ...], tuple[str, ...]]:
    return plan.name, plan.product, plan.bundle_sha256, plan.reject, plan.parts, plan.people
