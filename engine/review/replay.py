"""Recorded images judged again: what another bundle, another region of interest or other limits would have decided.

Only parts whose images were kept can be judged again; how many that are is stated, never guessed around.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.bundle import Bundle
from engine.decision import Limits, Verdict
from engine.errors import ImageError, RecordsError
from engine.geometry import Roi
from engine.judge import Judge
from engine.records.reader import RecordReader
from engine.review.listing import Card, Seqs, read_cards
from engine.review.pictures import read_frames, worst
from engine.runtime import Provider, Runtime

PAGE = 50
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Rejudged:
    """One part, before and after."""

    seq: int
    before: Verdict
    after: Verdict
    score_before: float | None
    score_after: float | None


@dataclass(frozen=True, slots=True)
class ImageReplay:
    """``total`` parts were asked for, ``judged`` could be; the rest have no image, or one that is lost or altered
    (``broken``). ``cancelled``: somebody stopped it, and what was judged until then stands."""

    outcomes: tuple[Rejudged, ...]
    total: int
    broken: int
    cancelled: bool

    @property
    def judged(self) -> int:
        """Parts that were judged again."""
        return len(self.outcomes)

    @property
    def changed(self) -> tuple[Rejudged, ...]:
        """Parts that would be decided otherwise."""
        return tuple(one for one in self.outcomes if one.before is not one.after)


def with_roi(bundle: Bundle, product: str, roi: Roi) -> Bundle:
    """The bundle, looking elsewhere. For replay only: its hash is that of the file."""
    name, entry = bundle.product(product)
    products = {**bundle.manifest.products, name: entry.model_copy(update={"roi": roi})}
    return replace(bundle, manifest=bundle.manifest.model_copy(update={"products": products}))


def region_of(text: str) -> Roi | None:
    """Four numbers in % of the frame, ``x y w h``; None if that is not what it says."""
    try:
        x, y, w, h = (float(word.replace(",", ".")) / 100 for word in text.replace("%", " ").split())
        return Roi(x=x, y=y, w=w, h=h)
    except ValueError:  # pydantic's is one too
        return None


def replay_images(
    reader: RecordReader,
    seqs: Seqs,
    bundle: Bundle,
    product: str,
    limits: Limits | None,
    progress: Progress,
    cancel: threading.Event,
    threads: int = 1,
) -> ImageReplay:
    """Judge the stored images of these parts as a fresh run would; ``limits`` None for those the bundle proposes.

    Raises BundleError, UsageError or RecordsError if it cannot begin; a part that cannot be read is counted."""
    judge = Judge(bundle, product, Runtime(bundle, Provider.CPU, threads))
    if limits is not None:
        judge.limits = limits
    outcomes: list[Rejudged] = []
    broken = done = 0
    for start in range(0, len(seqs), PAGE):
        chosen = [int(seq) for seq in seqs[start : start + PAGE]]
        cards = read_cards(reader, chosen)
        for seq in chosen:
            if cancel.is_set():
                return ImageReplay(tuple(outcomes), len(seqs), broken, True)
            done += 1
            if cards[seq].images:
                try:
                    outcomes.append(_judge_again(reader, judge, cards[seq]))
                except (RecordsError, ImageError):
                    broken += 1
            progress(done, len(seqs))
    return ImageReplay(tuple(outcomes), len(seqs), broken, False)


def _judge_again(reader: RecordReader, judge: Judge, card: Card) -> Rejudged:
    inspections = [judge.judge(frame) for frame in read_frames(reader.folder, card)]
    decided = worst(inspections)
    verdict = Verdict.ERROR if any(one.verdict is Verdict.ERROR for one in inspections) else decided.verdict
    return Rejudged(card.row.seq, card.row.verdict, verdict, card.row.score, decided.score)
