"""Working a real window in tests: wait for what it shows, as a person would."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtTest import QTest

from app.main_window import MainWindow
from app.start import Station
from engine.pipeline.client import LineClient
from engine.pipeline.snapshot import LineState, Snapshot


class Window:
    """A station whose event loop is turned by waiting."""

    def __init__(self, station: Station) -> None:
        self.station = station

    @property
    def main(self) -> MainWindow:
        return self.station.window

    @property
    def line(self) -> LineClient:
        return self.station.line

    def wait(self, condition: Callable[[], object], seconds: float = 60) -> None:
        deadline = time.monotonic() + seconds
        while not condition():
            now = self.line.snapshot()
            assert time.monotonic() < deadline, f"never happened; {now.state}, cause {now.cause}, part {now.part}"
            QTest.qWait(10)

    def wait_line(self, condition: Callable[[Snapshot], bool]) -> Snapshot:
        self.wait(lambda: condition(self.line.snapshot()))
        QTest.qWait(60)
        return self.line.snapshot()

    def open(self, bundle: Path, source: Path | str, confirmed: bool = True, loop: bool = False) -> Snapshot:
        """A product and a source, ready to start, with the proposed limits in force."""
        self.main.open_bundle(bundle)
        self.main.open_source(str(source), loop)
        now = self.wait_line(lambda now: now.state is LineState.STOPPED and bool(now.source and now.source.ready))
        if confirmed and not now.confirmed:
            self.main.confirm_limits()
            now = self.wait_line(lambda now: now.confirmed)
        return now

    def wait_end(self, part: int) -> Snapshot:
        """Until the source is used up and ``part`` parts were judged."""
        return self.wait_line(
            lambda now: now.part == part and now.state is LineState.STOPPED and bool(now.source and now.source.over)
        )
