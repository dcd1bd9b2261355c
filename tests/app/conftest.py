"""The window's tests run offscreen, each with a home of its own, and leave no thread or widget behind."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from app.options import WindowOptions
from app.paths import home
from app.start import Station, make_station
from tests.support.bundles import make_bundle
from tests.support.images import make_folder
from tests.support.windows import Window

settings.register_profile("window", deadline=None)  # a busy machine is no failure
settings.load_profile("window")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNIAD_INSPECT_HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _no_thread_outlives() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + 5
    while left := set(threading.enumerate()) - before:
        assert time.monotonic() < deadline, f"threads left behind: {left}"
        time.sleep(0.01)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return make_bundle(tmp_path / "plate.uniad", names=("Plate", "Washer"))


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    """Three parts that pass, one that fails."""
    return make_folder(tmp_path / "parts", good=3, bad=1)


@pytest.fixture
def window(qapp: QApplication) -> Iterator[Window]:
    """An open station window in the dark theme, in English. A busy machine is no failure: parts have a minute."""
    station_file = home() / "station.toml"
    if not station_file.exists():
        station_file.write_text("[line]\ndeadline_ms = 60000.0\n")
    station: Station = make_station(qapp, WindowOptions(theme="dark", language="en"))
    station.line.set_interval(0)
    station.window.resize(1280, 800)
    station.window.show()
    yield Window(station)
    station.window.close()
    assert station.close()
    station.window.deleteLater()
    station.translators.use("en")
    qapp.processEvents()
