"""The one training of a station: started, paused, cut off, found again. The trainer is a small program that keeps the
same files as the real one, as a station file may name any."""

import json
import os
import shutil
import signal
import sys
import time
from collections import namedtuple
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.wizard.desk import Desk, Phase
from engine.errors import ErrorCode
from engine.teach.plan import ProductPlan, TrainingPlan

TRAINER = """
import json, pathlib, sys, time
words = sys.argv[1:]
run = pathlib.Path(words[words.index("--run-dir") + 1] if "--run-dir" in words else words[1])
out = words[words.index("--out") + 1]
run.mkdir(parents=True, exist_ok=True)
(run / "STOP").unlink(missing_ok=True)
(run / "recipe.json").write_text("{}")
def say(**event):
    with (run / "events.jsonl").open("a") as file:
        file.write(json.dumps(event) + "\\n")
at = run / "checkpoint.pt"
step = int(at.read_text()) if at.exists() else 0
say(event="stage", stage="train", total=100)
last = 100 if words[0] == "fit" else step
while step < last:
    step += 1
    at.with_name("next").write_text(str(step))
    at.with_name("next").replace(at)
    say(event="progress", step=step, steps=100, loss=400.0 / step, eta_s=1.0)
    if (run / "STOP").exists():
        say(event="error", code="train.interrupted", message="stopped")
        sys.exit(130)
    time.sleep(0.02)
pathlib.Path(out).write_text(f"{words[0]} {step} {'--resume' in words}")
say(event="done", bundle=out, sha256="0" * 64, seconds=1.0, peak_mb=1.0, steps=step)
"""


@pytest.fixture
def trainer(tmp_path: Path) -> list[str]:
    script = tmp_path / "trainer.py"
    script.write_text(TRAINER)
    return [sys.executable, str(script)]


@pytest.fixture
def desk(tmp_path: Path, trainer: list[str]) -> Iterator[Desk]:
    made = Desk(tmp_path / "data", trainer)
    yield made
    made.discard()
    assert made.close()


def plan_in(desk: Desk) -> TrainingPlan:
    one = ProductPlan(name="Nut", folder=str(desk.folder))
    return TrainingPlan(products=(one,), out=str(desk.folder / "Nut.uniad"))


def wait(condition: Callable[[], object], seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "never happened"
        time.sleep(0.02)


def pid_of(desk: Desk) -> int:
    return int(json.loads(desk.run.with_name("run.pid").read_text())["pid"])


def test_a_training_pauses_goes_on_and_ends_in_a_bundle(desk: Desk) -> None:
    desk.start(plan_in(desk))
    wait(lambda: len(desk.status.losses) > 3)
    assert desk.status.memory_mb > 1
    desk.pause()
    wait(lambda: desk.phase is Phase.STOPPED)
    assert desk.status.paused
    paused_at = desk.status.done
    desk.resume()
    wait(lambda: desk.phase is Phase.DONE)
    assert desk.bundle is not None
    assert desk.bundle.read_text() == "fit 100 True"
    assert len(desk.status.losses) >= 100, "what was shown before the pause is still shown"
    assert 0 < paused_at < 100


def test_a_killed_training_is_found_by_the_next_program_and_resumed(desk: Desk, trainer: list[str]) -> None:
    desk.start(plan_in(desk))
    wait(lambda: len(desk.status.losses) > 3)
    os.kill(pid_of(desk), signal.SIGKILL)
    wait(lambda: desk.phase is Phase.STOPPED)
    assert desk.status.silent
    assert desk.close()
    later = Desk(desk.folder.parent, trainer)
    later.look()
    wait(lambda: later.phase is Phase.STOPPED)
    assert later.plan == plan_in(later)
    later.resume()
    wait(lambda: later.phase is Phase.DONE)
    assert later.close()
    shutil.rmtree(later.folder)


def test_a_training_goes_on_without_the_window_and_is_the_only_one(desk: Desk, trainer: list[str]) -> None:
    desk.start(plan_in(desk))
    wait(lambda: len(desk.status.losses) > 3)
    second = Desk(desk.folder.parent, trainer)
    second.start(plan_in(desk))
    wait(lambda: second.trouble is not None)
    assert second.trouble is not None
    assert second.trouble.code is ErrorCode.TRAIN_BUSY
    assert second.close()
    third = Desk(desk.folder.parent, trainer)
    third.look()
    wait(lambda: third.phase is Phase.RUNNING)
    third.discard()
    wait(lambda: third.phase is Phase.NONE)
    assert not third.folder.exists()
    assert third.close()


def test_what_was_learned_until_a_pause_can_be_used(desk: Desk) -> None:
    desk.start(plan_in(desk))
    wait(lambda: len(desk.status.losses) > 3)
    desk.pause()
    wait(lambda: desk.phase is Phase.STOPPED)
    desk.use_so_far()
    wait(lambda: desk.phase is Phase.DONE)
    assert desk.bundle is not None
    assert desk.bundle.read_text().startswith("export ")


def test_a_full_disk_is_told_before_anything_starts(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 9 * 10**8, 100 * 2**20))
    desk.start(plan_in(desk))
    wait(lambda: desk.trouble is not None)
    assert desk.trouble is not None
    assert (desk.trouble.code, desk.trouble.params["free_mb"]) == (ErrorCode.TRAIN_DISK, 100)
    assert desk.phase is Phase.NONE
    assert not desk.run.exists()
