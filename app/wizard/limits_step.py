"""Sixth page: the limits, with what is really known of them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from app.pages.parts import Card
from app.wizard.curves import Histogram
from app.wizard.judged import Judged, ProductReview, Review
from app.wizard.pictures import Small, Strip
from app.wizard.review_desk import ReviewDesk
from app.wizard.step import Step, StepParts, label, short
from engine.calibration import Limit
from engine.decision import Limits
from engine.teach.review import RATES, Proposal, next_step, proposal_for, tally

SIDE = 240


class LimitsStep(Step):
    """A slider for the rate of false rejects; everything else follows from it."""

    def __init__(self, parts: StepParts, reviews: ReviewDesk) -> None:
        super().__init__(
            parts,
            self.tr("Limits"),
            self.tr("Good parts that were held out decide. The higher the limits, the fewer good parts are rejected."),
        )
        self._reviews = reviews
        self.product = QComboBox()
        self.product.setAccessibleName(self.tr("Product"))
        self.histogram = Histogram(self.look, self.tr("Scores of held-out good parts and of known defects"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(RATES) - 1)
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(self.tr("Good parts that may be rejected"))
        self.chosen, self.known, self.promise = QLabel(), label(""), label("", "softText")
        self.defects, self.origin = label(""), label("", "softText")
        self.worst, self.hidden = _Shown(), _Shown()
        self.strip = Strip(self.tr("Known defects, the best hidden first"), parts.background)
        self._lay_out()
        self.slider.valueChanged.connect(self._moved)
        self.product.activated.connect(self._show_product)
        reviews.ready.connect(self._show)

    @property
    def may_go_on(self) -> bool:
        """Once the scores are there."""
        return self._reviews.review is not None

    def enter(self) -> None:
        """Judge what is known, once."""
        self.message.say("" if self._reviews.review else self.tr("Judging the held-out parts and the known defects…"))
        self._reviews.want()
        self._show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.product)
        row.addWidget(label(self.tr("Good parts that may be rejected")))
        row.addWidget(self.slider, 1)
        self.chosen.setMinimumWidth(90)
        row.addWidget(self.chosen)
        card = Card(self.look, self.tr("What is known"))
        for widget in (self.known, self.promise, self.defects, self.origin):
            card.grid.addWidget(widget, card.grid.rowCount(), 0, 1, 2)
        beside = QHBoxLayout()
        beside.addWidget(self.worst, 1)
        beside.addWidget(self.hidden, 1)
        self.column.addWidget(self.histogram)
        self.column.addLayout(row)
        self.column.addWidget(card)
        self.column.addLayout(beside)
        self.column.addWidget(self.strip)
        self.column.addStretch(1)

    def _show(self) -> None:
        review = self._reviews.review
        if self._reviews.trouble is not None:
            self.message.complain(self._reviews.trouble)
        if review is None:
            return
        self.message.say("")
        names = list(review.products)
        if [self.product.itemText(row) for row in range(self.product.count())] != names:
            self.product.clear()
            self.product.addItems(names)
        self.product.setVisible(len(names) > 1)
        self._show_product()
        self.changed.emit()

    def _show_product(self) -> None:
        review, name = self._reviews.review, self.product.currentText()
        if review is None or name not in review.products:
            return
        rate = self.draft.limits_rate.get(name, review.bundle.manifest.products[name].calibration.rate)
        nearest = min(range(len(RATES)), key=lambda row: abs(RATES[row] - rate))
        self.slider.blockSignals(True)
        self.slider.setValue(nearest)
        self.slider.blockSignals(False)
        one = review.products[name]
        self.worst.show_judged(one.worst, self.tr("Worst good part"), self._score(one.worst))
        first = one.defects[0] if one.defects else None
        self.hidden.show_judged(first, self.tr("Best-hidden defect"), self._score(first))
        self._show_rate(review, name, rate)

    def _score(self, one: Judged | None) -> str:
        return "" if one is None else self.look.score(one.score)

    def _moved(self, row: int) -> None:
        review, name = self._reviews.review, self.product.currentText()
        if review is not None and name:
            self.draft.limits_rate[name] = RATES[row]
            self._show_rate(review, name, RATES[row])

    def _show_rate(self, review: Review, name: str, rate: float) -> None:
        proposal = proposal_for(review.bundle.manifest.products[name], rate)
        one = review.products[name]
        self.chosen.setText(f"{self.look.decimal(100 * rate, 1)} %")
        self.histogram.show_scores(one.good, [item.score for item in one.defects], proposal.limits)
        self.known.setText(self._known(proposal.reject))
        self.promise.setText(self._promise(proposal, rate))
        self._show_defects(one, proposal.limits)
        entry = review.bundle.manifest.products[name]
        words = self.tr(
            "The histogram shows {n} good parts that were set aside before training: the model that ships never saw "
            "them. It is one split by part ({images} images beside {train} that taught), not a cross-validation, "
            "which would judge other models than this one."
        )
        counts = {"n": len(one.good), "images": entry.n_calibration, "train": entry.n_train}
        self.origin.setText(words.format(**{key: self.look.number(count) for key, count in counts.items()}))

    def _known(self, limit: Limit) -> str:
        words = self.tr("{above} of {n} good parts rejected: at most {bound} % with 95 % confidence.")
        known = words.format(above=limit.above, n=limit.n, bound=self.look.decimal(100 * limit.bound, 1))
        parts, rate = next_step(limit)
        more = self.tr("{parts} held-out parts, none of them rejected, would show {rate} %.")
        return f"{known} {more.format(parts=self.look.number(parts), rate=self.look.decimal(100 * rate, 1))}"

    def _promise(self, proposal: Proposal, rate: float) -> str:
        percent = self.look.decimal(100 * rate, 1)
        if not proposal.chosen_before:
            words = self.tr("Chosen after the scores were seen: an estimate without guarantee.")
        elif proposal.reject.demonstrable:
            words = self.tr("{rate} % was chosen before the scores were seen, and there are enough parts to show it.")
        else:
            words = self.tr("{rate} % was chosen before the scores were seen; too few parts to prove it.")
        return words.format(rate=percent)

    def _show_defects(self, one: ProductReview, limits: Limits) -> None:
        self.hidden.setVisible(bool(one.defects))
        self.strip.setVisible(bool(one.defects))
        if not one.defects:
            self.defects.setText(self.tr("No known defects were given, so nothing is known of what would be missed."))
            return
        found = tally([item.score for item in one.defects], limits)
        words = self.tr("Of {n} known defects {rejected} would be rejected, {review} reviewed, {missed} missed.")
        self.defects.setText(
            words.format(n=found.total, rejected=found.rejected, review=found.review, missed=found.passed)
        )
        self.strip.show_images(
            [Small(item.path, item.image, f"{self._verdict(item, limits)} {self.look.score(item.score)}")
             for item in one.defects[:24]]
        )  # fmt: skip

    def _verdict(self, item: Judged, limits: Limits) -> str:
        found = tally([item.score], limits)
        return "PASS" if found.passed else "REVIEW" if found.review else "FAIL"


class _Shown(QWidget):
    """A picture with heat, and what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.picture, self.words = QLabel(), label("", "softText")
        self.picture.setObjectName("well")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumHeight(SIDE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.picture)
        layout.addWidget(self.words)

    def show_judged(self, one: Judged | None, title: str, score: str) -> None:
        """This one."""
        self.picture.setAccessibleName(title)
        if one is None or one.image is None:
            self.picture.clear()
            self.words.setText(title)
            return
        scaled = QPixmap.fromImage(one.image).scaledToHeight(SIDE, Qt.TransformationMode.SmoothTransformation)
        self.picture.setPixmap(scaled)
        self.words.setText(f"{title}: {short(one.path)}, {score}")
