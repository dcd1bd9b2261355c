"""Memory runs out, or the device fails, in a real ``uniad-train fit``: one line, a resumable run (faults 25 and 26)."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.bundle import read_bundle
from engine.errors import ErrorCode, TrainingError
from tests.support.blows import starve
from tests.support.training import flat_folder, tiny_options
from training import checkpoint
from training.exhaustion import cause_of, told
from training.watch import read_losses

ROOT = Path(__file__).parents[2]
STEPS, EVERY = 8, 3
# Tensors of more than 32 MB: the C library asks the system for each, and gives it back.
LARGE = ("--input-size", "256x384", "--set", "train.batch=4", "--set", "uniad.ffn=2048")
# The made-up part of fault 25, where there is no GPU to lose: PyTorch's own exception, raised inside the forward pass
# of a real step in a real process. All that follows is what a lost GPU would set going.
LOSES_DEVICE = "raise torch.AcceleratorError('CUDA error: unspecified launch failure')"
TAKES_MEMORY = "starve(os.getpid(), 0)"
IN_A_STEP = """
import os, torch
from engine.model.uniad import UniAD
from tests.support.blows import starve
calls = 0
def blow(module, arguments):
    global calls
    if isinstance(module, UniAD) and module.training:
        calls += 1
        if calls == 6:
            BLOW
torch.nn.modules.module.register_module_forward_pre_hook(blow)
from training.cli import main
main()
"""


def fit(parts: Path, run: Path, *more: str, script: str = "from training.cli import main; main()") -> list[str]:
    """The words of a small training; the bundle lies beside the run."""
    options = tiny_options("--set", f"train.steps={STEPS}", "--set", f"train.checkpoint_every={EVERY}", *more)
    words = ["fit", str(parts), "--out", str(run.with_suffix(".uniad")), "--run-dir", str(run), "--device", "cpu"]
    return [sys.executable, "-c", script, *words, *options]


def begin(words: list[str]) -> subprocess.Popen[str]:
    """Start it."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told_by(process: subprocess.Popen[str]) -> str:
    """What it said until its end; one that does not end is not left behind."""
    try:
        return process.communicate(timeout=600)[1]
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise


def finish(words: list[str]) -> None:
    """Run to the end, which must be a good one."""
    process = begin(words)
    err = told_by(process)
    assert process.returncode == 0, err[-2000:]


def refused(process: subprocess.Popen[str], run: Path, code: ErrorCode) -> None:
    """One line, exit code 2, no bundle and nothing half-written; the last checkpoint is whole."""
    err = told_by(process)
    assert process.returncode == 2, err[-2000:]
    assert "Traceback" not in err
    last = err.strip().splitlines()[-1]
    assert last.startswith("error: ")
    assert f"--resume --run-dir {run}" in last
    assert f'"code":"{code.value}"' in (run / "events.jsonl").read_text(encoding="utf-8").replace(": ", ":")
    assert not list(run.parent.glob("*.uniad*"))
    assert not list(run.glob(".*"))
    assert checkpoint.load(run).step >= EVERY


def until_step(process: subprocess.Popen[str], run: Path, step: int) -> None:
    """Until that step is done and a checkpoint is there."""
    losses = run / "losses.csv"
    while process.poll() is None and not (losses.exists() and len(read_losses(run)) >= step):
        time.sleep(0.002)
    while process.poll() is None and not (run / checkpoint.FILE).exists():
        time.sleep(0.002)


@pytest.mark.skipif(sys.platform != "linux", reason="limits another process, which Linux alone can")
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_without_memory_in_a_step_and_in_the_export_the_run_is_kept_and_resumed(tmp_path: Path) -> None:
    parts, run = flat_folder(tmp_path / "parts", 8), tmp_path / "run"
    refused(begin(fit(parts, run, *LARGE, script=IN_A_STEP.replace("BLOW", TAKES_MEMORY))), run, ErrorCode.TRAIN_MEMORY)
    assert checkpoint.load(run).step == EVERY
    process = begin([*fit(parts, run, *LARGE), "--resume"])
    until_step(process, run, STEPS)
    starve(process.pid, 2**20)
    refused(process, run, ErrorCode.TRAIN_MEMORY)
    finish([*fit(parts, run, *LARGE), "--resume"])
    assert len(read_losses(run)) == STEPS
    assert read_bundle(run.with_suffix(".uniad")).judge_graph


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_device_that_fails_in_a_step_leaves_a_run_to_resume(tmp_path: Path) -> None:
    parts, run = flat_folder(tmp_path / "parts", 8), tmp_path / "run"
    refused(begin(fit(parts, run, script=IN_A_STEP.replace("BLOW", LOSES_DEVICE))), run, ErrorCode.TRAIN_DEVICE)
    assert checkpoint.load(run).step == EVERY
    finish([*fit(parts, run), "--resume"])
    assert len(read_losses(run)) == STEPS
    assert read_bundle(run.with_suffix(".uniad")).judge_graph


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), ErrorCode.TRAIN_MEMORY),
        (OSError(12, "Cannot allocate memory"), ErrorCode.TRAIN_MEMORY),
        (SystemError("error return without exception set"), ErrorCode.TRAIN_MEMORY),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 9 bytes"), ErrorCode.TRAIN_MEMORY),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), ErrorCode.TRAIN_DEVICE),
        (RuntimeError("mat1 and mat2 shapes cannot be multiplied"), None),
        (ValueError("cudnn"), None),
    ],
)
def test_what_is_told_and_what_is_a_bug(error: Exception, code: ErrorCode | None, tmp_path: Path) -> None:
    outer = LookupError("outer")
    outer.__cause__ = error
    assert cause_of(error) is code
    if code is None:
        with pytest.raises(LookupError), told(tmp_path):
            raise outer
        return
    with pytest.raises(TrainingError) as caught, told(tmp_path):
        raise outer
    assert caught.value.code is code
    assert str(error) in str(caught.value)
