"""Last page: use the new model at once, and keep the report."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from app.actions import Do
from app.pages.parts import Card, Confirm, button
from app.shell.paths_dialog import ask_where_to_save
from app.wizard.gate_step import GateStep
from app.wizard.report import make_html, write_report
from app.wizard.review_desk import ReviewDesk
from app.wizard.step import Step, StepParts
from engine.decision import Limits
from engine.errors import InspectError
from engine.pipeline.snapshot import LineState, Snapshot
from engine.shelf import Shelved, look_at
from engine.teach.plan import keep_plan


class ResultStep(Step):
    """``activated`` asks for a change-over to (bundle file, product), ``limits_chosen`` puts limits in force there.
    The model in use before stays on the shelf, to be rolled back to."""

    activated = Signal(object, str)
    limits_chosen = Signal(object, str)

    def __init__(self, parts: StepParts, reviews: ReviewDesk, gate: GateStep) -> None:
        super().__init__(
            parts,
            self.tr("Result"),
            self.tr("The model is ready. Activate it, and this station judges with it from the next part on."),
        )
        self._reviews, self._gate = reviews, gate
        self._wanted: tuple[str, str] | None = None
        self._before: tuple[Path, str] | None = None
        self._cause_before: InspectError | None = None
        self._snapshot = Snapshot()
        self.facts = Card(self.look, self.tr("What was made"))
        self._bundle, self._products = self.facts.add(self.tr("Bundle"), ""), self.facts.add(self.tr("Products"), "")
        self._limits = self.facts.add(self.tr("Limits"), "")
        self.progress = QProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Changing over"))
        self.progress.hide()
        self.activate = button(self.tr("Activate now"), self._activate, primary=True)
        actions = parts.page.actions
        self.products = button(self.tr("Products"), actions[Do.PRODUCTS].trigger)
        self.back = button(self.tr("Roll back"), self._roll_back, self.tr("Judge with what was in use before"))
        self.back.hide()
        self.pdf = button(self.tr("Report as PDF…"), lambda: self._ask_report("pdf"))
        self.html = button(self.tr("Report as HTML…"), lambda: self._ask_report("html"))
        self.again = button(self.tr("Train another product"), self._ask_again)
        self.confirm, self._kept = Confirm(), False
        tools = QHBoxLayout()
        for tool in (self.activate, self.back, self.products, self.pdf, self.html, self.again):
            tools.addWidget(tool)
        tools.addStretch(1)
        self.column.addLayout(tools)
        self.column.addWidget(self.confirm)
        self.column.addWidget(self.progress)
        self.column.addWidget(self.facts)
        self.column.addStretch(1)

    @property
    def may_go_on(self) -> bool:
        """It is the last one."""
        return False

    def enter(self) -> None:
        """Show what was made."""
        review = self._reviews.review
        if review is None:
            return
        manifest = review.bundle.manifest
        self._bundle.setText(f"{review.bundle.path.name}   {review.bundle.sha256[:16]}…")
        self._products.setText(", ".join(manifest.products))
        words = self.tr("{product}: review {review}, reject {reject}")
        lines = [
            words.format(product=name, review=self.look.score(one.review), reject=self.look.score(one.reject))
            for name, (one, _) in self._reviews.limits().items()
        ]
        self._limits.setText("\n".join(lines))
        self.activate.setEnabled(self._wanted is None and self._gate.may_go_on)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the change-over."""
        self._snapshot = snapshot
        if self._wanted is None or snapshot.state is LineState.LOADING:
            return
        active = (snapshot.bundle.sha256, snapshot.product or "") if snapshot.bundle else ("", "")
        if active == self._wanted:
            self._done(*self._wanted)
        elif snapshot.cause is not None and snapshot.cause is not self._cause_before:
            self._wanted = None
            self.progress.hide()
            self.activate.setEnabled(True)
            self.message.complain(snapshot.cause)

    def write(self, path: Path) -> None:
        """The report, to ``path``."""
        review, plan = self._reviews.review, self.parts.desk.plan
        if review is None or plan is None:
            return
        gate = self._gate
        checks = [(gate.title_of(check.item), check, gate.words_of(check)) for check in gate.checks]
        limits, defects = self._reviews.limits(), self._reviews.defects()
        html = make_html(review.bundle, plan, limits, defects, checks, gate.overridden, self.look)
        try:
            write_report(path, html)
        except InspectError as error:
            self.message.complain(error)
            return
        self.message.say(self.tr("{name} is written.").format(name=path.name))

    def _activate(self) -> None:
        bundle, plan = self.parts.desk.bundle, self.parts.desk.plan
        if bundle is None or plan is None or not self.parts.page.allowed():
            return
        self.activate.setEnabled(False)
        self.progress.show()
        self.message.say(self.tr("Copying to the station and verifying…"))
        product, now = plan.products[0].name, self._snapshot
        self._before = (now.bundle.path, now.product) if now.bundle and now.product else None
        shelf = self.parts.page.shelf
        self.parts.background.start(
            lambda: shelf.add_own(bundle), lambda added: self._change(added, product), self._failed
        )

    def _change(self, added: Shelved, product: str) -> None:
        self._wanted, self._cause_before = (added.sha256, product), self._snapshot.cause
        self.message.say(self.tr("Loading {product} and warming up…").format(product=product))
        self.activated.emit(added.path, product)

    def _failed(self, error: InspectError) -> None:
        self.progress.hide()
        self.activate.setEnabled(True)
        self.message.complain(error)

    def _done(self, sha256: str, product: str) -> None:
        self._wanted, self._kept = None, True
        self.back.setVisible(self._before is not None)
        self.progress.hide()
        limits, rate = self._reviews.limits().get(product, (None, 0.0))
        if isinstance(limits, Limits):
            self.limits_chosen.emit(limits, f"chosen at the end of training for {100 * rate:g} % false rejects")
        page, bundle = self.parts.page, self._snapshot.bundle
        session, path = page.access.session, bundle.path if bundle else None
        session.note("product.activated", product=product, sha256=sha256)
        plan = self.parts.desk.plan

        def write() -> None:
            page.shelf.note_use(sha256, product, session.user)
            if plan is not None:
                keep_plan(plan, page.shelf.folder, sha256)
            if path is not None:
                page.station.set_product(path, product)

        self.parts.background.start(write, None, self.message.complain)
        self.message.say(
            self.tr("{product} is in use. What was in use before can be rolled back to.").format(product=product)
        )

    def _roll_back(self) -> None:
        """One click: what was in use before judges again. Its limits are those that were in force then."""
        if self._before is None or not self.parts.page.allowed():
            return
        page, (path, product) = self.parts.page, self._before
        session = page.access.session
        session.note("product.rolled_back", product=product, bundle=path.name)
        self.activated.emit(path, product)
        self.back.hide()
        self._before = None
        self.activate.setEnabled(True)

        def write() -> None:
            page.shelf.note_use(look_at(path).sha256, product, session.user)
            page.station.set_product(path, product)

        self.parts.background.start(write, None, self.message.complain)
        words = self.tr("{product} is judged as before. The new model stays on the shelf.")
        self.message.say(words.format(product=product))

    def _ask_again(self) -> None:
        """An activated model is on the shelf; one that is not would be lost."""
        if self._kept:
            self.parts.desk.discard()
            return
        question = self.tr("This model was not activated. Begin anew and delete it?")
        self.confirm.ask(question, self.tr("Delete"), self.parts.desk.discard)

    def _ask_report(self, kind: str) -> None:
        bundle = self.parts.desk.bundle
        if bundle is not None:
            ask_where_to_save(self, self.tr("Training report"), f"{bundle.stem}_training.{kind}", self.write)
