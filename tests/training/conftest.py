"""What the tests of training share. Networks here are tiny: a second thread would only wait."""

from collections.abc import Iterator

import pytest
import torch

from tests.support.commands import CommandLine
from training.cli import cli


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture
def train(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """``uniad-train`` in this process."""
    return CommandLine(cli, "uniad-train", capsys, monkeypatch)
