"""A file is written whole or not at all."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.errors import ErrorCode, InspectError, UsageError
from engine.files import check_writable, explain_os_error, write_atomic


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    write_atomic(path, b"one")
    write_atomic(path, b"two" * 1000)
    assert path.read_bytes() == b"two" * 1000
    assert list(tmp_path.iterdir()) == [path]


def test_a_long_name_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 240)
    write_atomic(path, b"x")
    assert path.read_bytes() == b"x"


def test_a_folder_that_cannot_be_written_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    for path in (tmp_path / "file" / "a.bin", tmp_path / "none" / "a.bin"):
        with pytest.raises(UsageError) as caught:
            write_atomic(path, b"x")
        assert caught.value.code is ErrorCode.NOT_WRITABLE
        assert str(path) in str(caught.value)


def test_a_folder_of_that_name_is_kept_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "a.bin" / "inside").mkdir(parents=True)
    with pytest.raises(UsageError):
        write_atomic(tmp_path / "a.bin", b"x")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


@pytest.mark.skipif(os.name == "nt", reason="limits of file size are POSIX")
def test_a_write_that_fails_half_way_keeps_the_old_file_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"old")
    script = (
        "import resource, sys; from pathlib import Path; from engine.errors import InspectError;"
        "from engine.files import write_atomic; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: write_atomic(Path(sys.argv[1]), bytes(10**6))\n"
        "except InspectError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True)
    assert "cannot write" in done.stdout
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_named_as_such(tmp_path: Path) -> None:
    error = explain_os_error(OSError(errno.ENOSPC, "No space left on device"), tmp_path / "a.bin")
    assert type(error) is InspectError
    assert error.code is ErrorCode.DISK_FULL
    assert "MB free" in str(error)


def test_writability_is_checked_before_work_begins(tmp_path: Path) -> None:
    check_writable(tmp_path / "new" / "folder" / "a.uniad")
    assert list((tmp_path / "new" / "folder").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    for path in (tmp_path, tmp_path / "file" / "a.uniad"):
        with pytest.raises(UsageError) as caught:
            check_writable(path)
        assert caught.value.code is ErrorCode.NOT_WRITABLE
