"""A PostgreSQL of a test's own: a cluster in a temporary folder, reached by a socket there. Debian's package
``postgresql`` is enough; nothing of the system's own server is touched."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, or None."""
    known = shutil.which("initdb")
    places = [Path(known).resolve().parent] if known else []
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "initdb").exists()), None)


def _user() -> str | None:
    """It refuses to run as root; then the account that the package made, or any that owns nothing."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running(programs: Path) -> Iterator[str]:
    """A fresh server without syncs; its address."""
    user = _user()
    # a short name: a socket must fit in 107 characters
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        folder = Path(name)
        if user is not None:
            shutil.chown(folder, user)

        def call(*words: str) -> None:
            subprocess.run(words, user=user, check=True, cwd=folder, capture_output=True, timeout=60)

        initdb = [str(programs / "initdb"), "-D", f"{folder}/data", "-U", "plant", "-A", "trust", "-E", "UTF8"]
        call(*initdb, "--no-sync", "--locale=C")
        words = f"-k {folder} -c listen_addresses= -c fsync=off -c shared_buffers=16MB -c max_connections=10"
        control = [str(programs / "pg_ctl"), "-D", f"{folder}/data", "-w"]
        call(*control, "-l", f"{folder}/log", "-o", words, "start")
        try:
            yield f"postgresql://plant@/postgres?host={folder}"
        finally:
            call(*control, "-m", "immediate", "stop")
