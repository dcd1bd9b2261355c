"""Exit codes and the one line on stderr, of a command line of the test's own."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from engine.console import print_json, tolerate_odd_names
from engine.errors import ErrorCode, InspectError, UsageError
from tests.support.commands import CommandLine, Outcome

Call = Callable[[Callable[[], object]], Outcome]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Runs a function as the only command of a program."""

    def run(command: Callable[[], object]) -> Outcome:
        app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        app.command()(command)
        return CommandLine(app, "tool", capsys, monkeypatch)()

    return run


@pytest.mark.parametrize(("answer", "code"), [(None, 0), (0, 0), (2, 2), (3, 3)])
def test_a_command_says_its_exit_code(call: Call, answer: int | None, code: int) -> None:
    def command() -> int | None:
        return answer

    assert call(command) == Outcome(code, "", "")


def test_an_expected_failure_is_one_line_and_code_2(call: Call) -> None:
    def command() -> None:
        raise UsageError(ErrorCode.NOT_FOUND, path="/a\nb")

    assert call(command) == Outcome(2, "", "error: not found: /a b; check the path\n")


def test_an_internal_error_is_code_1(call: Call) -> None:
    def command() -> None:
        raise InspectError(ErrorCode.INTERNAL, where="here", why="that")

    assert call(command).code == 1


def test_a_bug_is_not_caught(call: Call) -> None:
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        call(command)


def test_ctrl_c_is_130(call: Call) -> None:
    def command() -> None:
        raise KeyboardInterrupt

    assert call(command) == Outcome(130, "", "stopped\n")


def test_wrong_usage_names_the_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

    @app.command()
    def first(path: Path) -> None:
        """Needs a path."""

    @app.command()
    def second() -> None:
        """Needs nothing."""

    done = CommandLine(app, "tool", capsys, monkeypatch)("first")
    assert done == Outcome(2, "", "error: Missing argument 'path'; see tool first --help\n")
    assert CommandLine(app, "tool", capsys, monkeypatch)("second").code == 0


def test_json_stays_one_line_and_has_no_nan(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"name": "a\nb \udcff 金", "score": None})
    assert capsys.readouterr().out == '{"name": "a\\nb \\udcff \\u91d1", "score": null}\n'
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json({"score": float("nan")})


def test_a_name_the_terminal_cannot_show_is_escaped() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    tolerate_odd_names(stream)
    print("金\udcff", file=stream, flush=True)
    stream.seek(0)
    assert stream.buffer.read() == b"\\u91d1\\udcff\n"
