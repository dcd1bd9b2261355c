"""Running a command line in this process, as its entry point would."""

import json
import sys
from dataclasses import dataclass
from typing import Any

import pytest
import typer

from engine.console import run_command_line


@dataclass(frozen=True)
class Outcome:
    """Exit code and what was printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """JSON lines of stdout."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def errors(self) -> list[str]:
        """The lines on stderr that name an error."""
        return [line for line in self.err.splitlines() if line.startswith("error: ")]


class CommandLine:
    """``call("run", "a.uniad", folder)`` runs it and reports."""

    def __init__(
        self, app: typer.Typer, name: str, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self._app, self._name, self._capsys, self._patch = app, name, capsys, patch

    def __call__(self, *words: object) -> Outcome:
        self._capsys.readouterr()
        self._patch.setattr(sys, "argv", [self._name, *(str(word) for word in words)])
        code = run_command_line(self._app, self._name)
        out, err = self._capsys.readouterr()
        return Outcome(code, out, err)
