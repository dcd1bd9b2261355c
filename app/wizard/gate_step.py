"""Seventh page: what must hold before the model judges parts."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.pages.bench_run import BenchRun
from app.pages.parts import button, clear
from app.wizard.recorded import RecordedDesk, RecordedWords
from app.wizard.review_desk import ReviewDesk
from app.wizard.step import Step, StepParts, label
from engine.errors import InspectError
from engine.pipeline.snapshot import Snapshot
from engine.runtime.providers import probe_driver
from engine.teach.gate import Check, Item, Light, Speed, blocked, check_all, speed_of

RUNS = 60
SIGNS = {Light.GREEN: "✔", Light.AMBER: "!", Light.RED: "✖", Light.WAITING: "…"}
LEAST_REASON = 8  # letters of a reason that says something


class GateStep(Step):
    """Green, amber, red; an engineer may override red ones with a reason that is recorded."""

    def __init__(self, parts: StepParts, reviews: ReviewDesk) -> None:
        super().__init__(
            parts,
            self.tr("Release"),
            self.tr("What must hold before this model judges parts. Red stops it."),
        )
        self._reviews = reviews
        self.recorded, self._words = RecordedDesk(parts.page.data, parts.background), RecordedWords(parts.look)
        self.recorded.ready.connect(self._compared)
        self.recorded.told.connect(self._tell)
        self._bench: BenchRun | None = None
        self._speed: Speed | None = None
        self._measured: object = None
        self._overridden = False
        self._gpu = False
        self.checks: tuple[Check, ...] = ()
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        self.again = button(self.tr("Measure again"), self._measure)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("Reason for the override"))
        self.reason.setPlaceholderText(self.tr("Why is it released all the same? This is recorded."))
        self.override = button(self.tr("Override"), self._override)
        self.box = QWidget()
        row = QHBoxLayout(self.box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.reason, 1)
        row.addWidget(self.override)
        self.reason.textChanged.connect(lambda _: self._enable())
        self.column.addLayout(self.lines)
        self.column.addWidget(self.box)
        self.column.addWidget(self.again)
        self.column.addStretch(1)

    @property
    def may_go_on(self) -> bool:
        """Nothing red, or overridden by an engineer."""
        return bool(self.checks) and (self._overridden or not blocked(self.checks))

    @property
    def measuring(self) -> bool:
        """True while the benchmark runs."""
        return self._bench is not None or self.recorded.waiting

    @property
    def overridden(self) -> str:
        """The reason, if it was."""
        return self.reason.text().strip() if self._overridden else ""

    def enter(self) -> None:
        """Measure once for each bundle."""
        if self._measured != self.parts.desk.bundle and self._bench is None:
            self.parts.background.start(lambda: not probe_driver().problem, self._set_gpu)
            self._measure()
        self._show()

    def tick(self) -> None:
        """Follow the benchmark."""
        if self._bench is None or self._bench.running:
            return
        bench, self._bench = self._bench, None
        try:
            self._speed = speed_of(bench.result())
            self.message.say("")
        except InspectError as error:
            self.message.complain(error)
        finally:
            bench.close()
        self._show()

    def close_step(self) -> None:
        """End the benchmark and the comparison."""
        self.recorded.close()
        if self._bench is not None:
            self._bench.close()
            self._bench = None

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """The model in use is what the new one is compared with."""
        self.recorded.use(snapshot.bundle)

    def _tell(self, done: int, total: int) -> None:
        words = self.tr("Comparing with the model in use, {done} of {total} recorded parts")
        self.message.say(words.format(done=self.look.number(done), total=self.look.number(total)))

    def _compared(self) -> None:
        self.message.say("")
        self._show()

    def _set_gpu(self, usable: bool) -> None:
        self._gpu = usable
        self._show()

    def _measure(self) -> None:
        bundle = self.parts.desk.bundle
        if bundle is None or self._bench is not None:
            return
        self._measured, self._speed, self._overridden = bundle, None, False
        self._bench = BenchRun(bundle, RUNS)
        self.message.say(self.tr("Measuring the speed on this computer…"))
        self._show()

    def _show(self) -> None:
        review, plan = self._reviews.review, self.parts.desk.plan
        if review is None or plan is None:
            self._reviews.want()
            return
        compared = self.parts.desk.status.compared
        defects = self._reviews.defects()
        checks = check_all(review.bundle.manifest, self._speed, plan.cycle_ms, compared, defects, self._gpu)
        if self._speed is not None or self._bench is None:  # the comparison would make the speed look worse
            self.recorded.want(review.bundle)
        self.checks = checks = (*checks, *self.recorded.checks(review.bundle, self._reviews.limits()))
        if self.recorded.trouble is not None:
            self.message.complain(self.recorded.trouble)
        clear(self.lines)
        for check in checks:
            self.lines.addWidget(self._line(check))
        self._enable()

    def _enable(self) -> None:
        stopped = any(check.light is Light.RED for check in self.checks)
        self.box.setVisible(stopped and not self._overridden)
        self.override.setEnabled(len(self.reason.text().strip()) >= LEAST_REASON)
        self.again.setEnabled(self._bench is None)
        self.changed.emit()

    def _override(self) -> None:
        if not self.parts.page.allowed():
            return
        red = ",".join(check.item.value for check in self.checks if check.light is Light.RED)
        bundle = self._reviews.review.bundle if self._reviews.review else None
        sha256 = bundle.sha256 if bundle else ""
        session = self.parts.page.access.session
        session.note("release.overridden", reason=self.reason.text().strip(), items=red, sha256=sha256)
        self._overridden = True
        self.message.say(self.tr("Overridden by {user}; the reason is recorded.").format(user=session.user))
        self._enable()

    def _line(self, check: Check) -> QFrame:
        colours = self.look.theme.colours
        tint = {
            Light.GREEN: colours.pass_,
            Light.AMBER: colours.review,
            Light.RED: colours.fail,
            Light.WAITING: colours.text_soft,
        }[check.light]
        card, sign = QFrame(), QLabel(SIGNS[check.light])
        card.setObjectName("card")
        sign.setObjectName("title")
        sign.setFixedWidth(32)
        sign.setStyleSheet(f"color: {tint}")
        name, words = QLabel(self.title_of(check.item)), label(self.words_of(check), "softText")
        name.setObjectName("strong")
        card.setAccessibleName(f"{name.text()}: {check.light.value}")
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addWidget(name)
        lines.addWidget(words)
        layout = QHBoxLayout(card)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.addWidget(sign)
        layout.addLayout(lines, 1)
        return card

    def title_of(self, item: Item) -> str:
        """What is checked."""
        return {
            Item.PARITY: self.tr("The graph says what was trained"),
            Item.PROVIDER: self.tr("Device"),
            Item.LATENCY: self.tr("Speed on this computer"),
            Item.OLD_PRODUCTS: self.tr("Products the model had before"),
            Item.LIMITS: self.tr("Limits"),
            Item.DEFECTS: self.tr("Known defects"),
            Item.RECORDED: self.tr("Beside the model in use"),
        }[item]

    def words_of(self, check: Check) -> str:
        """How it came out."""
        figures, look = check.figures, self.look
        if check.item is Item.RECORDED:
            return self._words.of(check)
        if check.light is Light.WAITING:
            return self.tr("is being measured")
        if check.item is Item.PARITY:
            words = self.tr("scores differ by at most {difference} of the reject limit on {images} real images")
            return words.format(difference=f"{figures['difference']:.1e}", images=figures["images"])
        if check.item is Item.PROVIDER:
            return str(figures["provider"])
        if check.item is Item.LATENCY:
            words = self.tr("{p95} ms for 95 % of the parts, {median} ms for half of them; wished: {cycle} ms")
            values = {key: look.decimal(float(value), 1) for key, value in figures.items()}
            return words.format(**values)
        if check.item is Item.OLD_PRODUCTS:
            worse = self.tr("judged worse than before: {worse}").format(worse=figures["worse"])
            none, same = self.tr("none: this is a new model"), self.tr("{count} judged as before")
            return worse if figures["worse"] else same.format(**figures) if figures["count"] else none
        if check.item is Item.LIMITS:
            few = self.tr("too few held-out parts ({parts}) to prove the rate for {products}").format(**figures)
            return few if figures["products"] else self.tr("enough held-out parts to prove the chosen rate")
        missed = self.tr("{missed} of {total} would be missed")
        return missed.format(**figures)
