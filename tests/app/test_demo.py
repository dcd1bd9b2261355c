"""The demo's choice of pictures, and following a training that runs as a process of its own."""

import sys
import time
from pathlib import Path

import pytest

from app.demo import N_GOOD, N_STREAM_BAD, N_STREAM_GOOD, DemoPlan, choose_cells, find_data, prepare
from app.demo_session import DemoSession
from app.pages.demo import overall
from app.training_process import TrainingProcess, TrainingStatus
from engine.errors import ErrorCode

WRITER = """
import json, pathlib, sys, time
run = pathlib.Path(sys.argv[1]); run.mkdir(parents=True)
with (run / "events.jsonl").open("w") as file:
    for event in json.loads(sys.argv[2]):
        file.write(json.dumps({"v": 1, **event}) + "\\n"); file.flush(); time.sleep(0.02)
print(sys.argv[3], file=sys.stderr)
time.sleep(float(sys.argv[4]))
"""
EVENTS = [
    {"event": "stage", "stage": "features", "total": 10},
    {"event": "working", "stage": "features", "done": 5, "total": 10},
    {"event": "stage", "stage": "train", "total": 100},
    {"event": "progress", "step": 40, "steps": 100, "loss": 0.5, "eta_s": 60.0},
]


def process(run: Path, events: list[dict[str, object]], words: str = "", sleep_s: float = 0.0) -> TrainingProcess:
    import json

    return TrainingProcess([sys.executable, "-c", WRITER, str(run), json.dumps(events), words, str(sleep_s)], run)


def follow(training: TrainingProcess) -> list[TrainingStatus]:
    training.begin()
    seen = [training.poll()]
    deadline = time.monotonic() + 30
    while not seen[-1].ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
        if (status := training.poll()) != seen[-1]:
            seen.append(status)
    return seen


def test_a_training_is_followed_to_its_bundle(tmp_path: Path) -> None:
    done = {"event": "done", "bundle": "/x.uniad", "sha256": "0", "seconds": 1.0, "peak_mb": 1.0, "steps": 100}
    seen = follow(process(tmp_path / "run", [*EVENTS, done]))
    assert seen[-1].bundle == Path("/x.uniad")
    assert seen[-1].losses == (0.5,)
    progress = [overall(status) for status in seen]
    assert progress == sorted(progress)
    assert any(status.eta_s == 60.0 for status in seen)


def test_a_training_that_says_why_it_failed(tmp_path: Path) -> None:
    failed = {"event": "error", "code": "train.too_few", "message": "only 3 images"}
    error = follow(process(tmp_path / "run", [*EVENTS, failed]))[-1].failure
    assert error is not None
    assert error.code is ErrorCode.TRAIN_FAILED
    assert "only 3 images" in str(error)


def test_a_training_that_dies_is_quoted(tmp_path: Path) -> None:
    error = follow(process(tmp_path / "run", EVENTS, words="Killed: out of memory"))[-1].failure
    assert error is not None
    assert "out of memory" in str(error)


def test_a_later_window_finds_the_training_that_still_runs(tmp_path: Path) -> None:
    first = process(tmp_path / "run", EVENTS, sleep_s=60)
    first.begin()
    deadline = time.monotonic() + 30
    while first.poll().done != 40:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    second = process(tmp_path / "run", [])
    second.begin()
    assert second.poll().done == 40
    second.cancel()
    first.cancel()
    assert first.poll().failure is not None


LABELS = "\n".join(
    f"images/cell{index:04d}.png  {probability}  {kind}"
    for index, (probability, kind) in enumerate(
        [("0.0", "mono")] * 400 + [("1.0", "mono")] * 60 + [("0.3333", "mono")] * 20 + [("0.0", "poly")] * 50
    )
)


def test_learned_and_streamed_cells_are_apart_and_always_the_same() -> None:
    learn, stream = choose_cells(LABELS)
    assert len(learn) == N_GOOD
    assert len(stream) == N_STREAM_GOOD + N_STREAM_BAD
    assert not set(learn) & set(stream)
    number = {name: int(name[11:15]) for name in learn + stream}
    assert all(number[name] < 400 for name in learn)
    bad = [name for name in stream if number[name] >= 400]
    assert len(bad) == N_STREAM_BAD
    assert all(400 <= number[name] < 460 for name in bad)
    assert choose_cells("\n".join(reversed(LABELS.splitlines()))) == (learn, stream)
    gaps = [index for index, name in enumerate(stream) if name in bad]
    assert gaps != list(range(gaps[0], gaps[0] + len(gaps))), "defects are mixed with good cells"


def test_the_real_cells_are_copied_once(tmp_path: Path) -> None:
    pytest.importorskip("PIL")
    plan = DemoPlan(tmp_path / "demo")
    prepare(plan)
    assert len(list(plan.good.glob("*.png"))) == N_GOOD
    assert len(list(plan.stream.glob("*.png"))) == N_STREAM_GOOD + N_STREAM_BAD
    first = next(iter(sorted(plan.good.glob("*.png"))))
    assert first.read_bytes() == (find_data() / "images" / first.name[4:]).read_bytes()
    stamp = first.stat().st_mtime_ns
    prepare(plan)
    assert first.stat().st_mtime_ns == stamp
    assert plan.owns(plan.stream)
    assert "--json" in plan.command()


def test_a_session_that_cannot_write_says_so(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    session = DemoSession(DemoPlan(blocked / "demo"))
    deadline = time.monotonic() + 30
    while not session.status.ended:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert session.close()
    assert session.status.failure is not None
    assert session.status.failure.code is ErrorCode.NOT_WRITABLE
