"""What a scan found in one folder, for people."""

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.look import Look
from app.pages.parts import Card
from app.wizard.pictures import Strip
from app.wizard.step import StepParts, label, short
from engine.recipe import fast_recipe
from engine.teach.findings import Scanned, advisable

LINES = 6
MOVED = 0.03  # of a side: more than this is worth a word

translate = QCoreApplication.translate


class FoundCard(Card):
    """Counts, sizes, what was skipped, what looks alike, and pictures to look at."""

    def __init__(self, parts: StepParts, name: str, one: Scanned, parent: QWidget | None = None) -> None:
        super().__init__(parts.look, name, tuple(facts(one, parts.draft.options.rate, parts.look)), parent)
        if one.suspicious:
            words = self.tr("Unlike the others: is each of these really good? If not, take it out and look again.")
            self._strip(parts, words, one.suspicious, "trouble")
        self._strip(parts, self.tr("Some of the images"), one.sample, "softText")

    def _strip(self, parts: StepParts, words: str, paths: tuple[str, ...], name: str) -> None:
        row = self.grid.rowCount()
        self.grid.addWidget(label(words, name), row, 0, 1, 2)
        strip = Strip(words, parts.background)
        strip.show_files([Path(path) for path in paths[:12]])
        self.grid.addWidget(strip, row + 1, 0, 1, 2)


def facts(one: Scanned, rate: float, look: Look) -> Iterator[tuple[str, str]]:
    """Captions and values."""
    usable = translate("Wizard", "{images} usable, of {parts} different parts")
    yield translate("Wizard", "Images"), usable.format(images=look.number(one.images), parts=look.number(one.parts))
    held = translate("Wizard", "{train} teach, {held} are held out and set the limits")
    use = held.format(train=look.number(one.train), held=look.number(one.calibration))
    yield translate("Wizard", "Use"), use
    yield translate("Wizard", "Formats"), ", ".join(f"{kind.upper()} {count}" for kind, count in one.formats.items())
    sizes = [f"{size.width} × {size.height} ({look.number(size.count)})" for size in one.sizes[:LINES]]
    yield translate("Wizard", "Sizes"), ", ".join(sizes)
    if one.skipped_files:
        lines = [f"{short(file.path)}: {file.why}" for file in one.skipped_files[:LINES]]
        more = len(one.skipped_files) - len(lines)
        yield translate("Wizard", "Skipped"), "\n".join([*lines, *_more(more, look)])
    for title, groups in ((translate("Wizard", "The same file"), one.exact), (_alike(), one.near)):
        if groups:
            lines = [" = ".join(short(path) for path in group[:4]) for group in groups[:LINES]]
            yield title, "\n".join([*lines, *_more(len(groups) - len(lines), look)])
    yield translate("Wizard", "More"), _advice(one, rate, look)
    if one.moves is not None and one.moves > MOVED:
        words = translate("Wizard", "Parts lie up to {share} % of the image apart; the next page can align them.")
        yield translate("Wizard", "Position"), words.format(share=look.decimal(100 * one.moves, 0))
    if one.defects:
        words = translate("Wizard", "{n} known defects found in its test folder; they judge, and never teach.")
        yield translate("Wizard", "Defects"), words.format(n=look.number(one.defects))
    if notes := _notes(one):
        yield translate("Wizard", "Remarks"), notes


def _alike() -> str:
    return translate("Wizard", "Look the same")


def _more(count: int, look: Look) -> list[str]:
    return [translate("Wizard", "and {n} more").format(n=look.number(count))] if count > 0 else []


def _advice(one: Scanned, rate: float, look: Look) -> str:
    more = advisable(one.parts, fast_recipe().calibration.share, rate)
    percent = look.decimal(100 * rate, 1)
    if not more:
        return translate("Wizard", "Enough to show {rate} % false rejects.").format(rate=percent)
    words = translate("Wizard", "{n} more good parts would let the limits show {rate} % false rejects.")
    return words.format(n=look.number(more), rate=percent)


def _notes(one: Scanned) -> str:
    """What training itself would say and is not shown above."""
    kept = [note.partition(": ")[2] for note in one.notes]
    return "\n".join(note for note in kept if not note.startswith(("skipped", "one part", "only")))[:800]
