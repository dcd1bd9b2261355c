"""States of the Inspect page."""

from PySide6.QtTest import QTest

from app.actions import Do
from app.scenes.stage import Scene, Stage
from engine.decision import Verdict

MOST_PARTS = 100
ENOUGH = 34


def inspect_empty(stage: Stage) -> None:
    """First start: no product yet."""
    stage.go(Do.INSPECT)
    stage.shot("welcome")


def inspect_unconfirmed(stage: Stage) -> None:
    """A product whose limits nobody has confirmed."""
    stage.station.window.open_bundle(stage.demo.bundle)
    stage.until(lambda: stage.snapshot.bundle is not None, "a bundle")
    stage.shot("inspect_unconfirmed", 800)


def inspect_verdicts(stage: Stage) -> None:
    """PASS and FAIL of the demo, with some history."""
    if not stage.open_demo():
        return
    wanted = [Verdict.PASS, Verdict.FAIL]
    for _ in range(MOST_PARTS):
        stage.next_part(stage.station.line.step, 5)
        newest = stage.snapshot.newest
        if newest is None or stage.snapshot.part < ENOUGH or newest.verdict not in wanted:
            continue
        if newest.regions or newest.verdict is Verdict.PASS:
            wanted.remove(newest.verdict)
            QTest.qWait(400)
            stage.shot(f"inspect_{newest.verdict.value.lower()}")
        if not wanted:
            return
    stage.problems.append(f"no part of the demo is {wanted}")


SCENES: tuple[Scene, ...] = (inspect_empty, inspect_unconfirmed, inspect_verdicts)
