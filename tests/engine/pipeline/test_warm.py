"""A judge's process that was started ahead of its spec."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.decision import Verdict
from engine.errors import InspectError
from engine.pipeline.jobs import JudgeSpec
from engine.pipeline.models import Loaded, load_guess, load_judge
from engine.pipeline.snapshot import LineState
from engine.pipeline.warm import Guess, WarmProcess, WarmStarter
from engine.provider import Provider
from tests.support.bundles import make_bundle
from tests.support.lines import Rig


def test_the_first_judge_takes_the_warm_process_and_the_next_one_of_its_own(tmp_path: Path) -> None:
    warm = WarmProcess()
    starter = WarmStarter(warm)
    rig = Rig(tmp_path, starter)
    rig.until(lambda now: now.state is LineState.RUNNING)
    rig.tap.good()
    rig.wait(1)
    warm.process.kill()
    rig.until(lambda now: now.judge_restarts == 1)
    rig.until(lambda now: now.state is LineState.RUNNING)
    rig.tap.good()
    rig.wait(2)
    assert rig.told.verdicts == [Verdict.PASS, Verdict.PASS]
    rig.close()
    starter.close()


def test_a_warm_process_that_died_meanwhile_is_replaced(tmp_path: Path) -> None:
    warm = WarmProcess()
    warm.process.kill()
    warm.process.join()
    rig = Rig(tmp_path, WarmStarter(warm))
    rig.tap.good()
    rig.wait(1)
    assert rig.told.verdicts == [Verdict.PASS]
    rig.close()


def test_a_warm_process_nobody_takes_ends() -> None:
    warm = WarmProcess()
    WarmStarter(warm).close()
    assert not warm.process.is_alive()


def expected(tmp_path: Path, **other: object) -> tuple[Loaded | None, JudgeSpec]:
    """What a guess loads, and a spec that differs from it in ``other``."""
    bundle = read_bundle(make_bundle(tmp_path / "guessed.uniad"))
    spec = JudgeSpec(bundle.path, bundle.sha256, tuple(bundle.manifest.products), Provider.CPU, threads=1)
    return load_guess(Guess(bundle.path, Provider.CPU, 1)), replace(spec, **other)  # type: ignore[arg-type]


def test_what_was_guessed_right_is_taken(tmp_path: Path) -> None:
    loaded, spec = expected(tmp_path)
    assert loaded is not None
    assert loaded.is_for(spec)
    spec.bundle.unlink()  # so nothing can be loaded again
    assert load_judge(spec, loaded).provider == "CPUExecutionProvider"


@pytest.mark.parametrize("other", [{"sha256": "0" * 64}, {"threads": 2}, {"gpu_memory_mb": 64}])
def test_what_was_guessed_wrong_is_loaded_anew(tmp_path: Path, other: dict[str, object]) -> None:
    loaded, spec = expected(tmp_path, **other)
    assert loaded is not None
    assert not loaded.is_for(spec)
    spec.bundle.unlink()
    with pytest.raises(InspectError):
        load_judge(spec, loaded)


def test_a_guess_that_cannot_be_loaded_is_nobodys_failure(tmp_path: Path) -> None:
    assert load_guess(Guess(tmp_path / "gone.uniad", Provider.CPU, 1)) is None


def test_a_line_judges_after_right_and_wrong_guesses(tmp_path: Path) -> None:
    other = make_bundle(tmp_path / "other.uniad")
    starter = WarmStarter(WarmProcess())
    starter.expect(Guess(tmp_path / "gone.uniad", Provider.AUTO, 1))
    starter.expect(Guess(other, Provider.AUTO, 1))
    rig = Rig(tmp_path, starter)
    rig.until(lambda now: now.state is LineState.RUNNING)
    rig.tap.good()
    rig.wait(1)
    assert rig.told.verdicts == [Verdict.PASS]
    rig.close()
    starter.close()
