"""A copy of the records while the station runs: to a folder, or to one zip. ``check_backup`` proves either."""

import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import ErrorCode, RecordsError, UsageError
from engine.files import check_writable, explain_os_error, sync_folder
from engine.records import database
from engine.records.chain import Head
from engine.records.images import FOLDER as IMAGES
from engine.records.images import inside
from engine.records.verify import FolderPlace, VerifyReport, verify, verify_database

PAGES_AT_ONCE = 1024
PARTIAL = ".part"
MOST_IMAGE_BYTES = 512 * 2**20


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was copied, and the check of the copy."""

    target: str
    images: int
    bytes: int
    check: VerifyReport


def backup(folder: Path, target: Path, with_images: bool = True) -> BackupReport:
    """Copy the records of ``folder`` to a new folder, or to a zip if ``target`` ends in .zip, and check the copy.

    Safe while a writer writes: SQLite copies a consistent state, images never change. Raises UsageError if the target
    exists or cannot be written, RecordsError if there are no records; a half copy never has the target's name.
    """
    if not (folder / database.FILE).exists():
        raise RecordsError(ErrorCode.RECORDS_MISSING, path=str(folder), why="there is no database")
    if target.exists():
        raise UsageError(ErrorCode.NOT_WRITABLE, path=str(target), why="it exists already")
    check_writable(target)
    partial = target.with_name(target.name + PARTIAL)
    try:
        _clear(partial)
        copy = _copy_to_zip if target.suffix.lower() == ".zip" else _copy_to_folder
        images, size = copy(folder, partial, with_images)
        check = check_backup(partial, with_images=with_images)
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise explain_os_error(error, target) from error
    finally:
        _clear(partial)
    return BackupReport(str(target), images, size, check)


def check_backup(place: Path, heads: Sequence[Head] = (), with_images: bool = True) -> VerifyReport:
    """Check a data folder, or a zip made by ``backup``. Raises RecordsError or UsageError if it is neither."""
    if place.is_dir():
        return verify(place, heads, with_images)
    try:
        with zipfile.ZipFile(place) as archive, tempfile.TemporaryDirectory() as scratch:
            _check_plain(archive, place)
            path = Path(scratch) / database.FILE
            with archive.open(database.FILE) as source, path.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            return verify_database(path, heads, ZipPlace(archive) if with_images else None)
    except FileNotFoundError as error:
        raise UsageError(ErrorCode.NOT_FOUND, path=str(place)) from error
    except (zipfile.BadZipFile, KeyError, EOFError, OSError) as error:
        why = " ".join(str(error).split())[:120]
        raise RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(place), why=why) from error


def _check_plain(archive: zipfile.ZipFile, place: Path) -> None:
    """Backups are never packed, so nothing in them can be larger than the file itself; a bomb is refused unread."""
    for info in archive.infolist():
        packed = info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size
        if packed or info.file_size > place.stat().st_size:
            why = f"{info.filename[:80]} is packed, which a backup never is"
            raise RecordsError(ErrorCode.RECORDS_DAMAGED, path=str(place), why=why)


class ZipPlace:
    """Images inside a backup zip."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def read(self, path: str) -> bytes:
        """The bytes of a member; its own checksum is checked too."""
        try:
            if self._archive.getinfo(path).file_size > MOST_IMAGE_BYTES:
                raise OSError("larger than any image")
            return self._archive.read(path)
        except zipfile.BadZipFile as error:
            raise OSError(str(error)) from error

    def paths(self) -> Iterator[str]:
        """All members that are images."""
        return (name for name in self._archive.namelist() if name.startswith(f"{IMAGES}/"))


def copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup, then a sync. Raises RecordsError."""
    module: Any = database.sqlite_module()
    try:
        with (
            closing(module.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original,
            closing(module.connect(str(target))) as copy,
        ):
            original.backup(copy, pages=PAGES_AT_ONCE)
            copy.execute("PRAGMA journal_mode=DELETE")
    except module.Error as error:
        raise RecordsError(ErrorCode.RECORDS_DISK, path=str(target), why=str(error)[:200]) from error


def _copy_to_folder(folder: Path, target: Path, with_images: bool) -> tuple[int, int]:
    """Images before and after the database: one that retention removes in between is written off in the copy, one
    that is new is copied the second time."""
    target.mkdir()
    sizes: dict[str, int] = {}
    for after in (False, True):
        for path in _images(folder) if with_images else ():
            if path not in sizes and _copy_file(inside(folder, path), inside(target, path)):
                sizes[path] = inside(target, path).stat().st_size
        if not after:
            copy_database(folder / database.FILE, target / database.FILE)
            _sync_file(target / database.FILE)
    return len(sizes), sum(sizes.values()) + (target / database.FILE).stat().st_size


def _copy_to_zip(folder: Path, target: Path, with_images: bool) -> tuple[int, int]:
    """See ``_copy_to_folder``."""
    copied: set[str] = set()
    with (
        tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as scratch,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive,
    ):
        for after in (False, True):
            for path in _images(folder) if with_images else ():
                if path not in copied and _add_file(archive, inside(folder, path), path):
                    copied.add(path)
            if not after:
                copy = Path(scratch) / database.FILE
                copy_database(folder / database.FILE, copy)
                archive.write(copy, database.FILE)
    _sync_file(target)
    return len(copied), target.stat().st_size


def _images(folder: Path) -> list[str]:
    return list(FolderPlace(folder).paths())


def _add_file(archive: zipfile.ZipFile, source: Path, name: str) -> bool:
    try:
        archive.write(source, name)
    except FileNotFoundError:
        return False
    return True


def _copy_file(source: Path, target: Path) -> bool:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copy2(source, target)
    except FileNotFoundError:
        return False
    _sync_file(target)
    return True


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _clear(partial: Path) -> None:
    """Remove what a backup that was killed left behind."""
    if partial.is_dir():
        shutil.rmtree(partial)
    else:
        partial.unlink(missing_ok=True)
