"""``uniad-train selftest`` on the CPU, and what it says where there is no GPU."""

import pytest
import torch

from tests.support.commands import CommandLine


def test_the_cpu_passes(train: CommandLine) -> None:
    done = train("selftest", "--device", "cpu", "--json")
    assert done.code == 0, done.out
    found = done.lines[0]
    assert found["passed"] is True
    assert [check["name"] for check in found["checks"]] == ["training", "precision bf16", "resume", "export and parity"]
    assert "differ by 0.0e+00" in found["checks"][2]["detail"]
    assert not done.err


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_no_gpu_is_one_line(train: CommandLine) -> None:
    done = train("selftest", "--device", "cuda")
    assert (done.code, len(done.errors)) == (2, 1)
    assert "--device cpu" in done.errors[0]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")
def test_the_gpu_passes(train: CommandLine) -> None:
    assert train("selftest", "--device", "cuda").code == 0
