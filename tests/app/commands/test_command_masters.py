"""``masters`` and ``gauge``: sets listed, the software tested from stored pictures, a live check at the terminal."""

import signal
import sys
from pathlib import Path

import pytest

from app.cli import COMMAND, cli
from engine.bundle import read_bundle
from engine.gauge.study import Kinds, Plan, StudyShelf, number_parts
from engine.masters.checks import CHECK, TEST
from engine.masters.sets import MasterKind, MasterShelf, NewMaster
from engine.pipeline.station import Station, StationOptions
from engine.pipeline.tally import Tally
from engine.records.reader import RecordReader
from engine.settings import Settings, load_settings, save_settings
from tests.support.bundles import make_bundle
from tests.support.commands import CommandLine
from tests.support.masters import pictures
from tests.support.streams import MjpegServer
from tests.support.studies import SHA, read_all


@pytest.fixture
def inspect(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(cli, COMMAND, capsys, monkeypatch)


def take(station: Path, server: MjpegServer, bundle: Path) -> MasterShelf:
    """A good and a bad master part from the live source."""
    settings, _ = load_settings(station)
    running = Station(settings, station.parent, StationOptions(window=True))
    found = read_bundle(bundle)
    running.use(running.make_line(found, settings.sources, None, Tally(), held=True), found)
    line, shelf = running.line, MasterShelf(station.parent / "data")
    running.start()
    line.confirm_limits("Plate", found.product("Plate")[1].limits.to_limits(), "Ada", "first")
    for count, (kind, defect) in enumerate(((MasterKind.GOOD, 0), (MasterKind.BAD, 48)), 1):
        assert line.wait(lambda now: bool(now.provider and now.sources and now.sources[0].ready), 60)
        server.show(pictures(defect))
        line.step()
        assert line.wait(lambda now, count=count: now.part == count, 30)
        newest = line.snapshot().newest
        assert newest is not None
        shelf.take("Plate", NewMaster(kind.value, kind, newest, found.sha256, "Ada"))
    running.close()
    return shelf


class Hands:
    """Whoever presses Return has put the right part there."""

    def __init__(self, server: MjpegServer, seed: int = 7) -> None:
        self._server, self._shown = server, iter([pictures(0, seed), pictures(48, seed)])

    def readline(self) -> str:
        self._server.show(next(self._shown))
        return "\n"


def run_with_check(inspect: CommandLine, station: Path, server: MjpegServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that asks for the master parts first."""
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # the tests keep their own
    monkeypatch.setattr(sys, "stdin", Hands(server, 99))
    ran = inspect("run", "--station", station, "--record", "--check-masters", "Cy", "--seconds", "0.5", "--json")
    counts = ran.lines[-1]["parts"]
    assert counts["presented"] == 2
    assert ran.code == (3 if counts["error"] > 2 else 0), "parts that were presented are no trouble of the run"


def test_a_set_is_listed_tested_and_checked_live(
    inspect: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle, station = make_bundle(tmp_path / "plate.uniad"), tmp_path / "station.toml"
    with MjpegServer(rate=60, pictures=pictures(0)) as server:
        line = {"bundle": "plate.uniad", "deadline_ms": 60_000.0, "provider": "cpu", "mode": "free"}
        source = {"uri": server.url, "name": "camera"}
        save_settings(station, Settings.model_validate({"sources": [source], "line": line}))
        assert "no master parts yet" in inspect("masters", "list", "--station", station).out
        untried = inspect("masters", "test", "--station", station)
        assert untried.code == 2
        assert "prove nothing: the set has no part" in untried.err
        shelf = take(station, server, bundle)
        (listed,) = inspect("masters", "list", "--station", station, "--json").lines
        assert [part["name"] for part in listed["sets"][0]["parts"]] == ["good", "bad"]
        (tried,) = inspect("masters", "test", "--station", station, "--json").lines
        assert (tried["outcome"], tried["stored"]) == ("passed", True)

        monkeypatch.setattr(sys, "stdin", Hands(server))
        done = inspect("masters", "check", "--station", station, "--user", "Bo")
        assert done.code == 0, (done.out, done.err)
        assert "check of Plate: passed" in done.out
        assert "present good (good), press Return" in done.err
        run_with_check(inspect, station, server, monkeypatch)
    reader = RecordReader(tmp_path / "data")
    (first, row), (test,) = reader.events(CHECK), reader.events(TEST)
    reader.close()
    assert (first.params["outcome"], first.user) == ("passed", "Cy")
    assert (row.params["outcome"], row.params["stored"], row.user) == ("passed", 0, "Bo")
    assert (test.params["outcome"], test.params["stored"]) == ("passed", 1)
    shelf.remove("Plate", "bad")
    one_sided = inspect("masters", "list", "--station", station)
    assert one_sided.code == 2
    assert "the set has no bad part" in one_sided.out
    bundle.unlink()
    gone = inspect("masters", "test", "--station", station)
    assert gone.code == 2
    assert "plate.uniad" in gone.err
    assert MasterShelf(tmp_path / "data").load("Plate").parts, "a model that is gone takes no master part with it"


def test_the_figures_of_a_study(inspect: CommandLine, tmp_path: Path) -> None:
    shelf = StudyShelf(tmp_path)
    study = shelf.begin(Plan("Line 3", "Plate", SHA, 2.0, number_parts(Kinds()), ("Bo",)))
    read_all(shelf, study, {("Bo", 1, study.parts[0].number)})
    done = inspect("gauge", shelf.path("Line 3"))
    assert done.code == 0
    assert "50 parts (25 bad, 13 borderline), finished" in done.out
    (told,) = inspect("gauge", shelf.path("Line 3"), "--json").lines
    assert told["grades"]["station"]["grade"] == "acceptable"
    assert told["appraisers"][1]["effective"]["count"] == 49
    damaged = tmp_path / "other.json"
    damaged.write_text("{}")
    assert inspect("gauge", damaged).code == 2
