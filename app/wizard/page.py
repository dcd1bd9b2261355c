"""The wizard: eight pages, from a folder of good parts to a model in use."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from app.background import Background
from app.pages.page import Page
from app.pages.parts import MessageLine, PageParts, button, hold_focus
from app.wizard.defects_step import DefectsStep
from app.wizard.desk import DEFAULT_COMMAND, Desk, Phase, own_python
from app.wizard.folder_step import FolderStep
from app.wizard.gate_step import GateStep
from app.wizard.keys import BACK, NEXT
from app.wizard.limits_step import LimitsStep
from app.wizard.options_step import OptionsStep
from app.wizard.region_step import RegionStep
from app.wizard.result_step import ResultStep
from app.wizard.review_desk import ReviewDesk
from app.wizard.step import Step, StepParts
from app.wizard.training_step import TrainingStep
from engine.errors import ErrorCode, TrainingError
from engine.pipeline.snapshot import Snapshot
from engine.teach.packages import missing_for_training

PERIOD_MS = 200
TRAINING = 4  # number of the page where it trains


class WizardPage(Page):
    """Steps above, page in the middle, Back and Next below. What was chosen, and the training, live in the desk."""

    activated = Signal(object, str)
    limits_chosen = Signal(object, str)

    def __init__(self, parts: PageParts, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self._desk = desk
        self._background = Background(self)
        step_parts = StepParts(parts, desk, self._background)
        self.reviews = ReviewDesk(desk, self._background)
        self.folder, self.region = FolderStep(step_parts), RegionStep(step_parts)
        self.defects, self.options = DefectsStep(step_parts), OptionsStep(step_parts)
        self.training, self.limits = TrainingStep(step_parts), LimitsStep(step_parts, self.reviews)
        self.gate = GateStep(step_parts, self.reviews)
        self.result = ResultStep(step_parts, self.reviews, self.gate)
        self.steps: tuple[Step, ...] = (
            self.folder, self.region, self.defects, self.options, self.training, self.limits, self.gate, self.result
        )  # fmt: skip
        self.result.activated.connect(self.activated)
        self.result.limits_chosen.connect(self.limits_chosen)
        self.reviews.ready.connect(self._reviewed)
        self.stack = QStackedWidget()
        self.rail: list[QPushButton] = []
        self.missing = MessageLine()
        self.back = button(self.tr("Back"), lambda: self.go(self._number - 1))
        self.next = button(self.tr("Next"), self.go_on, primary=True)
        self._number, self._phase = 0, desk.phase
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._check_packages()
        self.go(min(desk.draft.step, TRAINING if desk.phase is not Phase.NONE else TRAINING - 1))

    def go(self, number: int) -> None:
        """Open a page."""
        self._number = max(0, min(number, len(self.steps) - 1))
        self._desk.draft.step = self._number
        step = self.steps[self._number]
        if step is not self.stack.currentWidget():
            hold_focus(self, self.stack.currentWidget())
        self.stack.setCurrentWidget(step)
        if self.isVisible():
            step.enter()
        self._enable()

    def go_on(self) -> None:
        """The next page, if this one lets go."""
        step = self.steps[self._number]
        if step.may_go_on and step.leave():
            self.go(self._number + 1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the line."""
        for step in (self.folder, self.gate):
            step.show_snapshot(snapshot)
        self.result.show_snapshot(snapshot)

    def close_page(self) -> bool:
        """End processes and threads of the pages; a training goes on."""
        self._timer.stop()
        for step in self.steps:
            step.close_step()
        return self._background.close()

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen is what is there."""
        super().showEvent(event)
        if not self._desk.looked:
            self._desk.look()
        self._timer.start(PERIOD_MS)
        if self._desk.phase is Phase.NONE:
            self._number = min(self._desk.draft.step, TRAINING - 1)  # the review may have begun another
        self.go(self._number)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing to follow; a scan goes on and is looked at later."""
        super().hideEvent(event)
        self._timer.stop()

    def _tick(self) -> None:
        desk = self._desk
        if desk.phase is not self._phase:
            before, self._phase = self._phase, desk.phase
            if desk.phase is Phase.NONE:
                self.go(0)
            elif before is Phase.NONE and self._number != TRAINING:
                self.go(TRAINING)  # found again after a restart
            elif desk.phase is Phase.DONE:
                self.reviews.want()
        self.steps[self._number].tick()
        self._enable()

    def _reviewed(self) -> None:
        if self._phase is self._desk.phase:  # else it was thrown away meanwhile, and entering would train it again
            self.steps[self._number].enter()
        self._enable()

    def _check_packages(self) -> None:
        """A station without the training packages says so at once."""
        missing = missing_for_training()
        if missing and self._desk.command == own_python(DEFAULT_COMMAND):
            self.missing.complain(TrainingError(ErrorCode.TRAIN_MISSING, why=", ".join(missing)))
            self.folder.setEnabled(False)

    def _enable(self) -> None:
        busy = self._desk.phase is not Phase.NONE
        step = self.steps[self._number]
        self.back.setEnabled(self._number > (TRAINING if busy else 0))
        self.next.setVisible(self._number < len(self.steps) - 1)
        self.next.setEnabled(step.may_go_on)
        self.next.setText(self.tr("Start training") if self._number == TRAINING - 1 else self.tr("Next"))
        for number, mark in enumerate(self.rail):
            mark.setChecked(number == self._number)
            mark.setEnabled(number <= self._number and (not busy or number >= TRAINING))

    def _lay_out(self) -> None:
        marks = QHBoxLayout()
        marks.setSpacing(4)
        for number, step in enumerate(self.steps):
            self.stack.addWidget(step)
            step.changed.connect(self._enable)
            mark = button(f"{number + 1}  {self._short(number)}", partial(self.go, number))
            mark.setObjectName("mark")
            mark.setCheckable(True)
            self.rail.append(mark)
            marks.addWidget(mark)
        marks.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self.back)
        below.addStretch(1)
        below.addWidget(self.next)
        for tool, keys in ((self.back, BACK), (self.next, NEXT)):
            tool.setToolTip(f"{tool.text()} ({keys})")
            QShortcut(QKeySequence(keys), self).activated.connect(tool.click)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(12)
        layout.addLayout(marks)
        layout.addWidget(self.missing)
        layout.addWidget(self.stack, 1)
        layout.addLayout(below)

    def _short(self, number: int) -> str:
        return (
            self.tr("Folder"), self.tr("Region"), self.tr("Defects"), self.tr("Options"),
            self.tr("Training"), self.tr("Limits"), self.tr("Release"), self.tr("Result"),
        )[number]  # fmt: skip
