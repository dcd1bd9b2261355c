"""What the findings mean: histogram, how often the station is wrong, suggested limits, replay, applying."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from app.pages.parts import Card as Box
from app.pages.parts import Confirm, MessageLine, PageParts, button, scrolling
from app.review.histogram import ScoreHistogram
from app.review.meaning_words import agreement_words, confusion_facts, no_miss_words, replay_words
from app.review.underway import Underway
from app.review.worker import Serial
from engine.bundle import Bundle
from engine.calibration import Limit
from engine.decision import Limits
from engine.errors import InspectError
from engine.pipeline.snapshot import Snapshot
from engine.records.reader import RecordReader
from engine.review.replay import ImageReplay, region_of, replay_images, with_roi
from engine.review.second import Agreement, agreement
from engine.review.statistics import (
    Judged,
    confusion,
    histogram,
    read_judged,
    replay_limits,
    suggest_for_rate,
    suggest_no_miss,
    with_pass_below,
)

RATES = (0.001, 0.005, 0.01, 0.02, 0.05)
NEWEST_IMAGES = 1000


@dataclass(frozen=True, eq=False)
class Known:
    """What the records say of the product in use."""

    judged: Judged
    agreed: Agreement


class MeaningView(QWidget):
    """Of the product in use, as its bundle judged it. ``shown`` asks to show these parts in the gallery."""

    shown = Signal(object)

    def __init__(self, parts: PageParts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts, self._look = parts, parts.look
        self._serial = Serial("meaning", self)
        self._snapshot = Snapshot()
        self._known: Known | None = None
        self._reader: RecordReader | None = None
        self._changed: object = None
        self._wanted: Limits | None = None
        self.histogram = ScoreHistogram(parts.look)
        self.message, self.confirm = MessageLine(), Confirm()
        self.progress = Underway(self.tr("Judging images again"), self.tr("Cancel"))
        self.result = QLabel()
        self.review, self.reject = self._edit(self.tr("Review limit")), self._edit(self.tr("Reject limit"))
        self.rate, self.other, self.why = QComboBox(), QComboBox(), QLineEdit()
        self.region = QLineEdit()
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        self._make_buttons()
        self._lay_out()

    @property
    def busy(self) -> bool:
        """True while something is read or judged."""
        return self._serial.busy

    @property
    def wanted(self) -> Limits | None:
        """The limits that are tried, exactly: a suggestion may be one step above a score."""
        return self._wanted

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Another product, or other limits in force, begin anew."""
        before, self._snapshot = self._snapshot, snapshot
        now, then = ((one.bundle, one.product, one.limits) for one in (snapshot, before))
        if now != then:
            self._reset_limits()
            self.refresh(self._reader)

    def refresh(self, reader: RecordReader | None) -> None:
        """Read what is known; nothing is read while nobody looks."""
        self._reader = reader
        bundle, product = self._snapshot.bundle, self._snapshot.product
        if reader is None or bundle is None or product is None or not self.isVisible():
            return
        sha256 = bundle.sha256
        self._offer_bundles(bundle)
        self._serial.start(
            lambda: Known(read_judged(reader, product, sha256), agreement(reader)),
            self._show_known,
            self.message.complain,
            key="read",
        )

    def close_view(self) -> bool:
        """Stop a replay and end the thread."""
        self.progress.stop.set()
        return self._serial.close()

    # Showing.

    def _show_known(self, known: Known) -> None:
        self._known = known
        while (item := self._facts.takeAt(0)) is not None:
            if widget := item.widget():
                widget.deleteLater()
        facts = (*confusion_facts(confusion(known.judged), self._look), agreement_words(known.agreed, self._look))
        self._facts.addWidget(Box(self._look, self.tr("How often the station is right"), facts))
        self._facts.addStretch(1)
        self._try_limits()

    def _try_limits(self) -> None:
        """What the limits that are tried would have decided, from stored scores."""
        wanted, now, known = self.wanted, self._snapshot.limits, self._known
        if wanted is None or now is None or known is None:
            return
        edges, counts = histogram(known.judged, now)
        self.histogram.show_counts(edges, counts, now, wanted)
        found = replay_limits(known.judged, wanted)
        self._changed = found.changed
        self.result.setText(replay_words(found, self._look))
        self.list.setEnabled(bool(len(found.changed)))
        self.apply.setEnabled(wanted != now and wanted.usable())

    def _reset_limits(self) -> None:
        limits = self._snapshot.limits
        if limits is not None:
            self._set_limits(limits)

    def _type_limits(self) -> None:
        """Typed by hand; the review limit never above the reject limit."""
        now = self._snapshot.limits
        reject, typed = self._look.locale.toDouble(self.reject.text())
        review_value, review_typed = self._look.locale.toDouble(self.review.text())
        if now is not None and typed and (review_typed or now.review is None):
            review = None if now.review is None else min(review_value, reject)
            self._wanted = replace(now, reject=reject, review=review)
            self._try_limits()

    def _set_limits(self, limits: Limits) -> None:
        self._wanted = limits
        for edit, value in ((self.reject, limits.reject), (self.review, limits.review)):
            edit.setEnabled(value is not None)
            edit.setText("" if value is None else self._look.decimal(value, 4))
        self._try_limits()

    def _suggest(self, make: Callable[[Judged], object], told: Callable[[object], tuple[float, str]]) -> None:
        """A suggestion moves the limits that are tried, and nothing else."""
        now, known = self._snapshot.limits, self._known
        if known is None or now is None:
            return
        try:
            value, words = told(make(known.judged))
        except InspectError as error:
            self.message.complain(error)
            return
        self.message.say(words)
        self._set_limits(with_pass_below(now, value))

    def _suggest_rate(self) -> None:
        rate = self.rate.currentData()

        def told(found: object) -> tuple[float, str]:
            assert isinstance(found, Limit)
            bound = self._look.decimal(100 * found.bound, 1)
            words = self.tr("{above} of {n} good parts above it: at most {bound} % with 95 % confidence. An estimate.")
            return found.value, words.format(above=found.above, n=self._look.number(found.n), bound=bound)

        self._suggest(lambda judged: suggest_for_rate(judged, rate), told)

    def _suggest_no_miss(self) -> None:
        self._suggest(suggest_no_miss, lambda found: no_miss_words(found, self._look))

    # Replay of images.

    def _offer_bundles(self, in_use: Bundle) -> None:
        chosen = self.other.currentData()
        self.other.clear()
        for one in self._parts.shelf.bundles():
            if one.manifest is not None and (self._snapshot.product or "") in one.manifest.products:
                name = one.manifest.name if one.sha256 != in_use.sha256 else self.tr("the bundle in use")
                self.other.addItem(name, one.path)
        if self.other.count() == 0:
            self.other.addItem(self.tr("the bundle in use"), in_use.path)
        self.other.setCurrentIndex(max(0, self.other.findData(chosen)))

    def _replay(self) -> None:
        """Judge stored images again, with the limits that are tried where it is the bundle in use, else with those the
        other bundle proposes."""
        from engine.bundle import read_bundle

        reader, known, product, in_use = self._reader, self._known, self._snapshot.product, self._snapshot.bundle
        if reader is None or known is None or product is None or in_use is None:
            return
        path, wanted, roi = self.other.currentData(), self.wanted, region_of(self.region.text())
        self.region.setProperty("wrong", roi is None and bool(self.region.text().strip()))
        self.region.style().polish(self.region)
        if self.region.property("wrong"):
            return
        seqs = known.judged.seqs[:NEWEST_IMAGES]
        self.progress.begin()

        def work() -> ImageReplay:
            bundle = in_use if path == in_use.path else read_bundle(path)
            limits = wanted if bundle.sha256 == in_use.sha256 else None
            bundle = bundle if roi is None else with_roi(bundle, product, roi)
            return replay_images(reader, seqs, bundle, product, limits, self.progress.report, self.progress.stop)

        self._serial.start(work, self._show_replay, self._stop_replay)

    def _show_replay(self, found: ImageReplay) -> None:
        self.progress.end()
        self._changed = [one.seq for one in found.changed]
        self.list.setEnabled(bool(self._changed))
        words = self.tr("{judged} of {total} parts have an image and were judged again; {changed} would change.")
        text = words.format(judged=found.judged, total=found.total, changed=len(found.changed))
        if found.broken:
            text += " " + self.tr("{n} images are missing or altered.").format(n=found.broken)
        if found.cancelled:
            text += " " + self.tr("It was stopped before the end.")
        self.message.say(text)

    def _stop_replay(self, error: InspectError) -> None:
        self.progress.end()
        self.message.complain(error)

    # Applying.

    def _ask_apply(self) -> None:
        wanted, now = self.wanted, self._snapshot.limits
        if wanted is None or now is None or not self._parts.allowed():
            return
        words = self.tr("Reject {before} → {after}, review {before_review} → {after_review}: from the next part on?")
        score = self._look.score
        question = words.format(
            before=score(now.reject),
            after=score(wanted.reject),
            before_review=score(now.review),
            after_review=score(wanted.review),
        )
        self.confirm.ask(question, self.tr("Apply"), lambda: self._apply(now, wanted))

    def _apply(self, now: Limits, wanted: Limits) -> None:
        """Who and when are in the row, before and after in the event beside it."""
        line = self._parts.line
        if line is None or not self._parts.allowed():
            return
        why = self.why.text().strip() or "review of findings"
        line.set_limits(wanted, why)
        self._parts.access.session.note(
            "review.limits_applied",
            product=self._snapshot.product or "",
            reject_before=now.reject,
            reject_after=wanted.reject,
            review_before=now.review or 0.0,
            review_after=wanted.review or 0.0,
            why=why,
        )
        self.why.clear()
        self.message.say(self.tr("In force from the next part on."))

    # Building.

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        check = QDoubleValidator(self)
        check.setLocale(self._look.locale)
        edit.setValidator(check)
        edit.setAccessibleName(name)
        edit.setToolTip(name)
        edit.textEdited.connect(lambda _: self._type_limits())
        return edit

    def _make_buttons(self) -> None:
        self.by_rate = button(self.tr("Suggest"), self._suggest_rate)
        self.by_defects = button(self.tr("Miss no confirmed defect"), self._suggest_no_miss)
        self.list = button(self.tr("Show the parts that change"), lambda: self.shown.emit(self._changed))
        self.back = button(self.tr("As in force"), self._reset_limits)
        self.apply = button(self.tr("Apply…"), self._ask_apply, primary=True)
        self.replay = button(self.tr("Judge images again"), self._replay)
        self.progress.begins, self.cancel = self.replay, self.progress.cancel
        for rate in RATES:
            words = self.tr("{rate} % false rejects").format(rate=f"{100 * rate:g}")
            self.rate.addItem(words, rate)
        self.rate.setCurrentIndex(2)
        self.rate.setAccessibleName(self.tr("Chosen false-reject rate"))
        self.other.setAccessibleName(self.tr("Bundle to judge with"))
        self.region.setPlaceholderText(self.tr("Region: x y w h in %"))
        self.region.setAccessibleName(self.tr("Another region of interest for judging again, in % of the frame"))
        self.region.setToolTip(self.region.accessibleName())
        self.why.setPlaceholderText(self.tr("Why"))
        self.why.setAccessibleName(self.tr("Why the limits change"))
        self.result.setWordWrap(True)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        lines: tuple[tuple[QWidget, ...], ...] = (
            (self.rate, self.by_rate),
            (self.by_defects, self.back),
            (_captioned(self.tr("Review limit"), self.review), _captioned(self.tr("Reject limit"), self.reject)),
            (self.list, self.region),
            (self.other, self.replay),
        )
        for line, widgets in enumerate(lines):
            for column, widget in enumerate(widgets):
                grid.addWidget(widget, line, column)
        for column in range(2):
            grid.setColumnStretch(column, 1)
        last = QHBoxLayout()
        last.setSpacing(6)
        last.addWidget(self.why, 1)
        last.addWidget(self.apply)
        column_layout = QVBoxLayout()
        column_layout.setSpacing(8)
        for part in (self.message, self.histogram, self.result):
            column_layout.addWidget(part)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.progress)
        column_layout.addWidget(self.cancel)
        column_layout.addWidget(self.confirm)
        column_layout.addLayout(last)
        column_layout.addLayout(self._facts)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(column_layout))


def _captioned(caption: str, edit: QLineEdit) -> QWidget:
    """Words and a field in one."""
    both = QWidget()
    line = QHBoxLayout(both)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(QLabel(caption))
    line.addWidget(edit, 1)
    return both
