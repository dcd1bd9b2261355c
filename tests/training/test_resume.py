"""A run that was stopped, killed or met a full disk goes on where it was, bit for bit (fault 31)."""

import contextlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.errors import ErrorCode, InspectError, TrainingError
from engine.events import Event, Note, Progress, Stage
from engine.recipe import Recipe, reference_recipe
from tests.support.commands import CommandLine
from tests.support.images import write_image
from tests.support.training import flat_folder, made_up_part, run_training, tiny_options, tiny_recipe
from training import checkpoint
from training.features import new_cache
from training.fit import Trained
from training.runfolder import stored_recipe
from training.stopping import STOP, StopWish
from training.variants import PLAIN
from training.watch import LossLog, read_losses

ROOT = Path(__file__).parents[2]


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    return flat_folder(tmp_path / "parts", 8)


def weights(trained: Trained) -> dict[str, torch.Tensor]:
    return checkpoint.trained_state(trained.shipment.network)


def assert_same(one: Trained, other: Trained) -> None:
    assert weights(one).keys() == weights(other).keys()
    for key, value in weights(one).items():
        assert torch.equal(value, weights(other)[key]), key


def stop_at(run: Path, step: int) -> Any:
    def listener(event: Event) -> None:
        if isinstance(event, Progress) and event.step == step:
            (run / STOP).touch()

    return listener


def recipes() -> list[Recipe]:
    changes: dict[str, Any] = {"train": {"steps": 20, "checkpoint_every": 7}, "uniad": {"dropout": 0.2}}
    fast = tiny_recipe(changes | {"neck": {"out_channels": 20}})
    epochs = {"train": {"epochs": 7, "checkpoint_every": 100, "flip_horizontal": True}, "uniad": {"dropout": 0.2}}
    return [fast, tiny_recipe(epochs, reference_recipe())]


@pytest.mark.parametrize("recipe", recipes(), ids=["fast", "reference"])
def test_stopped_and_resumed_equals_straight_bit_for_bit(recipe: Recipe, parts: Path, tmp_path: Path) -> None:
    straight = run_training(parts, tmp_path / "straight", recipe)
    run = tmp_path / "stopped"
    with pytest.raises(TrainingError) as caught:
        run_training(parts, run, recipe, listener=stop_at(run, 10))
    assert caught.value.code is ErrorCode.TRAIN_INTERRUPTED
    assert len(read_losses(run)) == 10
    resumed = run_training(parts, run, recipe, resume=True)
    assert resumed.steps == straight.steps
    assert read_losses(run) == read_losses(tmp_path / "straight")
    assert len(read_losses(run)) == straight.steps
    assert_same(resumed, straight)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_killed_in_the_middle(number: signal.Signals, parts: Path, tmp_path: Path) -> None:
    options = tiny_options("--set", "train.steps=120", "--set", "train.checkpoint_every=5")
    run, out = tmp_path / "run", tmp_path / "part.uniad"
    command = [
        sys.executable,
        "-m",
        "training.cli",
        "fit",
        str(parts),
        "--out",
        str(out),
        "--run-dir",
        str(run),
        *options,
    ]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) as process:
        while process.poll() is None and not (run / checkpoint.FILE).exists():
            time.sleep(0.01)
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == (-9 if number is signal.SIGKILL else 130), err
    assert "Traceback" not in err
    assert not out.exists()
    done = len(read_losses(run))
    assert 5 <= done < 120
    recipe = stored_recipe(run)
    resumed = run_training_as_was_named(parts, run, recipe)
    straight = run_training(parts, tmp_path / "straight", recipe)
    assert read_losses(run) == read_losses(tmp_path / "straight")
    assert_same(resumed, straight)


def run_training_as_was_named(parts: Path, run: Path, recipe: Recipe) -> Trained:
    """Resume a run whose product is named after its folder."""
    from training.fit import Job, train
    from training.products import parse_folders
    from training.reporting import Reporter

    job = Job(tuple(parse_folders([str(parts)])), recipe, run / "x.uniad", run, device="cpu", resume=True)
    return train(job, Reporter(run, lambda _event: None))


