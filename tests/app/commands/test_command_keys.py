"""``keys`` and ``sign``, and how other commands mark a bundle that nobody vouches for."""

from pathlib import Path

import pytest

from app.cli import COMMAND, cli
from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.images import make_folder


@pytest.fixture
def inspect(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(cli, COMMAND, capsys, monkeypatch)


def at(patch: pytest.MonkeyPatch, home: Path) -> None:
    """Another station."""
    patch.setenv("UNIAD_INSPECT_HOME", str(home))


def test_a_key_is_made_shown_and_trusted_elsewhere(
    inspect: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_bundle(tmp_path / "plate.uniad")
    missing = inspect("keys", "show")
    assert missing.code == 2
    assert "keys make" in missing.err
    (made,) = inspect("keys", "make", "--json").lines
    assert inspect("keys", "show", "--json").lines == [made]
    assert inspect("sign", path, "--json").lines == [{"bundle": str(path), "fingerprint": made["fingerprint"]}]
    assert inspect("show", path, "--json").lines[0]["signature"]["standing"] == "own"

    at(monkeypatch, tmp_path / "elsewhere")
    assert "signed by an unknown key" in inspect("show", path).out
    assert "no keys of others" in inspect("keys", "list").out
    trusted = inspect("keys", "trust", "Plant 2", made["public"])
    assert trusted.code == 0
    assert made["fingerprint"] in trusted.out
    assert "signed by Plant 2" in inspect("show", path).out
    (key,) = inspect("keys", "list", "--json").lines[0]["keys"]
    assert (key["name"], key["public"]) == ("Plant 2", made["public"])
    assert inspect("keys", "trust", "Again", made["public"]).code == 2
    assert inspect("keys", "trust", "Wrong", "abc").errors[0].count("see uniad-inspect keys list") == 1
    assert inspect("keys", "remove", "Plant 2").code == 0
    assert inspect("keys", "remove", "Plant 2").code == 2
    assert "unknown key" in inspect("show", path).out


def test_an_unsigned_bundle_still_runs_and_is_marked(inspect: CommandLine, tmp_path: Path) -> None:
    path, parts = make_bundle(tmp_path / "plate.uniad"), make_folder(tmp_path / "parts", good=2, bad=0)
    ran = inspect("run", path, parts, "--json")
    assert ran.code == 0
    assert len(ran.lines) == 2
    assert "is unsigned" in ran.err
    assert "bundle unsigned" in inspect("run", path, parts).out
    shown = inspect("show", path)
    assert "unsigned" in shown.out
    inspect("sign", path, "--out", tmp_path / "signed.uniad")
    assert "unsigned" in inspect("show", path).out
    signed = inspect("run", tmp_path / "signed.uniad", parts)
    assert "is unsigned" not in signed.err
    assert "bundle unsigned" not in signed.out


def test_a_bundle_that_cannot_be_opened_is_not_signed(inspect: CommandLine, tmp_path: Path) -> None:
    path = make_bundle(tmp_path / "plate.uniad")
    data = path.read_bytes()[:-1]
    path.write_bytes(data)
    assert inspect("sign", path).code == 2
    assert path.read_bytes() == data
