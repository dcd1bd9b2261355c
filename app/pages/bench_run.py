"""The benchmark as a process of its own: it can be cancelled, and its load is not the window's."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from engine.errors import ErrorCode, InspectError

RUNS = 200


class BenchRun:
    """``uniad-inspect bench BUNDLE --json`` until it ends or is cancelled."""

    def __init__(self, bundle: Path, runs: int = RUNS) -> None:
        command = [sys.executable, "-c", "from app.cli import main; main()", "bench", str(bundle), "--json"]
        self._out = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as the process)
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen([*command, "--runs", str(runs)], stdout=self._out, stderr=self._errors)
        self.cancelled = False

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self._process.poll() is None

    def cancel(self) -> None:
        """End it."""
        self.cancelled = True
        if self.running:
            self._process.kill()
        self._process.wait()

    def result(self) -> dict[str, object]:
        """What it printed. Raises InspectError with its last line."""
        self._out.seek(0)
        self._errors.seek(0)
        out, errors = self._out.read().decode("utf-8", "replace"), self._errors.read().decode("utf-8", "replace")
        if self._process.returncode != 0:
            why = (errors.strip().splitlines() or [f"exit code {self._process.returncode}"])[-1][:200]
            raise InspectError(ErrorCode.INTERNAL, where="bench", why=why)
        found: dict[str, object] = json.loads(out.strip().splitlines()[-1])
        return found

    def close(self) -> None:
        """Cancel and let go of the files."""
        self.cancel()
        self._out.close()
        self._errors.close()
