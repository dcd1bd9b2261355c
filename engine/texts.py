"""Text files from outside: read with a bound on their size, and parsed so that hostile ones are plain errors."""

import errno
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

MOST_TEXT_BYTES = 16 * 2**20


def read_text(path: Path, most_bytes: int = MOST_TEXT_BYTES) -> str:
    """The text of a regular file in UTF-8. Raises OSError, also for a pipe, a device or more than ``most_bytes``, and
    UnicodeDecodeError."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        data = file.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise OSError(errno.EFBIG, f"larger than {most_bytes // 2**20} MiB")
    return data.decode("utf-8")


def parse_toml(text: str) -> dict[str, Any]:
    """Parse TOML. Raises ValueError with the reason, also for text that only means to exhaust the parser."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    except ValueError as error:
        raise ValueError(" ".join(str(error).split())[:200]) from error
