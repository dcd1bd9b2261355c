"""Checking an export: signature, files, rows and their chain, pictures against their rows. Nothing is unpacked."""

import hashlib
import json
import lzma
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from engine.errors import ErrorCode, UsageError
from engine.records.chain import Head
from engine.records.entries import PartBody
from engine.signing import UNSIGNED, Keys, Purpose, Signature, Trust, verify
from engine.trace.form import MANIFEST, ROWS, SIGNATURE, ExportManifest, WrittenSignature, picture_name
from engine.trace.rows import JournalRow

MOST_BYTES = 2 * 2**30
MOST_MEMBERS = 4000
MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """``problems`` are English lines that name what was changed. ``trust`` says whose signature it is; a stranger's
    proves nothing until somebody has compared the fingerprint."""

    path: str
    part: str
    station: str
    made_utc: str
    head: str
    rows: int
    files: int
    trust: Trust
    problems: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Nothing was changed since it was signed, by whomever."""
        return not self.problems

    @property
    def ok(self) -> bool:
        """Whole, and signed by a key that is trusted here."""
        return self.whole and self.trust.trusted


def is_export(path: Path) -> bool:
    """True if this looks like an export of a part, whole or not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return ROWS in archive.namelist() or SIGNATURE in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def check_export(path: Path, keys: Keys, noted: Sequence[Head] = ()) -> ExportCheck:
    """Check an export with the keys of this computer; ``noted`` heads come from logs or outputs of the station.

    Raises UsageError (export.damaged) if it is none, or so damaged that nothing can be said."""
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_bombs(path, archive)
            return _Check(path, archive, keys, noted).run()
    except FileNotFoundError as error:
        raise UsageError(ErrorCode.NOT_FOUND, path=str(path)) from error
    except (OSError, zipfile.BadZipFile) as error:
        raise _damaged(path, str(error)) from error


def _refuse_bombs(path: Path, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_BYTES:
        raise _damaged(path, "it is too large")
    if len({member.filename for member in members}) != len(members):
        raise _damaged(path, "it has two files of the same name")


class _Check:
    """One pass over an open export."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, keys: Keys, noted: Sequence[Head]) -> None:
        self._path, self._archive, self._keys = path, archive, keys
        self._noted: dict[int, set[bytes]] = {}
        for head in noted:
            self._noted.setdefault(head.seq, set()).add(head.digest)
        self._names = archive.namelist()
        self._problems: list[str] = []

    def run(self) -> ExportCheck:
        written = self._read(MANIFEST)
        if written is None:
            raise _damaged(self._path, f"{MANIFEST} is missing or damaged")
        try:
            manifest = ExportManifest.model_validate_json(written)
        except ValidationError as error:
            raise _damaged(self._path, f"{MANIFEST} is not valid ({error.error_count()} errors)") from error
        trust = self._signature(written)
        self._files(manifest)
        rows = self._rows()
        self._chain(rows)
        self._pictures(manifest, rows)
        head, made = manifest.head, manifest.made_utc
        problems = tuple(self._problems[:MOST_LISTED])
        return ExportCheck(
            str(self._path),
            manifest.part,
            manifest.station,
            made,
            head,
            len(rows),
            len(manifest.files),
            trust,
            problems,
        )

    def _read(self, name: str) -> bytes | None:
        """A member; None if it is missing or its checksum is wrong."""
        try:
            return self._archive.read(name)
        except (KeyError, zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
            return None
        except (zlib.error, lzma.LZMAError):  # what the packers raise of themselves
            return None

    def _signature(self, manifest: bytes) -> Trust:
        data = self._read(SIGNATURE)
        try:
            written = None if data is None else WrittenSignature.model_validate_json(data)
        except ValidationError:
            written = None
        if written is None:
            self._problems.append(f"{SIGNATURE} is missing or damaged")
            return UNSIGNED
        signature = Signature(written.public, written.value)
        if not verify(Purpose.TRACE, hashlib.sha256(manifest).hexdigest(), signature):
            self._problems.append(f"{MANIFEST} was changed: the signature does not fit")
            return UNSIGNED
        return self._keys.judge(signature)

    def _files(self, manifest: ExportManifest) -> None:
        for name, member in manifest.files.items():
            if name not in self._names:
                self._problems.append(f"{name} is missing")
                continue
            data = self._read(name)
            if data is None or hashlib.sha256(data).hexdigest() != member.sha256:
                self._problems.append(f"{name} was changed")
        for name in self._names:
            if name not in manifest.files and name not in (MANIFEST, SIGNATURE):
                self._problems.append(f"{name} was added")

    def _rows(self) -> list[JournalRow]:
        found = []
        for number, line in enumerate((self._read(ROWS) or b"").splitlines(), 1):
            try:
                row = json.loads(line)
                body = str(row["body"]).encode("utf-8", "surrogateescape")
                made = JournalRow(int(row["seq"]), str(row["kind"]), body, bytes.fromhex(row["previous"]))
                told = str(row["hash"])
            except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
                self._problems.append(f"{ROWS}: line {number} is no row")
                continue
            if made.digest.hex() != told:
                self._problems.append(f"row {made.seq} was changed")
            found.append(made)
        return found

    def _chain(self, rows: list[JournalRow]) -> None:
        """Each row's hash stands in the row after it, and the newest was told to others."""
        by_seq = {row.seq: row for row in rows}
        for row in rows:
            before = by_seq.get(row.seq - 1)
            if before is not None and row.previous != before.digest:
                self._problems.append(f"row {row.seq}: the row before it was changed")
            if row.seq in self._noted and self._noted[row.seq] != {row.digest}:
                self._problems.append(f"row {row.seq}: differs from what was acknowledged")

    def _pictures(self, manifest: ExportManifest, rows: list[JournalRow]) -> None:
        """The row of the part, and its pictures as they were stored."""
        part = self._part(manifest, rows)
        if part is None:
            self._problems.append(f"row {manifest.row} of part {manifest.part} is missing or was changed")
            return
        for position, frame in enumerate(part.frames):
            if frame.image is None:
                continue
            name = picture_name(position, frame.image.path)
            data = self._read(name) if name in manifest.files else None
            if data is not None and hashlib.sha256(data).hexdigest() != frame.image.sha256:
                self._problems.append(f"{name} is not the picture that row {manifest.row} names")

    def _part(self, manifest: ExportManifest, rows: list[JournalRow]) -> PartBody | None:
        row = next((one for one in rows if one.seq == manifest.row), None)
        try:
            entry = None if row is None else row.entry
        except ValidationError:
            return None
        return entry if isinstance(entry, PartBody) and entry.uuid == manifest.part else None


def _damaged(path: Path, why: str) -> UsageError:
    return UsageError(ErrorCode.EXPORT_DAMAGED, path=str(path), why=" ".join(why.split())[:120])
