"""The same numbers another way: with and without a cache, on one process or two, and what TensorBoard gets."""

import csv
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from engine.bundle import read_bundle
from engine.recipe import reference_recipe
from tests.support.training import flat_folder, run_training, tiny_options, tiny_recipe
from training.watch import TENSORBOARD, read_losses

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", ["reference", "fast", "turned"])
def test_cached_features_give_the_losses_of_a_plain_loop(kind: str, tmp_path: Path) -> None:
    changes: dict[str, Any] = {"train": {"steps": 25, "batch": 3}, "data": {"input_size": (32, 32)}}
    if kind == "turned":
        changes["train"] |= {"flip_vertical": True, "quarter_turns": True}
    parts = flat_folder(tmp_path / "parts", 8)
    base = reference_recipe() if kind == "reference" else None
    found = {}
    for cache in (True, False):
        recipe = tiny_recipe(changes | {"train": changes["train"] | {"cache": cache}}, base)
        run_training(parts, tmp_path / f"run{cache}", recipe)
        found[cache] = read_losses(tmp_path / f"run{cache}")
        assert bool(list((tmp_path / f"run{cache}").glob("features-*"))) is cache
    assert len(found[True]) == 25
    assert found[True] == found[False]


def test_colour_is_never_cached_and_changes_the_losses(tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 8)
    run_training(parts, tmp_path / "plain", tiny_recipe())
    run_training(parts, tmp_path / "colour", tiny_recipe({"train": {"colour_jitter": 0.3}}))
    assert not list((tmp_path / "colour").glob("features-*"))
    assert read_losses(tmp_path / "colour") != read_losses(tmp_path / "plain")


def test_tensorboard_gets_every_step(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = tmp_path / "run"
    run_training(flat_folder(tmp_path / "parts", 8), run, tiny_recipe({"train": {"tensorboard": True}}))
    board = EventAccumulator(str(run / TENSORBOARD))
    board.Reload()
    points = board.Scalars("loss")
    assert [point.step for point in points] == list(range(1, 7))
    assert [point.value for point in points] == pytest.approx(read_losses(run), rel=1e-6)
    assert set(board.Tags()["scalars"]) == {"loss", "grad_norm", "lr"}


def launch(parts: Path, out: Path, run: Path, *more: str) -> subprocess.CompletedProcess[str]:
    options = tiny_options("--set", "train.batch=5", "--set", "uniad.dropout=0.0", *more)
    command = [sys.executable, "-m", "training.cli", "fit", str(parts), "--out", str(out), "--run-dir", str(run)]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [*command, "--device", "cpu", "--json", *options],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=280, check=False,
    )  # fmt: skip


def test_two_processes_train_like_one_and_write_one_bundle(tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 9)
    done = launch(parts, tmp_path / "two.uniad", tmp_path / "two", "--devices", "2")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    run_training(parts, tmp_path / "one", tiny_recipe({"train": {"batch": 5}, "uniad": {"dropout": 0.0}}))
    assert read_losses(tmp_path / "two") == pytest.approx(read_losses(tmp_path / "one"), abs=1e-4)
    assert len(read_losses(tmp_path / "two")) == 6
    read_bundle(tmp_path / "two.uniad")
    assert sorted(path.name for path in tmp_path.glob("*.uniad")) == ["two.uniad"]
    for lines in (done.stdout.splitlines(), (tmp_path / "two" / "events.jsonl").read_text().splitlines()):
        assert sum('"event": "done"' in line for line in lines) == 1
        assert sum('"stage": "train"' in line for line in lines) == 1
    with (tmp_path / "two" / "losses.csv").open(newline="") as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3", "4", "5", "6"]


def test_two_processes_fail_together_and_say_it_once(tmp_path: Path) -> None:
    parts = flat_folder(tmp_path / "parts", 3)
    for path in list(parts.iterdir())[1:]:
        path.write_bytes(b"x")
    done = launch(parts, tmp_path / "two.uniad", tmp_path / "two", "--devices", "2")
    assert done.returncode == 2
    assert done.stderr.count("1 usable good images") == 1
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "two.uniad").exists()
