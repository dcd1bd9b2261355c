"""The station's command line."""

import pytest

from app.cli import COMMAND, cli
from tests.support.commands import CommandLine


@pytest.fixture
def inspect(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(cli, COMMAND, capsys, monkeypatch)
