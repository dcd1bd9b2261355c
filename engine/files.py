"""Durable files: the one place that knows how the operating systems differ in this."""

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path

from engine.errors import ErrorCode, InspectError, UsageError


def write_atomic(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file whole or not at all: temporary name, fsync, rename, fsync of the folder. ``mode``: who may read it.

    Raises UsageError (not writable) or InspectError (disk full); then nothing of the new file is left behind.
    """
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name[:60]}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
        temporary = None
        sync_folder(path.parent)
    except OSError as error:
        raise explain_os_error(error, path) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable; Windows has no such call and does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def explain_os_error(error: OSError, path: Path) -> InspectError:
    """The expected failures of writing: a full disk, or a place one may not write to."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        free = shutil.disk_usage(path.parent).free // 2**20
        return InspectError(ErrorCode.DISK_FULL, path=str(path), free_mb=free)
    return UsageError(ErrorCode.NOT_WRITABLE, path=str(path), why=error.strerror or str(error))


def check_writable(path: Path) -> None:
    """Raise UsageError before hours of work if ``path`` cannot be written at the end."""
    if path.is_dir():
        raise UsageError(ErrorCode.NOT_WRITABLE, path=str(path), why="it is a folder")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".probe."):
            pass
    except OSError as error:
        raise explain_os_error(error, path) from error
