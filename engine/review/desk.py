"""Findings of people: said, corrected, undone, redone. Every step is rows of the journal, and nothing is erased.

At most one finding of a part counts, the oldest that stands: a correction takes back what stood before. A blind second
opinion takes nothing back; it stands beside the first, and how often both agree is reported.
"""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass, replace

from sqlalchemy import select

from engine.decision import Verdict
from engine.errors import ErrorCode, RecordsError
from engine.records import schema
from engine.records.batch import Receipt
from engine.records.entries import Entry, FindingBody, FindingKind, Polygon
from engine.records.reader import RecordReader

DURABLE_S = 30.0
AT_ONCE = 200
Record = Callable[[Entry], "Future[Receipt]"]
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Said:
    """A person's answer. ``outline`` is the true defect, relative to the frame."""

    kind: FindingKind
    defect_type: str = ""
    note: str = ""
    outline: tuple[Polygon, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A part that is spoken of."""

    uuid: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Change:
    """What one step did to one part: rows that stood before, and the new one."""

    part: str
    before: tuple[int, ...]
    after: int


@dataclass(frozen=True, slots=True)
class Step:
    """One press of a key, for all parts that were selected. ``skipped`` were left alone: somebody else has said
    something since."""

    changes: tuple[Change, ...]
    skipped: int = 0
    cancelled: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts it changed."""
        return tuple(change.part for change in self.changes)


def fitting(kind: FindingKind, verdict: Verdict) -> FindingKind:
    """The same answer in the word that fits the verdict: a defect that passed is an escape, and so on."""
    passed = verdict is Verdict.PASS
    if kind in (FindingKind.DEFECT, FindingKind.ESCAPE):
        return FindingKind.ESCAPE if passed else FindingKind.DEFECT
    if kind in (FindingKind.FALSE_REJECT, FindingKind.GOOD):
        return FindingKind.GOOD if passed else FindingKind.FALSE_REJECT
    return kind


class FindingDesk:
    """Writes findings through ``record`` (the station's one writer) and waits until they are durable. Blocks; to be
    used from one thread, but for ``cancel``. Remembers its own steps for undo and redo."""

    def __init__(self, reader: RecordReader, record: Record) -> None:
        self._reader, self._record = reader, record
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._cancel = threading.Event()

    @property
    def depth(self) -> tuple[int, int]:
        """Steps that can be undone, and redone."""
        return len(self._done), len(self._undone)

    def cancel(self) -> None:
        """Stop between two bunches; what is written stays and can be undone."""
        self._cancel.set()

    def say(
        self, targets: Sequence[Target], said: Said, user: str, blind: bool = False, progress: Progress | None = None
    ) -> Step:
        """One answer for all ``targets``. Raises InspectError; bunches written before stay, as a step of their own."""
        self._cancel.clear()
        changes: list[Change] = []
        try:
            for start in range(0, len(targets), AT_ONCE):
                if self._cancel.is_set():
                    break
                changes += self._say_some(targets[start : start + AT_ONCE], said, user, blind)
                if progress is not None:
                    progress(len(changes), len(targets))
        finally:
            step = Step(tuple(changes), 0, len(changes) < len(targets))
            if changes:
                self._done.append(step)
                self._undone.clear()
        return step

    def undo(self, user: str) -> Step | None:
        """Take the last step back; None if there is none. Raises InspectError, and the step stays."""
        if not self._done:
            return None
        step = self._turn(self._done[-1], user, back=True)
        self._undone.append(self._done.pop())
        return step

    def redo(self, user: str) -> Step | None:
        """Do the last undone step again."""
        if not self._undone:
            return None
        step = self._turn(self._undone[-1], user, back=False)
        self._done.append(self._undone.pop())
        return step

    def _say_some(self, targets: Sequence[Target], said: Said, user: str, blind: bool) -> list[Change]:
        standing = {} if blind else self._standing([target.uuid for target in targets])
        rows: list[Entry] = []
        for target in targets:
            rows += [_undoing(target.uuid, seq, user) for seq in standing.get(target.uuid, ())]
            rows.append(_finding(target, said, user, blind))
        seqs = iter(self._write(rows))
        changes = []
        for target in targets:
            before = tuple(standing.get(target.uuid, ()))
            for _ in before:
                next(seqs)
            changes.append(Change(target.uuid, before, next(seqs)))
        return changes

    def _turn(self, step: Step, user: str, back: bool) -> Step:
        """Between before and after. A part on which somebody else has spoken since is left alone."""
        standing = self._standing(step.parts)
        undoings = self._undoings(step.parts)
        rows: list[Entry] = []
        changed = []
        for change in step.changes:
            now, new = set(standing.get(change.part, ())), {change.after}
            leave, come = (new, set(change.before)) if back else (set(change.before), new)
            if not leave <= now or now - leave - set(change.before) - new:
                continue
            changed.append(change)
            rows += [_undoing(change.part, seq, user) for seq in sorted(leave)]
            rows += [_undoing(change.part, undo, user) for seq in sorted(come) for undo in undoings.get(seq, ())]
        self._write(rows)
        return replace(step, changes=tuple(changed), skipped=len(step.changes) - len(changed))

    def _write(self, rows: Sequence[Entry]) -> list[int]:
        """Durably; the numbers of the rows."""
        futures = [self._record(row) for row in rows]
        try:
            return [future.result(DURABLE_S).seq for future in futures]
        except FutureTimeoutError:
            path = str(self._reader.folder)
            raise RecordsError(ErrorCode.RECORDS_BUSY, path=path, seconds=DURABLE_S) from None

    def _standing(self, parts: Sequence[str]) -> dict[str, list[int]]:
        """Findings that stand, by part, oldest first."""
        found: dict[str, list[int]] = {}
        for seq, part, finding, undone in self._rows(parts):
            if finding is not None and not undone:
                found.setdefault(part, []).append(seq)
        return found

    def _undoings(self, parts: Sequence[str]) -> dict[int, list[int]]:
        """Undoing rows that hold, by the finding they undo."""
        found: dict[int, list[int]] = {}
        rows = self._raw(parts)
        revoked = {undoes for _, _, _, undoes in rows if undoes is not None}
        for seq, _, _, undoes in rows:
            if undoes is not None and seq not in revoked:
                found.setdefault(undoes, []).append(seq)
        return found

    def _rows(self, parts: Sequence[str]) -> list[tuple[int, str, str | None, bool]]:
        undone = self._undoings(parts)
        return [(seq, part, finding, seq in undone) for seq, part, finding, _ in self._raw(parts)]

    def _raw(self, parts: Sequence[str]) -> list[tuple[int, str, str | None, int | None]]:
        table = schema.findings.c
        found: list[tuple[int, str, str | None, int | None]] = []
        for start in range(0, len(parts), AT_ONCE):
            chosen = table.part_uuid.in_(parts[start : start + AT_ONCE])
            statement = select(table.seq, table.part_uuid, table.finding, table.undoes).where(chosen)
            rows = self._reader.query(lambda c, s=statement.order_by(table.seq): c.execute(s).all())  # type: ignore[misc]
            found += [(int(row.seq), row.part_uuid, row.finding, row.undoes) for row in rows]
        return found


def _finding(target: Target, said: Said, user: str, blind: bool) -> FindingBody:
    kind = fitting(said.kind, target.verdict)
    defect = kind in (FindingKind.DEFECT, FindingKind.ESCAPE, FindingKind.UNSURE)
    return FindingBody(
        part=target.uuid,
        finding=kind,
        defect_type=said.defect_type if defect else "",
        note=said.note,
        user=user,
        blind=blind,
        outline=said.outline if defect else (),
    )


def _undoing(part: str, seq: int, user: str) -> FindingBody:
    return FindingBody(part=part, undoes=seq, user=user)
