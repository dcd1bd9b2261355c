"""A judge's process that was started ahead of its spec."""

from pathlib import Path

from engine.decision import Verdict
from engine.pipeline.snapshot import LineState
from engine.pipeline.warm import WarmProcess, WarmStarter
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
