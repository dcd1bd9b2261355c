"""``uniad-train scan`` as a process: it can be cancelled, and its load is not the window's."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app.training_process import TrainingStatus, follow
from engine.errors import ErrorCode, TrainingError
from engine.events import parse_lines
from engine.teach.findings import Findings, read_findings


class ScanRun:
    """Looks at folders until it ends or is cancelled. Starting it takes milliseconds; polling reads a small file."""

    def __init__(self, command: Sequence[str], folders: Sequence[str]) -> None:
        self._place = Path(tempfile.mkdtemp(prefix="uniad-scan-"))
        self._out, self._errors = (self._place / "out").open("wb"), (self._place / "errors").open("wb")
        words = [*command, "scan", *folders, "--json", "--look", "--run-dir", str(self._place)]
        try:
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=self._out, stderr=self._errors
            )
        except OSError as error:
            self._process = None
            (self._place / "errors").write_text(error.strerror or str(error), encoding="utf-8")

    @property
    def running(self) -> bool:
        """True until it has ended."""
        return self._process is not None and self._process.poll() is None

    def progress(self) -> TrainingStatus:
        """How far it is."""
        status = TrainingStatus()
        try:
            text = (self._place / "events.jsonl").read_text(encoding="utf-8")
        except OSError:
            return status
        for event in parse_lines(text):
            status = follow(status, event)
        return status

    def result(self) -> Findings:
        """What it found. Raises TrainingError with what it said last."""
        code = 127 if self._process is None else self._process.returncode
        if code == 0:
            return read_findings((self._place / "out").read_text(encoding="utf-8", errors="replace"))
        said = (self._place / "errors").read_text(encoding="utf-8", errors="replace").strip().splitlines()
        why = (said or [f"exit code {code}"])[-1].removeprefix("error: ")[:300]
        raise TrainingError(ErrorCode.TRAIN_SCAN, why=why)

    def close(self) -> None:
        """End it and remove what it wrote."""
        if self._process is not None:
            if self.running:
                self._process.kill()
            self._process.wait()
        self._out.close()
        self._errors.close()
        shutil.rmtree(self._place, ignore_errors=True)
