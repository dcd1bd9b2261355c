"""The gallery over a million parts: first page, filters, stalls while scrolling, memory.

usage: python -m tests.e2e.review_speed --data DIR    (records made by tests.e2e.million)

Works the real page in a window without a display. A stall is the longest time in which the event loop did not turn, in
the best of five scrolls from end to end; ``turn_cpu_ms`` is the longest processor time of a turn, whoever else works.
Prints one JSON object; exit code 1 if the first page took more than 100 ms, a filter (median of five) 300 ms, scrolling
stalled for more than 50 ms, or the memory is above 600 MB.
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from app.review.page import ReviewPage

MOST = {"first_page_ms": 100.0, "filter_ms": 300.0, "stall_ms": 50.0, "memory_mb": 600.0}


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["UNIAD_INSPECT_HOME"] = home
        found = measure(given.data)
    ok = all(found[name] <= most for name, most in MOST.items())
    print(json.dumps({**found, "ok": ok}))
    return 0 if ok else 1


def measure(data: Path) -> dict[str, float]:
    """All figures of one folder of records."""
    from PySide6.QtWidgets import QApplication, QWidget

    from app.actions import Do, build_actions
    from app.i18n import locale_of
    from app.look import Look
    from app.review.page import ReviewPage
    from app.theme import load_theme
    from app.workplace import make_workplace

    app = QApplication([])
    workplace = make_workplace(data, data / "station.toml")
    look = Look(load_theme("dark"), locale_of("en"))
    nothing: dict[Do, Callable[[], object]] = {do: lambda: None for do in Do}
    window = QWidget()
    actions = build_actions(window, nothing)
    page = ReviewPage(workplace.page_parts(look, actions, lambda: None))
    page.resize(1280, 800)
    watch = Watch(app.processEvents)
    first_ms = watch.until(page.show, lambda: page.model.rowCount() > 0 and page.model.card(0) is not None)
    all_ms = watch.until(lambda: None, lambda: not page.busy)
    scrolls = [watch.scroll(page) for _ in range(5)]
    stall_ms, turn_cpu_ms = (min(one[index] for one in scrolls) for index in range(2))
    filter_ms = filters_ms(page, watch)
    parts = page.model.rowCount()
    memory_mb = psutil.Process().memory_info().rss / 2**20
    page.close_page()
    workplace.close()
    figures = {"first_page_ms": first_ms, "all_ms": all_ms, "filter_ms": filter_ms, "stall_ms": stall_ms}
    return {
        name: round(value, 1)
        for name, value in {**figures, "turn_cpu_ms": turn_cpu_ms, "memory_mb": memory_mb, "of_filter": parts}.items()
    }


def filters_ms(page: "ReviewPage", watch: "Watch") -> float:
    """From a choice to other parts on the screen, the median of five."""
    from app.review.filters import VERDICTS
    from engine.decision import Verdict

    times = []
    for verdict in (Verdict.FAIL, Verdict.ERROR, Verdict.REVIEW, Verdict.FAIL, Verdict.ERROR):
        choose, before = VERDICTS.index((verdict,)), page.model.seq(0)
        times.append(
            watch.until(
                lambda choose=choose: page.filters.verdict.setCurrentIndex(choose),  # type: ignore[misc]
                lambda before=before: page.model.seq(0) != before,  # type: ignore[misc]
            )
        )
        watch.until(lambda: None, lambda: not page.busy)
    return statistics.median(times)


class Watch:
    """Turns the event loop and looks at the clock."""

    def __init__(self, turn: Callable[[], None]) -> None:
        self._turn = turn

    def until(self, begin: Callable[[], object], condition: Callable[[], bool]) -> float:
        """Milliseconds from ``begin`` until the condition holds."""
        started = time.perf_counter()
        begin()
        while not condition():
            self._turn()
        return 1e3 * (time.perf_counter() - started)

    def scroll(self, page: "ReviewPage") -> tuple[float, float]:
        """The longest turn of the loop while the gallery is dragged from end to end: milliseconds, and of processor."""
        bar = page.grid.verticalScrollBar()
        longest = used = 0.0
        for step in range(200):
            started, cpu = time.perf_counter(), time.thread_time()
            bar.setValue(bar.maximum() * step // 200)
            self._turn()
            longest = max(longest, time.perf_counter() - started)
            used = max(used, time.thread_time() - cpu)
        return 1e3 * longest, 1e3 * used


if __name__ == "__main__":
    raise SystemExit(main())
