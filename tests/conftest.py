"""For every test: a home of its own, so that no test sees or changes the files of a person."""

import os
import time
from collections.abc import Callable, Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def _session_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    before = os.environ.get("UNIAD_INSPECT_HOME")
    os.environ["UNIAD_INSPECT_HOME"] = str(tmp_path_factory.mktemp("home"))
    yield
    if before is None:
        del os.environ["UNIAD_INSPECT_HOME"]
    else:
        os.environ["UNIAD_INSPECT_HOME"] = before


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Lets a test choose the time zone of this computer. POSIX only."""

    def choose(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield choose
    monkeypatch.undo()
    time.tzset()
