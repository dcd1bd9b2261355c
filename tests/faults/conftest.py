"""The layer under the recorder, built once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.layer import build_layer, run_recorder

Run = Callable[..., tuple[list[list[str]], Path]]


@pytest.fixture(scope="session")
def layer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled layer."""
    built = build_layer(tmp_path_factory.mktemp("faultfs"))
    if built is None:
        pytest.skip("needs Linux and a C compiler")
    return built


@pytest.fixture
def record(layer: Path, tmp_path: Path) -> Run:
    """Run the recorder on ``tmp_path/data`` over the layer; gives what it said and the log of changes."""

    def run(parts: int, *options: str, fail: str = "") -> tuple[list[list[str]], Path]:
        log = tmp_path / "changes"
        return run_recorder(layer, tmp_path / "data", log, [str(parts), *options], fail), log

    return run
