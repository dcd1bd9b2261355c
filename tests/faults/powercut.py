"""What a disk holds after a power cut, if it keeps nothing but what was synced, or some of the rest too.

``faultfs.c`` notes each change of files in order; ``Disk`` replays the notes. Content counts from the sync of the file,
a name from the sync of its folder: the strictest reading of POSIX, harder than any real file system. A real one may
have written more, in any order: ``kept`` says of each change that was not synced whether the disk has it all the same.
"""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path

from sqlalchemy import select

from engine.errors import InspectError
from engine.records import schema
from engine.records.chain import head_of
from engine.records.reader import RecordReader
from engine.records.verify import verify

HEADER = struct.Struct("<BQQIII")
Content = bytes | bytearray


class Op(IntEnum):
    """As in faultfs.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 3
    SYNC = 4
    RENAME = 5
    UNLINK = 6
    MKDIR = 7
    FAILED = 8


@dataclass(frozen=True, slots=True)
class Change:
    """One noted change."""

    op: Op
    inode: int
    offset: int
    path: str
    other: str
    data: bytes


def read_changes(log: Path) -> Iterator[Change]:
    """All changes of a log, in order."""
    raw, at = log.read_bytes(), 0
    while at < len(raw):
        op, inode, offset, first, second, size = HEADER.unpack_from(raw, at)
        at += HEADER.size
        path, other = raw[at : at + first].decode(), raw[at + first : at + first + second].decode()
        data = raw[at + first + second : at + first + second + size]
        at += first + second + size
        yield Change(Op(op), inode, offset, path, other, data)


class Disk:
    """The volatile and the durable state of the files below ``root``. ``forget`` drops syncs, to prove that the test
    would notice if the program left them out."""

    def __init__(self, root: Path, forget: Callable[[Change], bool] = lambda _change: False) -> None:
        self._root, self._forget = str(root), forget
        self._content: dict[int, bytearray] = {}
        self._durable_content: dict[int, bytes] = {}
        self._names: dict[str, int] = {}
        self._durable_names: dict[str, int] = {}
        self._folders: set[str] = {self._root}
        self._pending: dict[int, list[Change]] = {}  # what no sync has made durable
        self.syncs = 0

    def apply(self, change: Change) -> None:
        """Replay one change."""
        if change.op is Op.CREATE:
            self._names[change.path] = change.inode
            self._content[change.inode] = bytearray()
            self._durable_content.pop(change.inode, None)  # a reused number
            self._pending.pop(change.inode, None)
        elif change.op in (Op.WRITE, Op.TRUNCATE):
            _alter(self._content.setdefault(change.inode, bytearray()), change)
            self._pending.setdefault(change.inode, []).append(change)
        elif change.op is Op.MKDIR:
            self._names[change.path] = change.inode
            self._folders.add(change.path)
        elif change.op is Op.RENAME:
            self._names[change.other] = self._names.pop(change.path)
        elif change.op is Op.UNLINK:
            self._names.pop(change.path, None)
        elif change.op is Op.SYNC and not self._forget(change):
            self._sync(change)

    def _sync(self, change: Change) -> None:
        self.syncs += 1
        if change.path not in self._folders:
            self._durable_content[change.inode] = bytes(self._content.get(change.inode, b""))
            self._pending.pop(change.inode, None)
            return
        inside = [name for name in {*self._names, *self._durable_names} if name.rpartition("/")[0] == change.path]
        for name in inside:
            if name in self._names:
                self._durable_names[name] = self._names[name]
            else:
                del self._durable_names[name]

    def layout(self, kept: Callable[[], bool] = lambda: False) -> dict[str, Content | None]:
        """What a power cut now would leave: content by name, None for a folder, a folder before what lies in it."""
        found: dict[str, Content | None] = {}
        for name, inode in sorted(self._names_left(kept).items()):
            short = name[len(self._root) + 1 :]
            if "/" in short and short.rpartition("/")[0] not in found:
                continue
            found[short] = None if name in self._folders else self._left(inode, kept)
        return found

    def _left(self, inode: int, kept: Callable[[], bool]) -> Content:
        synced = self._durable_content.get(inode, b"")
        pending = [change for change in self._pending.get(inode, ()) if kept()]
        if not pending:
            return synced
        content = bytearray(synced)
        for change in pending:
            _alter(content, change)
        return content

    def write_to(self, target: Path, kept: Callable[[], bool] = lambda: False) -> None:
        """Lay that out."""
        target.mkdir()
        for name, content in self.layout(kept).items():
            if content is None:
                (target / name).mkdir()
            else:
                (target / name).write_bytes(content)

    def _names_left(self, kept: Callable[[], bool]) -> dict[str, int]:
        names = dict(self._durable_names)
        for name in {*self._names, *self._durable_names}:
            if self._names.get(name) != self._durable_names.get(name) and kept():
                names.pop(name, None)
                if name in self._names:
                    names[name] = self._names[name]
        return names


def _alter(content: bytearray, change: Change) -> None:
    if change.op is Op.TRUNCATE:
        del content[change.offset :]
        content.extend(bytes(max(0, change.offset - len(content))))
    else:
        end = change.offset + len(change.data)
        content.extend(bytes(max(0, end - len(content))))
        content[change.offset : end] = change.data


@dataclass(frozen=True, slots=True)
class Found:
    """The parts in the records of a disk, what is wrong with them, and the hash of each row."""

    parts: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
    rows: Mapping[int, bytes] = field(default_factory=dict)


def examine(cut: Path) -> Found:
    """Verify the records at ``cut``, and read them."""
    table = schema.journal.c
    statement = select(table.seq, table.kind, table.previous, table.body)
    try:
        report = verify(cut)
        reader = RecordReader(cut)
        there = frozenset(row.uuid for row in reader.newest(limit=100_000))
        heads = [head_of(row) for row in reader.query(lambda connection: connection.execute(statement).all())]
        reader.close()
    except InspectError as error:
        return Found(problems=(str(error),))
    return Found(there, report.problems, {head.seq: head.digest for head in heads})


def lost_after(cut: Path, acknowledged: Sequence[str]) -> list[str]:
    """What was acknowledged and is not in the records at ``cut``, and what else is wrong with them."""
    found = examine(cut)
    return [*found.problems, *(uuid for uuid in acknowledged if uuid not in found.parts)]
