"""Long random lives against simple models: records with findings over restarts, settings over torn files, the shelf."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.bundle import sign_bundle
from engine.decision import Verdict
from engine.errors import BundleError, ErrorCode
from engine.records.entries import FindingBody, FindingKind
from engine.records.reader import PartFilter, RecordReader
from engine.records.verify import verify
from engine.records.writer import RecordWriter
from engine.settings import Settings, load_settings, save_settings
from engine.shelf import Shelf
from engine.signing import Keys
from tests.support.bundles import make_bundle
from tests.support.records import make_part, picture

KINDS = (FindingKind.DEFECT, FindingKind.FALSE_REJECT, FindingKind.UNSURE)


class Records(RuleBasedStateMachine):
    """What was acknowledged is there, in order, also after a restart; findings are found until they are taken back."""

    parts = Bundle("parts")

    @initialize()
    def open(self) -> None:
        self.scratch = tempfile.TemporaryDirectory()
        self.data = Path(self.scratch.name) / "data"
        self.writer = RecordWriter(self.data)
        self.stored: dict[str, Verdict] = {}
        self.said: dict[str, list[tuple[int, FindingKind]]] = {}
        self.changed = True

    @rule(target=parts, verdict=st.sampled_from(list(Verdict)))
    def judge(self, verdict: Verdict) -> str:
        part = make_part(verdict, None if verdict is Verdict.ERROR else 0.25)
        self.writer.store(part, [picture()] if verdict is Verdict.FAIL else [])
        self.stored[part.uuid], self.said[part.uuid], self.changed = verdict, [], True
        return part.uuid

    @rule(part=parts)
    def judge_twice(self, part: str) -> None:
        """A trigger told again after a crash."""
        self.writer.store(make_part(Verdict.PASS, uuid=part))

    @rule(part=parts, kind=st.sampled_from(KINDS))
    def say(self, part: str, kind: FindingKind) -> None:
        receipt = self.writer.store(FindingBody(part=part, finding=kind, user="Ada"))
        self.said[part].append((receipt.seq, kind))
        self.changed = True

    @rule(part=parts)
    def take_back(self, part: str) -> None:
        if self.said[part]:
            seq, _ = self.said[part].pop()
            self.writer.store(FindingBody(part=part, undoes=seq, user="Ada"))
            self.changed = True

    @rule()
    def restart(self) -> None:
        self.writer.close()
        self.writer = RecordWriter(self.data)
        self.changed = True

    @invariant()
    def readers_see_what_was_acknowledged(self) -> None:
        if not getattr(self, "changed", False):
            return
        self.changed = False
        reader = RecordReader(self.data)
        rows = reader.newest(limit=10_000)
        found = {kind: {row.uuid for row in reader.newest(PartFilter(finding=kind), limit=10_000)} for kind in KINDS}
        reader.close()
        assert {row.uuid: row.verdict for row in rows} == self.stored
        assert [row.uuid for row in reversed(rows)] == list(self.stored)
        for kind in KINDS:
            assert found[kind] == {part for part, said in self.said.items() if kind in {one for _, one in said}}

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            self.writer.close()
            report = verify(self.data)
            assert report.ok, report.problems
            assert report.parts == len(self.stored)
            self.scratch.cleanup()


class StationFile(RuleBasedStateMachine):
    """Whatever is saved, cut or misspelt: a start has the last good settings, or an error, never something else."""

    @initialize()
    def begin(self) -> None:
        self.scratch = tempfile.TemporaryDirectory()
        self.path = Path(self.scratch.name) / "station.toml"
        self.last = Settings()
        save_settings(self.path, self.last)

    @rule(name=st.text(max_size=30), deadline=st.floats(1, 1000), mode=st.sampled_from(["every", "free", "triggered"]))
    def save(self, name: str, deadline: float, mode: str) -> None:
        changed = {"station": {"name": name}, "line": {"deadline_ms": deadline, "mode": mode}}
        self.last = Settings.model_validate(changed)
        save_settings(self.path, self.last)

    @rule(share=st.floats(0, 1, exclude_max=True))
    def tear(self, share: float) -> None:
        """A power cut in the middle of somebody's editor."""
        data = self.path.read_bytes() if self.path.exists() else b""
        self.path.write_bytes(data[: int(share * len(data))])

    @rule()
    def lose(self) -> None:
        self.path.unlink(missing_ok=True)

    @invariant()
    def a_start_has_the_last_good_settings(self) -> None:
        if hasattr(self, "path"):
            found, _ = load_settings(self.path)
            assert found == self.last

    def teardown(self) -> None:
        if hasattr(self, "scratch"):
            self.scratch.cleanup()


class Products(RuleBasedStateMachine):
    """The shelf holds exactly what was put there and not removed; nothing untrusted comes without a word."""

    files = Bundle("files")

    @initialize()
    def begin(self) -> None:
        self.scratch = tempfile.TemporaryDirectory()
        self.place = Path(self.scratch.name)
        self.keys = Keys(self.place / "keys")
        self.shelf = Shelf(self.place / "data", self.keys)
        self.there: set[str] = set()
        self.made = 0

    @rule(target=files, grey=st.integers(60, 200), signed=st.booleans())
    def make(self, grey: int, signed: bool) -> tuple[Path, bool]:
        self.made += 1
        path = make_bundle(self.place / f"{self.made}.uniad", grey=grey, size=(16, 16))
        if signed:
            sign_bundle(path, self.keys)
        return path, signed

    @rule(file=files, accept=st.booleans())
    def add(self, file: tuple[Path, bool], accept: bool) -> None:
        path, signed = file
        known = self.shelf.look_at(path).sha256 in self.there
        if signed or accept or known:
            self.there.add(self.shelf.add(path, accept).sha256)
            return
        with pytest.raises(BundleError) as caught:
            self.shelf.add(path, accept)
        assert caught.value.code is ErrorCode.BUNDLE_UNTRUSTED

    @rule(file=consumes(files), position=st.floats(0, 0.999))
    def damage(self, file: tuple[Path, bool], position: float) -> None:
        path, _ = file
        data = bytearray(path.read_bytes())
        data[int(position * len(data))] ^= 1
        path.write_bytes(data)
        with pytest.raises(BundleError):
            self.shelf.add(path, accept=True)

    @precondition(lambda self: getattr(self, "there", None))
    @rule(choice=st.integers(0, 100))
    def remove(self, choice: int) -> None:
        bundles = self.shelf.bundles()
        gone = bundles[choice % len(bundles)]
        self.shelf.remove(gone)
        self.there.discard(gone.sha256)

    @invariant()
    def the_shelf_holds_what_was_put_there(self) -> None:
        if hasattr(self, "shelf"):
            assert {one.sha256 for one in self.shelf.bundles()} == self.there

    def teardown(self) -> None:
        if hasattr(self, "scratch"):
            self.scratch.cleanup()


MACHINES = (Records, StationFile, Products)
CALM = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.mark.parametrize("machine", MACHINES)
def test_short_lives(machine: type[RuleBasedStateMachine]) -> None:
    wanted = settings(max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=CALM)
    run_state_machine_as_test(machine, settings=wanted)  # type: ignore[no-untyped-call]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("machine", MACHINES)
def test_long_lives(machine: type[RuleBasedStateMachine]) -> None:
    wanted = settings(max_examples=60, stateful_step_count=50, deadline=None, suppress_health_check=CALM)
    run_state_machine_as_test(machine, settings=wanted)  # type: ignore[no-untyped-call]
