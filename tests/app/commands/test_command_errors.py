"""``errors`` lists what can be shown, for people and scripts."""

import pytest

from app.cli import COMMAND, cli
from engine.errors import ErrorCode
from tests.support.commands import CommandLine


def test_every_code_is_listed_with_cause_and_remedy(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inspect = CommandLine(cli, COMMAND, capsys, monkeypatch)
    rows = inspect("errors", "--json").lines
    assert [row["code"] for row in rows] == [code.value for code in ErrorCode]
    assert all(row["cause"] and row["remedy"] for row in rows)
    some = inspect("errors", "keys.")
    assert some.code == 0
    assert [line.split()[0] for line in some.out.splitlines()] == ["keys.unusable", "keys.invalid"]
    assert inspect("errors", "nothing").out == ""
