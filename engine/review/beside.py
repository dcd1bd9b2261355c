"""An old and a new model side by side on what is recorded, before the new one may judge.

Parts that people spoke of are told apart by what they are; where nobody said anything, only how many each model flags
can be compared. Scores are kept, so that other limits need no new judging.
"""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from sqlalchemy import select

from engine.bundle import Bundle
from engine.decision import Limits, Verdict, decide
from engine.errors import ImageError, RecordsError
from engine.judge import Judge
from engine.records import schema
from engine.records.entries import FindingKind, ImageState
from engine.records.reader import RecordReader
from engine.review.export import DEFECTS, approved_parts, share_of
from engine.review.lessons import spoken_of
from engine.review.listing import Card, Seqs, read_cards
from engine.review.pictures import read_frames, worst
from engine.runtime import Provider, Runtime

MOST_FINDINGS = 2000  # of a product, the newest
MOST_SILENT = 200
PAGE = 50
Progress = Callable[[int, int], object]


class Kind(StrEnum):
    """What is known of a part. LEARNED: a false reject whose image the new model may have learned. LOCKED: a defect of
    the share that no training was shown."""

    DEFECT = "defect"
    LOCKED = "locked"
    GOOD = "good"
    LEARNED = "learned"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Pair:
    """One part under both models. A score is None where the verdict would be ERROR."""

    seq: int
    kind: Kind
    old: float | None
    new: float | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One product. ``missing`` parts have no image any more, or an altered one; ``gone``: the new model does not know
    the product."""

    product: str
    pairs: tuple[Pair, ...] = ()
    missing: int = 0
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Of ``n`` parts so many the old model flags (not PASS), the new one flags, and the two judge differently."""

    n: int = 0
    old: int = 0
    new: int = 0
    changed: int = 0


def limits_of(reader: RecordReader, bundle: Bundle) -> dict[str, Limits]:
    """Limits of every product: those in force, else those the bundle proposes. Raises RecordsError."""
    found = {}
    for name, entry in bundle.manifest.products.items():
        row = reader.limits_in_force(name, bundle.sha256)
        found[name] = entry.limits.to_limits() if row is None else row[1].limits.to_limits()
    return found


def compare_models(
    reader: RecordReader, old: Bundle, new: Bundle, progress: Progress, cancel: threading.Event, threads: int = 1
) -> tuple[Beside, ...]:
    """Judge what is recorded of every product of the old model with both. Raises RecordsError, BundleError; a part that
    cannot be read is counted. Cancelled, it gives what it has."""
    wanted = {name: (spoken_of(reader, name)[:MOST_FINDINGS], _silent(reader, name)) for name in old.manifest.products}
    total = sum(len(said) + len(silent) for said, silent in wanted.values())
    runtimes = [Runtime(one, Provider.CPU, threads) for one in (old, new)]
    learned, done, found = approved_parts(reader), 0, []
    for name, seqs in wanted.items():
        if name not in new.manifest.products:
            found.append(Beside(name, gone=True))
            continue
        judges = [Judge(one, name, runtime) for one, runtime in zip((old, new), runtimes, strict=True)]
        pairs, missing = [], 0
        for card in _cards(reader, np.concatenate(seqs)):
            if cancel.is_set():
                break
            done += 1
            progress(done, total)
            kind = _kind(card, learned)
            if kind is None:
                continue
            try:
                pairs.append(_both(reader.folder, judges, card, kind))
            except (RecordsError, ImageError):
                missing += 1
        found.append(Beside(name, tuple(pairs), missing))
    return tuple(found)


def count(one: Beside, kinds: Sequence[Kind], old: Limits, new: Limits) -> Count:
    """How the parts of these kinds fare under both models with their limits."""
    pairs = [pair for pair in one.pairs if pair.kind in kinds]
    verdicts = [(_verdict(pair.old, old), _verdict(pair.new, new)) for pair in pairs]
    flagged = [sum(pair[side] is not Verdict.PASS for pair in verdicts) for side in (0, 1)]
    return Count(len(pairs), flagged[0], flagged[1], sum(before is not after for before, after in verdicts))


def changed(one: Beside, old: Limits, new: Limits) -> tuple[int, ...]:
    """Rows of the parts that the new model judges otherwise."""
    return tuple(pair.seq for pair in one.pairs if _verdict(pair.old, old) is not _verdict(pair.new, new))


def _verdict(score: float | None, limits: Limits) -> Verdict:
    return Verdict.ERROR if score is None else decide(score, True, limits)


def _both(folder: Path, judges: Sequence[Judge], card: Card, kind: Kind) -> Pair:
    frames = read_frames(folder, card)
    scores = []
    for judge in judges:
        inspections = [judge.judge(frame) for frame in frames]
        failed = any(one.verdict is Verdict.ERROR for one in inspections)
        scores.append(None if failed else worst(inspections).score)
    return Pair(card.row.seq, kind, scores[0], scores[1])


def _kind(card: Card, learned: set[str]) -> Kind | None:
    """None for parts of which nobody is sure."""
    if card.finding is None:
        return Kind.SILENT
    if card.finding.finding in DEFECTS:
        return Kind.LOCKED if share_of(card.row.lot, card.row.uuid) == "locked" else Kind.DEFECT
    if card.finding.finding is FindingKind.UNSURE:
        return None
    return Kind.LEARNED if card.row.uuid in learned else Kind.GOOD


def _cards(reader: RecordReader, seqs: Seqs) -> Iterator[Card]:
    for start in range(0, len(seqs), PAGE):
        chosen = [int(seq) for seq in seqs[start : start + PAGE]]
        cards = read_cards(reader, chosen)
        yield from (cards[seq] for seq in chosen)


def _silent(reader: RecordReader, product: str) -> Seqs:
    """The newest parts with an image that nobody spoke of."""
    parts, frames, findings = schema.parts.c, schema.frames.c, schema.findings.c
    stored = select(frames.seq).where(frames.seq == parts.seq, frames.image_state == ImageState.STORED.value)
    said = select(findings.seq).where(findings.part_uuid == parts.uuid)
    statement = (
        select(parts.seq)
        .where(parts.product == product, stored.exists(), ~said.exists())
        .order_by(parts.seq.desc())
        .limit(MOST_SILENT)
    )
    found = reader.query(lambda connection: connection.execute(statement).scalars().all())
    return np.array(found, np.int64)
