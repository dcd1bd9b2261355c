"""Cards of the Products page that are more than facts: the history of limits, and two bundles side by side."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from app.look import Look
from app.pages.parts import Card, button
from app.pages.product_facts import Facts, bundle_facts, limit_facts, local_time, product_facts
from app.pages.product_list import Choice
from engine.records.entries import LimitBody, LimitsBody

MOST_SHOWN = 10
translate = QCoreApplication.translate


class LimitHistory(Card):
    """Who put which limits in force, when and why, the newest first, each with what it changed. ``again`` is called
    with limits of an earlier row that shall hold again; None where they cannot (the product is not in use)."""

    def __init__(
        self,
        look: Look,
        history: Sequence[LimitBody],
        again: Callable[[LimitBody], object] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, translate("Products", "History of the limits"), (), parent)
        for index, body in enumerate(history[:MOST_SHOWN]):
            before = history[index + 1].limits if index + 1 < len(history) else None
            text = self.add(f"{local_time(body.utc, look)}\n{body.user}", change_words(before, body, look))
            if index and body.limits != history[0].limits:
                self._add_button(text, body, again)
        if len(history) > MOST_SHOWN:
            more = translate("Products", "{n} earlier changes are in the records.").format(
                n=look.number(len(history) - MOST_SHOWN)
            )
            self.add("", more)

    def _add_button(self, text: QLabel, body: LimitBody, again: Callable[[LimitBody], object] | None) -> None:
        tip = translate("Products", "Put these limits in force again")
        made = button(translate("Products", "Back to these"), lambda: again(body) if again is not None else None, tip)
        made.setEnabled(again is not None)
        if again is None:
            made.setToolTip(translate("Products", "Inspect this product first."))
        made.setAccessibleName(f"{tip}: {text.text()}")
        row = self.grid.rowCount() - 1
        self.grid.addWidget(made, row, 2, Qt.AlignmentFlag.AlignTop)


def change_words(before: LimitsBody | None, body: LimitBody, look: Look) -> str:
    """Before and after of every limit that changed, and why."""
    now, lines = body.limits, []
    for caption, old, new in (
        (translate("Products", "Reject limit"), before.reject if before else None, now.reject),
        (translate("Products", "Review limit"), before.review if before else None, now.review),
        (translate("Products", "Pixel limit"), before.pixel if before else None, now.pixel),
    ):
        if before is None:
            lines.append(f"{caption} {look.score(new)}")
        elif old != new:
            lines.append(f"{caption} {look.score(old)} → {look.score(new)}")
    changed = "   ".join(lines) or translate("Products", "confirmed without a change")
    return f"{changed}\n{body.why}" if body.why else changed


class Comparison(Card):
    """The chosen product beside another one; what differs is marked."""

    def __init__(self, look: Look, choice: Choice, others: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(look, translate("Products", "Compare with"), (), parent)
        self._choice, self._others = choice, others
        self.other = QComboBox()
        self.other.setAccessibleName(translate("Products", "The product to compare with"))
        self.other.addItem(translate("Products", "choose another product"))
        for one in others:
            self.other.addItem(f"{one.product}   {one.shelved.path.name}")
        self.other.currentIndexChanged.connect(self._compare)
        self.grid.addWidget(self.other, 1, 0, 1, 3, Qt.AlignmentFlag.AlignLeft)
        self.grid.setColumnStretch(2, 1)
        self._rows: list[QLabel] = []

    def _compare(self, index: int) -> None:
        for label in self._rows:
            self.grid.removeWidget(label)
            label.deleteLater()
        self._rows = []
        if index < 1:
            return
        mine, theirs = _facts(self._choice, self._look), dict(_facts(self._others[index - 1], self._look))
        for row, (caption, value) in enumerate(mine, start=2):
            other = theirs.get(caption, "–")
            words = f"≠ {caption}" if value != other else f"   {caption}"
            for column, text in enumerate((words, value, other)):
                label = QLabel(text)
                label.setWordWrap(column > 0)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setObjectName("strong" if value != other and column else "softText" if not column else "")
                self.grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
                self._rows.append(label)


def _facts(choice: Choice, look: Look) -> Facts:
    manifest = choice.shelved.manifest
    if manifest is None or choice.product is None:
        return ()
    entry = manifest.products[choice.product]
    limits = limit_facts(entry, None, look)[:-1]
    return (*limits, *product_facts(entry, look), *bundle_facts(choice.shelved, manifest, look))
