"""The window for a long time: ``python -m tests.e2e.window_hour BUNDLE IMAGES [--seconds 3600] [--interval 0.5]``.

The real program over a folder in a loop, judging and recording, at one part in ``--interval`` seconds. Prints the
memory of the window's process and of its children once a minute, then one JSON object with the start (second minute),
the end and the slope of the window's memory. Needs a display (``xvfb-run``).
"""

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

WARM_S = 120.0


class Watch:
    """Takes the memory each minute, from inside."""

    def __init__(self, station: Any, seconds: float, period_s: float) -> None:
        import psutil
        from PySide6.QtCore import QTimer

        self._station, self._seconds = station, seconds
        self._own = psutil.Process()
        self._began = time.monotonic()
        self.samples: list[tuple[float, float, float, int]] = []
        self._started = False
        self.timer, self.starter = QTimer(), QTimer()
        self.timer.timeout.connect(self._sample)
        self.timer.start(round(1e3 * period_s))
        self.starter.timeout.connect(self._begin)
        self.starter.start(200)

    def _begin(self) -> None:
        """Confirm the limits and start, once the line is ready."""
        snapshot = self._station.line.snapshot()
        if snapshot.limits is not None and snapshot.source is not None and snapshot.source.ready:
            self.starter.stop()
            self._station.line.set_limits(snapshot.limits, "a long run")
            self._station.line.start()

    def _sample(self) -> None:
        gone = time.monotonic() - self._began
        own = self._own.memory_info().rss / 2**20
        others = sum(child.memory_info().rss for child in self._own.children(recursive=True)) / 2**20
        part = self._station.line.snapshot().part
        self.samples.append((gone, own, others, part))
        print(f"{gone / 60:6.1f} min  window {own:7.1f} MB  others {others:7.1f} MB  parts {part}", flush=True)
        if gone >= self._seconds:
            self._station.app.quit()

    def figures(self) -> dict[str, object]:
        """Start, end, slope."""
        import numpy as np

        warm = [one for one in self.samples if one[0] >= WARM_S] or self.samples
        hours = np.array([one[0] for one in warm]) / 3600
        memory = np.array([one[1] for one in warm])
        slope = float(np.polyfit(hours, memory, 1)[0]) if len(warm) > 2 else 0.0
        return {
            "window_mb_start": round(warm[0][1], 1),
            "window_mb_end": round(warm[-1][1], 1),
            "window_mb_most": round(float(memory.max()), 1),
            "slope_mb_per_hour": round(slope, 2),
            "others_mb_end": round(warm[-1][2], 1),
            "minutes": round(warm[-1][0] / 60, 1),
            "parts": warm[-1][3],
        }


def main() -> int:
    """Run, print, end."""
    parser = argparse.ArgumentParser()
    parser.add_argument("bundle", type=Path)
    parser.add_argument("images")
    parser.add_argument("--seconds", type=float, default=3600.0)
    parser.add_argument("--interval", type=float, default=0.5)
    options = parser.parse_args()
    os.environ["UNIAD_INSPECT_HOME"] = tempfile.mkdtemp(prefix="window-hour-")

    from PySide6.QtWidgets import QApplication

    from app.options import WindowOptions
    from app.start import SWITCH_S, begin, make_station, show

    sys.setswitchinterval(SWITCH_S)
    app = QApplication(["window-hour"])
    wanted = WindowOptions(bundle=options.bundle, theme="dark", language="en")
    station = make_station(app, wanted)
    show(station.window, wanted)
    begin(station, wanted)
    station.window.open_source(options.images, loop=True)
    station.line.set_interval(options.interval)
    watch = Watch(station, options.seconds, min(60.0, options.seconds / 4))
    app.exec()
    print(json.dumps(watch.figures(), indent=1))
    station.window.close()
    station.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
