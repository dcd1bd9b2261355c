"""Fifth page: the training, wherever it is. It may be left, and is found again after a restart of the program."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar

from app.pages.demo import overall
from app.pages.parts import Confirm, MessageLine, button
from app.training_process import TrainingStatus
from app.wizard.curves import Curve, Dots
from app.wizard.desk import Phase
from app.wizard.pictures import Strip
from app.wizard.step import Step, StepParts, label
from engine.errors import InspectError

NOTES = 8


class TrainingStep(Step):
    """Time left, loss, pause, resume, use what was learned, discard."""

    def __init__(self, parts: StepParts) -> None:
        super().__init__(
            parts,
            self.tr("Training"),
            self.tr("It runs by itself, behind everything else: this page and the program may be left meanwhile."),
        )
        desk = parts.desk
        self.stage, self.left, self.works = QLabel(), QLabel(), label("", "softText")
        self.left.setFont(self.look.font(self.look.theme.sizes.text))
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress of the training"))
        self.curve = Curve(self.look, self.tr("Loss"))
        self.curve_name = label(
            self.tr("Loss: how far what is rebuilt is from what is seen. It falls, then levels off.")
        )
        self.curve_name.setObjectName("soft")
        self.dots = Dots(self.look, self.tr("Scores while it learns"))
        self.dots_name = label(
            self.tr("Scores of held-out good parts (grey) and of known defects (red), step by step.")
        )
        self.dots_name.setObjectName("soft")
        self.heat = Strip(self.tr("Some parts with heat while it learns"), parts.background)
        self._drawn = 0
        self.trouble, self.notes, self.confirm = MessageLine(), label("", "softText"), Confirm()
        self.pause = button(self.tr("Pause"), self._pause)
        self.resume = button(self.tr("Resume"), desk.resume, primary=True)
        self.use = button(self.tr("Use what is learned"), desk.use_so_far)
        self.discard = button(self.tr("Discard…"), self._ask_discard)
        self._pausing = False
        self._lay_out()

    @property
    def may_go_on(self) -> bool:
        """Once there is a bundle."""
        return self.parts.desk.phase is Phase.DONE

    def enter(self) -> None:
        """Begin, unless something is there already."""
        desk = self.parts.desk
        if desk.phase is Phase.NONE and desk.plan is None and self.draft.products:
            desk.start(self.draft.plan(desk.folder))
        self.tick()

    def tick(self) -> None:
        """Show how it stands."""
        desk = self.parts.desk
        status, phase = desk.status, desk.phase
        self._pausing = self._pausing and phase is Phase.RUNNING
        self.progress.setValue(1000 if phase is Phase.DONE else round(1000 * overall(status)))
        self.stage.setText(self._words(status, phase))
        self.left.setText(self._time_left(status) if phase is Phase.RUNNING else "")
        self.works.setText(self._where(status) if phase is Phase.RUNNING else "")
        self.curve.show_values(status.losses)
        self.dots.show_looks(status.scores)
        for part in (self.dots, self.dots_name, self.heat):
            part.setVisible(bool(status.scores))
        if len(status.scores) != self._drawn:
            self._drawn = len(status.scores)
            self.heat.show_files([desk.run / "live" / f"{number}.jpg" for number in range(4)], ("",) * 4)
        self.notes.setText("\n".join(status.notes[-NOTES:]))
        self._say(desk.trouble or (status.failure if phase is Phase.STOPPED and not status.paused else None))
        self.pause.setVisible(phase is Phase.RUNNING)
        self.pause.setEnabled(not self._pausing)
        self.resume.setVisible(phase is Phase.STOPPED)
        self.use.setVisible(phase is Phase.STOPPED)
        self.discard.setVisible(phase is not Phase.NONE or desk.trouble is not None)
        self.changed.emit()

    def _say(self, error: InspectError | None) -> None:
        if error is None:
            self.trouble.say("")
        else:
            self.trouble.complain(error)

    def _pause(self) -> None:
        self._pausing = True
        self.parts.desk.pause()
        self.tick()

    def _ask_discard(self) -> None:
        question = self.tr("End this training and delete what it has learned? The images stay where they are.")
        self.confirm.ask(question, self.tr("Discard"), self.parts.desk.discard)

    def _words(self, status: TrainingStatus, phase: Phase) -> str:
        if phase is Phase.DONE:
            return self.tr("Done")
        if phase is Phase.STOPPED and status.silent:
            return self.tr("It was cut off. Resume it: what was learned is kept.")
        if phase is Phase.STOPPED:
            paused, stopped = (
                self.tr("Paused. What was learned is kept."),
                self.tr("Stopped. What was learned is kept."),
            )
            return paused if status.paused else stopped
        if phase is Phase.NONE:
            return self.tr("Not started")
        if self._pausing:
            return self.tr("Pausing after this step…")
        words = {
            "start": self.tr("Starting"),
            "scan": self.tr("Looking through the images"),
            "features": self.tr("Computing features"),
            "train": self.tr("Learning what good looks like"),
            "export": self.tr("Writing the graph"),
            "calibrate": self.tr("Setting the limits from parts that were held out"),
            "expected": self.tr("Learning the expected look"),
            "write": self.tr("Checking and writing the bundle"),
        }.get(status.stage, status.stage)
        if not status.total:
            return words
        counts = self.look.number(status.done), self.look.number(status.total)
        return self.tr("{what}, {done} of {total}").format(what=words, done=counts[0], total=counts[1])

    def _where(self, status: TrainingStatus) -> str:
        """Device and memory."""
        device = "" if status.estimate is None else status.estimate.device
        memory = self.tr("{mb} MB in use").format(mb=self.look.number(round(status.memory_mb)))
        return "  ·  ".join(word for word in (device, memory if status.memory_mb else "") if word)

    def _time_left(self, status: TrainingStatus) -> str:
        if status.eta_s is not None:
            minutes, seconds = divmod(max(0, round(status.eta_s)), 60)
            return self.tr("about {minutes}:{seconds} left").format(minutes=minutes, seconds=f"{seconds:02d}")
        if status.estimate is not None:
            words = self.tr("about {minutes} minutes and {mb} MB in all")
            whole = self.look.decimal(status.estimate.seconds / 60, 1)
            return words.format(minutes=whole, mb=self.look.number(round(status.estimate.memory_mb)))
        return ""

    def _lay_out(self) -> None:
        row, tools = QHBoxLayout(), QHBoxLayout()
        row.addWidget(self.stage, 1)
        row.addWidget(self.left)
        for tool in (self.pause, self.resume, self.use, self.discard):
            tools.addWidget(tool)
        tools.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.works)
        self.column.addWidget(self.trouble)
        self.column.addLayout(tools)
        for widget in (self.confirm, self.curve, self.curve_name, self.dots, self.dots_name, self.heat, self.notes):
            self.column.addWidget(widget)
        self.column.addStretch(1)