def test_killed_before_the_first_checkpoint(parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe(), tmp_path / "run"
    straight = run_training(parts, tmp_path / "straight", recipe)
    run_training(parts, run, recipe)
    (run / checkpoint.FILE).unlink()
    said: list[Event] = []
    resumed = run_training(parts, run, recipe, resume=True, listener=said.append)
    assert any(isinstance(event, Note) and "no checkpoint yet" in event.text for event in said)
    assert_same(resumed, straight)
    assert len(read_losses(run)) == 6


def test_images_added_since_are_told_and_not_used(parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe({"train": {"steps": 12}}), tmp_path / "run"
    straight = run_training(parts, tmp_path / "straight", recipe)
    with pytest.raises(TrainingError):
        run_training(parts, run, recipe, listener=stop_at(run, 10))
    write_image(parts / "new.png", made_up_part(77))
    said: list[Event] = []
    resumed = run_training(parts, run, recipe, resume=True, listener=said.append)
    assert any(isinstance(event, Note) and "1 images came since" in event.text for event in said)
    assert_same(resumed, straight)


@pytest.mark.parametrize("how", ["changed", "vanished"])
@pytest.mark.parametrize("cache", [True, False])
def test_an_image_that_changes_during_training(how: str, cache: bool, parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe({"train": {"cache": cache}}), tmp_path / "run"
    saved = tmp_path / "saved"
    shutil.copytree(parts, saved)

    def meddle(event: Event) -> None:
        if isinstance(event, Stage) and event.stage == ("features" if cache else "train"):
            for path in parts.iterdir():
                path.unlink() if how == "vanished" else write_image(path, made_up_part(99))

    with pytest.raises(TrainingError) as caught:
        run_training(parts, run, recipe, listener=meddle)
    assert caught.value.code is ErrorCode.TRAIN_IMAGE_CHANGED
    assert "--resume" in str(caught.value)
    shutil.copytree(saved, parts, dirs_exist_ok=True)
    resumed = run_training(parts, run, recipe, resume=True)
    assert resumed.steps == 6


def test_another_recipe_or_other_products_are_refused(parts: Path, tmp_path: Path, train: CommandLine) -> None:
    run = tmp_path / "run"
    recipe = tiny_recipe({"train": {"steps": 12}})
    with pytest.raises(TrainingError):
        run_training(parts, run, recipe, listener=stop_at(run, 10))
    options = ("--out", tmp_path / "x.uniad", "--run-dir", run, "--resume")
    for more, word in (
        (("--set", "train.lr=0.5"), "train.lr is 0.001 there and 0.5 here"),
        (("--recipe", "reference"), "the run has recipe fast"),
        ((), "it was started with Part"),
    ):
        done = train("fit", parts, *options, *more)
        assert done.code == 2
        assert word in done.err
        assert len(done.errors) == 1
    assert stored_recipe(run) == recipe
    assert checkpoint.load(run).step == 10


def test_resume_needs_a_run(parts: Path, tmp_path: Path, train: CommandLine) -> None:
    done = train("fit", parts, "--out", tmp_path / "x.uniad", "--resume")
    assert (done.code, "--run-dir" in done.err) == (2, True)
    done = train("fit", parts, "--out", tmp_path / "x.uniad", "--resume", "--run-dir", tmp_path / "none")
    assert (done.code, "recipe.json" in done.err) == (2, True)


@pytest.mark.parametrize("damage", ["cut", "other", "empty"])
def test_a_damaged_checkpoint_is_refused(damage: str, parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe(), tmp_path / "run"
    run_training(parts, run, recipe)
    file = run / checkpoint.FILE
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:2000])
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        torch.save({"version": 1, "step": 3}, file)
    with pytest.raises(TrainingError) as caught:
        run_training(parts, run, recipe, resume=True)
    assert caught.value.code is ErrorCode.CHECKPOINT_INVALID
    assert "\n" not in str(caught.value)


def test_other_backbone_weights_are_refused(parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe(), tmp_path / "run"
    run_training(parts, run, recipe)
    record = (run / "run.json").read_text(encoding="utf-8")
    place = record.index('"backbone_sha256":"') if '"backbone_sha256":"' in record else record.index("backbone_sha256")
    start = record.index('"', record.index(":", place)) + 1
    (run / "run.json").write_text(record[:start] + "0" * 64 + record[start + 64 :], encoding="utf-8")
    with pytest.raises(TrainingError, match="weights are others"):
        run_training(parts, run, recipe, resume=True)


@contextlib.contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes: what a full disk does, for every user and on every file system."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_no_room_for_the_features(parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe(), tmp_path / "run"
    with largest_file(20_000), pytest.raises(InspectError) as caught:
        run_training(parts, run, recipe)
    assert caught.value.code in (ErrorCode.DISK_FULL, ErrorCode.NOT_WRITABLE)
    assert "features-0.npy" in str(caught.value)
    assert not list(run.glob("features-*"))
    assert run_training(parts, run, recipe, resume=True).steps == 6


def test_no_room_for_a_checkpoint_leaves_the_one_before(parts: Path, tmp_path: Path) -> None:
    recipe, run = tiny_recipe({"train": {"steps": 20, "checkpoint_every": 5}}), tmp_path / "run"
    straight = run_training(parts, tmp_path / "straight", recipe)
    limit = contextlib.ExitStack()

    def fill(event: Event) -> None:
        if isinstance(event, Progress) and event.step == 10:
            limit.enter_context(largest_file(30_000))

    with limit, pytest.raises(InspectError) as caught:
        run_training(parts, run, recipe, listener=fill)
    assert checkpoint.FILE in str(caught.value)
    assert checkpoint.load(run).step == 5
    assert not list(run.glob(".checkpoint*"))
    assert_same(run_training(parts, run, recipe, resume=True), straight)
    assert read_losses(run) == read_losses(tmp_path / "straight")


def test_a_full_disk_of_its_own(tmp_path: Path) -> None:
    """A table that does not fit is refused when it is made, not by the death of the process when it is filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        "import sys; from pathlib import Path; from tests.support.training import tiny_recipe\n"
        "from engine.model.network import Network; from training.features import new_cache\n"
        "from training.variants import PLAIN; from engine.errors import InspectError\n"
        "try: new_cache(Network(tiny_recipe()), 5000, (PLAIN,), Path(sys.argv[1]) / 'features-0.npy')\n"
        "except InspectError as error: print(error)\n"
    )
    command = f'mount -t tmpfs -o size=2m none "{disk}" && exec "{sys.executable}" -c "$SCRIPT" "{disk}"'
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command], cwd=ROOT, env=os.environ | {"SCRIPT": script}, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip("no file systems of one's own here")
    assert done.returncode == 0, done.stderr
    assert "no space left" in done.stdout


def test_the_table_claims_its_room_at_once(tmp_path: Path) -> None:
    from engine.model.network import Network

    file = tmp_path / "features-0.npy"
    new_cache(Network(tiny_recipe()), 40, (PLAIN,), file)
    found = file.stat()
    assert found.st_blocks * 512 >= found.st_size > 40 * 80 * 24 * 4


def test_the_log_of_losses_drops_what_is_repeated_and_what_was_cut(tmp_path: Path) -> None:
    (tmp_path / "losses.csv").write_text(
        "step,loss,grad_norm,lr,seconds\n1,0.5,1.0,0.1,0.0\n2,0.25,1.0,0.1,0.0\n3,0.125,1.0,0.1,0.0\n4,0.0",
        encoding="utf-8",
    )
    LossLog(tmp_path, 2).close()
    assert read_losses(tmp_path) == [0.5, 0.25]


def test_a_second_signal_does_not_wait(tmp_path: Path) -> None:
    wish = StopWish(tmp_path)
    assert not wish
    wish.signal(2, None)
    assert wish
    with pytest.raises(KeyboardInterrupt):
        wish.signal(2, None)
