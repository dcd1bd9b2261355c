"""One part looked at closely: pictures, score against its limits, regions, what people said, and what to say."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.actions import Do
from app.error_texts import cause_text, full_text
from app.inspect.render import to_image
from app.inspect.score_bar import ScoreBar
from app.inspect.score_scale import scale_of
from app.look import Look
from app.pages.parts import Card as Box
from app.pages.parts import PageParts, button, scrolling
from app.review.outlining import Mode
from app.review.panes import Panes
from app.review.words import finding_word
from app.texts import verdict_word
from engine.bundle import Bundle
from engine.decision import Limits
from engine.errors import ErrorCode, InspectError
from engine.likeness import Alike
from engine.records.entries import PartBody, RegionBody
from engine.records.rows import Finding
from engine.review.pictures import Detail, worst

KEYS = (Do.DEFECT, Do.FALSE_REJECT, Do.UNSURE, Do.ESCAPE, Do.GOOD)
MOST_REGIONS = 12


class DetailView(QWidget):
    """Right side of the gallery."""

    outlined = Signal(object)

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: Look = parts.look
        self.panes = Panes(parts.look)
        self.panes.drawn.connect(self.outlined)
        self.title, self.score = QLabel(), ScoreBar(parts.look)
        self.title.setObjectName("strong")
        self.title.setWordWrap(True)
        self.problem = QLabel()
        self.problem.setObjectName("trouble")
        self.problem.setWordWrap(True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.defect_type, self.note = QComboBox(), QLineEdit()
        self.draw, self.brush = QPushButton(self.tr("Draw defect")), QPushButton(self.tr("Paint defect"))
        self.keys: dict[Do, QPushButton] = {}
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        self._lay_out(parts)
        self.show_nothing("")

    def show_nothing(self, hint: str) -> None:
        """No part is marked, or many are."""
        self.panes.hint = hint
        self.panes.polygons = ()
        self.panes.show_part(None)
        self._allow(False)
        self.title.setText("")
        self.score.hide()
        self.problem.hide()
        self._clear()

    def show_detail(
        self, detail: Detail, body: PartBody | None, findings: list[Finding], bundle: Bundle | None
    ) -> None:
        """Everything about one part; ``findings`` is empty in a blind second opinion."""
        row = detail.card.row
        self._allow(True)
        regions = _regions(body)
        seen = worst(detail.inspections) if detail.inspections else None
        index = detail.inspections.index(seen) if seen is not None else 0
        if detail.frames:
            usable = seen if seen is not None and seen.anomaly_map is not None else None
            expected = detail.expected[index] if detail.expected else None
            self.panes.show_part(detail.frames[index].pixels, usable, expected, regions)
        else:
            self.panes.hint = self._why(detail.problem)
            self.panes.show_part(None)
        self.title.setText(self._title(detail))
        problem = detail.no_heat if detail.frames else None
        self.problem.setText("" if problem is None else full_text(problem))
        self.problem.setVisible(problem is not None)
        self._show_score(detail, body, bundle)
        self._clear()
        self._show_alike(detail.alike)
        self._show_facts(body, regions)
        self._show_findings(findings)
        self._facts.addStretch(1)
        self.setAccessibleDescription(f"{verdict_word(row.verdict)} {self._look.score(row.score)}")

    def _allow(self, something: bool) -> None:
        """Of nothing, nothing can be said."""
        for key in self.keys.values():
            key.setEnabled(something)

    def offer_types(self, types: tuple[str, ...]) -> None:
        """Types of defect named before; a new one is typed."""
        text = self.defect_type.currentText()
        self.defect_type.clear()
        self.defect_type.addItems(["", *types])
        self.defect_type.setCurrentText(text)

    def show_blind(self, blind: bool) -> None:
        """In a second opinion nothing is drawn."""
        self.draw.setEnabled(not blind)
        self.brush.setEnabled(not blind)

    def stop_drawing(self) -> None:
        """Nothing that was begun is kept."""
        self.panes.draw_with(Mode.OFF)
        for tool in (self.draw, self.brush):
            tool.blockSignals(True)
            tool.setChecked(False)
            tool.blockSignals(False)

    def _draw(self, mode: Mode, on: bool) -> None:
        """One at a time; a painted defect is stored when its button is let go."""
        if not on:
            if mode is Mode.BRUSH:
                self.panes.finish_drawing()
            self.panes.draw_with(Mode.OFF)
            return
        self.stop_drawing()
        tool = self.brush if mode is Mode.BRUSH else self.draw
        tool.blockSignals(True)
        tool.setChecked(True)
        tool.blockSignals(False)
        self.panes.draw_with(mode)

    def _why(self, problem: InspectError | None) -> str:
        if problem is None:
            return ""
        kept = problem.code is not ErrorCode.RECORD_NO_IMAGE
        return full_text(problem) if kept else self.tr("No image of this part was kept.")

    def _title(self, detail: Detail) -> str:
        row = detail.card.row
        words = [verdict_word(row.verdict), row.product, self._look.moment(row.utc_us / 1e6)]
        if row.lot:
            words.append(self.tr("lot {lot}").format(lot=row.lot))
        if row.serial:
            words.append(row.serial)
        if row.audit:
            words.append(self.tr("audit"))
        return "  ·  ".join(words)

    def _show_score(self, detail: Detail, body: PartBody | None, bundle: Bundle | None) -> None:
        row = detail.card.row
        limits = Limits(row.reject, row.review, 1.0) if body is None else body.limits.to_limits()
        entry = None if bundle is None else bundle.manifest.products.get(row.product)
        self.score.show_score(row.score, limits, row.verdict, scale_of(entry, limits))
        self.score.show()

    def _show_facts(self, body: PartBody | None, regions: tuple[RegionBody, ...]) -> None:
        if body is not None and body.error is not None:
            error = InspectError(_code(body.error.code), **body.error.params)
            self._facts.addWidget(Box(self._look, self.tr("Why ERROR"), ((self.tr("Cause"), cause_text(error)),)))
        facts = []
        for number, one in enumerate(regions[:MOST_REGIONS], 1):
            area, peak = self._look.number(one.area_px), self._look.score(one.peak)
            place = self.tr("peak {peak}, {area} px, at {x}, {y}").format(peak=peak, area=area, x=one.x, y=one.y)
            facts.append((self.tr("Region {n}").format(n=number), place))
        if facts:
            self._facts.addWidget(Box(self._look, self.tr("Regions"), tuple(facts)))

    def _show_alike(self, alike: tuple[Alike, ...]) -> None:
        """Good parts beside it show what differs."""
        if not alike:
            return
        box, row = Box(self._look, self.tr("Most similar good parts of the training")), QHBoxLayout()
        for one in alike:
            picture = QLabel()
            picture.setPixmap(QPixmap.fromImage(to_image(one.picture)))
            words = self.tr("{percent} % alike").format(percent=self._look.decimal(100 * one.likeness, 1))
            picture.setToolTip(words)
            picture.setAccessibleName(words)
            caption = QLabel(words)
            caption.setObjectName("softText")
            column = QVBoxLayout()
            column.addWidget(picture)
            column.addWidget(caption)
            row.addLayout(column)
        row.addStretch(1)
        box.grid.addLayout(row, 1, 0, 1, 2)
        self._facts.addWidget(box)

    def _show_findings(self, findings: list[Finding]) -> None:
        facts = []
        for one in reversed(findings):
            words = [finding_word(one.finding), one.defect_type, one.note]
            text = ", ".join(word for word in words if word)
            if one.undone:
                text = self.tr("{text} (taken back)").format(text=text)
            who = one.user or self.tr("operator")
            facts.append((f"{who}\n{self._look.moment(one.utc_us / 1e6)}", text))
        if facts:
            self._facts.addWidget(Box(self._look, self.tr("Findings"), tuple(facts)))
        self.panes.polygons = ()

    def _clear(self) -> None:
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()

    def _lay_out(self, parts: PageParts) -> None:
        self.defect_type.setEditable(True)
        self.defect_type.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.defect_type.setAccessibleName(self.tr("Type of defect"))
        edit = self.defect_type.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.tr("Type of defect"))
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        self.draw.setToolTip(self.tr("Click the corners of the true defect, then double-click"))
        self.brush.setToolTip(self.tr("Paint over the true defect, closer for a finer brush; then press this again"))
        for tool, mode in ((self.draw, Mode.CORNERS), (self.brush, Mode.BRUSH)):
            tool.setCheckable(True)
            tool.toggled.connect(partial(self._draw, mode))
        say, words = QHBoxLayout(), QHBoxLayout()
        for line in (say, words):
            line.setSpacing(6)
        for do in KEYS:
            action = parts.actions[do]
            made = button(f"{action.text()} ({action.shortcut().toString()})", action.trigger, action.toolTip())
            self.keys[do] = made
            say.addWidget(made, 1)
        words.addWidget(self.defect_type, 1)
        words.addWidget(self.note, 2)
        words.addWidget(self.draw)
        words.addWidget(self.brush)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self.problem)
        layout.addWidget(self.panes, 3)
        layout.addWidget(self.score)
        layout.addLayout(words)
        layout.addLayout(say)
        layout.addWidget(scrolling(self._facts), 1)


def _regions(body: PartBody | None) -> tuple[RegionBody, ...]:
    """Of the frame that decided."""
    frames = [] if body is None else [frame for frame in body.frames if frame.regions]
    return max(frames, key=lambda frame: frame.score or 0.0).regions if frames else ()


def _code(value: str) -> ErrorCode:
    """A code of an older or newer program is shown as it is told."""
    return ErrorCode(value) if value in tuple(ErrorCode) else ErrorCode.INTERNAL
